"""What γ expects by chance: annotators made of the real ones, each turned around the text by a random distance.

Mathet, Widlöcher and Métivier (2015, doi:10.1162/COLI_a_00227), 4.5 and 5.2. The seed of chance is made of the units:
the same files give the same value, and several documents have errors of their own.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PRECISION = 0.02
"""Samples are drawn until the expected disorder is known to 2 % with 95 % confidence."""
_QUANTILE = 2.326348
"""That of 98 %: whoever stops as soon as it looks enough stops too soon, and is right less often than that."""
ENDLESS = 50_000
"""So many samples would be a fault: no real pair comes near a tenth of it."""

_SHORT = 15
"""Texts of fewer units are short."""
_SEED = 20150901


class Fewest(NamedTuple):
    """How many samples are drawn at least: some for long texts, more where few units scatter widely and cost little."""

    long: int
    short: int

    def for_units(self, count: int) -> int:
        """Give the number for texts of so many units."""
        return max(self.long, min(self.short, self.short * _SHORT // max(1, count)))


Units = NDArray[np.float64]
"""Rows of start, end and the number of the type, sorted by start."""


def expected_disorder(
    layers: Sequence[Units],
    length: int,
    fewest: Fewest,
    disorders: Callable[[list[list[Units]]], NDArray[np.float64]],
) -> float:
    """Give the mean disorder of annotators by chance, of at least the ``fewest`` samples for so many units.

    ``disorders`` measures samples, each divided by its mean number of units, as samples differ in it.
    """
    drawing = samples_of(layers, length)
    samples = fewest.for_units(sum(map(len, layers)))
    drawn = disorders([next(drawing) for _sample in range(samples)])
    while len(drawn) < min(ENDLESS, wanted := _wanted(drawn)):
        # At most as many again, for the spread of few samples is not known well itself.
        more = min(wanted, 2 * len(drawn)) - len(drawn)
        drawn = np.concatenate([drawn, disorders([next(drawing) for _sample in range(more)])])
    return float(np.mean(drawn))


def _wanted(drawn: NDArray[np.float64]) -> int:
    """Give how many samples make the mean as precise as it has to be, by the spread of those drawn."""
    margin = _t_quantile(len(drawn) - 1) * np.std(drawn, ddof=1) / np.mean(drawn)
    return int(np.ceil((margin / PRECISION) ** 2))


def _t_quantile(freedom: int) -> float:
    """Give Student's t at 99 % (R. A. Fisher and E. A. Cornish 1960, doi:10.2307/1266546), without scipy's tables."""
    z = _QUANTILE
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def samples_of(layers: Sequence[Units], length: int) -> Iterator[list[Units]]:
    """Draw samples without end: the same ones for the same annotators, others for others."""
    rng = np.random.default_rng([_SEED, crc32(b"".join(units.tobytes() for units in layers))])
    mean_length = float(np.mean(np.concatenate([units[:, 1] - units[:, 0] for units in layers])))
    while True:
        sources = [layers[int(rng.integers(len(layers)))] for _annotator in layers]
        if not any(len(source) for source in sources):
            sources = list(layers)
        distances = _distances(len(layers), mean_length, length, rng)
        yield [_turned(units, distance, length) for units, distance in zip(sources, distances, strict=True)]


def _distances(count: int, mean_length: float, length: int, rng: np.random.Generator) -> list[float]:
    """Draw how far each is turned: no two by nearly the same, but a unit's mean length apart where there is room."""
    apart = min(mean_length, length / (2 * (count - 1)))
    first = rng.uniform(0, length)
    taken = [0.0]
    while len(taken) < count:
        behind = [*taken[1:], float(length)]
        room = [max(0.0, end - start - 2 * apart) for start, end in zip(taken, behind, strict=True)]
        left = rng.uniform(0, sum(room))
        place = 0
        while left > room[place] and place + 1 < len(room):
            left -= room[place]
            place += 1
        taken.insert(place + 1, taken[place] + apart + left)
    return [(first + distance) % max(length, 1) for distance in taken]


def _turned(units: Units, distance: float, length: int) -> Units:
    over = int(np.searchsorted(units[:, 0], length - distance))
    turned = np.concatenate([units[over:], units[:over]])
    turned[: len(units) - over, :2] += distance - length
    turned[len(units) - over :, :2] += distance
    return turned
