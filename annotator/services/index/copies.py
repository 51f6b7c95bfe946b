"""Annotation files that lie in a folder twice, as a backup inside it leaves them: they count once.

The rule is that of ``services/folder/copies.py``: a copy has the name of another file in another folder, and
annotations with the same ids. The one that lies least deep counts.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.formats.sidecar.called_alike import composed

Marks = NDArray[np.int32]


class Copies:
    """Knows of files which one they are a copy of."""

    def __init__(self) -> None:
        self._named: dict[str, Path | set[Path]] = {}
        """By name the file, or files where there are several."""
        self._of: dict[Path, Path] = {}
        self._touched: set[str] = set()

    def put(self, path: Path) -> None:
        """Note that a file is there, or holds something else."""
        name = composed(path.name)
        alike = self._named.setdefault(name, path)
        if alike == path:
            return
        self._named[name] = {*(alike if isinstance(alike, set) else (alike,)), path}
        self._touched.add(name)

    def drop(self, path: Path) -> None:
        """Forget a file."""
        name = composed(path.name)
        left = self._alike(name) - {path}
        self._named.pop(name, None)
        if left:
            self._named[name] = left
        self._of.pop(path, None)
        self._touched.add(name)

    def _alike(self, name: str) -> set[Path]:
        alike = self._named.get(name, set())
        return alike if isinstance(alike, set) else {alike}

    def of(self, path: Path) -> Path | None:
        """Give the file that a file is a copy of."""
        return self._of.get(path)

    def changed(self, marks: Callable[[Path], Marks], shares: Callable[[Path, Path], bool]) -> Iterator[Path]:
        """Work out what was touched, and give the files that are a copy of another one than before, or of none now.

        ``marks`` gives those of a file's ids. ``shares`` says whether two files have an annotation of one id; it is
        asked where a single mark of two files is the same, which may be chance.
        """

        def alike(one: Path, other: Path) -> bool:
            shared = len(np.intersect1d(marks(one), marks(other)))
            return shared > 1 or (shared == 1 and shares(one, other))

        for name in self._touched:
            files = self._alike(name)
            before = {path: self._of.pop(path, None) for path in files}
            now = _among(files, alike)
            self._of.update(now)
            yield from (path for path, of in before.items() if now.get(path) != of)
        self._touched.clear()


def _among(files: set[Path], alike: Callable[[Path, Path], bool]) -> dict[Path, Path]:
    copies: dict[Path, Path] = {}
    kept: list[Path] = []
    for path in sorted(files, key=lambda one: (len(one.parts), str(one))):
        of = next((copies.get(one, one) for one in kept if alike(one, path)), None)
        if of is not None:
            copies[path] = of
        kept.append(path)
    return copies
