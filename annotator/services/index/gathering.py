"""A folder that is read for the first time: what its files hold is gathered, and made into contents all at once.

Putting in file by file takes the window five times as long, which it has other things to do with.
"""

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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
from annotator.services.index.joined import COLUMNS, NEVER, Joined, KnownRead, below, narrow
from annotator.services.index.joined_files import FileTable, JoinedFile
from annotator.services.index.reading import ReadFile
from annotator.services.index.rejoining import Setting, contents_of
from annotator.services.running.garbage import collector_paused
from annotator.services.running.memory import give_back

_Profile = tuple[int, tuple[str, ...], tuple[int, ...], tuple[tuple[str, str], ...]]
Int = NDArray[np.integer[Any]]


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
        """Of all files one after the other: names, what is said of them, topics, codes."""
        self._named: list[tuple[int, int, int]] = []
        """How many entities, topics and codes each file has."""
        self._rows: list[list[bytes]] = [[], [], []]
        """By table the numbers of each file."""

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
        return True

    def _describe(self, entities: Sequence[EntityName]) -> None:
        written = [_number(self._entities, (one.type, one.name)) for one in entities]
        self._written.extend(written)
        for place, one in zip(written, entities, strict=True):
            groups = tuple([written[group] for group in one.member_of]) if one.member_of else ()
            ids = tuple(one.external_ids.items()) if one.external_ids else ()
            self._described.append(_number(self._profiles, (place, one.aliases, groups, ids)))

    def contents(self, setting: Setting, *, is_last: bool = False) -> tuple[Contents, Joined]:
        """Give the contents that putting in each file would make, and these joined, to be kept.

        Nothing can be added after the last ones: what they are made of takes as much room as they do.
        """
        with collector_paused():
            joined = self._joined(is_last=is_last)
            give_back()
            made = contents_of(joined, self._files, self._root, self._paths, setting)
        give_back()
        return made, joined

    def _joined(self, *, is_last: bool) -> Joined:
        named = np.array(self._named, np.int64).reshape(-1, 3).T
        columns = {"named profile": _narrowed(self._described), "named topic": _narrowed(self._on)}
        columns["named code"] = _narrowed(self._coded)
        written, which = (self._on, self._written, self._coded), (named[1], named[0], named[2])
        for at, table in enumerate(_TABLES):
            counts, found = self._columns(at)
            begins = np.repeat(np.cumsum(which[at]) - which[at], counts).astype(np.int32)
            numbers = np.array(written[at], np.int32)
            for name in _NAMED[at]:
                found[f"{name}_written"] = _numbered(numbers, found[name], begins)
            columns |= {f"{table} {name}": narrow(one) for name, one in found.items() if f"{table} {name}" in COLUMNS}
            columns[_OF_FILES[at]] = narrow(counts)
            if is_last:
                self._rows[at] = []
        columns |= {name: narrow(one) for name, one in zip(_OF_FILES[3:], named, strict=True)}
        return Joined(
            FileTable.of(self._files), tuple(self._entities), tuple(self._topics), tuple(self._codes),
            tuple(self._profiles), tuple(columns[name] for name in COLUMNS),
        )  # fmt: skip

    def _columns(self, at: int) -> tuple[Int, dict[str, Int]]:
        """Give how many rows each file has in a table, and the columns of all."""
        parts = [columns_of(block, *_WIDTHS[at]) for block in self._rows[at]]
        counts = np.array([large.shape[1] for large, _small in parts], np.int64)
        stacked = (*np.hstack([large for large, _small in parts]), *np.hstack([small for _large, small in parts]))
        found: dict[str, Int] = dict(zip(_NAMES[at], stacked, strict=True))
        if "event" in found:
            ends = np.cumsum(counts)
            within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
            found["event"] = found["event"] - within.astype(np.int32)
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


def _narrowed(numbers: "array[int]") -> tuple[int, memoryview]:
    return narrow(np.array(numbers, np.int32))
