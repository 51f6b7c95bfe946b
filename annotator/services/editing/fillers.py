"""Who fits a role: the entities mentioned nearest."""

from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.vocabulary import ACTOR, PARTIES, SPEAKERS, TARGETS, VIA

_SPEAK = ("person", "group", "organization", "igo", "state")
_AGREE = ("state", "organization", "igo", "person", "group")
_PLACE = "place"
_REACH = 2000
"""How many code points before an annotation mentions are looked for."""


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity offered for a role, with the mention that speaks for it."""

    entity: str
    mention: str | None = None


def fillers(layer: Layer, annotation: Annotation, field: str) -> list[Filler]:
    """Give the entities that fit a role of an annotation, the likeliest first; those in the role are left out.

    Mentions inside the annotation come before those of the sentences around it, and in both groups entities of a kind
    that usually takes the role come first. A mention that lies in another role of the same annotation comes last.
    """
    held = {role.entity for role in getattr(annotation, field)}
    elsewhere = {role.entity for other, role in annotation.roles() if other != field}
    best: dict[str, tuple[tuple[int, ...], str | None]] = {}
    start, end = annotation.start, annotation.end
    for mention in layer.between(max(0, start - _REACH), end + _REACH // 4):
        if mention.type != ACTOR:
            continue
        for entity_id in mention.entities:
            if entity_id in held or entity_id not in layer.entities:
                continue
            rank = _rank(layer.entities[entity_id], mention, annotation, field, taken=entity_id in elsewhere)
            if entity_id not in best or rank < best[entity_id][0]:
                best[entity_id] = (rank, mention.id)
    ordered = sorted(best.items(), key=lambda item: item[1][0])
    near = [Filler(entity_id, mention) for entity_id, (_rank_, mention) in ordered]
    rest = [Filler(entity_id) for entity_id in layer.entities if entity_id not in best and entity_id not in held]
    return near + rest


def parties_inside(layer: Layer, annotation: Annotation) -> list[Filler]:
    """Give the entities mentioned inside an agreement, each once, in the order of the text.

    Where states are among them, persons and the like are left out: they act for the states.
    """
    found = list(_inside(layer, annotation).values())
    for kinds in (("state", "igo"), ("organization", "group"), ("person",)):
        of_kind = [filler for filler in found if layer.entities[filler.entity].type in kinds]
        if len(of_kind) > 1:
            return of_kind
    return found if len(found) > 1 else []


def likely_targets(layer: Layer, annotation: Annotation) -> list[Filler]:
    """Give whom a claim is likely about, the likeliest first: those mentioned in it, and none who says it."""
    saying = {key for role in annotation.speakers for key in (role.entity, role.acts_for)}
    inside = _inside(layer, annotation)
    rest = [one for one in fillers(layer, annotation, TARGETS) if one.mention and one.entity not in inside]
    return [one for one in (*inside.values(), *rest) if one.entity not in saying]


def targets_inside(layer: Layer, annotation: Annotation) -> list[Filler]:
    """Give who is mentioned in a claim and may be whom it is about: not who says it, no place, and none there is."""
    taken = {key for _field, role in annotation.roles() for key in (role.entity, role.acts_for)}
    found = _inside(layer, annotation).values()
    return [one for one in found if one.entity not in taken and layer.entities[one.entity].type != _PLACE]


def _inside(layer: Layer, annotation: Annotation) -> dict[str, Filler]:
    inside: dict[str, Filler] = {}
    for mention in _mentions_inside(layer, annotation):
        for entity_id in mention.entities:
            if entity_id in layer.entities:
                inside.setdefault(entity_id, Filler(entity_id, mention.id))
    return inside


def _mentions_inside(layer: Layer, annotation: Annotation) -> list[Annotation]:
    return [
        mention
        for mention in layer.between(annotation.start, annotation.end)
        if mention.type == ACTOR
        and any(f.start <= mention.start and mention.end <= f.end for f in annotation.fragments)
    ]


def _rank(entity: Entity, mention: Annotation, annotation: Annotation, field: str, *, taken: bool) -> tuple[int, ...]:
    inside = annotation.start <= mention.start and mention.end <= annotation.end
    if inside:
        # Speakers and parties tend to open a sentence, targets and reporters to close it.
        near = mention.start - annotation.start if field in (SPEAKERS, PARTIES) else annotation.end - mention.end
    else:
        near = (
            annotation.start - mention.end if mention.start < annotation.start else 2 * (mention.start - annotation.end)
        )
    usual = {SPEAKERS: _SPEAK[:2], VIA: _SPEAK[:2], PARTIES: _AGREE[:3], TARGETS: _AGREE}[field]
    return (taken, not inside, entity.type not in usual, near)
