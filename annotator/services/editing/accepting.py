"""Making annotations of suggestions: what is accepted, with whoever takes part, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.annotations import annotate, set_fields
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import edit_entity, find_entity, set_entities
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.roles import add_role
from annotator.services.editing.topics import topic_for_name
from annotator.services.suggesting.suggestion import SCORE, SUGGESTED, SUGGESTED_BY, Part, Somebody, Suggestion


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
    for parts in _together(suggestion.roles):
        ids, mention = _taking_part(draft, document, parts, suggestion, codebook)
        for entity_id in ids:
            add_role(draft, made.id, parts[0].field, entity_id, mention)
    fields = {name: getattr(suggestion, name) for name in ("stance", "status", "attribution", "date")}
    if suggestion.topic:
        fields["topic"] = topic_for_name(draft, suggestion.topic, codebook).id
    set_fields(draft, made.id, **{name: value for name, value in fields.items() if value is not None})
    return _as_is(draft, made)


def accept_all(
    draft: Draft, document: Document, suggestions: Iterable[Suggestion], codebook: Codebook | None = None
) -> list[Annotation]:
    """Make annotations of several suggestions; a mention that another one made is taken and not made twice."""
    # Whose a name is is asked once a name: a long text has thousands, and thousands of entities.
    known: dict[str, str] = {}
    made = []
    for suggestion in sorted(suggestions, key=lambda one: (one.type != ACTOR, *one.place)):
        if suggestion.type != ACTOR or _actor_over(draft, suggestion.fragments[0]) is None:
            for who in (*suggestion.entities, *(part.who for part in suggestion.roles)):
                if folded(who.name) not in known:
                    known[folded(who.name)] = _entity(draft, who, codebook).id
            made.append(accept(draft, document, _with_ids(suggestion, known), codebook))
    return made


def _with_ids(suggestion: Suggestion, known: Mapping[str, str]) -> Suggestion:
    """Give a suggestion whose entities are named by the ids that are known."""

    def as_known(who: Somebody) -> Somebody:
        return replace(who, entity=who.entity or known[folded(who.name)])

    roles = tuple(replace(part, who=as_known(part.who)) for part in suggestion.roles)
    return replace(suggestion, entities=tuple(map(as_known, suggestion.entities)), roles=roles)


def _together(parts: Iterable[Part]) -> list[list[Part]]:
    """Give the parts that one mention stands for together: "the two ministers" has one place."""
    found: dict[tuple[str, Span | None, int], list[Part]] = {}
    for number, part in enumerate(parts):
        span = part.who.span
        found.setdefault((part.field, span, -1 if span else number), []).append(part)
    return list(found.values())


def _taking_part(
    draft: Draft, document: Document, parts: list[Part], suggestion: Suggestion, codebook: Codebook | None
) -> tuple[tuple[str, ...], str | None]:
    """Give who takes part, and the mention: what the analyst marked there is believed, else one is made."""
    span = parts[0].who.span
    there = _actor_over(draft, span) if span else None
    if there is not None and there.entities:
        return there.entities, there.id
    ids = tuple(dict.fromkeys(_entity(draft, part.who, codebook).id for part in parts))
    if span is None:
        return ids, None
    if there is not None:
        draft.put(there._replace(entities=ids))
        return ids, there.id
    made = annotate(draft, document, (span,), ACTOR, entities=ids, origin=SUGGESTED)
    draft.put(_marked(made, suggestion))
    return ids, made.id


def _marked(annotation: Annotation, suggestion: Suggestion) -> Annotation:
    said = {SUGGESTED_BY: suggestion.by, SCORE: round(suggestion.confidence, 2)}
    return annotation._replace(attributes={**annotation.attributes, **said})


def _as_is(draft: Draft, annotation: Annotation) -> Annotation:
    return draft.annotation(annotation.id) or annotation


def _entity(draft: Draft, who: Somebody, codebook: Codebook | None) -> Entity:
    """Give the entity that somebody is: the layer's, the codebook's, or a new one of the type that was guessed.

    Where nobody said to which group it belongs, it is a member of the one that is suggested.
    """
    entity = draft.entity(who.entity or "")
    if entity is None:
        is_known = draft.entity_named(who.name) or (codebook and find_entity(codebook.entities, who.name))
        entity = entity_for_name(draft, who.name, codebook)
        if not is_known and entity.type == "other" and who.type != "other":
            entity = replace(entity, type=who.type)
            draft.put(entity)
    if who.is_told and entity.type != who.type:
        edit_entity(draft, entity.id, type=who.type)
    if who.member_of and (who.is_told or not entity.member_of):
        group = entity_for_name(draft, who.member_of, codebook)
        if group.id != entity.id:
            edit_entity(draft, entity.id, member_of=(group.id,))
    return draft.entity(entity.id) or entity


def _actor_over(draft: Draft, span: Span) -> Annotation | None:
    """Give the actor annotation at a place, one that was made in this draft too."""
    for annotation in draft.annotations_between(*span):
        if annotation.type == ACTOR:
            return annotation
    return None
