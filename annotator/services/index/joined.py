"""A folder's finished columns with numbers of names of their own, as one block of bytes: a start puts it in as a whole.

It says of each file which one was read; what was written since is left out, and read for itself.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.services.folder.signature import Signature
from annotator.services.index.contents import Contents
from annotator.services.index.digest import NONE
from annotator.services.index.folder_rows import Bounds, Frozen, bounds_of, frozen
from annotator.services.index.held import Held, HeldFile
from annotator.services.index.joined_files import FileTable, JoinedFile
from annotator.services.index.view import LARGE_COLUMNS, LARGE_PART_COLUMNS, SMALL_COLUMNS, SMALL_PART_COLUMNS

FEWEST: Final = 200
"""Of fewer files none of this is kept: they are put in one by one while nobody waits."""
_TYPES: Final[tuple[type[np.signedinteger[Any]], ...]] = (np.int8, np.int16, np.int32)
_GIVEN: Final = (0, memoryview(b""))
Int = NDArray[np.integer[Any]]
KnownRead = tuple[Signature, int, bytes]
"""A file as it was read: its signature, when, and the hash of its bytes."""
NEVER: Final[KnownRead] = (Signature(0, 0, 0, 0), 0, b"")
"""What no file is."""


class Joined(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Files, the names that they use, and columns with a row each way of numbers, as ``COLUMNS`` names them.

    What is made of it takes as much room again: it gives each column once, and does not hold it any longer.

    ``profiles`` are numbers of names as written, aliases, numbers of groups, and identifiers. ``columns`` are a type of
    numbers and their bytes.
    """

    files: FileTable
    entities: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    codes: tuple[str, ...]
    profiles: tuple[tuple[int, tuple[str, ...], tuple[int, ...], tuple[tuple[str, str], ...]], ...]
    columns: list[tuple[int, memoryview]]

    @staticmethod
    def has(name: str) -> bool:
        """Tell whether there is a column, which may follow from others."""
        return name in _PLACE

    def take(self, name: str) -> Int:
        """Give the numbers of a column, which are not held here any longer."""
        place = _PLACE[name]
        column, self.columns[place] = self.columns[place], _GIVEN
        return numbers_of(column)


_OF_FILES: Final = ("rows", "parts", "codes", "profiles", "topics", "coded")
"""How many of each a file has."""
_OF_NAMES: Final = ("profile", "topic", "code")
"""What a file names, file by file."""
_FOUND: Final = frozenset(("topic", "broadest", "file", "entity", "acts_for"))
"""Columns that follow from others."""
_OF_ROWS: Final = (*SMALL_COLUMNS, *(name for name in LARGE_COLUMNS if name not in _FOUND))
_OF_PARTS: Final = (*SMALL_PART_COLUMNS, *(name for name in LARGE_PART_COLUMNS if name not in _FOUND))
COLUMNS: Final = (
    *(f"of file {name}" for name in _OF_FILES), *(f"named {name}" for name in _OF_NAMES),
    *(f"row {name}" for name in _OF_ROWS), *(f"part {name}" for name in _OF_PARTS), "code row", "code code_written",
)  # fmt: skip
"""Events are told from the row itself, rows and mentions of parts and of codes from the first row of their file."""
_PLACE: Final = {name: place for place, name in enumerate(COLUMNS)}


class Joining:
    """What is to be kept, as it is in one turn of the index; ``made`` may be called in any thread.

    ``is_still`` tells whether it is that turn.
    """

    def __init__(self, contents: Contents, root: Path, is_still: Callable[[], bool]) -> None:
        self._root = root
        self.is_still = is_still
        self._rows = frozen(contents.rows)
        names = contents.names
        self._profiles = list(names.profiles)
        self._tables = names.entity_table, names.topic_table, names.code_table
        self._held = [(file, file.disk) for file in contents.files if file and file.disk]

    def made(self, known: Mapping[str, KnownRead]) -> Joined | None:
        """Join what is held of the files that are still those ``known`` by their paths below the folder.

        None where the index has changed meanwhile, or too little is held.
        """
        names = [below(self._root, file.path) for file, _held in self._held]
        kept = [
            (name, file, held, known[name])
            for name, (file, held) in zip(names, self._held, strict=True)
            if held.sha256 and name in known and known[name][2] == held.sha256
        ]
        if not kept:
            return None
        held = [one for _name, _file, one, _read in kept]
        found = self._joined([_joined_file(self._root, *one) for one in kept], held)
        return found if self.is_still() else None

    def all(self) -> tuple[Joined, list[Path]] | None:
        """Join all that is held, not to be kept, and give which files it is of."""
        if not self._held:
            return None
        files = [_joined_file(self._root, below(self._root, file.path), file, held, NEVER) for file, held in self._held]
        found = self._joined(files, [held for _file, held in self._held])
        return (found, [file.path for file, _held in self._held]) if self.is_still() else None

    def _joined(self, files: list[JoinedFile], held: list[Held]) -> Joined:
        bounds = bounds_of(held)
        profiles, topics, codes = (
            _flat(named) for named in zip(*((one.profiles, one.topics, one.coded) for one in held), strict=True)
        )
        used_profiles, used_topics, used_codes = np.unique(profiles), np.unique(topics), np.unique(codes)
        of_profiles = [self._profiles[one] for one in used_profiles.tolist()]
        used = np.unique(np.array([n for one in of_profiles for n in (one.written, *one.member_of)], np.int64))
        place_of = {number: place for place, number in enumerate(used.tolist())}
        entities, topic_table, code_table = self._tables
        columns: dict[str, Int] = {
            **{f"of file {name}": one.counts for name, one in zip(_OF_FILES, bounds, strict=False)},
            "of file profiles": np.array([len(one.profiles) for one in held]),
            "of file topics": np.array([len(one.topics) for one in held]),
            "of file coded": np.array([len(one.coded) for one in held]),
            "named profile": np.searchsorted(used_profiles, profiles),
            "named topic": np.searchsorted(used_topics, topics),
            "named code": np.searchsorted(used_codes, codes),
            **_numbers(self._rows, bounds, used, used_topics, used_codes),
        }
        return Joined(
            FileTable.of(files),
            tuple((entities.type(one), entities.name(one)) for one in used.tolist()),
            tuple(map(topic_table.name, used_topics.tolist())),
            tuple(map(code_table.name, used_codes.tolist())),
            tuple(
                (
                    place_of[one.written],
                    one.aliases,
                    tuple(place_of[group] for group in one.member_of),
                    one.external_ids,
                )
                for one in of_profiles
            ),
            [narrow(columns[name]) for name in COLUMNS],
        )


def _joined_file(root: Path, name: str, file: HeldFile, held: Held, read: KnownRead) -> JoinedFile:
    document, (signature, read_ns, sha256) = below(root, file.document), read
    kept = sha256 or held.sha256
    return JoinedFile(name, document, file.annotator, file.problem, tuple(signature), read_ns, kept, held.facts)


def _numbers(
    rows: Frozen, bounds: tuple[Bounds, Bounds, Bounds], entities: Int, topics: Int, codes: Int
) -> dict[str, Int]:
    """Give the columns of rows, parts and codes, as files have them, with numbers of the names that are used."""
    found: dict[str, Int] = {}
    tables = (
        ("row", SMALL_COLUMNS, LARGE_COLUMNS), ("part", SMALL_PART_COLUMNS, LARGE_PART_COLUMNS),
        ("code", (), ("row", "code", "code_written")),
    )  # fmt: skip
    for (table, small_names, large_names), (small, large), of in zip(tables, rows, bounds, strict=True):
        places, firsts = of.places, np.repeat(bounds[0].starts, of.counts).astype(np.int32)
        for name, column in (*zip(small_names, small, strict=True), *zip(large_names, large, strict=True)):
            key = f"{table} {name}"
            if key not in _PLACE:
                continue
            found[key] = column[places]
            if name == "event":
                found[key] -= places.astype(np.int32)
            elif name in ("row", "mention"):
                found[key] = np.where(found[key] >= 0, found[key] - firsts, NONE)
            elif name.endswith("_written"):
                used = {"row": topics, "part": entities, "code": codes}[table]
                found[key] = np.where(found[key] >= 0, np.searchsorted(used, found[key]), NONE)
    return found


def _flat(numbers: Iterable[Sequence[int]]) -> NDArray[np.int32]:
    found = array("i")
    for one in numbers:
        found.extend(one)
    return np.array(found, np.int32)


def narrow(numbers: Int) -> tuple[int, memoryview]:
    """Give numbers in the smallest type that holds them."""
    low, high = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    kind = next(place for place, one in enumerate(_TYPES) if np.iinfo(one).min <= low <= high <= np.iinfo(one).max)
    return kind, memoryview(numbers.astype(_TYPES[kind]).tobytes())


def numbers_of(column: tuple[int, memoryview]) -> Int:
    """Give the numbers that were made narrow."""
    kind, data = column
    return np.frombuffer(data, _TYPES[kind])


def below(root: Path, path: Path) -> str:
    """Give a path below the root, as the cache has it."""
    text, top = str(path), f"{root}{os.sep}"
    return text[len(top) :] if text.startswith(top) else os.path.relpath(path, root)
