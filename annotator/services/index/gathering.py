"""A folder that is read for the first time: what its files hold is gathered, and made into contents all at once.

Putting in file by file takes the window five times as long, which it has other things to do with.
"""

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.services.index.contents import Contents
from annotator.services.index.digest import (
    LARGE_NUMBERS,
    LARGE_PART_NUMBERS,
    NONE,
    SMALL_NUMBERS,
    SMALL_PART_NUMBERS,
    EntityName,
)
from annotator.services.index.folder_rows import columns_of
from annotator.services.index.joined import COLUMNS, NEVER, Joined, KnownRead, below, narrow, numbers_of
from annotator.services.index.joined_files import FileTable, JoinedFile
from annotator.services.index.reading import ReadFile
from annotator.services.index.rejoining import Setting, contents_of
from annotator.services.running.garbage import collector_paused
from annotator.services.running.memory import give_back

_Profile = tuple[int, tuple[str, ...], tuple[int, ...], tuple[tuple[str, str], ...]]
Int = NDArray[np.integer[Any]]
JOINED_AT_ONCE: Final = 1000
"""So many files are joined at a time: as they were read they take more room."""
_EMPTY: Final = np.empty(0, np.int8)


class Gathering:
    """What was read of files below ``root``; for one thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: list[JoinedFile] = []
        self._paths: list[Path] = []
        self._entities: dict[tuple[str, str], int] = {}
        self._topics: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._profiles: dict[_Profile, int] = {}
        self._written, self._described, self._on, self._coded = (array("i") for _ in range(4))
        """Of the files that are not joined yet, one after the other: names, what is said of them, topics, codes."""
        self._named: list[tuple[int, int, int]] = []
        """How many entities, topics and codes each file has."""
        self._rows: list[list[bytes]] = [[], [], []]
        """By table the numbers of each file."""
        self._columns: dict[str, list[tuple[int, memoryview]]] = {name: [] for name in COLUMNS}
        """What was joined of the files before these."""

    def __len__(self) -> int:
        return len(self._files)

    def add(self, read: ReadFile) -> bool:
        """Take what a file holds; tells whether anything could be read of it."""
        digest = read.digest
        if digest is None:
            return False
        name, document = below(self._root, read.path), below(self._root, read.document)
        signature, read_ns, _sha256 = NEVER
        self._files.append(
            JoinedFile(
                name, document, read.annotator, read.problem, tuple(signature), read_ns, read.sha256, digest.facts
            )
        )
        self._paths.append(read.path)
        self._describe(digest.entities)
        self._on.extend(_number(self._topics, topic) for topic in digest.topics)
        self._coded.extend(_number(self._codes, code) for code in digest.codes)
        self._named.append((len(digest.entities), len(digest.topics), len(digest.codes)))
        for rows, block in zip(self._rows, (digest.annotations, digest.parts, digest.coded), strict=True):
            rows.append(block)
        if len(self._named) == JOINED_AT_ONCE:
            self._join()
        return True

    def _describe(self, entities: Sequence[EntityName]) -> None:
        written = [_number(self._entities, (one.type, one.name)) for one in entities]
        self._written.extend(written)
        for place, one in zip(written, entities, strict=True):
            groups = tuple([written[group] for group in one.member_of]) if one.member_of else ()
            ids = tuple(one.external_ids.items()) if one.external_ids else ()
            self._described.append(_number(self._profiles, (place, one.aliases, groups, ids)))

    def joined(self, *, is_last: bool = False) -> Joined:
        """Join what was gathered; nothing can be added after the last time."""
        with collector_paused():
            self._join()
            columns = []
            for name in COLUMNS:
                pieces = self._columns.pop(name) if is_last else self._columns[name]
                columns.append(narrow(np.concatenate([_EMPTY, *map(numbers_of, pieces)])))
                del pieces
                give_back()
            return Joined(
                FileTable.of(self._files), tuple(self._entities), tuple(self._topics), tuple(self._codes),
                tuple(self._profiles), columns,
            )  # fmt: skip

    def contents(self, joined: Joined, setting: Setting) -> Contents:
        """Give the contents that putting in each file would make, of what was joined, which is used up by that."""
        give_back()
        with collector_paused():
            made = contents_of(joined, self._files, self._root, self._paths, setting)
        give_back()
        return made

    def _join(self) -> None:
        """Join what was read since the last time: numbers of all files in the fewest bytes they need."""
        if not self._named:
            return
        named = np.array(self._named, np.int64).T
        found: dict[str, Int] = dict(zip(_OF_FILES[3:], named, strict=True))
        written = [np.array(numbers, np.int32) for numbers in (self._on, self._written, self._coded)]
        found |= {"named profile": np.array(self._described, np.int32), "named topic": written[0]}
        found["named code"] = written[2]
        for at, (table, of) in enumerate(zip(_TABLES, (named[1], named[0], named[2]), strict=True)):
            found[_OF_FILES[at]], numbers = self._numbers(at, written[at], np.cumsum(of) - of)
            found |= {f"{table} {name}": one for name, one in numbers.items()}
        for name in COLUMNS:
            self._columns[name].append(narrow(found[name]))
        self._named.clear()
        for rows in self._rows:
            rows.clear()
        for one in (self._written, self._described, self._on, self._coded):
            del one[:]
        give_back()

    def _numbers(self, at: int, written: Int, begins: Int) -> tuple[Int, dict[str, Int]]:
        """Give how many rows each file has in a table, and the columns of all.

        ``written`` are the names of all files, of which those of each begin somewhere.
        """
        parts = [columns_of(block, *_WIDTHS[at]) for block in self._rows[at]]
        counts = np.array([large.shape[1] for large, _small in parts], np.int64)
        stacked = (*np.hstack([large for large, _small in parts]), *np.hstack([small for _large, small in parts]))
        found: dict[str, Int] = dict(zip(_NAMES[at], stacked, strict=True))
        if "event" in found:
            ends = np.cumsum(counts)
            within = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
            found["event"] = found["event"] - within.astype(np.int32)
        begins = np.repeat(begins, counts).astype(np.int32)
        for name in _NAMED[at]:
            found[f"{name}_written"] = _numbered(written, found[name], begins)
        return counts, found


_TABLES = ("row", "part", "code")
_NAMES = ((*LARGE_NUMBERS, *SMALL_NUMBERS), (*LARGE_PART_NUMBERS, *SMALL_PART_NUMBERS), ("row", "code"))
_NAMED = (("topic", "broadest"), ("entity", "acts_for"), ("code",))
"""Columns of places among what a file names."""
_WIDTHS = ((len(LARGE_NUMBERS), len(SMALL_NUMBERS)), (len(LARGE_PART_NUMBERS), len(SMALL_PART_NUMBERS)), (2, 0))
_OF_FILES = tuple(f"of file {name}" for name in ("rows", "parts", "codes", "profiles", "topics", "coded"))


def as_known(joined: Joined, known: Mapping[str, KnownRead]) -> Joined:
    """Give what was joined with the files as they were when they were read; those that are others are read again."""
    files = []
    for file in joined.files.files():
        signature, read_ns, sha256 = known.get(file.path, NEVER)
        is_same = bool(sha256) and sha256 == file.sha256
        one = (tuple(signature), read_ns) if is_same else (tuple(NEVER[0]), 0)
        files.append(msgspec.structs.replace(file, signature=one[0], read_ns=one[1]))
    return msgspec.structs.replace(joined, files=FileTable.of(files))


def _numbered(numbers: Int, places: Int, begins: Int) -> Int:
    """Give the numbers at the places of each file, of which each begins somewhere; of none none."""
    if not len(numbers):
        return np.full(places.shape, NONE, np.int32)
    is_there = places >= 0
    return np.where(is_there, numbers[np.where(is_there, places + begins, 0)], np.int32(NONE))


def _number(known: dict[Any, int], name: Any) -> int:
    return known.setdefault(name, len(known))
