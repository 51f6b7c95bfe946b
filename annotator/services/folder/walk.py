"""Which files there are below a folder: the one walk, for the window and for the commands.

Passed over are hidden names, bins and snapshots of shares, links to folders, and conflict copies of sync tools.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from annotator.formats.documents.kinds import SUFFIXES
from annotator.formats.regular_files import leads_out
from annotator.formats.sidecar.sidecar_names import SUFFIX, conflict_copy_of, split_sidecar_name
from annotator.services.disk.at_path import entries_in, is_put_away, not_read
from annotator.services.folder.signature import Signature, signature_of

_NO_FILE: Final = "It is no regular file, and was not read."
_WENT_AWAY: Final = "The folder is empty now and on another disk than before: the share it was on may be gone."

_NONE: Final[Mapping[str, Any]] = {}


class Walk(NamedTuple):
    """What lies below ``root``, by its path below it with "/", in the order of the walk.

    ``sidecars`` are annotation files with their signatures, ``outside`` links that lead out of the root, which nobody
    named and nobody follows. ``problems`` are sentences by the path that they are about. ``unlisted`` are folders that
    could not be listed, "" the root: what was known of them before stands here still. ``disk`` is the root's.
    """

    root: Path
    sidecars: Mapping[str, Signature] = _NONE
    documents: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    problems: Mapping[str, str] = _NONE
    unlisted: frozenset[str] = frozenset()
    below: bool = True
    disk: int = 0


def walk(root: Path, before: Walk | None = None, *, below: bool = True) -> Walk:
    """Look at what lies in a folder and, unless ``below`` is False, in all folders below it. Never raises.

    With the walk ``before``, what lay in folders that cannot be listed now stays: a share that goes away takes nothing
    with it.
    """
    problems: dict[str, str] = {}
    unlisted: set[str] = set()
    sidecars: dict[str, Signature] = {}
    documents: list[str] = []
    outside: list[str] = []
    known = before.sidecars if before else {}
    for path, entry in entries_below(root, problems, below=below, unlisted=unlisted):
        is_sidecar = entry.name.endswith(SUFFIX)
        if conflict_copy_of(entry.name) is not None or not (is_sidecar or is_document(entry.name)):
            continue
        if entry.is_symlink() and leads_out(Path(entry.path), root):
            outside.append(path)
        elif not is_sidecar:
            if _is_file(entry):
                documents.append(path)
        elif signature := _looked_at(entry, known.get(path), problems):
            sidecars[path] = signature
    disk = _disk(root)
    if before and not sidecars and not documents and before.disk not in (0, disk) and "" not in unlisted:
        problems[str(root)] = _WENT_AWAY
        unlisted.add("")
    if before and unlisted:
        disk = before.disk if "" in unlisted else disk
        for path in _in_folders(before.sidecars, unlisted):
            sidecars.setdefault(path, before.sidecars[path])
        documents = list(dict.fromkeys((*documents, *_in_folders(before.documents, unlisted))))
    return Walk(root, sidecars, tuple(documents), tuple(outside), problems, frozenset(unlisted), below, disk)


def entries_below(
    root: Path, problems: dict[str, str], *, below: bool = True, unlisted: set[str] | None = None
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Give all that lies below a folder and is no folder itself, by name, each with its path below the root.

    A folder that cannot be listed has its sentence in ``problems``, and its own path below the root in ``unlisted``.
    """

    def listed(folder: Path, path: str) -> Iterator[os.DirEntry[str]]:
        count = len(problems)
        entries = entries_in(folder, problems)
        if unlisted is not None and len(problems) > count:
            unlisted.add(path)
        return iter(entries)

    open_ = [("", listed(root, ""))]
    while open_:
        folder, entries = open_[-1]
        entry = next(entries, None)
        if entry is None:
            open_.pop()
            continue
        if entry.name.startswith("."):
            continue
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry
        elif below and not is_put_away(entry.name):
            open_.append((path, listed(Path(entry.path), path)))


def annotates(name: str) -> tuple[str, str] | None:
    """Give the document and the annotator that an annotation file's name says, None for another, or a conflict copy."""
    return split_sidecar_name(name) if conflict_copy_of(name) is None else None


def is_document(name: str) -> bool:
    """Tell by its name whether a file is a document that can be opened."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a tenth of a path's time


def _looked_at(entry: "os.DirEntry[str]", known: Signature | None, problems: dict[str, str]) -> Signature | None:
    """Give the signature of a sidecar; what it was before where it is there and cannot be looked at now."""
    try:
        status = entry.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        problems[entry.path] = not_read("The file", error)
        return known
    if stat.S_ISREG(status.st_mode):
        return signature_of(status)
    problems[entry.path] = _NO_FILE
    return None


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _disk(root: Path) -> int:
    try:
        return root.stat().st_dev
    except OSError:
        return 0


def _in_folders(paths: Iterable[str], folders: set[str]) -> Iterator[str]:
    """Give the paths that lie in one of the folders, or below it."""
    for path in paths:
        if "" in folders or any(path[:at] in folders for at, sign in enumerate(path) if sign == "/"):
            yield path
