"""Entry points of other packages; where no package has any, the standard library's reader of them is not loaded.

That takes as long to import as all else that lists the formats.
"""

import os
import sys
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.regular_files import read_regular

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def entry_points(group: str) -> "list[EntryPoint]":
    """Give the entry points of a group."""
    if (named := _all_named()) is not None and group.encode() not in named:
        return []
    from importlib import metadata

    return list(metadata.entry_points(group=group))


@cache
def _all_named() -> bytes | None:
    """Give what all packages name, as it stands in their files; None where packages are elsewhere than in folders."""
    if any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder):
        return None
    found = []
    for folder in {folder or "." for folder in sys.path}:
        if os.path.isfile(folder):  # noqa: PTH113 - an archive, as a plain name: Path costs more than all that is read
            if _holds_packages(Path(folder)):
                return None
            continue
        with suppress(OSError):
            for name in os.listdir(folder):  # noqa: PTH208
                if name.endswith((".dist-info", ".egg-info")):
                    with suppress(OSError):
                        found.append(read_regular(Path(folder, name, "entry_points.txt")))
    return b"\n".join(found)


def _holds_packages(archive: Path) -> bool:
    """Tell whether an archive may hold what describes packages; its names stand in it as they are.

    Most hold the standard library alone, as that of the packaged program.
    """
    try:
        data = read_regular(archive)
    except OSError:
        return True
    return any(kind in data for kind in (b".dist-info/", b".egg-info/", b"EGG-INFO/"))
