"""The rows of all files of a folder: a digest's are put behind the others, and all are moved where dead ones go."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.columns import Columns
from annotator.services.index.digest import LARGE_NUMBERS, LARGE_PART_NUMBERS, NONE, Digest
from annotator.services.index.held import Held
from annotator.services.index.names import Names
from annotator.services.index.view import (
    LARGE_COLUMNS,
    LARGE_PART_COLUMNS,
    SMALL_COLUMNS,
    SMALL_PART_COLUMNS,
)

_SMALL, _PART_SMALL = len(SMALL_COLUMNS), len(SMALL_PART_COLUMNS)
_MARK, _EVENT, _TOPIC, _FILE = (LARGE_COLUMNS.index(name) for name in ("mark", "event", "topic", "file"))
_ROW, _MENTION, _ENTITY = (LARGE_PART_COLUMNS.index(name) for name in ("row", "mention", "entity"))
_ROWS_A_FILE, _PARTS_A_FILE = 64, 80
"""So many of each a file has at most, mostly."""
_SPARE: Final = 1.25
Int = NDArray[np.int64]
Named = Sequence[int]
"""Numbers of names, by their places in a digest."""


class Bounds(NamedTuple):
    """Where the rows of some files begin in each table, and how many each has."""

    starts: Int
    counts: Int

    @property
    def places(self) -> Int:
        """The places of all rows, file by file."""
        ends = np.cumsum(self.counts)
        return np.repeat(self.starts - ends + self.counts, self.counts) + np.arange(int(ends[-1]) if len(ends) else 0)

    def behind_each_other(self) -> "Bounds":
        """Give where they begin when there is nothing between them."""
        return Bounds(np.cumsum(self.counts) - self.counts, self.counts)

    def slices(self) -> list[slice]:
        """Give the rows of each file."""
        starts, ends = self.starts.tolist(), (self.starts + self.counts).tolist()
        # A number that is there already takes no room once more.
        ends[:-1] = (start if start == end else end for start, end in zip(starts[1:], ends, strict=False))
        return list(map(slice, starts, ends))


class FolderRows:
    """Rows of annotations, of those who take part in them, and of their codes."""

    def __init__(self) -> None:
        self.annotations = Columns(_SMALL, len(LARGE_COLUMNS))
        self.parts = Columns(_PART_SMALL, len(LARGE_PART_COLUMNS))
        self.codes = Columns(0, 3)

    def reserve_for(self, files: int) -> None:
        """Make room for so many more files: what has room need not be moved while somebody waits."""
        self.annotations.reserve(self.annotations.count + files * _ROWS_A_FILE)
        self.parts.reserve(self.parts.count + files * _PARTS_A_FILE)

    @property
    def wasted(self) -> float:
        """The share of rows that are dead."""
        return self.annotations.dead / max(self.annotations.count, 1)

    def marks(self, held: Held | None) -> NDArray[np.int32]:
        """Give the marks of the ids of what is held."""
        return self.annotations.large[_MARK, held.annotations] if held else np.empty(0, np.int32)

    def set_live(self, held: Held, *, is_live: bool) -> None:
        """Let the rows of what is held count or not."""
        self.annotations.set_live(held.annotations, is_live=is_live)
        self.parts.set_live(held.parts, is_live=is_live)
        self.codes.set_live(held.codes, is_live=is_live)

    def add(
        self, file: int, digest: Digest, names: Names, named: tuple[Named, Named, Named]
    ) -> tuple[slice, slice, slice]:
        """Put a digest's rows behind the others; ``named`` are its profiles, topics and codes by their numbers."""
        profiles, topics, codes = named
        rows = self._add_annotations(file, digest, topics, names.topic_table.same)
        written = [names.profiles[one].written for one in profiles]
        counted = [names.counted_of[one] for one in profiles]
        parts = self._add_parts(digest, written, counted, rows.start)
        return rows, parts, self._add_codes(digest, codes, names.code_table.same, rows.start)

    def _add_annotations(self, file: int, digest: Digest, topics: Named, same: Sequence[int]) -> slice:
        numbers, small = columns_of(digest.annotations, len(LARGE_NUMBERS), _SMALL)
        large = np.empty((len(LARGE_COLUMNS), numbers.shape[1]), np.int32)
        plain = len(numbers)
        large[:plain] = numbers
        large[_EVENT] += self.annotations.count
        places = numbers[_TOPIC : _TOPIC + 2]
        large[plain : plain + 2] = _at(topics, places)
        large[_TOPIC : _TOPIC + 2] = _at([same[one] for one in topics], places)
        large[_FILE] = file
        return self.annotations.add(small, large)

    def _add_parts(self, digest: Digest, written: Named, counted: Named, start: int) -> slice:
        numbers, small = columns_of(digest.parts, len(LARGE_PART_NUMBERS), _PART_SMALL)
        large = np.empty((len(LARGE_PART_COLUMNS), numbers.shape[1]), np.int32)
        plain = len(numbers)
        large[:plain] = numbers
        large[_ROW] += start
        large[_MENTION] += np.where(large[_MENTION] >= 0, start, 0)
        places = numbers[_ENTITY : _ENTITY + 2]
        large[plain:] = _at(written, places)
        large[_ENTITY : _ENTITY + 2] = _at(counted, places)
        return self.parts.add(small, large)

    def _add_codes(self, digest: Digest, codes: Named, same: Sequence[int], start: int) -> slice:
        numbers, small = columns_of(digest.coded, 2, 0)
        large = np.empty((3, numbers.shape[1]), np.int32)
        large[0] = numbers[0] + start
        large[2] = _at(codes, numbers[1])
        large[1] = _at([same[one] for one in codes], numbers[1])
        return self.codes.add(small, large)

    def count_anew(self, counted: NDArray[np.int32]) -> None:
        """Take other numbers for the entities that count and those they act for."""
        self.parts.replace_large(_ENTITY, counted)

    def of_files(self, books: NDArray[np.int32]) -> NDArray[np.int32]:
        """Give by part what its file has of a table by files."""
        file: NDArray[np.int32] = self.annotations.large[_FILE][self.parts.large[_ROW]]
        return books[file]

    @property
    def written(self) -> NDArray[np.int32]:
        """By part the entity and the one it acts for, as their files write them."""
        return self.parts.large[_ENTITY + 2 : _ENTITY + 4]


class Frozen(NamedTuple):
    """The rows as they are at one moment, for another thread."""

    annotations: tuple[NDArray[np.int8], NDArray[np.int32]]
    parts: tuple[NDArray[np.int8], NDArray[np.int32]]
    codes: tuple[NDArray[np.int8], NDArray[np.int32]]


def frozen(rows: FolderRows) -> Frozen:
    """Give the rows as they are now."""
    return Frozen(*((one.small, one.large) for one in (rows.annotations, rows.parts, rows.codes)))


def bounds_of(held: Iterable[Held]) -> tuple[Bounds, Bounds, Bounds]:
    """Give where the rows of what is held stand in the three tables."""
    found = [
        (one.annotations.start, one.annotations.stop, one.parts.start, one.parts.stop, one.codes.start, one.codes.stop)
        for one in held
    ]
    numbers = np.array(found, np.int64).reshape(-1, 6).T
    return tuple(Bounds(numbers[at], numbers[at + 1] - numbers[at]) for at in (0, 2, 4))  # type: ignore[return-value]


def without_gaps(before: Frozen, bounds: tuple[Bounds, Bounds, Bounds], live: NDArray[np.bool_]) -> FolderRows:
    """Give rows of their own with those of some files alone, one file behind the other, each live or not."""
    rows = FolderRows()
    fresh = tuple(one.behind_each_other() for one in bounds)
    shift = fresh[0].starts - bounds[0].starts
    for columns, (small, large), of, table in zip(
        (rows.annotations, rows.parts, rows.codes), before, bounds, range(3), strict=True
    ):
        places = of.places
        moved = large[:, places]
        by = np.repeat(shift, of.counts).astype(np.int32)
        if table == 0:
            moved[_EVENT] += by
        elif table == 1:
            moved[_ROW] += by
            moved[_MENTION] += np.where(moved[_MENTION] >= 0, by, 0)
        else:
            moved[0] += by
        columns.reserve(int(len(places) * _SPARE))
        columns.add(small[:, places], moved)
        columns.let_live(np.repeat(live, of.counts))
    return rows


def columns_of(data: bytes, large: int, small: int) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Give so many large columns of a digest, and so many small ones behind them."""
    rows = len(data) // (4 * large + small)
    numbers = np.frombuffer(data, np.int32, large * rows).reshape(large, rows)
    return numbers, np.frombuffer(data, np.int8, small * rows, 4 * large * rows).reshape(small, rows)


def _at(numbers: Iterable[int], places: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the numbers at places; the place of none is the one behind the last."""
    return np.array([*numbers, NONE], np.int32)[places]
