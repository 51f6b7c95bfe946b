"""Coefficients for things that are each put into one category by every annotator."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Category = TypeVar("Category", bound=Hashable)
Table = Mapping[tuple[Category, Category], float]
"""How often the one annotator chose the first and the other the second of two categories."""


def kappa(table: Table[Category]) -> float | None:
    """Cohen's κ (1960, doi:10.1177/001316446002000104); None where only one category was used."""
    counts = _square(table)
    total = counts.sum()
    return _corrected(table, counts.sum(axis=1) @ counts.sum(axis=0) / total**2 if total else 1.0)


def pi(table: Table[Category]) -> float | None:
    """Scott's π (1955, doi:10.1086/266577); None where only one category was used."""
    counts = _square(table)
    total = counts.sum()
    shares = (counts.sum(axis=1) + counts.sum(axis=0)) / (2 * total) if total else np.ones(1)
    return _corrected(table, float(shares @ shares))


def alpha(table: Table[Category]) -> float | None:
    """Krippendorff's α of two annotators, nominal; None where only one category was used."""
    counts = _square(table)
    return alpha_of_coincidences(counts + counts.T)


def alpha_of_coincidences(matrix: NDArray[np.float64]) -> float | None:
    """Krippendorff's nominal α from a matrix of coincidences (Krippendorff 2004, Content Analysis, chapter 11)."""
    totals = matrix.sum(axis=0)
    total = totals.sum()
    expected = total**2 - totals @ totals
    if total <= 1 or expected <= 0:
        return None
    return float(1 - (total - 1) * (total - np.trace(matrix)) / expected)


def per_cent(table: Table[Category]) -> float | None:
    """Give the share of equal choices, in per cent; None where there are none."""
    total = sum(table.values())
    return 100 * sum(count for (one, other), count in table.items() if one == other) / total if total else None


def _corrected(table: Table[Category], expected: float) -> float | None:
    equal = per_cent(table)
    if equal is None or expected >= 1 - 1e-12:
        return None
    return float((equal / 100 - expected) / (1 - expected))


def _square(table: Table[Category]) -> NDArray[np.float64]:
    categories: dict[Hashable, int] = {}
    for pair in table:
        for category in pair:
            categories.setdefault(category, len(categories))
    counts = np.zeros((len(categories), len(categories)))
    for (one, other), count in table.items():
        counts[categories[one], categories[other]] += count
    return counts
