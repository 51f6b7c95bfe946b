"""γ of more than two annotators at once: their best alignment, and what chance gives (see ``gamma``, ``grouping``)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.services.agreement.measures.chance import Fewest, Units, expected_disorder, samples_of
from annotator.services.agreement.measures.gamma import NO_DISORDER, Disorder, units_of
from annotator.services.agreement.measures.grouping import Indexes, Numbers, best_grouping, quick_grouping

SAMPLES = Fewest(8, 30)
"""Fewer than for two annotators, as the disorder of many varies less; more follow where that is not so."""
_HELD_AGAINST = 10
_UNITS_HELD_AGAINST = 600
"""In so many samples, or units, the quick search is held against the best one, to know by how much it misses."""

MOST_AT_ONCE = 600
"""So many units are aligned at once; a longer text is cut where the next ones begin farthest away."""


def disorder_of_all(layers: Sequence[Iterable[Annotation]], length: int) -> tuple[Disorder, bool]:
    """Give the disorder of three or more annotators on a text of ``length`` code points, and whether it is proved."""
    types: dict[str, int] = {}
    units = [units_of(annotations, types) for annotations in layers]
    if not any(len(own) for own in units):
        return NO_DISORDER, True
    found = [best_grouping(dissimilarities(part), own) for part, own in _parts(units)]
    middle = sum(map(len, units)) / len(units)
    observed = sum(part.disorder for part in found)
    return Disorder(observed, expected_of_all(units, length) * middle), len(found) == 1 and found[0].proved


def expected_of_all(units: Sequence[Units], length: int) -> float:
    """Give the mean disorder by chance, divided by the mean number of units.

    Samples are aligned by a quick search. It finds up to 1 % more disorder than the least, which would raise γ: by how
    much it misses is measured in some samples, and taken off.
    """
    return expected_disorder(units, length, SAMPLES, _quick_disorders) * _least_to_quick(units, length)


def dissimilarities(units: Numbers) -> Numbers:
    """Give how unlike every two units are: ((|Δstart| + |Δend|) / both lengths)², and 1 more where the types differ."""
    starts, ends, types = units.T
    apart: Numbers = np.abs(np.subtract.outer(starts, starts))
    other = np.subtract.outer(ends, ends)
    apart += np.abs(other, out=other)
    apart /= np.add.outer(ends - starts, ends - starts, out=other)
    apart *= apart
    apart += np.not_equal.outer(types, types)
    return apart


def _least_to_quick(layers: Sequence[Units], length: int) -> float:
    """Give the least disorder of annotators by chance as a part of what the quick search finds."""
    least = quick = 0.0
    units = 0
    for sample in islice(samples_of(layers, length), _HELD_AGAINST):
        part, own = next(_parts(sample))
        units += len(part)
        apart = dissimilarities(part)
        least += best_grouping(apart, own, prove=False).disorder
        quick += quick_grouping(apart, own)
        if units >= _UNITS_HELD_AGAINST:
            break
    return least / quick


def _quick_disorders(samples: list[list[Units]]) -> NDArray[np.float64]:
    return np.array([_quick_disorder(units) / (sum(map(len, units)) / len(units)) for units in samples])


def _quick_disorder(layers: Sequence[Units]) -> float:
    # Single precision suffices for chance, and takes a third of the time.
    return sum(quick_grouping(dissimilarities(part.astype(np.float32)), own) for part, own in _parts(layers))


def _parts(layers: Sequence[Units]) -> Iterator[tuple[Units, list[Indexes]]]:
    """Give the units of every part of the text, in order, with the indexes of each annotator's."""
    units = np.concatenate(layers)
    owners = np.repeat(np.arange(len(layers)), [len(own) for own in layers])
    order = np.argsort(units[:, 0], kind="stable")
    units, owners = units[order], owners[order]
    start = 0
    while start < len(units):
        end = _cut(units[start : start + MOST_AT_ONCE + 1, 0]) + start
        of_part = owners[start:end]
        part = units[start:end] - [units[start, 0], units[start, 0], 0]
        yield part, [np.nonzero(of_part == number)[0] for number in range(len(layers))]
        start = end


def _cut(starts: NDArray[np.float64]) -> int:
    """Give how many units come before the widest step, in the second half of as many as go at once."""
    if len(starts) <= MOST_AT_ONCE:
        return len(starts)
    half = MOST_AT_ONCE // 2
    return half + 1 + int(np.argmax(np.diff(starts[half:])))
