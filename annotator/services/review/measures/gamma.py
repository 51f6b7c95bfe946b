"""The γ of Mathet, Widlöcher and Métivier (2015, doi:10.1162/COLI_a_00227): agreement on place and type at once.

Units are aligned so that their disorder is least; γ is 1 − observed / expected disorder, where the expected one comes
from the annotators' own units, each shifted around the text by chance. Two annotators; of more, the mean over pairs.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.services.review.assignment import best_one_to_one

SAMPLES = 30
_MOST_SAMPLES = 120
_PRECISION = 0.02
"""More samples are drawn until the expected disorder is known to 2 % with 95 % confidence (Mathet 2015, 5.2)."""
_SEED = 20150901
_EMPTY = 1.0
_REACH = np.sqrt(2.0)
_MOST_CANDIDATES = 2_000_000
_UNITS_AT_ONCE = 2_000

Units = NDArray[np.float64]
"""Rows of start, end and the number of the type, sorted by start."""


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


def disorder(one: Iterable[Annotation], other: Iterable[Annotation], length: int) -> Disorder:
    """Give the disorder of two annotators on a text of ``length`` code points.

    An annotation of several fragments reaches from the first to the last. Chance has a fixed seed, so that the same
    files give the same value.
    """
    types: dict[str, int] = {}
    mine, theirs = _units(one, types), _units(other, types)
    if not len(mine) and not len(theirs):
        return NO_DISORDER
    rng = np.random.default_rng(_SEED)
    drawn = _sampled(mine, theirs, length, rng, SAMPLES)
    spread = np.std(drawn) / np.mean(drawn)
    wanted = min(_MOST_SAMPLES, int(np.ceil((1.96 * spread / _PRECISION) ** 2)))
    if wanted > SAMPLES:
        drawn = np.concatenate([drawn, _sampled(mine, theirs, length, rng, wanted - SAMPLES)])
    middle = (len(mine) + len(theirs)) / 2
    return Disorder(least_disorder(mine, theirs), float(np.mean(drawn)) * middle)


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


def _units(annotations: Iterable[Annotation], types: dict[str, int]) -> Units:
    found = [(a.start, a.end, types.setdefault(a.type, len(types))) for a in annotations if a.start < a.end]
    return np.array(sorted(found), dtype=np.float64).reshape(-1, 3)


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


def _sampled(one: Units, other: Units, length: int, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Give the disorder of two annotators by chance, so often; each is made of one of the two, turned around the text.

    Divided by the mean number of units, as samples differ in it. Many are aligned at once, one behind the other and too
    far apart to meet, which saves most of the time in short texts.
    """
    drawn = [_chance(one, other, length, rng) for _sample in range(count)]
    at_once = max(1, _UNITS_AT_ONCE // (len(one) + len(other)))
    parts = [_disorders(drawn[start : start + at_once], length) for start in range(0, count, at_once)]
    return np.concatenate(parts)


def _disorders(drawn: list[tuple[Units, Units]], length: int) -> NDArray[np.float64]:
    longest = max(float((units[:, 1] - units[:, 0]).max(initial=1.0)) for sample in drawn for units in sample)
    distance = np.array([length + 8 * longest, length + 8 * longest, 0.0])
    whole = [np.concatenate([sample[side] + distance * rank for rank, sample in enumerate(drawn)]) for side in (0, 1)]
    rows, apart = _best_alignment(whole[0], whole[1])
    sizes = np.array([(len(first), len(second)) for first, second in drawn])
    of_sample = np.repeat(np.arange(len(drawn)), sizes[:, 0])[rows]
    paired = np.bincount(of_sample, minlength=len(drawn))
    total = sizes.sum(axis=1)
    found = np.bincount(of_sample, apart, minlength=len(drawn)) + _EMPTY * (total - 2 * paired)
    return np.asarray(found / (total / 2))


def _chance(one: Units, other: Units, length: int, rng: np.random.Generator) -> tuple[Units, Units]:
    sources = [(one, other)[rng.integers(2)] for _annotator in range(2)]
    if not any(len(source) for source in sources):
        sources = [one, other]
    apart = np.mean(np.concatenate([units[:, 1] - units[:, 0] for units in (one, other)]))
    first = rng.uniform(0, length)
    second = (first + rng.uniform(min(apart, length / 2), max(length - apart, length / 2))) % max(length, 1)
    return _turned(sources[0], first, length), _turned(sources[1], second, length)


def _turned(units: Units, pivot: float, length: int) -> Units:
    moved = units.copy()
    wrap = np.where(moved[:, 0] + pivot >= length, length, 0)
    moved[:, :2] += (pivot - wrap)[:, None]
    return moved[np.argsort(moved[:, 0], kind="stable")]
