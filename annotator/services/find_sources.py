"""Which files of others are meant by files, folders and globs."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A file to import, the path that was asked for, and the folders between the two."""

    path: Path
    root: Path
    below: tuple[str, ...] = ()


@dataclass(slots=True)
class FoundSources:
    """The files in the order of the paths, each once, and a sentence for each path that leads to none."""

    files: list[FoundSource] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def find_sources(paths: Iterable[str], suffixes: tuple[str, ...]) -> FoundSources:
    """Find files: a folder is walked for names with these endings, ``*`` and ``?`` are matched."""
    found = FoundSources()
    seen: set[Path] = set()
    for name in paths:
        any_of_name = False
        for source in _of_name(name, suffixes):
            any_of_name = True
            if source.path not in seen:
                seen.add(source.path)
                found.files.append(source)
        if not any_of_name:
            endings = ", ".join(suffixes)
            found.problems[name] = (
                f"There is no file that ends in {endings} in this folder."
                if Path(name).is_dir()
                else "There is nothing of this name."
            )
    return found


def _of_name(name: str, suffixes: tuple[str, ...]) -> Iterator[FoundSource]:
    path = Path(name)
    matched = not path.exists() and glob.has_magic(name)
    # the pattern may be absolute, which Path.glob refuses
    for match in map(Path, sorted(glob.glob(name, recursive=True))) if matched else (path,):  # noqa: PTH207
        if match.is_dir():
            yield from _walk(match, match, (), suffixes)
        elif match.exists():
            yield FoundSource(match, match.parent)


def _walk(folder: Path, root: Path, below: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[FoundSource]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root, (*below, entry.name), suffixes)
        elif entry.name.lower().endswith(suffixes):
            yield FoundSource(Path(entry.path), root, below)
