"""Names found by how their words begin, in any order, while they are typed."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Final, NamedTuple

from annotator.model.name_key import name_key
from annotator.services.folding.folded_text import Folding
from annotator.services.folding.folded_text import folded as folded_as

_AS_TYPED: Final = Folding(case=True, accents=True, sharp=True)
_AT_ONCE: Final = 200
"""So many new entries are put into their places; of more, all are sorted again."""
_END: Final = "\U0010ffff"


def as_typed(name: str) -> str:
    """Give the form in which names are looked for: without case, accents, and letters that a keyboard may not have."""
    key = name_key(name)
    return key.lower() if key.isascii() else " ".join(folded_as(key, _AS_TYPED).split())


class Match(NamedTuple):
    """What a name stands for; ``rank`` is 0 where the whole name begins so, 1 where a later word does, else 2."""

    label: int
    rank: int


class _Entry(NamedTuple):
    onwards: str
    label: int
    whole: str


class Starts:
    """Names by the words they hold; ``label`` is a number of the caller's."""

    def __init__(self) -> None:
        self._sorted: list[_Entry] = []
        self._fresh: list[_Entry] = []

    def add(self, whole: str, label: int) -> None:
        """Let a name, in the form that is looked for, be found."""
        self._fresh.append(_Entry(whole, label, whole))
        place = whole.find(" ")
        while place >= 0:
            self._fresh.append(_Entry(whole[place + 1 :], label, whole))
            place = whole.find(" ", place + 1)

    def find(self, typed: str) -> Iterator[Match]:
        """Give what begins as was typed, or has a word that does for each word that was typed."""
        wanted = as_typed(typed)
        for entry in self._between(wanted):
            yield Match(entry.label, int(len(entry.onwards) < len(entry.whole)))
        words = wanted.split()
        if len(words) > 1:
            yield from self._with_all(words)

    def exactly(self, name: str) -> Iterator[Match]:
        """Give what has just this name (rank 0), or a name that ends in just these words (rank 1)."""
        wanted = as_typed(name)
        self._settle()
        for place in range(bisect_left(self._sorted, (wanted,)), len(self._sorted)):
            entry = self._sorted[place]
            if entry.onwards != wanted:
                return
            yield Match(entry.label, int(len(entry.onwards) < len(entry.whole)))

    def _with_all(self, words: list[str]) -> Iterator[Match]:
        longest = max(words, key=len)
        for entry in self._between(longest):
            has = entry.whole.split()
            if all(any(word.startswith(one) for word in has) for one in words):
                yield Match(entry.label, 2)

    def _between(self, start: str) -> list[_Entry]:
        self._settle()
        low = bisect_left(self._sorted, (start,))
        return self._sorted[low : bisect_left(self._sorted, (start + _END,), low)] if start else list(self._sorted)

    def _settle(self) -> None:
        if len(self._fresh) > _AT_ONCE:
            self._sorted.extend(self._fresh)
            self._sorted.sort()
        else:
            for entry in self._fresh:
                insort(self._sorted, entry)
        self._fresh.clear()
