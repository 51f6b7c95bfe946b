"""From the units of a layout into the pixels of a pane."""

from typing import NamedTuple

import numpy as np

from annotator.services.charting.detail import ROOM_BESIDE
from annotator.services.charting.points import Points

_STRETCH = 1.35
_RANKS = 0.5
"""How far places follow their order alone."""
_LEAST_EXTENT = 0.7


class Area(NamedTuple):
    """The part of a pane that boxes stand in."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> Points:
        """Width and height."""
        return np.array([self.right - self.left, self.bottom - self.top])

    @property
    def middle(self) -> Points:
        """The middle, as (x, y)."""
        return np.array([self.left + self.right, self.top + self.bottom]) / 2

    def limits(self, sizes: Points) -> tuple[Points, Points]:
        """Give the least and the largest middles of boxes that lie within; of too large ones the middle of all."""
        low, high = np.array([self.left, self.top]) + sizes / 2, np.array([self.right, self.bottom]) - sizes / 2
        return np.where(low > high, self.middle, low), np.where(low > high, self.middle, high)


def in_pane(points: Points, sizes: Points, area: Area) -> Points:
    """Scale a layout to fill an area with boxes of these sizes, and even it out."""
    return evened(fitted(points, sizes, area))


def nearest_turn(points: Points, sizes: Points, area: Area, pins: Points) -> Points:
    """Bring a layout into an area as it is or mirrored, whichever comes nearest to places that are held."""
    held = ~np.isnan(pins[:, 0])
    turns = [in_pane(points * flip, sizes, area) for flip in ((1, 1), (-1, 1), (1, -1), (-1, -1))]
    return min(turns, key=lambda turn: round(float(np.hypot(*(turn - pins)[held].T).sum()), 6))


def fitted(points: Points, sizes: Points, area: Area) -> Points:
    """Scale x and y apart, one side no more than 1.35 times the other in units of the layout, and never far apart."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.median(sizes, axis=0) * 0.625
    scale = np.maximum(area.size / 2 - margin, 1) / np.maximum((high - low) / 2, _LEAST_EXTENT / 2)
    unit = sizes.mean(axis=0) + ROOM_BESIDE
    units = scale / unit
    longest = np.maximum((250.0, 130.0), area.size * (0.20, 0.22))
    scale = np.minimum(np.minimum(units, units.min() * _STRETCH) * unit, longest)
    return np.asarray((points - (low + high) / 2) * scale + area.middle)


def evened(points: Points) -> Points:
    """Blend each coordinate with its rank: crowds get room, empty stretches close, left stays left of right."""
    if len(points) < 4:
        return points
    out = points.copy()
    for axis in (0, 1):
        order = np.argsort(points[:, axis], kind="stable")
        ranks = np.empty(len(points))
        ranks[order] = np.linspace(points[:, axis].min(), points[:, axis].max(), len(points))
        out[:, axis] += _RANKS * (ranks - out[:, axis])
    return out
