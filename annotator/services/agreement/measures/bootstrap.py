"""Intervals of a measure by drawing the documents anew."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

FEWEST: Final = 10
"""Of fewer documents there is no interval: whatever the method, it would not cover what it says."""
RESAMPLES: Final = 599
GROUPS: Final = 40
"""More documents than these are drawn in so many groups, which costs the same for any number."""
_SEED: Final = 20150101
_ENOUGH: Final = 0.95
_COVERED: Final = 0.95
_UPPER: Final = (1 + _COVERED) / 2
_EDGE: Final = 1e-6
_NOTHING: Final = 1e-6
"""Errors below this are of rounding."""
_PART: Final = 2_000_000

Interval = tuple[float, float] | None
Values = NDArray[np.float64]
Measure = Callable[[Values], Values]


def interval(documents: Iterable[ArrayLike], measure: Measure, lowest: float = -1.0) -> Interval:
    """Give the 95 % interval over documents: the symmetric studentised bootstrap on Fisher's scale.

    ``documents`` are the sums of each, all of one shape; ``measure`` gives the values of many such sums at once, from
    ``lowest`` to 1, NaN where one is undefined. Each draw is measured by its own jackknife error (B. Efron and
    R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 12; P. Hall, The Bootstrap and Edgeworth
    Expansion, 1992, section 3.5), and of fewer than ``GROUPS`` never narrower than Student's t makes it: draws of
    few documents with little in them are too much alike. Documents are drawn with a fixed seed, so that the same files
    give the same interval. None for fewer than ``FEWEST`` documents with anything in them, where they do not differ,
    and where more than one draw in twenty is undefined. ``make bench`` shows the coverage by simulation.
    """
    sums = np.array(list(documents), dtype=np.float64)
    counted = sums[sums.reshape(len(sums), -1).any(axis=1)] if len(sums) else sums
    if len(counted) < FEWEST:
        return None
    parts = _grouped(counted)

    def scaled(some: Values) -> Values:
        values = (measure(some) - lowest) / (1 - lowest) * 2 - 1
        return np.arctanh(np.clip(values, _EDGE - 1, 1 - _EDGE))

    whole = float(scaled(parts.sum(axis=0)[None])[0])
    error = float(_errors(np.ones((1, len(parts))), parts.sum(axis=0)[None], parts, scaled)[0])
    drawn = _drawn(len(parts))
    sums = np.tensordot(drawn, parts, axes=1)
    values, errors = scaled(sums), _errors(drawn, sums, parts, scaled)
    known = ~np.isnan(values) & (errors > _NOTHING)
    if not error > _NOTHING or known.mean() < _ENOUGH:
        return None
    far = np.quantile(np.abs(values[known] - whole) / errors[known], _COVERED)
    least = stdtrit(len(parts) - 1, _UPPER) if len(parts) < GROUPS else 0.0
    width = float(max(far, least)) * error
    low, high = ((np.tanh(end) + 1) / 2 * (1 - lowest) + lowest for end in (whole - width, whole + width))
    return float(low), float(high)


def ratios(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, NaN where there is nothing to divide by."""
    return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def _grouped(documents: Values) -> Values:
    """Add many documents up to ``GROUPS`` groups, by chance but always alike."""
    if len(documents) <= GROUPS:
        return documents
    order = np.random.default_rng(_SEED).permutation(len(documents))
    return np.array([documents[some].sum(axis=0) for some in np.array_split(order, GROUPS)])


def _errors(drawn: Values, sums: Values, parts: Values, scaled: Measure) -> Values:
    """Give the jackknife error of each draw, with its sums: how much leaving out one document changes the value."""
    number, size = len(parts), max(1, _PART // parts.size)
    errors = [np.zeros(0)]
    for start in range(0, len(drawn), size):
        weights = drawn[start : start + size]
        without = (sums[start : start + size, None] - parts[None]).reshape(-1, *parts.shape[1:])
        left = scaled(without).reshape(len(weights), number)
        left = np.where(weights > 0, left, 0.0)
        middle = (weights * left).sum(axis=1, keepdims=True) / number
        errors.append(np.sqrt((number - 1) / number * (weights * (left - middle) ** 2).sum(axis=1)))
    return np.concatenate(errors)


@lru_cache(maxsize=2)
def _drawn(number: int) -> Values:
    drawn = np.random.default_rng(_SEED).multinomial(number, np.full(number, 1 / number), RESAMPLES)
    return drawn.astype(np.float64)
