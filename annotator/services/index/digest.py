"""What one layer contributes to its folder: numbers in rows, words beside them.

One function for the open document and for what a file holds, so that both say the same.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Final
from zlib import crc32

import msgspec

from annotator.model import vocabulary
from annotator.model.annotation import Role
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

LARGE_NUMBERS: Final = ("start", "end", "first", "last", "mark", "event", "topic", "broadest")
"""What is known of an annotation as numbers of four bytes, a column each.

``first`` and ``last`` are days: of its own date where ``dated`` is 1, else of the document's publication. ``mark`` is
made of the id; ``event`` is the first row of its event, ``topic`` and ``broadest`` are places in the digest's topics.
"""
SMALL_NUMBERS: Final = ("type", "stance", "status", "attribution", "certainty", "confidence", "dated")
"""What is known as numbers of one byte, whose columns stand behind: places among the words above."""
LARGE_PART_NUMBERS: Final = ("side", "row", "mention", "entity", "acts_for")
"""What is known of one who takes part: ``row`` and ``mention`` are annotations, the last two places in the entities."""
SMALL_PART_NUMBERS: Final = ("field", "attitude")
PART_NUMBERS: Final = (*LARGE_PART_NUMBERS, *SMALL_PART_NUMBERS)

_PLACES_OF: Final = tuple(
    (name, {None: 0, **{word: place for place, word in enumerate(words)}})
    for name, words in (
        ("type", TYPES), ("stance", STANCES), ("status", STATUSES), ("attribution", ATTRIBUTIONS),
        ("certainty", CERTAINTIES), ("confidence", CONFIDENCES),
    )
)  # fmt: skip
_ATTITUDE: Final = {word: place for place, word in enumerate(ATTITUDES)}
_UNKNOWN: Final = repeat(UNKNOWN)
_FIELDS_OF_TYPE: Final = {kind: [*map(FIELDS.index, fields)] for kind, fields in vocabulary.ROLES_OF_TYPE.items()}
_COLUMNS: Final = (
    *(name for name, _places in _PLACES_OF), *FIELDS,
    "id", "fragments", "quote", "before", "after", "date", "topic", "codes", "note",
)  # fmt: skip
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
    """All of it; ``annotations``, ``parts`` and ``coded`` hold columns of numbers as named above.

    ``coded`` has annotations and places in ``codes``. Rows stand in the order of the text.
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
        layer.annotations.make(_COLUMNS)
        self._row_of = {identifier: row for row, identifier in enumerate(layer.annotations["id"])}
        self._entities = {key: place for place, key in enumerate(layer.entities)}
        self._topics = {key: place for place, key in enumerate(layer.topics)}
        self._codes: dict[str, int] = {}

    def digest(self) -> Digest:
        # Annotations name entities that are not there, and codes, which are told of behind those.
        annotations, parts, coded = self._annotations(), self._parts(), self._coded()
        return Digest(
            self._facts(),
            tuple(self._names()),
            tuple(_written(topic.name) for topic in self._layer.topics.values()),
            tuple(self._codes),
            annotations,
            parts,
            coded,
            self._words(),
        )

    def _annotations(self) -> bytes:
        column, topics = self._layer.annotations, self._topics
        of_topics = [*map(topics.get, column["topic"], repeat(NONE))]
        broadest = {NONE: NONE, **{topics[key]: topics[self._broadest(key)] for key in topics}}
        starts = [fragments[0][0] if fragments else NONE for fragments in column["fragments"]]
        ends = [fragments[-1][1] if fragments else NONE for fragments in column["fragments"]]
        first, last = self._days(column["date"])
        marks = [*map(mark_of, column["id"])]
        large = (starts, ends, first, last, marks, self._events(), of_topics, [broadest[topic] for topic in of_topics])
        small = [bytes(map(places.get, column[name], _UNKNOWN)) for name, places in _PLACES_OF]
        return b"".join((*(array("i", numbers).tobytes() for numbers in large), *small, _are_there(column["date"])))

    def _days(self, dates: Sequence[str | None]) -> tuple[Iterable[int], Iterable[int]]:
        published = day_numbers(self._layer.document.published or "")
        if not any(dates):
            return [published[0]] * len(dates), [published[1]] * len(dates)
        first, last = zip(*(day_numbers(date) if date else published for date in dates), strict=True)
        return first, last

    def _events(self) -> Iterable[int]:
        """Give of each annotation the first row of its event."""
        identifiers = self._layer.annotations["id"]
        if not self._layer.links:
            return range(len(identifiers))
        events, firsts = same_event_groups(self._layer.links.values()), dict[str, int]()
        return [
            firsts.setdefault(event, row) if (event := events.get(identifier)) else row
            for row, identifier in enumerate(identifiers)
        ]

    def _parts(self) -> bytes:
        column, found, entities = self._layer.annotations, list[tuple[int, ...]](), self._entities
        roles = zip(*map(column.__getitem__, FIELDS[1:]), strict=True)
        for row, (kind, named, by_field) in enumerate(zip(column["type"], column["entities"], roles, strict=True)):
            for identifier in named:
                # A file names a hundred, and mostly those that it has.
                place = entities.get(identifier)
                place = self._entity(identifier) if place is None else place
                found.append((NONE, row, NONE, place, NONE, 0, 0))
            for field in _FIELDS_OF_TYPE.get(kind, ()):
                found += [self._role(row, field, role) for role in by_field[field - 1]]
        columns = [*zip(*found, strict=True)] or [()] * len(PART_NUMBERS)
        return b"".join([*(array("i", one).tobytes() for one in columns[:-2]), *map(bytes, columns[-2:])])

    def _role(self, row: int, field: int, role: Role) -> tuple[int, ...]:
        mention = self._row_of.get(role.mention, NONE) if role.mention else NONE
        acts_for = self._entity(role.acts_for) if role.acts_for else NONE
        side = NONE if role.side is None else min(max(role.side, 0), 2**31 - 1)
        attitude = _ATTITUDE.get(role.attitude, UNKNOWN) if role.attitude else 0
        return side, row, mention, self._entity(role.entity), acts_for, field, attitude

    def _entity(self, identifier: str) -> int:
        return self._entities.setdefault(identifier, len(self._entities))

    def _coded(self) -> bytes:
        """Note the codes, and give by code of an annotation the row and its place among them."""
        rows, places, known = array("i"), array("i"), dict[str, int]()
        for row, codes in enumerate(self._layer.annotations["codes"]):
            for code in codes:
                place = known.get(code)
                if place is None:
                    place = known[code] = self._codes.setdefault(_written(code), len(self._codes))
                rows.append(row)
                places.append(place)
        return rows.tobytes() + places.tobytes()

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
        column = self._layer.annotations
        quotes = [quote[0] if len(quote) == 1 else " … ".join(quote) for quote in column["quote"]]
        return Words(
            tuple(column["id"]),
            tuple(quotes),
            tuple(column["before"]),
            tuple(column["after"]),
            {row: note for row, note in enumerate(column["note"]) if note},
            {row: date for row, date in enumerate(column["date"]) if date},
        )


def _are_there(column: Sequence[object]) -> bytes:
    return bytes(map(bool, column))


def mark_of(identifier: str) -> int:
    """Give a number by which an id is looked for; several ids may have one."""
    return crc32(identifier.encode("utf-8", "surrogatepass")) - 2**31


def word_at(words: tuple[str, ...], place: int) -> str:
    """Give the word of a place, "" for none and for what is not known."""
    return words[place] if 0 <= place < len(words) else ""


def _written(name: str) -> str:
    return " ".join(name.split())
