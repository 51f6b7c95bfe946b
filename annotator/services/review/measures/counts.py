"""F1 from counts, which can be added up over documents."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 1000
_SEED = 20150101


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


def f1_interval(documents: Sequence[Counts]) -> tuple[float, float] | None:
    """Give the 95 % interval of F1 by the percentile bootstrap over documents (Efron 1979, doi:10.1214/aos/1176344552).

    Documents are drawn with a fixed seed, so that the same files give the same interval. None for fewer than two
    documents with anything in them.
    """
    table = np.array([counts for counts in documents if counts.one + counts.other], dtype=np.float64)
    if len(table) < 2:
        return None
    drawn = np.random.default_rng(_SEED).multinomial(len(table), np.full(len(table), 1 / len(table)), RESAMPLES)
    sums = drawn @ table
    low, high = np.percentile(2 * sums[:, 0] / (sums[:, 1] + sums[:, 2]), [2.5, 97.5])
    return float(low), float(high)
