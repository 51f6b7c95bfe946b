"""Krippendorff's αU: how far annotators mark the same stretches of a text, by place and length.

Krippendorff, On the reliability of unitizing continuous data, Sociological Methodology 25 (1995), 47-76,
doi:10.2307/271061, and Content Analysis (2004), chapter 11. Stretches of one annotator and type that overlap are taken
as one, since the measure knows no overlap.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation

Units = NDArray[np.int64]
"""Rows of start and end, sorted, not overlapping."""


class Disagreement(NamedTuple):
    """Observed and expected disagreement, weighted by the length of the text so that documents can be added up."""

    observed: float = 0.0
    expected: float = 0.0

    @property
    def alpha(self) -> float | None:
        """1 − observed / expected; None where nobody marked anything."""
        return 1 - self.observed / self.expected if self.expected > 0 else None

    def plus(self, more: "Disagreement") -> "Disagreement":
        """Give the disagreement of both together."""
        return Disagreement(self.observed + more.observed, self.expected + more.expected)


NO_DISAGREEMENT = Disagreement()


def unitizing(layers: Sequence[Iterable[Annotation]], length: int) -> Disagreement:
    """Give the disagreement of any number of annotators on a text of ``length`` code points, over all types."""
    stretches: dict[str, list[list[tuple[int, int]]]] = {}
    for number, annotations in enumerate(layers):
        for annotation in annotations:
            of_type = stretches.setdefault(annotation.type, [[] for _layer in layers])
            of_type[number].extend((max(0, start), min(length, end)) for start, end in annotation.fragments)
    whole = NO_DISAGREEMENT
    for of_type in stretches.values():
        units = [units_of(spans) for spans in of_type]
        if any(len(own) for own in units):
            whole = whole.plus(disagreement(units, length))
    return Disagreement(whole.observed * length, whole.expected * length)


def units_of(spans: Iterable[tuple[int, int]]) -> Units:
    """Sort stretches and join those that overlap; those that only touch stay apart."""
    joined: list[list[int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return np.array(joined, dtype=np.int64).reshape(-1, 2)


def disagreement(units: Sequence[Units], length: int, begin: int = 0) -> Disagreement:
    """Give the disagreement of one category's units, on a continuum of ``length`` that starts at ``begin``."""
    many = len(units)
    observed = sum(_between(one, other) for rank, one in enumerate(units) for other in units[rank + 1 :])
    lengths = np.concatenate([own[:, 1] - own[:, 0] for own in units]).astype(np.float64)
    gaps = np.sort(np.concatenate([_gaps(own, begin, begin + length) for own in units])).astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(gaps)])
    first = np.searchsorted(gaps, lengths, side="left")
    room = (sums[-1] - sums[first]) - (len(gaps) - first) * (lengths - 1)
    inside = (len(lengths) - 1) / 3 * (2 * lengths**3 - 3 * lengths**2 + lengths)
    all_places = float(many) * length
    places = all_places * (all_places - 1) - float((lengths * (lengths - 1)).sum())
    expected = 2 / length * float((inside + lengths**2 * room).sum()) / places if places > 0 else 0.0
    return Disagreement(2 * observed / (many * (many - 1) * float(length) ** 2), expected)


def _between(one: Units, other: Units) -> float:
    """Sum the squared differences of units that intersect, and the squared lengths of those in a gap of the other."""
    low = np.searchsorted(other[:, 1], one[:, 0], side="right")
    high = np.searchsorted(other[:, 0], one[:, 1], side="left")
    counts = high - low
    mine = np.repeat(np.arange(len(one)), counts)
    theirs = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - low, counts)
    intersecting = float(((one[mine] - other[theirs]).astype(np.float64) ** 2).sum())
    met = np.bincount(theirs, minlength=len(other)) > 0
    alone = np.concatenate([np.diff(one[counts == 0])[:, 0], np.diff(other[~met])[:, 0]]).astype(np.float64)
    return intersecting + float((alone**2).sum())


def _gaps(units: Units, begin: int, end: int) -> NDArray[np.int64]:
    lengths = np.diff(np.concatenate([[begin], units.ravel(), [end]]))[::2]
    return np.asarray(lengths[lengths > 0])
