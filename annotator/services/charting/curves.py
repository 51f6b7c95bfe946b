"""Lines as quadratic curves, many at once: three arrays of points, their starts, controls and ends."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import on_the_way, within
from annotator.services.charting.points import Flags, Pairs, Points

BEFORE_A_BOX = 2.5
"""Pixels between a box and the end of its lines."""
_SAMPLES = 33
_HALVINGS = 8
_STRAIGHT = 0.01


class Curves(NamedTuple):
    """Start, control and end of each line, as rows."""

    start: Points
    control: Points
    end: Points

    def at(self, part: NDArray[np.float64]) -> Points:
        """Give the points at parts of the way, an array (line, part): an array (line, part, axis)."""
        t = part[..., None]
        start, control, end = (points[:, None] for points in self)
        return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)

    def sampled(self, count: int = _SAMPLES) -> Points:
        """Give points along each line, both ends among them: an array (line, point, axis)."""
        return self.at(np.broadcast_to(np.linspace(0, 1, count), (len(self.start), count)))

    @property
    def bent(self) -> Flags:
        """Which lines are not straight."""
        off = self.control - (self.start + self.end) / 2
        return np.asarray(np.hypot(off[:, 0], off[:, 1]) > _STRAIGHT)

    def only(self, kept: Flags) -> "Curves":
        """Give some of the lines."""
        return Curves(self.start[kept], self.control[kept], self.end[kept])

    def cut(self, first: NDArray[np.float64], last: NDArray[np.float64]) -> "Curves":
        """Give the stretches between two parts of the way, a row for each line."""
        a, b = first[:, None], last[:, None]
        control = (1 - a) * (1 - b) * self.start + (a + b - 2 * a * b) * self.control + a * b * self.end
        return Curves(self.at(a)[:, 0], control, self.at(b)[:, 0])


def bent(start: Points, end: Points, bends: NDArray[np.float64]) -> Curves:
    """Give lines whose middles leave the straight ones by so many pixels, to the left of the way seen with y down."""
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None]
    return Curves(start, (start + end) / 2 + normal * 2 * bends[:, None], end)


def between_borders(curves: Curves, sizes: tuple[Points, Points]) -> Curves:
    """Cut off what lies within the boxes at both ends, whose middles the ends are, to within a tenth of a pixel."""
    first = _way_out(curves, sizes[0])
    last = 1 - _way_out(Curves(curves.end, curves.control, curves.start), sizes[1])
    none = first > last
    half = (first + last) / 2
    return curves.cut(np.where(none, half, first), np.where(none, half, last))


def _way_out(curves: Curves, sizes: Points) -> NDArray[np.float64]:
    """Give the part of the way at which each line has left the box around its start, by halving."""
    parts = np.linspace(0, 1, _SAMPLES)
    reach = sizes / 2 + BEFORE_A_BOX
    inside = np.all(np.abs(curves.sampled() - curves.start[:, None]) < reach[:, None], axis=2)
    out = np.where(np.all(inside, axis=1), _SAMPLES - 1, np.argmin(inside, axis=1))
    low, high = parts[np.maximum(out - 1, 0)], parts[out]
    for _time in range(_HALVINGS):
        half = (low + high) / 2
        still = np.all(np.abs(curves.at(half[:, None])[:, 0] - curves.start) < reach, axis=1)
        low, high = np.where(still, half, low), np.where(still, high, half)
    return np.asarray(high)


def over_boxes(curves: Curves, pairs: Pairs, places: Points, sizes: Points, gap: float) -> Flags:
    """Tell which boxes each line comes nearer to than a gap, an array (line, box); those at its ends do not count."""
    flags = on_the_way(curves.start[:, None], curves.end[:, None], places, sizes, gap)
    bent = curves.bent
    flags[bent] = np.any(within(curves.only(bent).sampled(), places, sizes, gap), axis=1)
    flags[np.arange(len(pairs))[:, None], pairs] = False
    return flags
