"""F1 from counts, which can be added up over documents."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from annotator.services.agreement.measures.bootstrap import Interval, interval, ratios


class Counts(NamedTuple):
    """How many things are in both, in the one, and in the other."""

    both: int = 0
    one: int = 0
    other: int = 0

    @property
    def f1(self) -> float | None:
        """2|A∩B| / (|A| + |B|); None where neither has anything."""
        total = self.one + self.other
        return 2 * self.both / total if total else None

    def plus(self, more: "Counts") -> "Counts":
        """Give the counts of both together."""
        return Counts(self.both + more.both, self.one + more.one, self.other + more.other)


NO_COUNTS = Counts()


def counts_of(one: Iterable[Hashable], other: Iterable[Hashable]) -> Counts:
    """Count what is in both, a thing as often as it is in the one that has it less often."""
    mine, theirs = Counter(one), Counter(other)
    return Counts((mine & theirs).total(), mine.total(), theirs.total())


def f1_interval(documents: Iterable[Counts]) -> Interval:
    """Give the interval of F1 over documents."""
    return interval(documents, lambda sums: ratios(2 * sums[:, 0], sums[:, 1] + sums[:, 2]), 0.0)
