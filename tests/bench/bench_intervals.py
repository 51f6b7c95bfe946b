"""Intervals of agreement: how often they hold the true value, by simulation, and what they cost."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotator.services.agreement.measures.bootstrap import RESAMPLES, Measure, interval, ratios
from annotator.services.agreement.measures.counts import Counts, f1_interval
from annotator.services.agreement.measures.nominal import alphas

SETS = 400
KINDS = {"long": (60, 20.0), "usual": (20, 8.0), "short": (8, 4.0)}
"""Annotations of one annotator a document on average, and how alike documents are in what is agreed on."""
THREE = (0.6, 0.3, 0.1)
EIGHT = (0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05, 0.05)
"""How often the values of a field are chosen."""

Shares = Sequence[float]
Make = Callable[[int, np.random.Generator], NDArray[Any]]


def documents(number: int, size: int, alike: float, random: np.random.Generator) -> NDArray[np.int64]:
    """What is in both, in the one and in the other, of documents whose agreement is about 0.75."""
    one = 1 + random.negative_binomial(2, 2 / (2 + size), number)
    share = random.beta(0.75 * alike, 0.25 * alike, number)
    both = random.binomial(one, share)
    return np.stack([both, one, both + random.binomial(one, 1 - share)], axis=1)


def percentiles(counts: NDArray[np.int64], random: np.random.Generator) -> tuple[float, float]:
    """The plain way: the middle of the values of the draws."""
    drawn = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), RESAMPLES) @ counts
    low, high = np.percentile(2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2]), [2.5, 97.5])
    return float(low), float(high)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [10, 20, 40])
def test_coverage(kind: str, number: int, benchmark: Any) -> None:
    random = np.random.default_rng(number)
    whole = documents(400_000, *KINDS[kind], random).sum(axis=0)
    truth = 2 * whole[0] / (whole[1] + whole[2])
    held = {"studentised": 0, "percentiles": 0}
    for _ in range(SETS):
        counts = documents(number, *KINDS[kind], random)
        found = interval(counts, f1_of, 0.0)
        for name, ends in (("studentised", found), ("percentiles", percentiles(counts, random))):
            held[name] += ends is not None and ends[0] <= truth <= ends[1]
    benchmark.extra_info.update({name: round(count / SETS, 3) for name, count in held.items()})
    benchmark(f1_interval, [Counts(*map(int, row)) for row in counts])


def rare(number: int, random: np.random.Generator) -> NDArray[np.int64]:
    """What is in both, in the one and in the other of a type or code that half of the documents do not have."""
    counts = documents(number, 2, 4.0, random)
    return counts * (random.random((number, 1)) < 0.5)


def choices(number: int, random: np.random.Generator, size: float, alike: float, shares: Shares) -> NDArray[np.float64]:
    """A table for each document: what the one and the other chose in a field of the annotations that correspond."""
    agreed = random.beta(0.75 * alike, 0.25 * alike, number)
    document = np.repeat(np.arange(number), random.negative_binomial(2, 2 / (2 + size), number))
    mine = random.choice(len(shares), len(document), p=shares)
    anything = random.choice(len(shares), len(document), p=shares)
    other = np.where(random.random(len(document)) < agreed[document], mine, anything)
    tables = np.zeros((number, len(shares), len(shares)))
    np.add.at(tables, (document, mine, other), 1)
    return tables


def same(number: int, random: np.random.Generator) -> NDArray[np.float64]:
    """How many annotations that correspond have the same in a field, and how many there are, of each document."""
    tables = choices(number, random, 10, 8.0, THREE)
    return np.stack([np.trace(tables, axis1=1, axis2=2), tables.sum(axis=(1, 2))], axis=1)


def annotations(number: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Annotations of one document, what corresponds together: exactly the same, in the one, in the other."""
    together = random.random(number) < 0.85
    exact = together & (random.random(number) < 0.8)
    first = together | (random.random(number) < 0.5)
    return np.stack([exact, first, together | ~first], axis=1).astype(np.int64)


def stances(number: int, random: np.random.Generator) -> NDArray[np.float64]:
    """A table for each aligned pair: what the one and the other chose of three values."""
    mine = random.choice(3, number, p=THREE)
    other = np.where(random.random(number) < 0.75, mine, random.choice(3, number, p=THREE))
    tables = np.zeros((number, 3, 3))
    tables[np.arange(number), mine, other] = 1
    return tables


def f1_of(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    return ratios(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


Simulated = tuple[Make, Measure, float]
OF_PARTS: dict[str, Simulated] = {
    "F1 of a rare type": (rare, f1_of, 0.0),
    "α of a field": (partial(choices, size=10, alike=8.0, shares=THREE), alphas, -1.0),
    "α of a field, short documents": (partial(choices, size=4, alike=6.0, shares=THREE), alphas, -1.0),
    "α of many values": (partial(choices, size=10, alike=8.0, shares=EIGHT), alphas, -1.0),
    "α of a rare value": (partial(choices, size=10, alike=8.0, shares=(0.9, 0.1)), alphas, -1.0),
    "the same in a field": (same, lambda sums: ratios(sums[:, 0], sums[:, 1]), 0.0),
}


@pytest.mark.parametrize("kind", OF_PARTS)
@pytest.mark.parametrize("number", [14, 20, 40, 80])
def test_coverage_of_types_and_fields(kind: str, number: int, benchmark: Any) -> None:
    coverage(*OF_PARTS[kind], number, benchmark)


WITHIN: dict[str, Simulated] = {"F1 of annotations": (annotations, f1_of, 0.0), "α of a field": (stances, alphas, -1.0)}


@pytest.mark.parametrize("kind", WITHIN)
@pytest.mark.parametrize("number", [40, 100, 400])
def test_coverage_within_a_document(kind: str, number: int, benchmark: Any) -> None:
    coverage(*WITHIN[kind], number, benchmark)


def coverage(make: Make, measure: Measure, lowest: float, number: int, benchmark: Any) -> None:
    """Count how often the interval of so many holds the value of very many, where one is given at all."""
    random = np.random.default_rng(number)
    truth = float(measure(make(400_000, random).sum(axis=0)[None].astype(float))[0])
    found = [interval(make(number, random), measure, lowest) for _ in range(SETS)]
    known = [ends for ends in found if ends]
    held = sum(low <= truth <= high for low, high in known)
    if known:
        benchmark.extra_info.update(held=round(held / len(known), 3))
    benchmark.extra_info.update(given=round(len(known) / SETS, 3))
    benchmark(interval, make(number, random), measure, lowest)
