"""The first reading of a folder: a few files are handed on at once, all others as a whole when they are read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from annotator.services.index.cache import Cache
from annotator.services.index.contents import Contents
from annotator.services.index.gathering import Gathering
from annotator.services.index.kept_joined import keep_gathered
from annotator.services.index.reading import ReadFile
from annotator.services.index.rejoining import Setting

AT_FIRST: Final = 50
"""So many files are put in one by one: they are there at once."""
GATHERED: Final = 1000
"""What was gathered is handed over when it is so much, where much more is to come, and at the end."""


class FirstReading:
    """Gathers what is read of so many files; ``take`` gets contents of all that was read, by the ``setting`` then.

    For the thread that reads.
    """

    def __init__(
        self, root: Path, files: int, setting: Callable[[], Setting], take: Callable[[Contents], object]
    ) -> None:
        self._gathering = Gathering(root)
        self._setting, self._take = setting, take
        self._next = GATHERED if files > 2 * GATHERED else None

    def __len__(self) -> int:
        return len(self._gathering)

    def left_of(self, found: Sequence[ReadFile]) -> list[ReadFile]:
        """Gather what was read, and give what is to be put in by itself: the first files, and what is wrong."""
        is_first = len(self) < AT_FIRST
        left = [read for read in found if not self._gathering.add(read) or is_first]
        if self._next is not None and len(self) >= self._next:
            self._next = None
            self._take(self._gathering.contents(self._gathering.joined(), self._setting()))
        return left

    def end(self, cache: Cache) -> None:
        """Keep all that was read for the next start, and hand it over."""
        if len(self):
            joined = self._gathering.joined(is_last=True)
            # Before it is handed over, for what is handed over takes the place of what was joined.
            keep_gathered(cache, joined)
            self._take(self._gathering.contents(joined, self._setting()))
