"""What the tool offers after a step, to be accepted with one key."""

from dataclasses import dataclass

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, PARTIES, SPEAKERS
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import set_entities
from annotator.services.editing.fillers import Filler, fillers, parties_inside
from annotator.services.editing.roles import add_role

ENTITIES = edits.ENTITIES


@dataclass(frozen=True, slots=True)
class Offer:
    """Entities offered for a role of an annotation, or, with the field "entities", as the one that an actor is."""

    annotation: str
    field: str
    fillers: tuple[Filler, ...]

    def accept(self, draft: Draft) -> bool:
        """Add what is offered; tells whether anything changed."""
        if self.field == ENTITIES:
            there = [filler.entity for filler in self.fillers if draft.entity(filler.entity)]
            return bool(there) and set_entities(draft, self.annotation, there)
        added = [add_role(draft, self.annotation, self.field, f.entity, f.mention) for f in self.fillers]
        return any(added)


def offer_for(layer: Layer, annotation_id: str) -> Offer | None:
    """Give the likeliest next step on an annotation, or None.

    For an actor: the entity whose name holds its words ("Kishi", "Nobuo Kishi"). For a claim without a speaker: the
    nearest fitting mention. For an agreement without parties: all entities mentioned in it.
    """
    annotation = layer.annotations.get(annotation_id)
    if annotation is None:
        return None
    if annotation.type == ACTOR:
        same = fuller_entity(layer, annotation)
        return Offer(annotation_id, ENTITIES, (Filler(same.id),)) if same else None
    if annotation.type == CLAIM and not annotation.speakers:
        found = [filler for filler in fillers(layer, annotation, SPEAKERS) if filler.mention]
        return Offer(annotation_id, SPEAKERS, tuple(found[:1])) if found else None
    if annotation.type == AGREEMENT and not annotation.parties:
        parties = parties_inside(layer, annotation)
        return Offer(annotation_id, PARTIES, tuple(parties)) if parties else None
    return None


def fuller_entity(layer: Layer, annotation: Annotation) -> Entity | None:
    """Give the entity whose name holds the words of an actor that has an entity of them alone."""
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    if (
        own is None
        or folded(own.name) != folded(annotation.text)
        or layer.references.with_entity(own.id) != (annotation.id,)
    ):
        return None
    words = folded(annotation.text).split()
    for entity in reversed(layer.entities.values()):
        if entity.id != own.id and any(_is_part(words, folded(name).split()) for name in entity.names):
            return entity
    return None


def _is_part(words: list[str], name: list[str]) -> bool:
    shorter, longer = sorted((words, name), key=len)
    return len(shorter) < len(longer) and (longer[-len(shorter) :] == shorter or longer[: len(shorter)] == shorter)
