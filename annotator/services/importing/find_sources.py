"""Which files of others are meant by files, folders and globs."""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.regular_files import LEADS_OUT, leads_out
from annotator.formats.sidecar.called_alike import file_called
from annotator.services.disk.at_path import is_folder, is_put_away, is_there
from annotator.services.folder.walk import entries_below


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
        for source in _of_name(name, suffixes, found.problems):
            any_of_name = True
            if source.path not in seen:
                seen.add(source.path)
                found.files.append(source)
        if not any_of_name:
            endings = ", ".join(suffixes)
            why = (
                f"There is no file that ends in {endings} in this folder."
                if is_folder(Path(name))
                else "There is nothing of this name, or you may not look there."
            )
            found.problems.setdefault(name, why)
    return found


def _of_name(name: str, suffixes: tuple[str, ...], problems: dict[str, str]) -> Iterator[FoundSource]:
    path = file_called(Path(name))
    matched = not is_there(path) and glob.has_magic(name)
    # the pattern may be absolute, which Path.glob refuses
    for match in map(Path, sorted(glob.glob(name, recursive=True))) if matched else (path,):  # noqa: PTH207
        if matched and any(is_put_away(part) and part not in path.parts for part in match.parts):
            continue
        if is_folder(match):
            yield from _below(match, suffixes, problems)
        elif matched and leads_out(match, match.parent):
            problems[str(match)] = LEADS_OUT
        elif is_there(match):
            yield FoundSource(match, match.parent)


def _below(folder: Path, suffixes: tuple[str, ...], problems: dict[str, str]) -> Iterator[FoundSource]:
    for path, entry in entries_below(folder, problems):
        if not entry.name.lower().endswith(suffixes):
            continue
        if leads_out(Path(entry.path), folder):
            problems[entry.path] = LEADS_OUT
        else:
            yield FoundSource(Path(entry.path), folder, tuple(path.split("/")[:-1]))
