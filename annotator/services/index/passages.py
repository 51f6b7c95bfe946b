"""The annotations of a folder, narrowed and in order, as rows of a view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.name_key import folded
from annotator.services.index.days import NO_DAY
from annotator.services.index.digest import FIELDS, STANCES, STATUSES, TYPES, Words
from annotator.services.index.name_table import NameTable
from annotator.services.index.starts import as_typed
from annotator.services.index.view import SPEAKING, FolderView, Mask, Rows, Whose
from annotator.services.index.words import WordReader

NOTHING: Final = frozenset[int]()
NO_WORDS: Final = frozenset[str]()
_APART: Final = " \ue000 "
"""Stands between texts; a sign that no text has a use for."""
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
        kept &= _marked(len(kept), view.codes.row[places])
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
    return _marked(len(view.annotations), parts.row[places])


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


def _marked(count: int, rows: NDArray[np.int32]) -> Mask:
    found = np.zeros(count, np.bool_)
    found[rows] = True
    return found


def with_words(view: FolderView, rows: Rows, typed: str, reader: WordReader) -> Rows:
    """Give the rows of whose quote, context, note, names or codes all typed words are part; reads their files."""
    wanted = as_typed(typed).split()
    if not wanted or not len(rows):
        return rows
    named = [_named_with(view, word)[rows] for word in wanted]
    kept = np.ones(len(rows), np.bool_)
    open_places = np.flatnonzero(~np.logical_and.reduce(named))
    files = view.annotations.file[rows[open_places]]
    for number in np.unique(files).tolist():
        places = open_places[files == number]
        texts = _texts(view, number, rows[places], reader)
        for place, text in zip(places.tolist(), texts, strict=True):
            kept[place] = all(found[place] or word in text for word, found in zip(wanted, named, strict=True))
    return rows[kept]


def _named_with(view: FolderView, word: str) -> Mask:
    """Give by row whether a word is part of a name in it: of an entity, a topic, a code or the document."""

    def having(table: NameTable, count: int) -> Mask:
        return np.array([word in as_typed(table.name(number)) for number in range(count)] or [False], np.bool_)

    entities, topics, codes = (
        having(table, count)
        for table, count in zip((view.entities, view.topics, view.codes_named), view.names, strict=True)
    )
    called = (view.document_name(one) if one else "" for one in view.files)
    documents = np.array([word in as_typed(name) for name in called], np.bool_)
    topic = view.annotations.topic
    found: Mask = documents[view.annotations.file] | ((topic >= 0) & topics[topic])
    found |= _marked(len(found), view.parts.row[entities[view.parts.entity]])
    return found | _marked(len(found), view.codes.row[codes[view.codes.code]])


def _texts(view: FolderView, number: int, rows: Rows, reader: WordReader) -> Sequence[str]:
    """Give the words of some rows of a file in the form in which they are looked for."""
    facts = view.files[number]
    words = reader.words_of(view, facts) if facts else Words()
    start = int(view.starts[number])
    texts = [
        " ".join((words.quotes[at], words.before[at], words.after[at], words.notes.get(at, "")))
        if 0 <= (at := row - start) < len(words.ids)
        else ""
        for row in rows.tolist()
    ]
    # Folding costs little more for all of a file than for one.
    folded_texts = as_typed(_APART.join(texts)).split(_APART.strip())
    return folded_texts if len(folded_texts) == len(texts) else [as_typed(text) for text in texts]


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
    names = sorted((folded(table.name(number)), number) for number in range(count))
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
