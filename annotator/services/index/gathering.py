"""A folder that is read for the first time: what its files hold is gathered, and made into contents all at once.

Putting in file by file takes the window five times as long, which it has other things to do with.
"""

from array import array
from collections.abc import Mapping, Sequence
from itertools import starmap
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
        self._rows: list[tuple[bytes, bytes, bytes]] = []

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
        self._rows.append((digest.annotations, digest.parts, digest.coded))
        return True

    def _describe(self, entities: Sequence[EntityName]) -> None:
        written = [_number(self._entities, (one.type, one.name)) for one in entities]
        self._written.extend(written)
        for place, one in zip(written, entities, strict=True):
            groups = tuple([written[group] for group in one.member_of]) if one.member_of else ()
            ids = tuple(one.external_ids.items()) if one.external_ids else ()
            self._described.append(_number(self._profiles, (place, one.aliases, groups, ids)))

    def contents(self, setting: Setting) -> tuple[Contents, Joined]:
        """Give the contents that putting in each file would make, and these joined, to be kept."""
        with collector_paused():
            joined = self._joined()
            made = contents_of(joined, self._files, self._root, self._paths, setting)
        give_back()
        return made, joined

    def _joined(self) -> Joined:
        named = np.array(self._named, np.int64).reshape(-1, 3).T
        tables = list(starmap(_table, zip(zip(*self._rows, strict=True), _WIDTHS, strict=True)))
        counts = [counts for counts, _large, _small in tables]
        columns = dict(
            zip(_OF_FILES, (*counts, *named), strict=True),
            **{"named profile": _ints(self._described), "named topic": _ints(self._on)},
            **{"named code": _ints(self._coded)},
        )
        for table, names, (_counts, large, small) in zip(_TABLES, _NAMES, tables, strict=True):
            columns |= {f"{table} {name}": one for name, one in zip(names, (*large, *small), strict=True)}
        firsts = np.repeat(np.cumsum(counts[0]) - counts[0], counts[0])
        columns["row event"] = columns["row event"] - (np.arange(len(firsts)) - firsts)
        names_of = zip(
            (("row topic", "row broadest"), ("part entity", "part acts_for"), ("code code",)),
            (self._on, self._written, self._coded), (named[1], named[0], named[2]), counts, strict=True,
        )  # fmt: skip
        for wanted, flat, many, count in names_of:
            begins = np.repeat(np.cumsum(many) - many, count)
            for name in wanted:
                columns[f"{name}_written"] = _numbered(_ints(flat), columns[name], begins)
        return Joined(
            FileTable.of(self._files), tuple(self._entities), tuple(self._topics), tuple(self._codes),
            tuple(self._profiles), tuple(narrow(columns[name]) for name in COLUMNS),
        )  # fmt: skip


_TABLES = ("row", "part", "code")
_NAMES = ((*LARGE_NUMBERS, *SMALL_NUMBERS), (*LARGE_PART_NUMBERS, *SMALL_PART_NUMBERS), ("row", "code"))
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


def _table(blocks: Sequence[bytes], width: tuple[int, int]) -> tuple[Int, NDArray[np.int32], NDArray[np.int8]]:
    """Give how many rows each file has, and the columns of all."""
    parts = [columns_of(block, *width) for block in blocks]
    counts = np.array([large.shape[1] for large, _small in parts], np.int64)
    return counts, np.hstack([large for large, _small in parts]), np.hstack([small for _large, small in parts])


def _numbered(numbers: Int, places: Int, begins: Int) -> Int:
    """Give the numbers at the places of each file, of which each begins somewhere; of none none."""
    if not len(numbers):
        return np.full(places.shape, NONE, np.int32)
    return np.where(places >= 0, numbers[np.where(places >= 0, places + begins, 0)], NONE)


def _number(known: dict[Any, int], name: Any) -> int:
    return known.setdefault(name, len(known))


def _ints(numbers: "array[int]") -> NDArray[np.int32]:
    return np.array(numbers, np.int32)
