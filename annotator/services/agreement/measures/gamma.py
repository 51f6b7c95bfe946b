"""The γ of Mathet, Widlöcher and Métivier (2015, doi:10.1162/COLI_a_00227): agreement on place and type at once.

Units are aligned so that their disorder is least; γ is 1 − observed / expected disorder, where the expected one comes
from the annotators' own units, each turned around the text by chance. Here of two annotators, for which the best
alignment is an assignment.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.services.agreement.measures.chance import Fewest, Units, expected_disorder
from annotator.services.comparing.assignment import best_one_to_one

SAMPLES = Fewest(30, 200)
_EMPTY = 1.0
_REACH = np.sqrt(2.0)
_MOST_CANDIDATES = 2_000_000
_UNITS_AT_ONCE = 1_000


class Disorder(NamedTuple):
    """Observed and expected disorder, as sums over units, so that documents can be added up."""

    observed: float = 0.0
    expected: float = 0.0

    @property
    def gamma(self) -> float | None:
        """1 − observed / expected; None where nobody marked anything."""
        return 1 - self.observed / self.expected if self.expected > 0 else None

    def plus(self, more: "Disorder") -> "Disorder":
        """Give the disorder of both together."""
        return Disorder(self.observed + more.observed, self.expected + more.expected)


NO_DISORDER = Disorder()


def disorder(
    one: Iterable[Annotation], other: Iterable[Annotation], length: int, tell: Callable[[], None] = lambda: None
) -> Disorder:
    """Give the disorder of two annotators on a text of ``length`` code points.

    An annotation of several fragments reaches from the first to the last. ``tell`` is called now and then, and may
    raise to stop the work.
    """
    types: dict[str, int] = {}
    mine, theirs = units_of(one, types), units_of(other, types)
    if not len(mine) and not len(theirs):
        return NO_DISORDER
    middle = (len(mine) + len(theirs)) / 2
    expected = expected_disorder((mine, theirs), length, SAMPLES, lambda drawn: _disorders(drawn, length, tell))
    return Disorder(least_disorder(mine, theirs), expected * middle)


def units_of(annotations: Iterable[Annotation], types: dict[str, int]) -> Units:
    """Give annotations as units; ``types`` are the numbers of the types so far, and grow."""
    found = [(a.start, a.end, types.setdefault(a.type, len(types))) for a in annotations if a.start < a.end]
    return np.array(sorted(found), dtype=np.float64).reshape(-1, 3)


def least_disorder(one: Units, other: Units) -> float:
    """Give the disorder of the best alignment, summed over its pairs and over the units that stay alone."""
    rows, apart = _best_alignment(one, other)
    return float(apart.sum() + _EMPTY * (len(one) + len(other) - 2 * len(rows)))


def _best_alignment(one: Units, other: Units) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the rows of ``one`` that are paired, each with the dissimilarity of its pair."""
    rows, columns, apart = _candidates(one, other)
    # Staying alone costs each unit 1, so a pair is worth having while it costs less than both together.
    useful = apart < 2 * _EMPTY
    rows, columns, apart = rows[useful], columns[useful], apart[useful]
    chosen = best_one_to_one(rows, columns, (2 * _EMPTY - apart) / 2)
    return rows[chosen], apart[chosen]


def _candidates(one: Units, other: Units) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pair units that could be worth pairing, with their dissimilarity.

    Places cost ((|Δstart| + |Δend|) / (both lengths))², types 1 where they differ. Less than 2 costs only what is less
    than √2 times both lengths away, and since |Δend| ≥ |Δlength| − |Δstart|, the starts are nearer still.
    """
    nothing = np.empty(0, dtype=np.int64)
    if not len(one) or not len(other):
        return nothing, nothing, np.empty(0)
    parts = [_near(one, other, low, high) for low, high in _length_classes(other)]
    rows, columns = (np.concatenate(side) for side in zip(*parts, strict=True))
    moved = np.abs(one[rows, 0] - other[columns, 0]) + np.abs(one[rows, 1] - other[columns, 1])
    lengths = one[rows, 1] - one[rows, 0] + other[columns, 1] - other[columns, 0]
    return rows, columns, (moved / lengths) ** 2 + (one[rows, 2] != other[columns, 2])


def _length_classes(units: Units) -> list[tuple[float, float]]:
    """Halve and halve again, so that a few long units do not widen the search for all."""
    longest = float((units[:, 1] - units[:, 0]).max())
    classes, low = [], 0.0
    high = 8.0
    while low < longest:
        classes.append((low, high))
        low, high = high, high * 2
    return classes


def _near(one: Units, other: Units, shortest: float, longest: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lengths = other[:, 1] - other[:, 0]
    members = np.nonzero((lengths > shortest) & (lengths <= longest))[0]
    reach = _REACH * (one[:, 1] - one[:, 0] + longest)
    low = np.searchsorted(other[members, 0], one[:, 0] - reach)
    high = np.searchsorted(other[members, 0], one[:, 0] + reach)
    counts = high - low
    if counts.sum() > _MOST_CANDIDATES:
        counts = np.minimum(counts, max(1, _MOST_CANDIDATES // len(one)))
    rows = np.repeat(np.arange(len(one)), counts)
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - low, counts)
    return rows, members[places]


def _disorders(samples: list[list[Units]], length: int, tell: Callable[[], None]) -> NDArray[np.float64]:
    """Give the disorder of each sample, divided by its mean number of units.

    Many are aligned at once, one behind the other and too far apart to meet, which saves most of the time in short
    texts.
    """
    at_once = max(1, _UNITS_AT_ONCE // max(1, sum(map(len, samples[0]))))
    parts = []
    for start in range(0, len(samples), at_once):
        tell()
        parts.append(_at_once(samples[start : start + at_once], length))
    return np.concatenate(parts)


def _at_once(samples: list[list[Units]], length: int) -> NDArray[np.float64]:
    sizes = np.array([(len(first), len(second)) for first, second in samples])
    whole = [np.concatenate([sample[side] for sample in samples]) for side in (0, 1)]
    longest = max(1.0, *(float((units[:, 1] - units[:, 0]).max(initial=1.0)) for units in whole))
    of_sample = [np.repeat(np.arange(len(samples)), sizes[:, side]) for side in (0, 1)]
    for units, rank in zip(whole, of_sample, strict=True):
        units[:, :2] += ((length + 8 * longest) * rank)[:, None]
    rows, apart = _best_alignment(whole[0], whole[1])
    paired_in = of_sample[0][rows]
    paired = np.bincount(paired_in, minlength=len(samples))
    total = sizes.sum(axis=1)
    found = np.bincount(paired_in, apart, minlength=len(samples)) + _EMPTY * (total - 2 * paired)
    return np.asarray(found / (total / 2))
