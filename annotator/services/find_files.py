"""Which annotation files are meant by files, folders and globs."""

import glob
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.sidecar_names import SUFFIX, conflict_copy_of, split_sidecar_name


@dataclass(frozen=True, slots=True)
class FoundSidecar:
    """A sidecar, and the folder below the path asked for in which it lies ("" for that path itself)."""

    path: Path
    below: str = ""

    @property
    def shown(self) -> str:
        """What messages call it."""
        return str(self.path)

    @contextmanager
    def at_hand(self) -> Iterator[Path]:
        """Give the file's path, for as long as it is read."""
        yield self.path

    def document_name(self, recorded: str) -> str:
        """Give the name of its document with the folder; ``recorded`` is the one that the sidecar records."""
        parts = split_sidecar_name(self.path.name)
        name = parts[0] if parts else recorded
        return f"{self.below}/{name}" if self.below else name


@dataclass(slots=True)
class Found:
    """The sidecars in the order of the paths, each once, and a sentence for each path that leads to none."""

    sidecars: list[FoundSidecar] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def find_sidecars(paths: Iterable[str]) -> Found:
    """Find sidecars: a folder is walked, a document means the sidecars beside it, ``*`` and ``?`` are matched.

    Conflict copies of sync tools are passed over unless they are named: nothing is to be counted twice.
    """
    found = Found()
    seen: set[Path] = set()
    for name in paths:
        before = len(found.sidecars)
        for sidecar in _of_name(name):
            if sidecar.path not in seen:
                seen.add(sidecar.path)
                found.sidecars.append(sidecar)
        if len(found.sidecars) == before and not any(_of_name(name)):
            found.problems[name] = _why_none(name)
    return found


def _of_name(name: str) -> Iterator[FoundSidecar]:
    path = Path(name)
    if not path.exists() and glob.has_magic(name):
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
            yield from _of_path(Path(match))
    else:
        yield from _of_path(path)


def _of_path(path: Path) -> Iterator[FoundSidecar]:
    if path.is_dir():
        yield from _walk(path, "")
    elif path.name.endswith(SUFFIX):
        if path.exists():
            yield FoundSidecar(path)
    elif path.exists():
        names = sorted(entry.name for entry in os.scandir(path.parent) if entry.name.endswith(SUFFIX))
        for name in names:
            parts = split_sidecar_name(name)
            if parts and parts[0] == path.name and conflict_copy_of(name) is None:
                yield FoundSidecar(path.with_name(name))


def _walk(folder: Path, below: str) -> Iterator[FoundSidecar]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{below}/{entry.name}" if below else entry.name)
        elif entry.name.endswith(SUFFIX) and conflict_copy_of(entry.name) is None:
            yield FoundSidecar(Path(entry.path), below)


def _why_none(name: str) -> str:
    path = Path(name)
    if path.is_dir():
        return "There is no annotation file (*.ann.json) in this folder."
    if path.exists():
        return "There is no annotation file beside this document."
    return "There is nothing of this name."
