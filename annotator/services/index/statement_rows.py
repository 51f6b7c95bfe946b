"""The statements of a folder as rows of numbers: those that ``model/networks/statements.py`` gives of all layers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.name_key import name_key
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.statements import (
    AGREEMENTS,
    BOTH,
    CLAIMS,
    ENTITY_VARIABLES,
    FOR,
    HOLDERS,
    NOT_STANDING,
    NOTHING,
    SPEAKER,
    TOPIC_OF,
    StatementOptions,
    Unit,
)
from annotator.model.vocabulary import STATUS_GROUPS
from annotator.services.index.days import NO_DAY, OPEN_END, OPEN_START
from annotator.services.index.digest import NONE, STANCES, STATUSES, TYPES
from annotator.services.index.edges import same_by_name
from annotator.services.index.name_table import NameTable
from annotator.services.index.relations import PARTIES, SPEAKERS, TARGETS, pairs
from annotator.services.index.view import SPEAKING, FolderView, Mask, Rows, Whose

Ints = NDArray[np.int64]
_CLAIM, _AGREEMENT, _ACTOR = (TYPES.index(word) for word in ("claim", "agreement", "actor"))
_STANDING: Final = [STATUSES.index(status) for status in STATUS_GROUPS["standing"]]
_TYPES_OF: Final[Mapping[str, list[int]]] = {
    CLAIMS: [_CLAIM],
    AGREEMENTS: [_AGREEMENT],
    BOTH: [_CLAIM, _AGREEMENT],
}


@dataclass(frozen=True)
class Axis:
    """What stands in the rows or in the columns, by statement: numbers that count, and those as it is written.

    ``table`` names them; all have the type ``kind`` where that is not None. ``NONE`` stands for nothing.
    """

    variable: str
    table: NameTable
    kind: str | None
    counted: Ints
    written: Ints

    def at(self, places: NDArray[Any]) -> "Axis":
        """Give that of some statements."""
        return replace(self, counted=self.counted[places], written=self.written[places])

    def unit(self, number: int, written: int) -> Unit:
        """Give what a number stands for, called as it is written in one place."""
        if number == NONE:
            return NOTHING
        return (self.table.type(number) if self.kind is None else self.kind), self.table.name(written)

    @cached_property
    def units(self) -> "Units":
        """What the numbers stand for, each called as it is written where it comes first."""
        numbers = np.unique(self.counted)
        units = [self._called(number) for number in numbers.tolist()]
        ranks = np.empty(len(units), np.int64)
        ranks[sorted(range(len(units)), key=units.__getitem__)] = np.arange(len(units))
        return Units(numbers, units, ranks)

    def _called(self, number: int) -> Unit:
        first = number
        if number != NONE and self._is_written_otherwise(number):
            first = int(self.written[np.argmax(self.counted == number)])
        return self.unit(number, number)[0], self.unit(number, first)[1]

    def _is_written_otherwise(self, number: int) -> bool:
        """Tell whether one of the names that are taken for one is written in another way than the others."""
        alike = self.table.alike(number) if self.kind is None else (number,)
        return len(set().union(*map(self.table.spellings, alike))) > 1


class Units(NamedTuple):
    """Numbers in order, what each stands for, and its rank by type and name."""

    numbers: Ints
    units: Sequence[Unit]
    ranks: Ints

    def of(self, number: int) -> Unit:
        """Give what one of the numbers stands for."""
        return self.units[int(np.searchsorted(self.numbers, number))]


@dataclass(frozen=True)
class FolderStatements:
    """Statements in the order of time: what stands in rows and columns, the stance, the annotation, its file and days.

    ``actors`` and ``topics`` are taken for one where their names are; what is ``written`` of them is how they were
    called before that. ``left_out`` counts by reason what is no statement.
    """

    view: FolderView
    actors: Axis
    topics: Axis
    stance: Ints
    rows: Ints
    files: Ints
    first: Ints
    last: Ints
    left_out: Counter[str]

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, places: NDArray[Any]) -> "FolderStatements":
        """Give some of them."""
        columns = {name: getattr(self, name)[places] for name in ("stance", "rows", "files", "first", "last")}
        return replace(self, actors=self.actors.at(places), topics=self.topics.at(places), **columns)


def folder_statements(
    view: FolderView,
    options: StatementOptions,
    narrowed: AnnotationFilter,
    whose: Whose = SPEAKING,
    *,
    broadest: bool = False,
) -> FolderStatements:
    """Give the statements of the files that count, each event once; dates are left to ``countable``."""
    rows, left_out = _asked_for(view, options, narrowed, whose, broadest=broadest)
    first, second, places = _axes(view, options, rows, broadest=broadest)
    rows = rows[places]
    stance = view.annotations.stance[rows].astype(np.int64)
    once = _once(view.annotations.event[rows].astype(np.int64), first.counted, second.counted, stance)
    files = view.annotations.file[rows].astype(np.int64)
    opening, closing = (
        view.published[files].T.astype(np.int64) if options.by_published and len(files) else _days(view, rows)
    )
    found = FolderStatements(
        view, first, second, stance, rows.astype(np.int64), files, opening, closing, left_out
    ).at(once)  # fmt: skip
    return _named_alike(found.at(_in_time(found, np.flatnonzero(_shown(found, narrowed)))))


def _days(view: FolderView, rows: Rows) -> tuple[Ints, Ints]:
    return view.annotations.first[rows].astype(np.int64), view.annotations.last[rows].astype(np.int64)


def _asked_for(
    view: FolderView, options: StatementOptions, narrowed: AnnotationFilter, whose: Whose, *, broadest: bool
) -> tuple[Rows, Counter[str]]:
    """Give the annotations that are asked for, and how many agreements do not stand."""
    table = view.annotations
    kept = view.mask(whose) & np.isin(table.type, _TYPES_OF[options.count])
    if options.stances:
        kept &= np.isin(table.stance, [STANCES.index(one) for one in options.stances if one in STANCES[1:]])
    undated = replace(narrowed, start="", end="")
    if not undated.is_open:
        kept &= passing(view, undated, broadest=broadest)
    standing = (table.type != _AGREEMENT) | np.isin(table.status, _STANDING)
    not_standing = int((kept & ~standing).sum())
    return np.flatnonzero(kept & standing), Counter({NOT_STANDING: not_standing} if not_standing else {})


def passing(view: FolderView, wanted: AnnotationFilter, *, broadest: bool = False) -> Mask:
    """Give which rows pass a filter, whatever their dates: what ``AnnotationFilter.of`` says of layers."""
    table, parts = view.annotations, view.parts
    kept: Mask = table.type != _ACTOR
    topic = table.broadest if broadest else table.topic
    if wanted.topics:
        kept &= np.isin(topic, _numbers(view.topics, wanted.topics))
    if wanted.no_topics:
        kept &= ~np.isin(topic, _numbers(view.topics, wanted.no_topics))
    if wanted.codes:
        kept &= _having(view, view.codes.row[np.isin(view.codes.code, _numbers(view.codes_named, wanted.codes))])
    if wanted.no_codes:
        kept &= ~_having(view, view.codes.row[np.isin(view.codes.code, _numbers(view.codes_named, wanted.no_codes))])
    if wanted.entities:
        numbers = _numbers(view.entities, wanted.entities)
        kept &= _having(view, parts.row[np.isin(parts.entity, numbers) | np.isin(parts.acts_for, numbers)])
    if wanted.publishers or wanted.no_publishers:
        kept &= _published(view, wanted)[table.file] if len(kept) else kept
    if wanted.stances:
        stances = [STANCES.index(one) for one in wanted.stances if one in STANCES]
        kept &= (table.type != _CLAIM) | np.isin(table.stance, stances)
    if wanted.statuses:
        statuses = [STATUSES.index(one) for one in wanted.statuses if one in STATUSES]
        kept &= (table.type != _AGREEMENT) | np.isin(table.status, statuses)
    return kept


def _numbers(table: NameTable, names: frozenset[str]) -> list[int]:
    return [number for name in names for number in table.named(name)]


def _having(view: FolderView, rows: NDArray[np.int32]) -> Mask:
    found = np.zeros(len(view.annotations), np.bool_)
    found[rows] = True
    return found


def _published(view: FolderView, wanted: AnnotationFilter) -> Mask:
    yes, no = (set(map(name_key, names)) for names in (wanted.publishers, wanted.no_publishers))
    keys = [name_key(one.publisher) if one else "" for one in view.files]
    return np.array([(not yes or key in yes) and key not in no for key in keys], np.bool_)


# What stands in the rows and in the columns


def _axes(view: FolderView, options: StatementOptions, rows: Rows, *, broadest: bool) -> tuple[Axis, Axis, Ints]:
    """Give rows and columns by statement, and where the annotation of each stands among those asked for."""
    if {options.rows, options.columns} == {SPEAKER, FOR}:
        first, second = (_variable(view, name, rows, broadest=broadest) for name in (options.rows, options.columns))
        return first[0], second[0], first[1]
    one, places = _with_nothing(*_variable(view, options.rows, rows, broadest=broadest), len(rows))
    other, others = _with_nothing(*_variable(view, options.columns, rows, broadest=broadest), len(rows))
    at, beside = pairs(places, others)
    return one.at(at), other.at(beside), places[at]


def _with_nothing(axis: Axis, places: Ints, count: int) -> tuple[Axis, Ints]:
    """Let those that have nothing there have ``NONE``."""
    missing = np.flatnonzero(np.bincount(places, minlength=count) == 0)
    if not len(missing):
        return axis, places
    whole = np.concatenate([places, missing])
    order = np.argsort(whole, kind="stable")
    none = np.full(len(missing), NONE, np.int64)
    counted, written = np.concatenate([axis.counted, none]), np.concatenate([axis.written, none])
    return replace(axis, counted=counted[order], written=written[order]), whole[order]


def _variable(view: FolderView, name: str, rows: Rows, *, broadest: bool) -> tuple[Axis, Ints]:
    """Give what annotations have of a variable, and which annotation each is of."""
    if name in ENTITY_VARIABLES:
        return _entities(view, name, rows)
    if name == TOPIC_OF:
        table = view.annotations
        counted = (table.broadest if broadest else table.topic)[rows].astype(np.int64)
        written = (table.broadest_written if broadest else table.topic_written)[rows].astype(np.int64)
        there = np.flatnonzero(counted >= 0)
        return Axis(name, view.topics, "", counted[there], written[there]), there
    if name == "code":
        which, there = _of_rows(view.codes.row, rows, np.ones(len(view.codes), np.bool_))
        codes = view.codes
        return Axis(name, view.codes_named, name, codes.code[which].astype(np.int64),
                    codes.code_written[which].astype(np.int64)), there  # fmt: skip
    return _of_files(view, name, rows)


def _entities(view: FolderView, name: str, rows: Rows) -> tuple[Axis, Ints]:
    parts = view.parts
    fields = (TARGETS,) if name == "target" else (SPEAKERS, PARTIES)
    which, there = _of_rows(parts.row, rows, np.isin(parts.field, fields))
    counted, written = parts.entity[which], parts.entity_written[which]
    if name == FOR:
        acts = parts.acts_for[which] >= 0
        counted = np.where(acts, parts.acts_for[which], counted)
        written = np.where(acts, parts.acts_for_written[which], written)
    return Axis(name, view.entities, None, counted.astype(np.int64), written.astype(np.int64)), there


def _of_rows(of_parts: NDArray[np.int32], rows: Rows, wanted: Mask) -> tuple[Ints, Ints]:
    """Give the parts of rows, and which row each is of."""
    candidates = np.flatnonzero(wanted)
    there, at = pairs(rows, of_parts[candidates])
    return candidates[at], there.astype(np.int64)


def _of_files(view: FolderView, name: str, rows: Rows) -> tuple[Axis, Ints]:
    table = NameTable()
    texts = [
        "" if one is None else view.document_name(one) if name == "document" else str(getattr(one, name))
        for one in view.files
    ]
    written = np.array([table.number(" ".join(text.split())) if text else NONE for text in texts], np.int64)
    counted = np.array([table.same[number] if number >= 0 else NONE for number in written.tolist()], np.int64)
    if not len(rows):
        return Axis(name, table, name, written[:0], written[:0]), written[:0]
    files = view.annotations.file[rows]
    there = np.flatnonzero(written[files] != NONE)
    return Axis(name, table, name, counted[files[there]], written[files[there]]), there


# Once, in order, and by one name


def _once(events: Ints, actors: Ints, topics: Ints, stance: Ints) -> Ints:
    """Give the statements of each event once, the first ones."""
    if not len(events):
        return events
    base = int(events.min())
    several = np.flatnonzero(np.bincount(events - base)[events - base] > 1)
    kept = np.ones(len(events), np.bool_)
    columns = [column[several] for column in (events, actors, topics, stance)]
    order = np.lexsort((several, *reversed(columns)))
    again = np.ones(len(several), np.bool_)
    again[:1] = False
    for column in columns:
        again[1:] &= column[order][1:] == column[order][:-1]
    kept[several[order[again]]] = False
    return np.flatnonzero(kept)


def _shown(found: FolderStatements, narrowed: AnnotationFilter) -> Mask:
    """Tell which are of entities that are asked for and not left out."""
    kept = np.ones(len(found), np.bool_)
    axes = (found.actors, found.topics)
    if narrowed.entities:
        holders = [axis for axis in axes if axis.variable in HOLDERS]
        asked = [np.isin(axis.counted, _numbers(axis.table, narrowed.entities)) for axis in holders]
        if asked:
            kept &= np.logical_or.reduce(asked)
    if narrowed.no_entities:
        for axis in axes:
            if axis.variable in ENTITY_VARIABLES:
                kept &= ~np.isin(axis.counted, _numbers(axis.table, narrowed.no_entities))
    return kept


def _in_time(found: FolderStatements, places: Ints) -> Ints:
    """Give statements by date, undated ones last, then by document and place."""
    if not len(places):
        return places
    first, last = found.first[places], found.last[places]
    undated = last == NO_DAY
    opened = first > OPEN_START
    one = np.where(opened, first, last)
    open_end = last == OPEN_END
    length = np.clip(np.where(open_end, one, last) - one, -(2**28), 2**28 - 1) + 2**28
    when = ((((one - NO_DAY) << 1) | open_end) << 29) | length
    when[undated] = 2**62
    _unique, rank = np.unique(when, return_inverse=True)
    documents = found.view.document_order[found.files[places]].astype(np.int64)
    return places[np.argsort((rank.astype(np.int64) << 32) | documents, kind="stable")]


def _named_alike(found: FolderStatements) -> FolderStatements:
    """Take entities of no known type for the one of their name that is there."""

    def alike(axis: Axis) -> Axis:
        if axis.kind is not None:
            return axis
        same = same_by_name(axis.counted[axis.counted >= 0], axis.table)
        counted = axis.counted
        for number, other in same.items():
            counted = np.where(counted == number, other, counted)
        return replace(axis, counted=counted, written=_called(found, axis))

    return replace(found, actors=alike(found.actors), topics=alike(found.topics))


def _called(found: FolderStatements, axis: Axis) -> Ints:
    """Give the numbers of the names that the codebook has for what is written."""
    if not len(axis.written):
        return axis.written
    books = found.view.books[found.files]
    called = axis.written.copy()
    for book in np.unique(books).tolist():
        if not book:
            continue
        here = np.flatnonzero((books == book) & (axis.written >= 0))
        numbers, inverse = np.unique(axis.written[here], return_inverse=True)
        file = int(np.flatnonzero(found.view.books == book)[0])
        names = np.array([found.view.called(file, number) for number in numbers.tolist()], np.int64)
        if len(here):
            called[here] = names[inverse]
    return called
