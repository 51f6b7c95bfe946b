"""Agreement on what annotations say: their fields, roles and links, and the tuples that networks are made of."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from annotator.model.annotation import Annotation
from annotator.model.fields import ANY_ANNOTATION, CONTENT, TEXTS, Field, annotation_fields
from annotator.model.layer import Layer
from annotator.model.vocabulary import CLAIM, SAME_EVENT
from annotator.services.agreement.measures.counts import Counts, counts_of
from annotator.services.comparing.align import Pair
from annotator.services.comparing.comparable import comparable
from annotator.services.comparing.correspondence import Correspondence

_CHOSEN: Final = tuple(
    field
    for field in ANY_ANNOTATION.opinions
    if field.group == CONTENT and (field.values or field.refers or field.shape == TEXTS)
)
"""What is chosen from a list, of values, of codes, or of the entities and topics of the text; the rest is free text."""
_NAMES: Final = {"entities": "entity"}


def _name_of(field: Field) -> str:
    return _NAMES.get(field.key, field.key)


@cache
def _chosen_of(annotation_type: str) -> tuple[tuple[str, Field], ...]:
    """Give the fields that a type has, with their names."""
    of_type = annotation_fields(annotation_type)
    return tuple((_name_of(field), field) for field in _CHOSEN if field in of_type)


FIELDS: Final = tuple(map(_name_of, _CHOSEN))
"""The fields by the names under which scripts find their measures."""
UNSET: Final = "unset"
Choices = Counter[tuple[str, str]]
"""How often the one chose the first and the other the second of two values: the confusion table of a field."""


class Side(NamedTuple):
    """One of two annotators that are compared."""

    annotator: str
    layer: Layer


def field_choices(one: Side, other: Side, pairs: Iterable[Pair], same: Correspondence) -> dict[str, Choices]:
    """Count what both chose in each field of aligned annotations of one type; what neither has set is left out.

    Entities that correspond stand under one name, that of the annotator whose id comes first.
    """
    names = _Names((one, other), same)
    choices: dict[str, Choices] = {name: Counter() for name in FIELDS}
    for pair in pairs:
        if pair.same_type:
            theirs = names.values(other, pair.other)
            for name, value in names.values(one, pair.one).items():
                if value != UNSET or theirs[name] != UNSET:
                    choices[name][value, theirs[name]] += 1
    return choices


def role_counts(one: Side, other: Side, pairs: Iterable[Pair], same: Correspondence) -> Counts:
    """Count roles by (role, entity) in aligned annotations of one type; mentions do not count."""
    whole = Counts()
    for pair in pairs:
        if pair.same_type:
            whole = whole.plus(
                counts_of(_roles(one.annotator, pair.one, same), _roles(other.annotator, pair.other, same))
            )
    return whole


def role_entity_counts(one: Side, other: Side, same: Correspondence) -> Counts:
    """Count roles by (role, entity), wherever in the text they are held and however often."""
    return counts_of(_all_roles(one, same), _all_roles(other, same))


def link_entity_counts(one: Side, other: Side, same: Correspondence) -> Counts:
    """Count links by type and the entities at either end, wherever in the text those stand.

    An annotation's entities are those it names and those who hold its roles. Links with an end that has none are left
    out: there is nothing to know them again by.
    """
    return counts_of(_entity_links(one, same), _entity_links(other, same))


def link_counts(one: Side, other: Side, pairs: Iterable[Pair]) -> Counts:
    """Count links by type and ends, among those whose both ends are aligned."""
    listed = [pair for pair in pairs if pair.same_type]
    mine = {pair.one.id: number for number, pair in enumerate(listed)}
    theirs = {pair.other.id: number for number, pair in enumerate(listed)}
    return counts_of(set(_links(one.layer, mine)), set(_links(other.layer, theirs)))


def tuple_counts(one: Side, other: Side, same: Correspondence) -> Counts:
    """Count (entity, topic, stance) of claims with a topic and a stance, each once a document, wherever they stand."""
    return counts_of(set(_tuples(one, same)), set(_tuples(other, same)))


class _Names:
    """Words for the values of fields, the same for what corresponds."""

    def __init__(self, sides: Sequence[Side], same: Correspondence) -> None:
        self._same = same
        self._name: dict[str, str] = {}
        for annotator, layer in sorted(sides, key=lambda side: side.annotator):
            for entity in layer.entities.values():
                self._name.setdefault(same.entity(annotator, entity.id), entity.name)
            for topic in layer.topics.values():
                self._name.setdefault(same.topic(annotator, topic.id), topic.name)

    def values(self, side: Side, annotation: Annotation) -> dict[str, str]:
        chosen = {}
        for name, field in _chosen_of(annotation.type):
            if field.values:
                chosen[name] = getattr(annotation, field.attribute) or UNSET
            else:
                chosen[name] = self._several(side, annotation, field)
        return chosen

    def _several(self, side: Side, annotation: Annotation, field: Field) -> str:
        value = comparable(self._same, side.annotator, annotation, field)
        chosen: Iterable[str] = value if isinstance(value, frozenset) else ("" if value is None else str(value),)
        names = (self._known(key) for key in chosen) if field.refers else chosen
        return " + ".join(sorted(filter(None, names))) or UNSET

    def _known(self, key: str) -> str:
        return self._name.get(key, key)


def _roles(annotator: str, annotation: Annotation, same: Correspondence) -> set[tuple[str, str]]:
    return {(field, same.entity(annotator, role.entity)) for field, role in annotation.roles()}


def _all_roles(side: Side, same: Correspondence) -> Iterator[tuple[str, str]]:
    for annotation in side.layer.annotations.values():
        for field, role in annotation.roles():
            yield (field, same.entity(side.annotator, role.entity))


def _entity_links(side: Side, same: Correspondence) -> Iterator[tuple[str, Hashable, Hashable]]:
    for link in side.layer.links.values():
        first, last = (_involved(side, same, end) for end in (link.source, link.target))
        if first and last:
            if link.type == SAME_EVENT:
                first, last = sorted((first, last))
            yield (link.type, first, last)


def _involved(side: Side, same: Correspondence, identifier: str) -> tuple[str, ...]:
    annotation = side.layer.annotations.get(identifier)
    entities = annotation.entities_involved() if annotation else ()
    return tuple(sorted({same.entity(side.annotator, entity) for entity in entities if entity}))


def _links(layer: Layer, ends: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    for link in layer.links.values():
        if link.source in ends and link.target in ends:
            first, last = ends[link.source], ends[link.target]
            yield (link.type, *(sorted((first, last)) if link.type == SAME_EVENT else (first, last)))


def _tuples(side: Side, same: Correspondence) -> Iterator[tuple[str, str, str]]:
    for annotation in side.layer.annotations.values():
        if annotation.type == CLAIM and annotation.topic and annotation.stance:
            topic = same.topic(side.annotator, annotation.topic)
            for role in annotation.speakers:
                yield (same.entity(side.annotator, role.entity), topic, annotation.stance)
