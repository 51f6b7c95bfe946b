"""Making annotations of suggestions: what is accepted, with whoever takes part, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.annotations import annotate, set_fields
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import entity_for_name, find_entity, set_entities
from annotator.services.editing.roles import add_role
from annotator.services.editing.topics import topic_for_name
from annotator.services.suggesting.suggestion import SCORE, SUGGESTED, SUGGESTED_BY, Somebody, Suggestion


def accept(draft: Draft, document: Document, suggestion: Suggestion, codebook: Codebook | None = None) -> Annotation:
    """Make the annotation that is suggested, and an actor annotation for each who takes part and has none yet.

    All of them carry the origin "suggested", and as attributes who suggested them and how sure that was.
    """
    whos = [_entity(draft, who, codebook).id for who in suggestion.entities]
    made = annotate(
        draft, document, suggestion.fragments, suggestion.type,
        entities=tuple(whos), origin=SUGGESTED, codebook=codebook,
    )  # fmt: skip
    draft.put(_marked(made, suggestion))
    if suggestion.type == ACTOR:
        set_entities(draft, made.id, whos or made.entities)
        return _as_is(draft, made)
    for part in suggestion.roles:
        entity = _entity(draft, part.who, codebook)
        mention = _mention(draft, document, part.who, entity, suggestion)
        add_role(draft, made.id, part.field, entity.id, mention)
    fields = {name: getattr(suggestion, name) for name in ("stance", "status", "attribution", "date")}
    if suggestion.topic:
        fields["topic"] = topic_for_name(draft, suggestion.topic, codebook).id
    set_fields(draft, made.id, **{name: value for name, value in fields.items() if value is not None})
    return _as_is(draft, made)


def accept_all(
    draft: Draft, document: Document, suggestions: Iterable[Suggestion], codebook: Codebook | None = None
) -> list[Annotation]:
    """Make annotations of several suggestions; a mention that another one made is taken and not made twice."""
    return [
        accept(draft, document, suggestion, codebook)
        for suggestion in sorted(suggestions, key=lambda one: (one.type != ACTOR, *one.place))
        if suggestion.type != ACTOR or _actor_over(draft, suggestion.fragments[0]) is None
    ]


def _marked(annotation: Annotation, suggestion: Suggestion) -> Annotation:
    said = {SUGGESTED_BY: suggestion.by, SCORE: round(suggestion.confidence, 2)}
    return annotation._replace(attributes={**annotation.attributes, **said})


def _as_is(draft: Draft, annotation: Annotation) -> Annotation:
    return draft.annotation(annotation.id) or annotation


def _entity(draft: Draft, who: Somebody, codebook: Codebook | None) -> Entity:
    """Give the entity that somebody is: the layer's, the codebook's, or a new one of the type that was guessed."""
    if who.entity and (known := draft.entity(who.entity)):
        return known
    is_known = find_entity(draft.entities(), who.name) or (codebook and find_entity(codebook.entities, who.name))
    entity = entity_for_name(draft, who.name, codebook)
    if not is_known and entity.type == "other" and who.type != "other":
        entity = replace(entity, type=who.type)
        draft.put(entity)
    return entity


def _mention(draft: Draft, document: Document, who: Somebody, entity: Entity, suggestion: Suggestion) -> str | None:
    """Give the mention of somebody at a place: the one that is there, or a new one."""
    if who.span is None:
        return None
    there = _actor_over(draft, who.span)
    if there is not None:
        if entity.id not in there.entities:
            draft.put(there._replace(entities=(*there.entities, entity.id)))
        return there.id
    made = annotate(draft, document, (who.span,), ACTOR, entities=(entity.id,), origin=SUGGESTED)
    draft.put(_marked(made, suggestion))
    return made.id


def _actor_over(draft: Draft, span: Span) -> Annotation | None:
    """Give the actor annotation at a place, one that was made in this draft too."""
    for annotation in draft.annotations_between(*span):
        if annotation.type == ACTOR:
            return annotation
    return None
