"""Who an actor may be besides the entity of its words: proposed with the reason, and the same only when one says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded, name_key
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import merge_entities
from annotator.services.editing.named import InLayer, NamedEntity
from annotator.services.editing.offers import fuller_entity
from annotator.services.editing.picks import Known, OfFolder, Sources

Identity = tuple[str, str]
"""Type and key of the name: what one entity is in all documents."""
Pair = frozenset[Identity]


class Likely(Protocol):
    """An entity of the folder that a name may mean, and why, as a sentence."""

    @property
    def known(self) -> Known:
        """The entity."""

    @property
    def why(self) -> str:
        """The reason."""


class Said(Protocol):
    """What the analyst said of pairs of entities before."""

    def is_same(self, pair: Pair) -> bool:
        """Tell whether they were taken for one."""

    def is_other(self, pair: Pair) -> bool:
        """Tell whether they were said to be two."""


LikelySame = Callable[[str, str], Sequence[Likely]]
"""Gives whom a name of a type may mean in the folder, the likeliest first."""
TAKEN_BEFORE: Final = "You took “{}” for {} before."
PART: Final = "“{}” is a part of the name {}."


@dataclass(frozen=True)
class SameEntity:
    """An entity that an actor's may be the same as; a step of its own makes the two one."""

    annotation: str
    own: Entity
    other: Identity
    named: NamedEntity
    why: str
    codebook: Codebook
    field: str = edits.ENTITIES

    @property
    def pair(self) -> Pair:
        """The two that would be one."""
        return frozenset((identity(self.own.type, self.own.name), self.other))

    def accept(self, draft: Draft) -> bool:
        """Make the two one in this document; tells whether anything changed."""
        annotation = draft.annotation(self.annotation)
        if annotation is None or draft.entity(self.own.id) is None:
            return False
        kept = self.named.put(draft, self.codebook)
        merge_entities(draft, kept.id, (self.own.id,))
        return kept.id != self.own.id


def same_entities(
    layer: Layer, annotation: Annotation, sources: Sources, likely: LikelySame | None, said: Said
) -> list[SameEntity]:
    """Give whom the one entity of an actor may be the same as, those that were taken for it before first.

    Pairs that were said to be two, here or in the codebook, are left out.
    """
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    if own is None or annotation.type != ACTOR:
        return []
    apart = _apart(sources.codebook)
    found: dict[Identity, SameEntity] = {}
    for other, named, why in _candidates(layer, annotation, own, sources, likely):
        proposed = SameEntity(annotation.id, own, other, named, why, sources.codebook)
        if len(proposed.pair) == 2 and proposed.pair not in apart and not said.is_other(proposed.pair):
            found.setdefault(other, proposed)
    before = [one for one in found.values() if said.is_same(one.pair)]
    taken = [_replaced(one, TAKEN_BEFORE.format(own.name, one.named.name)) for one in before]
    return [*taken, *(one for one in found.values() if one not in before)]


def identity(kind: str, name: str) -> Identity:
    """Give what one entity is in all documents."""
    return kind, name_key(name)


def is_new(layer: Layer, annotation: Annotation) -> bool:
    """Tell whether an actor's entity was made for its words alone: who it is has not been said yet."""
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    return (
        own is not None
        and folded(own.name) == folded(annotation.text)
        and layer.references.with_entity(own.id) == (annotation.id,)
    )


def _candidates(
    layer: Layer, annotation: Annotation, own: Entity, sources: Sources, likely: LikelySame | None
) -> Iterator[tuple[Identity, NamedEntity, str]]:
    there = {identity(entity.type, entity.name): entity for entity in layer.entities.values()}
    if fuller := fuller_entity(layer, annotation):
        yield identity(fuller.type, fuller.name), InLayer(fuller.id, fuller.name), PART.format(own.name, fuller.name)
    for one in likely(own.name, own.type) if likely and sources.folder else ():
        other = identity(one.known.type, one.known.name)
        if known := there.get(other):
            yield other, InLayer(known.id, known.name), one.why
        elif sources.folder:
            yield other, OfFolder(sources.folder, one.known), one.why


def _apart(codebook: Codebook) -> set[Pair]:
    by_id = {entity.id: identity(entity.type, entity.name) for entity in codebook.entities}
    return {
        frozenset((by_id[one], by_id[other])) for one, other in codebook.distinct if one in by_id and other in by_id
    }


def _replaced(proposed: SameEntity, why: str) -> SameEntity:
    return SameEntity(
        proposed.annotation, proposed.own, proposed.other, proposed.named, why, proposed.codebook, proposed.field
    )
