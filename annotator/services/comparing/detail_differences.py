"""In what annotators differ about the document, and about the entities and topics that both of them have.

That only one has an entity or a topic is seen where he or she names it; one that nothing names is a difference itself.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from annotator.model import edits
from annotator.model.fields import DOCUMENT_DETAIL, ENTITY_DETAIL, TOPIC_DETAIL, UNKNOWN, Field
from annotator.model.layer import Layer
from annotator.services.comparing.align import Alignment, Group, source
from annotator.services.comparing.comparable import comparable
from annotator.services.comparing.difference import FIELDS_OF_DETAIL, Difference, Opinion

_NAME = "name"


class _Held(NamedTuple):
    """A record of one annotator."""

    annotator: str
    record: Any


def detail_differences(alignment: Alignment) -> Iterator[Difference]:
    """Compare the document, the entities and the topics of all annotators."""
    return _Details(alignment).all()


class _Details:
    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self._named_by: dict[tuple[str, str], frozenset[str]] = {}

    def all(self) -> Iterator[Difference]:
        layers = self._alignment.layers
        documents = [_Held(who, layer.document) for who, layer in layers.items()]
        yield from self._differing(DOCUMENT_DETAIL, documents)
        entities = [
            [_Held(who, layers[who].entities[identifier]) for who, identifier in group]
            for group in self._alignment.same.groups()
        ]
        for kind, found in ((ENTITY_DETAIL, entities), (TOPIC_DETAIL, self._topics())):
            for held in found:
                if len({one.annotator for one in held}) > 1:
                    yield from self._differing(kind, held)
                elif not any(one.record.id in self._named(one.annotator, kind) for one in held):
                    yield self._only_one(kind, held)

    def _topics(self) -> list[list[_Held]]:
        found: dict[str, list[_Held]] = {}
        for who, layer in self._alignment.layers.items():
            for topic in layer.topics.values():
                found.setdefault(self._alignment.same.topic(who, topic.id), []).append(_Held(who, topic))
        return [held for _key, held in sorted(found.items())]

    def _differing(self, kind: str, held: Sequence[_Held]) -> Iterator[Difference]:
        for field in (*FIELDS_OF_DETAIL[kind].opinions, UNKNOWN):
            values: dict[str, Hashable] = {}
            for who, record in held:
                value = comparable(self._alignment.same, who, record, field)
                values[who] = _both(values[who], value) if who in values else value
            if len(set(values.values())) > 1:
                yield self._difference(kind, held, values, field)

    def _only_one(self, kind: str, held: Sequence[_Held]) -> Difference:
        name = next(field for field in FIELDS_OF_DETAIL[kind] if field.attribute == _NAME)
        values: dict[str, Hashable] = dict.fromkeys(self._alignment.annotators)
        return self._difference(kind, held, values | {one.annotator: one.record.name for one in held}, name)

    def _difference(self, kind: str, held: Sequence[_Held], values: Mapping[str, Hashable], field: Field) -> Difference:
        keys: dict[str, str] = {}
        for who, record in held:
            keys.setdefault(who, edits.THE_DOCUMENT if kind == DOCUMENT_DETAIL else record.id)
        opinions = {who: Opinion(value, record=keys.get(who)) for who, value in values.items()}
        sources = tuple(source(who, key) for who, key in keys.items())
        group = self._passage(kind, held)
        return Difference(kind, group.start, group.end, opinions, sources, group, field.attribute)

    def _named(self, annotator: str, kind: str) -> frozenset[str]:
        """Give the ids of the entities or topics of a layer that another record of it names."""
        key = (annotator, kind)
        if key not in self._named_by:
            self._named_by[key] = frozenset(_named(self._alignment.layers[annotator], kind))
        return self._named_by[key]

    def _passage(self, kind: str, held: Iterable[_Held]) -> Group:
        """Give the first group with an annotation that names the record, or one without members."""
        numbers = [self._first.get((who, kind, getattr(record, "id", ""))) for who, record in held]
        number = min((number for number in numbers if number is not None), default=None)
        return Group.of({}) if number is None else self._alignment.groups[number]

    @cached_property
    def _first(self) -> dict[tuple[str, str, str], int]:
        """The number of the first group in which an annotator names an entity or topic."""
        found: dict[tuple[str, str, str], int] = {}
        for number, group in enumerate(self._alignment.groups):
            for who, annotation in group.members.items():
                for entity in annotation.entities_involved():
                    found.setdefault((who, ENTITY_DETAIL, entity), number)
                if annotation.topic:
                    found.setdefault((who, TOPIC_DETAIL, annotation.topic), number)
        return found


def _named(layer: Layer, kind: str) -> Iterator[str]:
    if kind == ENTITY_DETAIL:
        for annotation in layer.annotations.values():
            yield from annotation.entities_involved()
        for entity in layer.entities.values():
            yield from (group for group in entity.member_of if group != entity.id)
    else:
        yield from (annotation.topic for annotation in layer.annotations.values() if annotation.topic)
        yield from (topic.broader for topic in layer.topics.values() if topic.broader and topic.broader != topic.id)


def _both(one: Hashable, other: Hashable) -> Hashable:
    """Give what an annotator holds who has one entity twice."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return one if other is None else other if one is None or one == other else (one, other)
