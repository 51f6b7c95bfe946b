"""The annotations of a folder, narrowed and in order, as rows of a view."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.services.folding.list_order import list_key
from annotator.services.index.days import NO_DAY
from annotator.services.index.digest import FIELDS, STANCES, STATUSES, TYPES
from annotator.services.index.name_table import NameTable
from annotator.services.index.typed_words import marked
from annotator.services.index.view import SPEAKING, FolderView, Mask, Rows, Whose

NOTHING: Final = frozenset[int]()
NO_WORDS: Final = frozenset[str]()
_YEAR_1900: Final = 693_596
_FEW_DAYS: Final = 900
_NEAR_DAYS: Final = 2**16 - _FEW_DAYS - 1
SORTS: Final = ("place", "date", "document", "type", "topic", "stance", "status", "annotator", "entity")


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """What passages are narrowed to; what is empty lets all pass, several values of one field are alternatives.

    ``entities``, ``topics`` and ``codes`` are numbers, a topic is found under its broader ones too; with ``roles``,
    names of fields, entities count in these alone. Types, stances, statuses and annotators are words ("" for none),
    ``first`` and ``last`` days between which some day of the date has to lie, ``documents`` their paths.
    """

    types: frozenset[str] = NO_WORDS
    entities: frozenset[int] = NOTHING
    roles: frozenset[str] = NO_WORDS
    topics: frozenset[int] = NOTHING
    codes: frozenset[int] = NOTHING
    stances: frozenset[str] = NO_WORDS
    statuses: frozenset[str] = NO_WORDS
    annotators: frozenset[str] = NO_WORDS
    documents: frozenset[Path] = frozenset()
    first: int | None = None
    last: int | None = None
    words: str = ""
    whose: Whose = SPEAKING


def passages(view: FolderView, wanted: PassageFilter) -> Rows:
    """Give the rows that pass, by file and place; what ``words`` asks for is left to ``with_words``."""
    table, kept = view.annotations, view.mask(wanted.whose).copy()
    for column, words, known in (
        (table.type, wanted.types, TYPES),
        (table.stance, wanted.stances, STANCES),
        (table.status, wanted.statuses, STATUSES),
    ):
        if words:
            kept &= np.isin(column, [known.index(word) for word in words if word in known])
    if wanted.topics:
        numbers = list(wanted.topics)
        kept &= np.isin(table.topic, numbers) | np.isin(table.broadest, numbers)
    if wanted.entities or wanted.roles:
        kept &= _taking_part(view, wanted)
    if wanted.codes:
        places = np.isin(view.codes.code, list(wanted.codes))
        kept &= marked(len(kept), view.codes.row[places])
    if wanted.annotators or wanted.documents:
        kept &= _of_files(view, wanted)[table.file] if len(kept) else kept
    if wanted.first is not None:
        kept &= (table.last >= wanted.first) & (table.last != NO_DAY)
    if wanted.last is not None:
        kept &= (table.first <= wanted.last) & (table.last != NO_DAY)
    return np.flatnonzero(kept)


def _taking_part(view: FolderView, wanted: PassageFilter) -> Mask:
    parts = view.parts
    places = np.ones(len(parts), np.bool_)
    if wanted.entities:
        numbers = list(wanted.entities)
        places = np.isin(parts.entity, numbers)
        if not wanted.roles:
            places |= np.isin(parts.acts_for, numbers)
    if wanted.roles:
        places &= np.isin(parts.field, [FIELDS.index(role) for role in wanted.roles if role in FIELDS])
    return marked(len(view.annotations), parts.row[places])


def _of_files(view: FolderView, wanted: PassageFilter) -> Mask:
    return np.array(
        [
            one is not None
            and (not wanted.annotators or one.annotator in wanted.annotators)
            and (not wanted.documents or one.document in wanted.documents)
            for one in view.files
        ],
        np.bool_,
    )


def sorted_rows(view: FolderView, rows: Rows, by: str = "place", *, descending: bool = False) -> Rows:
    """Give rows in order: by document and place, or by something else (``SORTS``) and then so."""
    rows = np.sort(rows)
    # Rows of one file are in order as they are.
    rows = rows[_order_of(view.document_order[view.annotations.file[rows]])]
    if by not in ("place", "document"):
        rows = rows[_order_of(_KEYS[by](view, rows))]
    return rows[::-1] if descending else rows


def _order_of(keys: NDArray[Any]) -> NDArray[np.intp]:
    """Give the order of keys, equal ones as they stand; numbers near each other are sorted by their digits."""
    if len(keys) and int(keys.max()) - int(keys.min()) < 2**16:
        keys = (keys - keys.min()).astype(np.uint16)
    return np.argsort(keys, kind="stable")


def _by_date(view: FolderView, rows: Rows) -> NDArray[np.int64]:
    """Give when it was, what has no date last."""
    first, last = view.annotations.first[rows].astype(np.int64), view.annotations.last[rows]
    days = np.where(last == NO_DAY, 2**40, np.maximum(first, NO_DAY + 1))
    near = (days > _YEAR_1900) & (days < _YEAR_1900 + _NEAR_DAYS)
    known, places = np.unique(days[~near], return_inverse=True)
    if len(known) > _FEW_DAYS:
        return days
    # Days that lie far from the others are put next to them, so that all are numbers near each other.
    early = int((known <= _YEAR_1900).sum())
    ranks = days - _YEAR_1900 + early
    ranks[~near] = np.where(places < early, places, _NEAR_DAYS + places)
    return ranks


def _by_annotator(view: FolderView, rows: Rows) -> NDArray[np.int64]:
    names = sorted({one.annotator for one in view.files if one})
    rank = {name: place for place, name in enumerate(names)}
    ranks = np.array([rank[one.annotator] if one else len(names) for one in view.files], np.int64)
    return ranks[view.annotations.file[rows]] if len(rows) else np.empty(0, np.int64)


def _by_entity(view: FolderView, rows: Rows) -> NDArray[np.int64]:
    """Give the rank of the name of who comes first in each row; rows of nobody come last."""
    parts = view.parts
    if not len(parts):
        return np.zeros(len(rows), np.int64)
    place = np.minimum(np.searchsorted(parts.row, rows), len(parts) - 1)
    there = parts.row[place] == rows
    return np.where(there, name_ranks(view.entities, view.names[0])[parts.entity[place]], view.names[0])


def name_ranks(table: NameTable, count: int) -> NDArray[np.int64]:
    """Give the rank of each name of a table in the order of lists, and behind them one for none."""
    names = sorted((list_key(table.name(number)), number) for number in range(count))
    ranks = np.full(count + 1, count, np.int64)
    ranks[[number for _name, number in names]] = np.arange(count)
    return ranks


_KEYS: Final[dict[str, Callable[[FolderView, Rows], NDArray[np.int64]]]] = {
    "date": _by_date,
    "annotator": _by_annotator,
    "entity": _by_entity,
    "type": lambda view, rows: view.annotations.type[rows],
    "stance": lambda view, rows: view.annotations.stance[rows],
    "status": lambda view, rows: view.annotations.status[rows],
    "topic": lambda view, rows: name_ranks(view.topics, view.names[1])[view.annotations.topic[rows]],
}
