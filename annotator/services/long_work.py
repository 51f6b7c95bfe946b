"""What work on many files tells of itself while it runs, and how it is stopped."""

from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int, str], None]
"""Is told how many files are done, of how many, and the name of the last one; may raise Cancelled."""


class Cancelled(Exception):
    """The work was stopped on request; what it was writing is not there."""


class Counter:
    """Turns "this file is done" into how many are."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.done = 0
        self._total = total
        self._progress = progress
        progress(0, total, "")

    def step(self, path: Path) -> None:
        """One more file is done; raises Cancelled where the work is to stop."""
        self.done += 1
        self._progress(self.done, self._total, path.name)
