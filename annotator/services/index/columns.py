"""Rows of numbers that grow at their end; a file's rows are replaced as a whole, and those before stay as they are."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Small = NDArray[np.int8]
_ROOM: Final = 1024
_SPARE: Final = 1.25
_LITTLE: Final = 1.0625
"""Room behind many rows, for some hundred files that change: it takes memory, for systems give large pages at once."""


class Columns:
    """Columns of small and of large numbers, and which rows are live.

    Rows are never changed where they are: who holds what ``small``, ``large`` and ``live_rows`` gave may read it in
    another thread while rows are added and die.
    """

    def __init__(self, small: int, large: int) -> None:
        self.count = 0
        self.dead = 0
        self._small = np.empty((small, _ROOM), np.int8)
        self._large = np.empty((large, _ROOM), np.int32)
        self._live = np.zeros(_ROOM, np.bool_)

    @property
    def small(self) -> Small:
        """The columns of small numbers, a row of the array each."""
        return self._small[:, : self.count]

    @property
    def large(self) -> Numbers:
        """The columns of large numbers, a row of the array each."""
        return self._large[:, : self.count]

    def live_rows(self) -> NDArray[np.bool_]:
        """Give which rows are live, as they are now."""
        return self._live[: self.count].copy()

    def add(self, small: Small | Numbers, large: Numbers) -> slice:
        """Put rows behind the others."""
        start, end = self.count, self.count + large.shape[1]
        if end > self._live.shape[0]:
            self._grow(end)
        self._small[:, start:end] = small
        self._large[:, start:end] = large
        self._live[start:end] = True
        self.count = end
        return slice(start, end)

    def set_live(self, rows: slice, *, is_live: bool) -> None:
        """Let rows that counted count no longer, or the other way round."""
        self._live[rows] = is_live
        self.dead += (rows.stop - rows.start) * (-1 if is_live else 1)

    def fill(
        self, count: int, columns: Iterable[tuple[str, NDArray[Any]]], small: Sequence[str], large: Sequence[str]
    ) -> None:
        """Take so many rows from all columns by their names, one after the other, with room for more behind them."""
        self.reserve(int(count * _LITTLE))
        self.count = count
        place_of = {
            name: into[place] for into, names in ((self._small, small), (self._large, large))
            for place, name in enumerate(names)
        }  # fmt: skip
        for name, column in columns:
            place_of[name][:count] = column
        self._live[:count] = True

    def let_live(self, live: NDArray[np.bool_]) -> None:
        """Say of all rows which are live."""
        self._live[: self.count] = live
        self.dead = self.count - int(np.count_nonzero(live))

    def replace_large(self, column: int, values: Numbers) -> None:
        """Take other values for whole columns from one on: a new array, for somebody may read the old one."""
        fresh = self._large.copy()
        fresh[column : column + len(values), : self.count] = values
        self._large = fresh

    def reserve(self, rows: int) -> None:
        """Make room for so many rows in all, when there is time."""
        if rows > self._live.shape[0]:
            self._grow(rows)

    def _grow(self, needed: int) -> None:
        room = max(needed, int(self._live.shape[0] * _SPARE), _ROOM)
        for name in ("_small", "_large", "_live"):
            old = getattr(self, name)
            # Nothing is put into it, so that what is not used yet takes no memory either.
            fresh = np.empty((*old.shape[:-1], room), old.dtype)
            fresh[..., : self.count] = old[..., : self.count]
            setattr(self, name, fresh)
