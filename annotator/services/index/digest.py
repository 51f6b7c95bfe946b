"""What one layer contributes to its folder: numbers in rows, words beside them.

One function for the open document and for what a file holds, so that both say the same.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Final
from zlib import crc32

import msgspec

from annotator.model import vocabulary
from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.networks.same_event import same_event_groups
from annotator.services.index.days import day_numbers

TYPES: Final = vocabulary.TYPES
FIELDS: Final = ("entities", vocabulary.SPEAKERS, vocabulary.TARGETS, vocabulary.VIA, vocabulary.PARTIES)
STANCES: Final = ("", *vocabulary.STANCES)
STATUSES: Final = ("", *vocabulary.STATUSES)
ATTRIBUTIONS: Final = ("", *vocabulary.ATTRIBUTIONS)
CERTAINTIES: Final = ("", *vocabulary.CERTAINTIES)
CONFIDENCES: Final = ("", *vocabulary.CONFIDENCES)
ATTITUDES: Final = ("", *vocabulary.ATTITUDES)
UNKNOWN: Final = 99
"""Stands for a word that this version does not know."""
NONE: Final = -1
"""Stands for no topic, no entity, no side, and for a place that is not known."""

ANNOTATION_NUMBERS: Final = (
    "type", "stance", "status", "attribution", "certainty", "confidence", "dated",
    "start", "end", "first", "last", "mark", "event", "topic", "broadest",
)  # fmt: skip
"""What is known of an annotation, in this order: places among the words above, then numbers.

``first`` and ``last`` are days: of its own date where ``dated`` is 1, else of the document's publication. ``mark`` is
made of the id; ``event`` is the first row of its event, ``topic`` and ``broadest`` are places in the digest's topics.
"""
PART_NUMBERS: Final = ("field", "attitude", "side", "row", "mention", "entity", "acts_for")
"""What is known of one who takes part: ``row`` and ``mention`` are annotations, the last two places in the entities."""

_PLACE: Final = {
    words: {word: place for place, word in enumerate(words)}
    for words in (TYPES, STANCES, STATUSES, ATTRIBUTIONS, CERTAINTIES, CONFIDENCES, ATTITUDES)
}
_TYPE, _STANCE, _STATUS = _PLACE[TYPES], _PLACE[STANCES], _PLACE[STATUSES]
_ATTRIBUTION, _CERTAINTY, _CONFIDENCE = _PLACE[ATTRIBUTIONS], _PLACE[CERTAINTIES], _PLACE[CONFIDENCES]
_ATTITUDE = _PLACE[ATTITUDES]
_OPEN: Final = "open"


class Facts(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a file says of its document and of itself; "" where it says nothing.

    ``decided`` of ``decisions`` are no longer open.
    """

    annotator: str
    document: str
    title: str
    publisher: str
    author: str
    published: str
    language: str
    state: str
    modified: str
    text_sha256: str
    decided: int = 0
    decisions: int = 0


class EntityName(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """An entity by its names; ``member_of`` are places in the digest's entities.

    The type is "" where an annotation names an entity that is not there, whose name is the id then.
    """

    type: str
    name: str
    aliases: tuple[str, ...] = ()
    member_of: tuple[int, ...] = ()
    external_ids: dict[str, str] = {}


class Words(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What is read for visible rows only, a place for each annotation; notes and dates for those that have any."""

    ids: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    notes: dict[int, str] = {}
    dates: dict[int, str] = {}


class Digest(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """All of it; ``annotations``, ``parts`` and ``coded`` hold rows of 32-bit numbers as named above.

    A row of ``coded`` is an annotation and a place in ``codes``. Rows stand in the order of the text.
    """

    facts: Facts
    entities: tuple[EntityName, ...]
    topics: tuple[str, ...]
    codes: tuple[str, ...]
    annotations: bytes
    parts: bytes
    coded: bytes
    words: Words


def digest_of(layer: Layer) -> Digest:
    """Give what a layer contributes."""
    return digest_of_columns(LayerColumns.of(layer))


def digest_of_columns(layer: LayerColumns) -> Digest:
    """Give the same of a layer by columns, as a file is read that nobody has opened."""
    return _Digesting(layer).digest()


class _Digesting:
    def __init__(self, layer: LayerColumns) -> None:
        self._layer = layer
        self._rows = layer.records
        self._row_of = {annotation.id: row for row, annotation in enumerate(self._rows)}
        self._entities = {key: place for place, key in enumerate(layer.entities)}
        self._topics = {key: place for place, key in enumerate(layer.topics)}
        self._codes: dict[str, int] = {}
        self._parts = array("i")
        self._coded = array("i")

    def digest(self) -> Digest:
        numbers = self._annotations()
        return Digest(
            self._facts(),
            tuple(self._names()),
            tuple(_written(topic.name) for topic in self._layer.topics.values()),
            tuple(self._codes),
            numbers.tobytes(),
            self._parts.tobytes(),
            self._coded.tobytes(),
            self._words(),
        )

    def _annotations(self) -> "array[int]":
        layer, numbers, topics = self._layer, array("i"), self._topics
        published = day_numbers(layer.document.published or "")
        broadest = {key: topics[self._broadest(key)] for key in topics}
        events, firsts = same_event_groups(layer.links.values()), dict[str, int]()
        for row, one in enumerate(self._rows):
            topic = one.topic or ""
            numbers.extend((
                _TYPE.get(one.type, UNKNOWN),
                _STANCE.get(one.stance or "", UNKNOWN),
                _STATUS.get(one.status or "", UNKNOWN),
                _ATTRIBUTION.get(one.attribution or "", UNKNOWN),
                _CERTAINTY.get(one.certainty or "", UNKNOWN),
                _CONFIDENCE.get(one.confidence or "", UNKNOWN),
                1 if one.date else 0,
                one.start,
                one.end,
                *(day_numbers(one.date) if one.date else published),
                mark_of(one.id),
                firsts.setdefault(event, row) if (event := events.get(one.id)) else row,
                topics.get(topic, NONE),
                broadest.get(topic, NONE),
            ))  # fmt: skip
            self._take_part(row, one)
            for code in one.codes:
                self._coded.extend((row, self._codes.setdefault(_written(code), len(self._codes))))
        return numbers

    def _take_part(self, row: int, annotation: Annotation) -> None:
        for identifier in annotation.entities:
            self._parts.extend((0, 0, NONE, row, NONE, self._entity(identifier), NONE))
        for field, role in annotation.roles():
            self._parts.extend(self._role(row, FIELDS.index(field), role))

    def _role(self, row: int, field: int, role: Role) -> tuple[int, ...]:
        mention = self._row_of.get(role.mention, NONE) if role.mention else NONE
        acts_for = self._entity(role.acts_for) if role.acts_for else NONE
        side = NONE if role.side is None else min(max(role.side, 0), 2**31 - 1)
        attitude = _ATTITUDE.get(role.attitude or "", UNKNOWN)
        return field, attitude, side, row, mention, self._entity(role.entity), acts_for

    def _entity(self, identifier: str) -> int:
        return self._entities.setdefault(identifier, len(self._entities))

    def _names(self) -> Iterator[EntityName]:
        for identifier in self._entities:
            entity = self._layer.entities.get(identifier)
            if entity is None:
                yield EntityName("", identifier)
                continue
            groups = tuple(self._entities[group] for group in entity.member_of if group in self._layer.entities)
            yield EntityName(
                entity.type, _written(entity.name), entity.aliases, groups, dict(entity.external_ids)
            )  # fmt: skip

    def _broadest(self, topic: str) -> str:
        topics, passed = self._layer.topics, set[str]()
        while topic not in passed and topics[topic].broader in topics:
            passed.add(topic)
            topic = topics[topic].broader or topic
        return topic

    def _facts(self) -> Facts:
        head, document = self._layer.head, self._layer.document
        decisions = self._layer.review.values()
        return Facts(
            head.annotator.id,
            document.name,
            document.title or "",
            document.publisher or "",
            document.author or "",
            document.published or "",
            document.language or "",
            document.state,
            head.modified,
            document.text_sha256,
            sum(decision.verdict != _OPEN for decision in decisions),
            len(decisions),
        )

    def _words(self) -> Words:
        rows = self._rows
        return Words(
            tuple(one.id for one in rows),
            tuple(one.text for one in rows),
            tuple(one.before for one in rows),
            tuple(one.after for one in rows),
            {row: one.note for row, one in enumerate(rows) if one.note},
            {row: one.date for row, one in enumerate(rows) if one.date},
        )


def mark_of(identifier: str) -> int:
    """Give a number by which an id is looked for; several ids may have one."""
    return crc32(identifier.encode("utf-8", "surrogatepass")) - 2**31


def word_at(words: tuple[str, ...], place: int) -> str:
    """Give the word of a place, "" for none and for what is not known."""
    return words[place] if 0 <= place < len(words) else ""


def _written(name: str) -> str:
    return " ".join(name.split())


def packed(value: Any) -> bytes:
    """Give a digest, or a part of one, as bytes."""
    return msgspec.msgpack.encode(value)


def entity_keys(entities: Iterable[EntityName]) -> list[tuple[str, str]]:
    """Give entities by type and name."""
    return [(entity.type, entity.name) for entity in entities]
