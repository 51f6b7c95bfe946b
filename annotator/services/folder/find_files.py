"""Which annotation files are meant by files, folders and globs."""

import glob
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.regular_files import LEADS_OUT, leads_out
from annotator.formats.sidecar.called_alike import composed, file_called, is_of
from annotator.formats.sidecar.sidecar_names import SUFFIX, conflict_copy_of, split_sidecar_name
from annotator.services.disk.at_path import is_folder, is_put_away, is_there, names_in
from annotator.services.folder.walk import entries_below


@dataclass(frozen=True, slots=True)
class FoundSidecar:
    """A sidecar, and the folder below the path asked for in which it lies ("" for that path itself).

    ``ahead`` is what tells the path asked for from another one, where both hold files of one name; ``named`` whether
    the file itself was asked for, and no folder, pattern or document.
    """

    path: Path
    below: str = ""
    ahead: str = ""
    named: bool = False

    @property
    def root(self) -> Path:
        """The folder that was asked for, or in which lies what was."""
        return self.path.parents[self.below.count("/") + 1] if self.below else self.path.parent

    @property
    def shown(self) -> str:
        """What messages call it."""
        return str(self.path)

    def folders(self) -> tuple[Path, ...]:
        """Give its folder and those above it, as far as the path that was asked for."""
        depth = len(self.below.split("/")) if self.below else 0
        return (self.path.parent, *self.path.parents[1 : depth + 1])

    @contextmanager
    def at_hand(self) -> Iterator[Path]:
        """Give the file's path, for as long as it is read."""
        yield self.path

    def document_name(self, recorded: str) -> str:
        """Give the name of its document with the folder; ``recorded`` is the one that the sidecar records."""
        parts = split_sidecar_name(self.path.name)
        name = parts[0] if parts else recorded
        if parts and not name.isascii():
            name = file_called(self.path.with_name(name)).name
        return "/".join(filter(None, (self.ahead, self.below, name)))


@dataclass(slots=True)
class Found:
    """The sidecars in the order of the paths, each once, and a sentence for each path that leads to none.

    ``copies`` are files that were left out, each with the one that it is a copy of; ``others`` is how many were left
    out since they are of others than those asked for, or another file of their document counts.
    """

    sidecars: list[FoundSidecar] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    others: int = 0


class SidecarsBeside:
    """The sidecars beside documents; each folder is listed once, however many of its documents are asked for."""

    def __init__(self) -> None:
        self._folders: dict[Path, dict[str, list[tuple[str, str]]]] = {}

    def of(self, document: Path) -> Iterator[FoundSidecar]:
        """Give those of a document, by name."""
        folder = document.parent
        if folder not in self._folders:
            self._folders[folder] = _by_document(folder)
        for called, name in self._folders[folder].get(composed(document.name), ()):
            if is_of(called, document):
                yield FoundSidecar(document.with_name(name))


def _by_document(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Give the sidecars in a folder by their document's name; with each as it stands in its own."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(names_in(folder)):
        parts = split_sidecar_name(name)
        if parts and conflict_copy_of(name) is None:
            found.setdefault(composed(parts[0]), []).append((parts[0], name))
    return found


def find_sidecars(paths: Iterable[str], beside: SidecarsBeside | None = None) -> Found:
    """Find sidecars: a folder is walked, a document means the sidecars beside it, ``*`` and ``?`` are matched.

    Conflict copies of sync tools are passed over unless they are named: nothing is to be counted twice. Whoever asks
    for several one after the other hands over the ``beside`` that they have in common.
    """
    beside = beside or SidecarsBeside()
    found = Found()
    seen: set[Path] = set()
    for name in paths:
        before = len(found.sidecars)
        for sidecar in _of_name(name, found.problems, beside):
            if sidecar.path not in seen:
                seen.add(sidecar.path)
                found.sidecars.append(sidecar)
        if len(found.sidecars) == before and not any(_of_name(name, found.problems, beside)):
            found.problems.setdefault(name, _why_none(name))
    return found


def _of_name(name: str, problems: dict[str, str], beside: SidecarsBeside) -> Iterator[FoundSidecar]:
    path = file_called(Path(name))
    if not is_there(path) and glob.has_magic(name):
        for match in map(Path, sorted(glob.glob(name, recursive=True))):  # noqa: PTH207 - the pattern may be absolute
            if any(is_put_away(part) and part not in path.parts for part in match.parts):
                continue
            found = _of_path(match, problems, beside)
            yield from found if is_folder(match) else _inside(found, problems)
    else:
        yield from (replace(found, named=found.path == path) for found in _of_path(path, problems, beside))


def _of_path(path: Path, problems: dict[str, str], beside: SidecarsBeside) -> Iterator[FoundSidecar]:
    if is_folder(path):
        yield from _inside(_below(path, problems), problems)
    elif path.name.endswith(SUFFIX):
        if is_there(path):
            yield FoundSidecar(path)
    elif is_there(path):
        yield from _inside(beside.of(path), problems)


def _inside(found: Iterator[FoundSidecar], problems: dict[str, str]) -> Iterator[FoundSidecar]:
    """Give those that are no links to elsewhere; nobody named these, so nobody knows what they lead to."""
    for sidecar in found:
        if leads_out(sidecar.path, sidecar.root):
            problems[sidecar.shown] = LEADS_OUT
        else:
            yield sidecar


def _below(folder: Path, problems: dict[str, str]) -> Iterator[FoundSidecar]:
    for path, entry in entries_below(folder, problems):
        if entry.name.endswith(SUFFIX) and conflict_copy_of(entry.name) is None:
            yield FoundSidecar(Path(entry.path), path.rpartition("/")[0])


def _why_none(name: str) -> str:
    path = Path(name)
    if is_folder(path):
        return "There is no annotation file (*.ann.json) in this folder."
    if is_there(path):
        return "There is no annotation file beside this document."
    return "There is nothing of this name, or you may not look there."
