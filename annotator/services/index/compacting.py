"""Dead rows are left out of a folder's columns beside the window: it only takes what was made."""

from array import array
from dataclasses import dataclass

import numpy as np

from annotator.services.index.contents import Contents
from annotator.services.index.folder_rows import FolderRows, bounds_of, frozen, without_gaps
from annotator.services.index.held import Held


@dataclass(frozen=True, slots=True)
class Compacted:
    """Rows without dead ones, and where those of each file stand; they fit one turn of the index."""

    turn: int
    rows: FolderRows
    held: list[Held]
    places: list[tuple[slice, slice, slice]]
    starts: "array[int]"

    def put_into(self, contents: Contents) -> None:
        """Let these rows stand for those that are held."""
        contents.rows, contents.starts = self.rows, self.starts
        for held, (rows, parts, codes) in zip(self.held, self.places, strict=True):
            held.annotations, held.parts, held.codes = rows, parts, codes


class Compaction:
    """What is to be made smaller, as it is in one turn of the index; ``made`` may be called in any thread."""

    def __init__(self, contents: Contents, turn: int) -> None:
        self._turn = turn
        self._rows = frozen(contents.rows)
        files = [file for file in contents.files if file]
        self._held = [file.disk for file in files if file.disk]
        self._held += [file.open for file in files if file.open and file.open is not file.disk]
        self._numbers = [(file.number, file.current) for file in files if file.current]
        self._starts = contents.starts

    def made(self) -> Compacted:
        """Leave out the dead rows; worth nothing where the index has changed meanwhile."""
        bounds = bounds_of(self._held)
        rows = without_gaps(self._rows, bounds, np.array([one.live for one in self._held], np.bool_))
        places = list(zip(*(one.behind_each_other().slices() for one in bounds), strict=True))
        start_of = {id(held): place[0].start for held, place in zip(self._held, places, strict=True)}
        starts = array("i", self._starts)
        for number, held in self._numbers:
            starts[number] = start_of[id(held)]
        return Compacted(self._turn, rows, self._held, places, starts)
