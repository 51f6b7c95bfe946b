"""Coefficients for things that are each put into one category by every annotator."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Category = TypeVar("Category", bound=Hashable)
Table = Mapping[tuple[Category, Category], float]
"""How often the one annotator chose the first and the other the second of two categories."""

Tables = NDArray[np.float64]
"""Such tables as arrays, of shape (…, categories, categories), so that many are measured at once."""


def kappa(table: Table[Category]) -> float | None:
    """Cohen's κ (1960, doi:10.1177/001316446002000104); None where only one category was used."""
    return _known(kappas(_square(table)))


def pi(table: Table[Category]) -> float | None:
    """Scott's π (1955, doi:10.1086/266577); None where only one category was used."""
    return _known(pis(_square(table)))


def alpha(table: Table[Category]) -> float | None:
    """Krippendorff's α of two annotators, nominal; None where only one category was used."""
    return _known(alphas(_square(table)))


def alpha_of_coincidences(table: Table[Category]) -> float | None:
    """Krippendorff's nominal α of coincidences; None where only one category was used."""
    return _known(alphas_of_coincidences(_square(table)))


def kappas(tables: Tables) -> NDArray[np.float64]:
    """Cohen's κ of each table, NaN where only one category was used."""
    return _corrected(tables, (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1))


def pis(tables: Tables) -> NDArray[np.float64]:
    """Scott's π of each table, NaN where only one category was used."""
    return _corrected(tables, (((tables.sum(axis=-1) + tables.sum(axis=-2)) / 2) ** 2).sum(axis=-1))


def alphas(tables: Tables) -> NDArray[np.float64]:
    """Krippendorff's nominal α of two annotators of each table, NaN where only one category was used."""
    return alphas_of_coincidences(tables + np.swapaxes(tables, -1, -2))


def alphas_of_coincidences(matrices: Tables) -> NDArray[np.float64]:
    """Krippendorff's nominal α of each matrix of coincidences (Krippendorff 2004, Content Analysis, chapter 11)."""
    totals = matrices.sum(axis=-1)
    total = totals.sum(axis=-1)
    expected = total**2 - (totals**2).sum(axis=-1)
    differing = total - np.trace(matrices, axis1=-2, axis2=-1)
    return _where((total > 1) & (expected > 0), 1 - (total - 1) * differing / np.where(expected > 0, expected, 1))


def per_cent(table: Table[Category]) -> float | None:
    """Give the share of equal choices, in per cent; None where there are none."""
    total = sum(table.values())
    return 100 * sum(count for (one, other), count in table.items() if one == other) / total if total else None


def stacked(tables: Sequence[Table[Category]]) -> Tables:
    """Give tables as one array, with the same categories in all of them."""
    categories = {
        category: place for place, category in enumerate({one: None for t in tables for pair in t for one in pair})
    }
    counts = np.zeros((len(tables), len(categories), len(categories)))
    for number, table in enumerate(tables):
        for (one, other), count in table.items():
            counts[number, categories[one], categories[other]] = count
    return counts


def _corrected(tables: Tables, by_chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correct the share of equal choices for chance; ``by_chance`` is the expected share times the square of all."""
    counted = tables.sum(axis=(-1, -2))
    total = np.where(counted > 0, counted, 1)
    equal, expected = np.trace(tables, axis1=-2, axis2=-1) / total, by_chance / total**2
    defined = (counted > 0) & (expected < 1 - 1e-12)
    return _where(defined, (equal - expected) / np.where(defined, 1 - expected, 1))


def _where(defined: NDArray[np.bool_], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(defined, values, np.nan)


def _known(value: NDArray[np.float64]) -> float | None:
    return None if np.isnan(value) else float(value)


def _square(table: Table[Category]) -> NDArray[np.float64]:
    square: NDArray[np.float64] = stacked([table])[0]
    return square
