"""Files whose names are canonically equal belong together: a Mac's zip writes é as two signs, a mail as one."""

import os
import time
from functools import lru_cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

_SETTLED: Final = 3_000_000_000
"""Nanoseconds after which a folder's time tells of every later change."""


def composed(name: str) -> str:
    """Give a file's name in the form that canonically equal ones have in common (NFC)."""
    return name if name.isascii() else normalize("NFC", name)


def file_called(path: Path) -> Path:
    """Give a path, or that of the one file beside it with a canonically equal name where nothing has just this one.

    Never raises.
    """
    if path.name.isascii() or os.path.lexists(path):
        return path
    try:
        found = _names_in(path.parent).get(composed(path.name), [])
    except (OSError, ValueError):
        return path
    return path.with_name(found[0]) if len(found) == 1 else path


def is_of(name: str, document: Path) -> bool:
    """Tell whether a document's name in that of an annotation file beside it means this document."""
    if name == document.name:
        return True
    return composed(name) == composed(document.name) and file_called(document.with_name(name)) == document


def meant(path: Path) -> Path:
    """Give the path that all names canonically equal to this one mean: the file's, else the composed one."""
    found = file_called(path)
    return found if os.path.lexists(found) else path.with_name(composed(path.name))


def _names_in(folder: Path) -> dict[str, list[str]]:
    """Give the names in a folder by their composed form, but for those in ASCII."""
    changed = folder.stat().st_mtime_ns
    # What was changed just now may be changed again without a later time.
    return (
        _listed(folder, changed) if abs(time.time_ns() - changed) > _SETTLED else _listed.__wrapped__(folder, changed)
    )


@lru_cache(maxsize=8)
def _listed(folder: Path, _changed: int) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in os.listdir(folder):  # noqa: PTH208 - names are enough
        if not name.isascii():
            names.setdefault(composed(name), []).append(name)
    return names
