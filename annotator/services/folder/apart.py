"""Files of one name from several paths that were asked for: a folder ahead of their names keeps them apart."""

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from annotator.services.folder.find_files import FoundSidecar


def apart(sidecars: list[FoundSidecar]) -> list[FoundSidecar]:
    """Give the sidecars; of paths that hold files of one name, all have a part of the path ahead of their names."""
    roots: defaultdict[tuple[str, str], set[Path]] = defaultdict(set)
    for sidecar in sidecars:
        roots[sidecar.below, sidecar.path.name].add(sidecar.root.absolute())
    alike = set().union(*(same for same in roots.values() if len(same) > 1))
    if not alike:
        return sidecars
    shared = Path(os.path.commonpath(alike))
    return [
        replace(sidecar, ahead=root.relative_to(shared).as_posix().removeprefix("."))
        if (root := sidecar.root.absolute()) in alike
        else sidecar
        for sidecar in sidecars
    ]
