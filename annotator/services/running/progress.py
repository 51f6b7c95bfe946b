"""What long work tells of itself while it runs, and how it is stopped."""

from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int, str], None]
"""Is told how much is done, of how much, and at what the work is, as the name of a file; may raise Cancelled."""

_FINE = 1000


class Cancelled(Exception):
    """The work was stopped on request; what it was writing is not there."""


def no_progress(_count: int, _total: int, _name: str) -> None:
    """Nobody wants to know, and nobody stops the work."""


def part(progress: Progress, number: int, parts: int) -> Progress:
    """Give what one of several equal parts of a work, from 0, tells its own progress to."""

    def tell(count: int, total: int, name: str) -> None:
        progress(number * _FINE + (_FINE * count // total if total else 0), parts * _FINE, name)

    return tell


class Counter:
    """Turns "this file is done" into how many are."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.done = 0
        self._total = total
        self._progress = progress
        progress(0, total, "")

    def still(self, _count: int, _total: int, name: str) -> None:
        """Be the progress of work within one file; raises Cancelled where the work is to stop."""
        self._progress(self.done, self._total, name)

    def step(self, path: Path) -> None:
        """One more file is done; raises Cancelled where the work is to stop."""
        self.done += 1
        self._progress(self.done, self._total, path.name)
