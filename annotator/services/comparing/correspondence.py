"""Which entities and topics of different annotators are the same one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded

EntityOf = tuple[str, str]
"""An entity of one annotator: the annotator's id, and the entity's id in his or her layer."""
Key = tuple[str, ...]
_KeysOf = Callable[[Entity], Iterator[Key]]


class Correspondence:
    """Keys that are equal for entities, and for topics, which are the same one; "" stands for none.

    Entities correspond by external id, then by name, then by alias, of the same type before others, and one to one,
    except that a layer's own entities of one name and type are one. ``joined`` are pairs that a reviewer put together
    and ``apart`` pairs that he or she keeps apart; both come before everything else. Topics correspond by name.
    """

    def __init__(
        self,
        layers: Mapping[str, Layer],
        joined: Iterable[tuple[EntityOf, EntityOf]] = (),
        apart: Iterable[tuple[EntityOf, EntityOf]] = (),
    ) -> None:
        self._layers = dict(sorted(layers.items()))
        self._apart = {frozenset(pair) for pair in apart}
        self._group: dict[EntityOf, list[EntityOf]] = {
            (annotator, identifier): [(annotator, identifier)]
            for annotator, layer in self._layers.items()
            for identifier in layer.entities
        }
        self._join_doubles()
        for one, other in joined:
            if one in self._group and other in self._group:
                self._join(one, other)
        for keys in KEYS_OF:
            self._join_by(keys)
        self._keys = {one: ":".join(min(group)) for one, group in self._group.items()}
        self._topics = {
            (annotator, topic.id): folded(topic.name) or f"?{annotator}:{topic.id}"
            for annotator, layer in self._layers.items()
            for topic in layer.topics.values()
        }

    def entity(self, annotator: str, identifier: str | None) -> str:
        """Give the key of an entity."""
        if not identifier:
            return ""
        return self._keys.get((annotator, identifier)) or f"?{annotator}:{identifier}"

    def topic(self, annotator: str, identifier: str | None) -> str:
        """Give the key of a topic."""
        if not identifier:
            return ""
        return self._topics.get((annotator, identifier), f"?{annotator}:{identifier}")

    def entities(self, annotator: str, annotation: Annotation) -> frozenset[str]:
        """Give the keys of the entities that an actor annotation stands for."""
        return frozenset(self.entity(annotator, identifier) for identifier in annotation.entities)

    def roles(self, annotator: str, annotation: Annotation, field: str) -> frozenset[tuple[str, str]]:
        """Give those who hold a role, each with the key of whom he or she acts for; mentions do not count."""
        held: Iterable[Role] = getattr(annotation, field)
        return frozenset((self.entity(annotator, r.entity), self.entity(annotator, r.acts_for)) for r in held)

    def groups(self) -> list[tuple[EntityOf, ...]]:
        """Give every set of entities that are taken for one, those of one entity too, by name."""
        groups = {min(group): tuple(sorted(group)) for group in self._group.values()}
        return sorted(groups.values(), key=lambda group: (self._name_of(group[0]), group))

    def same_entities(self) -> list[tuple[EntityOf, ...]]:
        """Give every set of entities that are taken for one and that stand in more than one layer."""
        return [group for group in sorted(self.groups()) if len({annotator for annotator, _ in group}) > 1]

    def _name_of(self, one: EntityOf) -> str:
        annotator, identifier = one
        return folded(self._layers[annotator].entities[identifier].name)

    def _entities(self) -> Iterator[tuple[EntityOf, Entity]]:
        for annotator, layer in self._layers.items():
            for identifier, entity in layer.entities.items():
                yield (annotator, identifier), entity

    def _join_doubles(self) -> None:
        first: dict[Key, EntityOf] = {}
        for one, entity in self._entities():
            for key in _name_and_type(entity):
                known = first.setdefault((one[0], *key), one)
                if known != one and frozenset((known, one)) not in self._apart:
                    self._join(known, one)

    def _join_by(self, keys: _KeysOf) -> None:
        having: dict[Key, list[EntityOf]] = {}
        for one, entity in self._entities():
            for key in dict.fromkeys(keys(entity)):
                having.setdefault(key, []).append(one)
        for _key, found in sorted(having.items()):
            for one in found[1:]:
                if self._may_join(found[0], one):
                    self._join(found[0], one)

    def _may_join(self, one: EntityOf, other: EntityOf) -> bool:
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs or {annotator for annotator, _ in mine} & {annotator for annotator, _ in theirs}:
            return False
        return not self._apart or all(frozenset((a, b)) not in self._apart for a in mine for b in theirs)

    def _join(self, one: EntityOf, other: EntityOf) -> None:
        mine, theirs = self._group[one], self._group[other]
        if mine is not theirs:
            mine.extend(theirs)
            for member in theirs:
                self._group[member] = mine


def _external(entity: Entity) -> Iterator[Key]:
    for scheme, value in entity.external_ids.items():
        yield (folded(scheme), folded(str(value)))


def _name_and_type(entity: Entity) -> Iterator[Key]:
    if name := folded(entity.name):
        yield (name, entity.type)


def _names_and_type(entity: Entity) -> Iterator[Key]:
    for name in _names(entity):
        yield (*name, entity.type)


def _name(entity: Entity) -> Iterator[Key]:
    if name := folded(entity.name):
        yield (name,)


def _names(entity: Entity) -> Iterator[Key]:
    for name in entity.names:
        if name := folded(name):
            yield (name,)


KEYS_OF: Final[tuple[_KeysOf, ...]] = (_external, _name_and_type, _names_and_type, _name, _names)
"""What an entity is known by, the surest first."""
