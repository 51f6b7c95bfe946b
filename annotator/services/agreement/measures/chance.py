"""What γ expects by chance: annotators made of the real ones, each turned around the text by a random distance.

Mathet, Widlöcher and Métivier (2015, doi:10.1162/COLI_a_00227), 4.5 and 5.2. Chance has a fixed seed, so that the same
files give the same value.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

MOST_SAMPLES = 120
PRECISION = 0.02
"""More samples are drawn until the expected disorder is known to 2 % with 95 % confidence."""

_SEED = 20150901

Units = NDArray[np.float64]
"""Rows of start, end and the number of the type, sorted by start."""


def expected_disorder(
    layers: Sequence[Units],
    length: int,
    samples: int,
    disorders: Callable[[list[list[Units]]], NDArray[np.float64]],
) -> float:
    """Give the mean disorder of annotators by chance, of at least so many ``samples``.

    ``disorders`` measures samples, each divided by its mean number of units, as samples differ in it.
    """
    drawing = _drawing(layers, length)
    drawn = disorders([next(drawing) for _sample in range(samples)])
    wanted = min(MOST_SAMPLES, int(np.ceil((1.96 * np.std(drawn) / np.mean(drawn) / PRECISION) ** 2)))
    if wanted > samples:
        drawn = np.concatenate([drawn, disorders([next(drawing) for _sample in range(wanted - samples)])])
    return float(np.mean(drawn))


def _drawing(layers: Sequence[Units], length: int) -> Iterator[list[Units]]:
    rng = np.random.default_rng(_SEED)
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
