"""Passages counted by one thing or by two: how many there are, and in how many documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.days import months_of
from annotator.services.index.digest import (
    ATTRIBUTIONS,
    CERTAINTIES,
    CONFIDENCES,
    FIELDS,
    NONE,
    STANCES,
    STATUSES,
    TYPES,
    word_at,
)
from annotator.services.index.distinct import distinct
from annotator.services.index.view import FolderView, Rows, relative_name

_MARKED: Final = 2**24
"""So many pairs that may be are marked one by one, which is quicker than to sort those that are."""
Key = int | str
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """One value of a column: its number or word, what it is called, its passages and their documents."""

    key: Key
    label: str
    passages: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Side:
    """One column of a cross table: the places of values in its heading, and in which unit and row each stands."""

    ranks: Numbers
    units: Numbers
    rows: Rows


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Passages, or documents, by two columns; ``counts[i, j]`` have the value ``rows[i]`` and ``columns[j]``."""

    rows: tuple[Counted, ...]
    columns: tuple[Counted, ...]
    counts: NDArray[np.int64]
    _cells: Numbers
    _sides: tuple[_Side, _Side]

    def passages_of(self, row: int, column: int) -> Rows:
        """Give the passages of a cell: those that have one of its values where both are."""
        units = self._cells[2][(self._cells[0] == row) & (self._cells[1] == column)]
        found = [
            side.rows[(side.ranks == place) & np.isin(side.units, units)]
            for side, place in zip(self._sides, (row, column), strict=True)
        ]
        return distinct(np.concatenate(found))


@dataclass(frozen=True, slots=True)
class _Values:
    """Which passages (places among those asked for) have which values."""

    places: Numbers
    values: Numbers
    name: Callable[[int], tuple[Key, str]]
    several: bool = False
    """Whether a passage may have several of them, or one twice."""


def values_by_row(view: FolderView, rows: Rows, column: str) -> tuple[Numbers, Numbers]:
    """Give which passages, by their places among ``rows``, have which values of a column, as numbers."""
    found = _values(view, rows, column)
    return found.places, found.values


def counted_by(view: FolderView, rows: Rows, column: str) -> list[Counted]:
    """Count passages by a column (``COLUMNS``), most first; one without a value counts nowhere."""
    return _counted(view, rows, _values(view, rows, column))[0]


def cross_table(
    view: FolderView, rows: Rows, one: str, other: str, most: int | None = None, *, units: Numbers | None = None
) -> CrossTable:
    """Count passages by two columns; with ``most`` by so many values of each, those of most passages.

    ``units`` are numbers from 0 on of what each row stands in, such as its document (``documents_of``) or its sentence,
    ``NONE`` for nothing: then it counts those in which both values stand, in whatever passages. Of one column by itself
    a value is not counted with itself then.
    """
    numbers = np.arange(len(rows)) if units is None else units
    heads, first = _side(view, rows, one, numbers, most)
    tops, second = _side(view, rows, other, numbers, most)
    (here, at), (there, beside) = (each_once(side.ranks, side.units) for side in (first, second))
    left, right = _join(at, beside)
    pairs = np.stack([here[left], there[right], at[left]])
    if units is not None and one == other:
        pairs = pairs[:, pairs[0] != pairs[1]]
    width = max(len(tops), 1)
    counts = np.bincount(pairs[0] * width + pairs[1], minlength=len(heads) * width).reshape(len(heads), width)
    return CrossTable(tuple(heads), tuple(tops), counts[:, : len(tops)], pairs, (first, second))


def documents_of(view: FolderView, rows: Rows) -> Numbers:
    """Give for each row the number of its document."""
    numbers: Numbers = view.document_numbers[view.annotations.file[rows]].astype(np.int64)
    return numbers


def _side(view: FolderView, rows: Rows, column: str, units: Numbers, most: int | None) -> tuple[list[Counted], _Side]:
    """Give the heading of a column, and where its values stand."""
    found = _values(view, rows, column)
    heads, numbers = _counted(view, rows, found)
    heads = _in_time(heads, column)[:most]
    ranks = _ranked(found.values, numbers, heads)
    kept = (ranks != NONE) & (units[found.places] != NONE)
    places = found.places[kept]
    return heads, _Side(ranks[kept], units[places].astype(np.int64), rows[places])


def each_once(one: NDArray[Any], other: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Give the pairs of two columns of numbers from 0 on, each once, in order."""
    width = int(other.max(initial=0)) + 1
    if len(one) and (int(one.max()) + 1) * width <= _MARKED:
        marked = np.zeros((int(one.max()) + 1) * width, np.bool_)
        marked[one.astype(np.int64) * width + other] = True
        found = np.flatnonzero(marked)
        return found // width, found % width
    pairs = distinct((one.astype(np.int64) << 32) | other.astype(np.int64))
    return pairs >> 32, pairs & (2**32 - 1)


def _in_time(found: list[Counted], column: str) -> list[Counted]:
    return sorted(found, key=lambda one: one.key) if column in _IN_TIME else found


def _ranked(values: Numbers, value_of: dict[Key, int], heads: Sequence[Counted]) -> Numbers:
    """Give the places of values in a heading, ``NONE`` for those that are not in it."""
    place = {value_of[head.key]: rank for rank, head in enumerate(heads)}
    unique, inverse = np.unique(values, return_inverse=True)
    ranks = np.array([place.get(value, NONE) for value in unique.tolist()], np.int64)
    return ranks[inverse] if len(unique) else np.empty(0, np.int64)


def _counted(view: FolderView, rows: Rows, found: _Values) -> tuple[list[Counted], dict[Key, int]]:
    """Give the values with their counts, and the number of each by its key."""
    value, place = each_once(found.values, found.places) if found.several else (found.values, found.places)
    documents = view.document_numbers[view.annotations.file[rows[place]]]
    values, passages = np.unique(value, return_counts=True)
    beside = np.unique(each_once(value, documents)[0], return_counts=True)[1]
    counted: list[Counted] = []
    numbers: dict[Key, int] = {}
    for value, count, several in zip(values.tolist(), passages.tolist(), beside.tolist(), strict=True):
        key, label = found.name(value)
        numbers[key] = value
        counted.append(Counted(key, label, count, several))
    return sorted(counted, key=lambda one: (-one.passages, one.label)), numbers


def _join(places: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Give all pairs of equal values of two columns, as their places."""
    order = np.argsort(others, kind="stable")
    in_order = others[order]
    low, high = np.searchsorted(in_order, places, "left"), np.searchsorted(in_order, places, "right")
    count = high - low
    first = np.repeat(np.arange(len(places)), count)
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return first, order[np.repeat(low, count) + within]


def _values(view: FolderView, rows: Rows, column: str) -> _Values:
    return COLUMNS[column](view, rows)


def _column(name: str, words: tuple[str, ...]) -> Callable[[FolderView, Rows], _Values]:
    def values(view: FolderView, rows: Rows) -> _Values:
        found = getattr(view.annotations, name)[rows].astype(np.int64)
        there = np.flatnonzero((found < len(words)) & ((found > 0) | (words[0] != "")))
        return _Values(there, found[there], lambda value: (word_at(words, value), word_at(words, value)))

    return values


def _topics(name: str) -> Callable[[FolderView, Rows], _Values]:
    def values(view: FolderView, rows: Rows) -> _Values:
        found = getattr(view.annotations, name)[rows].astype(np.int64)
        there = np.flatnonzero(found >= 0)
        return _Values(there, found[there], lambda value: (value, view.topics.name(value)))

    return values


def _parts(field: str = "", column: str = "entity") -> Callable[[FolderView, Rows], _Values]:
    def values(view: FolderView, rows: Rows) -> _Values:
        parts = view.parts
        wanted = getattr(parts, column) >= 0
        if field:
            wanted &= parts.field == FIELDS.index(field)
        which = np.flatnonzero(wanted)
        places, at = _among(rows, parts.row[which], len(view.annotations))
        name = view.entities.name
        return _Values(
            places, getattr(parts, column)[which[at]].astype(np.int64), lambda value: (value, name(value)), True
        )

    return values


def _codes(view: FolderView, rows: Rows) -> _Values:
    places, at = _among(rows, view.codes.row, len(view.annotations))
    name = view.codes_named.name
    return _Values(places, view.codes.code[at].astype(np.int64), lambda value: (value, name(value)), True)


def _among(rows: Rows, others: NDArray[np.int32], count: int) -> tuple[Numbers, Numbers]:
    """Give where rows of parts stand among those asked for, and which parts these are."""
    place = np.full(count, NONE, np.int64)
    place[rows] = np.arange(len(rows))
    found = place[others]
    at = np.flatnonzero(found != NONE)
    return found[at], at


def _facts(name: str) -> Callable[[FolderView, Rows], _Values]:
    def values(view: FolderView, rows: Rows) -> _Values:
        words: dict[str, int] = {}
        of_file = np.array(
            [NONE if one is None else words.setdefault(str(getattr(one, name)), len(words)) for one in view.files],
            np.int64,
        )
        found = of_file[view.annotations.file[rows]] if len(rows) else np.empty(0, np.int64)
        empty = words.get("", NONE)
        there = np.flatnonzero((found != NONE) & (found != empty))
        known = list(words)

        def called(value: int) -> tuple[Key, str]:
            word = known[value]
            return word, relative_name(word, view.root) if name == "document" else word

        return _Values(there, found[there], called)

    return values


def _dates(by_month: bool) -> Callable[[FolderView, Rows], _Values]:
    def values(view: FolderView, rows: Rows) -> _Values:
        """Give the month or year in which all days lie that a date may mean."""
        first, last = view.annotations.first[rows], view.annotations.last[rows]
        inside = np.flatnonzero((first >= 1) & (last <= _LAST_DAY))
        low = int(first[inside].min(initial=_LAST_DAY))
        # Each day is looked up in a calendar of all between the first and the last.
        calendar = months_of(np.arange(low, int(last[inside].max(initial=low)) + 1))
        months, until = calendar[first[inside] - low], calendar[last[inside] - low]
        if not by_month:
            months, until = months // 12, until // 12
        same = months == until
        return _Values(inside[same], months[same], _month if by_month else _year)

    return values


def _month(value: int) -> tuple[Key, str]:
    text = f"{value // 12:04}-{value % 12 + 1:02}"
    return text, text


def _year(value: int) -> tuple[Key, str]:
    return f"{value:04}", f"{value:04}"


_LAST_DAY: Final = 3_652_059
"""The last day that Python's calendar reaches: 9999-12-31."""

_IN_TIME: Final = ("month", "year")
COLUMNS: Final[dict[str, Callable[[Any, Any], _Values]]] = {
    "entity": _parts(),
    "mention": _parts("entities"),
    "speaker": _parts("speakers"),
    "target": _parts("targets"),
    "via": _parts("via"),
    "party": _parts("parties"),
    "for": _parts(column="acts_for"),
    "topic": _topics("topic"),
    "broadest": _topics("broadest"),
    "stance": _column("stance", STANCES),
    "status": _column("status", STATUSES),
    "type": _column("type", TYPES),
    "attribution": _column("attribution", ATTRIBUTIONS),
    "certainty": _column("certainty", CERTAINTIES),
    "confidence": _column("confidence", CONFIDENCES),
    "code": _codes,
    "annotator": _facts("annotator"),
    "document": _facts("document"),
    "publisher": _facts("publisher"),
    "author": _facts("author"),
    "language": _facts("language"),
    "month": _dates(by_month=True),
    "year": _dates(by_month=False),
}
"""What passages may be counted by."""
