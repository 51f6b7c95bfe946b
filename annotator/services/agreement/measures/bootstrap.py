"""Intervals of a measure by drawing the documents anew."""

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 1000
_SEED = 20150101
_ENOUGH = 0.95 * RESAMPLES

Interval = tuple[float, float] | None


def interval(documents: Iterable[ArrayLike], measure: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Interval:
    """Give the 95 % interval by the percentile bootstrap over documents (Efron 1979, doi:10.1214/aos/1176344552).

    ``documents`` are the sums of each, all of one shape; ``measure`` gives the values of many such sums at once, NaN
    where one is undefined. Documents are drawn with a fixed seed, so that the same files give the same interval. None
    for fewer than two documents with anything in them, and where more than one draw in twenty is undefined.
    """
    sums = np.array(list(documents), dtype=np.float64)
    counted = sums[sums.reshape(len(sums), -1).any(axis=1)] if len(sums) else sums
    if len(counted) < 2:
        return None
    values = measure(np.tensordot(_drawn(len(counted)), counted, axes=1))
    known = values[~np.isnan(values)]
    if len(known) < _ENOUGH:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def ratios(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, NaN where there is nothing to divide by."""
    return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


@lru_cache(maxsize=2)
def _drawn(number: int) -> NDArray[np.float64]:
    drawn = np.random.default_rng(_SEED).multinomial(number, np.full(number, 1 / number), RESAMPLES)
    return drawn.astype(np.float64)
