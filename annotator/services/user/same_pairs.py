"""Which entities an analyst took for one, and which for two: of one folder, kept with the analyst's own data."""

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.services.user import state_folders

Pair = frozenset[tuple[str, str]]
VERSION: Final = 1


class SamePairs:
    """Pairs of entities, each by type and name; what cannot be read is taken for nothing, and nothing ever raises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        read = _read(path)
        self._same, self._other = (set(_pairs(read.get(name))) for name in ("same", "other"))
        self._left = set(_names(read.get("left")))

    def is_same(self, pair: Pair) -> bool:
        """Tell whether two were taken for one."""
        return pair in self._same

    def is_other(self, pair: Pair) -> bool:
        """Tell whether two were said to be two."""
        return pair in self._other

    def say(self, pair: Pair, *, same: bool) -> None:
        """Remember that two are one, or two."""
        self._same.discard(pair)
        self._other.discard(pair)
        (self._same if same else self._other).add(pair)
        self._write()

    def forget(self, pair: Pair) -> None:
        """Remember nothing of two."""
        self._same.discard(pair)
        self._other.discard(pair)
        self._write()

    def is_left(self, kind: str, name: str) -> bool:
        """Tell whether a name is to be left out of the codebook."""
        return (kind, name) in self._left

    def leave(self, names: Iterable[tuple[str, str]], *, left: bool) -> None:
        """Remember that names are to be left out of the codebook, or no longer."""
        self._left = self._left | set(names) if left else self._left - set(names)
        self._write()

    def _write(self) -> None:
        from annotator.services.disk.atomic_file import write_atomically  # only who says something needs it

        tree = {
            "version": VERSION,
            "same": sorted(sorted(pair) for pair in self._same),
            "other": sorted(sorted(pair) for pair in self._other),
            "left": sorted(self._left),
        }
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(self._path, orjson.dumps(tree, option=orjson.OPT_INDENT_2) + b"\n", private=True)


def same_pairs(folder: Path, annotator: str) -> SamePairs:
    """Give what an annotator said of a folder's entities; the file's name tells nothing of what it holds."""
    key = sha256(os.fsencode(folder.resolve()) + b"\0" + annotator.encode()).hexdigest()[:32]
    return SamePairs(state_folders.same_pairs() / f"{key}.json")


def _read(path: Path) -> dict[str, Any]:
    try:
        tree = loads(read_regular(path))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) and tree.get("version") == VERSION else {}


def _pairs(tree: Any) -> Iterable[Pair]:
    for item in tree if isinstance(tree, list) else ():
        pair = frozenset(_names(item))
        if len(pair) == 2:
            yield pair


def _names(tree: Any) -> Iterable[tuple[str, str]]:
    for item in tree if isinstance(tree, list) else ():
        if isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item):
            yield item[0], item[1]
