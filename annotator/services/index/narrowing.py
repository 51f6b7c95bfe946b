"""What passages are narrowed to, value by value, as somebody chooses it from lists, and the rows that are left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Final

import numpy as np

from annotator.services.index.counts import Key
from annotator.services.index.days import NO_DAY, day_numbers
from annotator.services.index.digest import mark_of
from annotator.services.index.passages import PassageFilter, passages
from annotator.services.index.typed_words import with_words
from annotator.services.index.view import SPEAKING, FolderView, Rows, Whose
from annotator.services.index.words import WordReader

ROLE_COLUMNS: Final = {
    "mention": "entities", "speaker": "speakers", "target": "targets", "via": "via", "party": "parties",
}  # fmt: skip
"""Columns of who takes part in one role, with the role's field."""
PERIODS: Final = ("month", "year")
_BASE: Final = {
    "type": "types", "entity": "entities", "role": "roles", "topic": "topics", "broadest": "topics", "code": "codes",
    "stance": "stances", "status": "statuses", "annotator": "annotators", "document": "documents",
}  # fmt: skip
COLUMNS: Final = (*_BASE, *ROLE_COLUMNS, *PERIODS)
"""The columns of which values can be chosen; keys are those of ``counts.py``."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Chosen values by column, each with what it is called; values of one column are alternatives.

    ``words`` are typed, ``first`` and ``last`` dates as they are typed, "" for none.
    """

    chosen: Mapping[str, Mapping[Key, str]] = field(default_factory=dict)
    words: str = ""
    first: str = ""
    last: str = ""
    whose: Whose = SPEAKING

    @property
    def is_open(self) -> bool:
        """Whether all passages pass."""
        return not (any(self.chosen.values()) or self.words.strip() or self.first or self.last)

    def with_value(self, column: str, key: Key, label: str) -> "Narrowing":
        """Give it with one more value."""
        return replace(self, chosen={**self.chosen, column: {**self.chosen.get(column, {}), key: label}})

    def only(self, column: str, key: Key, label: str) -> "Narrowing":
        """Give it with this value alone in its column."""
        return replace(self, chosen={**self.chosen, column: {key: label}})

    def without(self, column: str, key: Key | None = None) -> "Narrowing":
        """Give it without one value, or without all of a column."""
        kept = {} if key is None else {k: v for k, v in self.chosen.get(column, {}).items() if k != key}
        return replace(self, chosen={**self.chosen, column: kept})


def narrowed(view: FolderView, wanted: Narrowing, reader: WordReader | None = None) -> Rows:
    """Give the rows that pass, by file and place; typed words count where there is a ``reader`` (which is slow)."""
    rows = passages(view, _base_filter(wanted))
    for column, role in ROLE_COLUMNS.items():
        if keys := wanted.chosen.get(column):
            one = PassageFilter(entities=_numbers(keys), roles=frozenset((role,)), whose=wanted.whose)
            rows = np.intersect1d(rows, passages(view, one), assume_unique=True)
    for column in PERIODS:
        if keys := wanted.chosen.get(column):
            rows = np.intersect1d(rows, _in_periods(view, map(str, keys), wanted.whose), assume_unique=True)
    return with_words(view, rows, wanted.words, reader) if reader and wanted.words.strip() else rows


def row_of(view: FolderView, sidecar: Path, annotation_id: str) -> int | None:
    """Give the row of an annotation, None where it has none."""
    for facts in view.files:
        if facts is not None and facts.path == sidecar and facts.annotations:
            start = int(view.starts[facts.number])
            marks = view.annotations.mark[start : start + facts.annotations]
            found = np.flatnonzero(marks == mark_of(annotation_id))
            return start + int(found[0]) if len(found) else None
    return None


def _base_filter(wanted: Narrowing) -> PassageFilter:
    chosen: dict[str, frozenset[object]] = {}
    for column, name in _BASE.items():
        keys = wanted.chosen.get(column, {})
        values: Iterable[object] = map(Path, map(str, keys)) if column == "document" else keys
        chosen[name] = chosen.get(name, frozenset()) | frozenset(values)
    first = day_numbers(wanted.first)[0] if wanted.first else NO_DAY
    last = day_numbers(wanted.last)[1] if wanted.last else NO_DAY
    days = {"first": None if first == NO_DAY else first, "last": None if last == NO_DAY else last}
    return PassageFilter(**chosen, **days, whose=wanted.whose)  # type: ignore[arg-type]


def _in_periods(view: FolderView, periods: Iterable[str], whose: Whose) -> Rows:
    """Give the rows of which all that the date may mean lies in one of some months or years."""
    found: Sequence[Rows] = [
        rows[(view.annotations.first[rows] >= first) & (view.annotations.last[rows] <= last)]
        for first, last in map(day_numbers, periods)
        for rows in (passages(view, PassageFilter(first=first, last=last, whose=whose)),)
    ]
    return reduce(np.union1d, found)


def _numbers(keys: Iterable[Key]) -> frozenset[int]:
    return frozenset(key for key in keys if isinstance(key, int))
