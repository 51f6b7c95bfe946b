"""The folder as it is at one moment, in columns that another thread may read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.services.index.digest import (
    FIELDS,
    LARGE_NUMBERS,
    LARGE_PART_NUMBERS,
    NONE,
    SMALL_NUMBERS,
    SMALL_PART_NUMBERS,
)
from annotator.services.index.name_table import NameTable

SPEAKING: Final = "speaking"
ALL: Final = "all"
Whose = str | frozenset[str]
"""The files that speak for their documents, all of them, or those of some annotators."""
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

SMALL_COLUMNS: Final = SMALL_NUMBERS
LARGE_COLUMNS: Final = (*LARGE_NUMBERS, "topic_written", "broadest_written", "file")
SMALL_PART_COLUMNS: Final = SMALL_PART_NUMBERS
LARGE_PART_COLUMNS: Final = (*LARGE_PART_NUMBERS, "entity_written", "acts_for_written")


class FileFacts(msgspec.Struct, frozen=True, gc=False):
    """One annotation file: whose it is by its name, and what it says of its document; "" where it says nothing.

    ``decided`` of ``decisions`` are no longer open, in an adjudicated file. ``problem`` is a sentence; a file that
    could not be read has no annotations. ``hidden`` is what blind coding does not let anybody see yet, ``copy_of``
    names the file that counts instead of this copy.
    """

    number: int
    path: Path
    document: Path
    annotator: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    state: str = ""
    modified: str = ""
    text_sha256: str = ""
    annotations: int = 0
    decided: int = 0
    decisions: int = 0
    problem: str = ""
    hidden: bool = False
    copy_of: Path | None = None

    @property
    def differences(self) -> int:
        """How many differences an adjudicated file has on record."""
        return self.decisions


class _Table:
    """Columns by their names."""

    def __init__(self, small: NDArray[np.int8], large: NDArray[np.int32], names: tuple[Sequence[str], ...]) -> None:
        self._small, self._large = small, large
        self._at = {name: (small, place) for place, name in enumerate(names[0])} | {
            name: (large, place) for place, name in enumerate(names[1])
        }

    def __getattr__(self, name: str) -> NDArray[Any]:
        try:
            columns, place = self._at[name]
        except KeyError:
            raise AttributeError(name) from None
        found: NDArray[Any] = columns[place]
        return found

    def __len__(self) -> int:
        return int(self._large.shape[1])


class AnnotationRows(_Table):
    """A row an annotation: columns ``SMALL_COLUMNS`` and ``LARGE_COLUMNS``, as ``digest.py`` tells."""

    def __init__(self, small: NDArray[np.int8], large: NDArray[np.int32]) -> None:
        super().__init__(small, large, (SMALL_COLUMNS, LARGE_COLUMNS))


class PartRows(_Table):
    """A row one who takes part in an annotation, the entity of an actor annotation included."""

    def __init__(self, small: NDArray[np.int8], large: NDArray[np.int32]) -> None:
        super().__init__(small, large, (SMALL_PART_COLUMNS, LARGE_PART_COLUMNS))

    def at(self, places: NDArray[np.integer]) -> "PartRows":
        """Give some of them; a column is taken when it is asked for."""
        return _SomeParts(self, places)


class _SomeParts(PartRows):
    """Some parts of a table."""

    def __init__(self, table: PartRows, places: NDArray[np.integer]) -> None:  # not all columns are taken
        self._table, self._places = table, places

    def __getattr__(self, name: str) -> NDArray[Any]:
        found: NDArray[Any] = getattr(self._table, name)[self._places]
        setattr(self, name, found)
        return found

    def __len__(self) -> int:
        return len(self._places)


class CodeRows(_Table):
    """A row a code that an annotation carries."""

    def __init__(self, small: NDArray[np.int8], large: NDArray[np.int32]) -> None:
        super().__init__(small, large, ((), ("row", "code", "code_written")))


@dataclass(frozen=True)
class FolderView:
    """Columns of all files, which rows are live, and which files speak and may be seen.

    ``called`` gives, for the numbers of a file and of an entity's name as it is written there, that of the name which
    the folder's codebook has for it. ``same_in_file`` has by file the entities without a type that are one with
    another of the file: a chart of one document takes them for it. ``called_first`` and ``topics_first`` have by file
    what it writes in several ways, with the number of the first. ``published`` are first and last days by file,
    ``starts`` the first row of each, ``books`` the number of its codebook, 0 for none. Rows of a file stand together in
    the order of its text; parts and codes stand in the order of their rows.
    """

    root: Path
    files: tuple[FileFacts | None, ...]
    annotations: AnnotationRows
    parts: PartRows
    codes: CodeRows
    live: Mask
    live_parts: Mask
    live_codes: Mask
    speaks: Mask
    seen: Mask
    published: NDArray[np.int32]
    starts: NDArray[np.int32]
    books: NDArray[np.int32]
    entities: NameTable
    topics: NameTable
    codes_named: NameTable
    names: tuple[int, int, int]
    called: Callable[[int, int], int]
    same_in_file: Mapping[int, Mapping[int, int]]
    called_first: Mapping[int, Mapping[int, int]]
    topics_first: Mapping[int, Mapping[int, int]]
    turn: int = 0
    _memo: dict[object, object] = field(default_factory=dict, repr=False)

    def counting(self, whose: Whose = SPEAKING) -> Mask:
        """Give by file whether its rows count."""
        if whose == SPEAKING:
            return self.speaks & self.seen
        if whose == ALL:
            return self.seen
        ids = whose if isinstance(whose, frozenset) else frozenset((whose,))
        named = [one is not None and one.annotator in ids for one in self.files]
        return self.seen & np.array(named, np.bool_)

    def mask(self, whose: Whose = SPEAKING) -> Mask:
        """Give by row whether it counts."""
        return self._kept(("mask", whose), lambda: self.live & self._of_files(self.counting(whose)))

    def rows(self, whose: Whose = SPEAKING) -> Rows:
        """Give the rows that count, by file and place."""
        return np.flatnonzero(self.mask(whose))

    def part_mask(self, whose: Whose = SPEAKING) -> Mask:
        """Give by part whether it counts."""
        return self._kept(("parts", whose), lambda: self.live_parts & self.mask(whose)[self.parts.row])

    def code_mask(self, whose: Whose = SPEAKING) -> Mask:
        """Give by row of codes whether it counts."""
        return self._kept(("codes", whose), lambda: self.live_codes & self.mask(whose)[self.codes.row])

    def parts_of(self, field_name: str, whose: Whose = SPEAKING) -> NDArray[np.intp]:
        """Give the parts of one role ("speakers"), or those of actor annotations ("entities")."""
        return np.flatnonzero(self.part_mask(whose) & (self.parts.field == FIELDS.index(field_name)))

    @cached_property
    def document_order(self) -> NDArray[np.int32]:
        """By file, the rank of its document's name below the root; files that are gone come last."""
        names = [(self.document_name(one) if one else "\U0010ffff", place) for place, one in enumerate(self.files)]
        ranks = np.empty(len(names), np.int32)
        ranks[[place for _name, place in sorted(names)]] = np.arange(len(names))
        return ranks

    @cached_property
    def file_order(self) -> NDArray[np.int32]:
        """By file, its rank when files are read folder by folder; those that are gone come last."""
        below = len(self.root.parts)
        names = [(one.path.parts[below:] if one else ("\U0010ffff",), place) for place, one in enumerate(self.files)]
        ranks = np.empty(len(names), np.int32)
        ranks[[place for _name, place in sorted(names)]] = np.arange(len(names))
        return ranks

    @cached_property
    def document_numbers(self) -> NDArray[np.int32]:
        """By file, a number of its document; -1 for files that are gone."""
        numbers: dict[Path, int] = {}
        found = [numbers.setdefault(one.document, len(numbers)) if one else NONE for one in self.files]
        return np.array(found, np.int32)

    def parts_in(self, row: int) -> range:
        """Give the parts of one row."""
        return places_of(self.parts.row, row)

    def codes_in(self, row: int) -> range:
        """Give the codes of one row."""
        return places_of(self.codes.row, row)

    def document_name(self, file: FileFacts | int) -> str:
        """Give the name of a file's document with the folders below the root."""
        facts = self.files[file] if isinstance(file, int) else file
        return "" if facts is None else relative_name(facts.document, self.root)

    def facts(self, row: int) -> FileFacts | None:
        """Give the file of a row."""
        return self.files[int(self.annotations.file[row])]

    def _of_files(self, counts: Mask) -> Mask:
        file = self.annotations.file
        return counts[file] if len(file) else np.zeros(0, np.bool_)

    def _kept(self, key: object, make: Callable[[], Mask]) -> Mask:
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = make()
        return found  # type: ignore[return-value]


def places_of(rows: NDArray[np.int32], row: int) -> range:
    """Give where a row stands in a column of rows that is in order."""
    # Numbers of another type would have the whole column copied at each call.
    low, high = np.searchsorted(rows, np.array((row, row + 1), rows.dtype))
    return range(int(low), int(high))


def relative_name(path: Path | str, root: Path) -> str:
    """Give a path below the root with forward strokes, the whole of one that lies elsewhere."""
    text, top = str(path), str(root)
    if text.startswith(top) and len(text) > len(top) and text[len(top)] in "/\\":
        return text[len(top) + 1 :].replace("\\", "/") if "\\" in top else text[len(top) + 1 :]
    return text


def mapped(table: NDArray[np.int32], places: NDArray[np.integer[Any]]) -> NDArray[np.int32]:
    """Give what a table has at places, and ``NONE`` where the place is none."""
    # The place of none is the one behind the last.
    found: NDArray[np.int32] = np.append(table, NONE).astype(np.int32, copy=False)[places]
    return found
