"""Where one more box finds the cheapest place beside its neighbours, while all others stay."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import on_the_way
from annotator.services.charting.pane import Area
from annotator.services.charting.points import Flags, Pairs, Points
from annotator.services.charting.tangles import cross

_DIRECTIONS = 24
_DISTANCES = (1.0, 1.5, 2.2, 3.2, 4.5, 6.5, 9.0)
_A_PIXEL_COVERED, _A_LINE_UNDER_A_BOX = 0.8, 120.0
_BESIDE, _BESIDE_OWN = 3.0, 4.0
_A_PIXEL_FARTHER = 2.0
_ROOM_FOR_A_LINE = 18.0
_AT_ONCE = 48

_ANGLES = np.arange(_DIRECTIONS) / _DIRECTIONS * 2 * np.pi
RING = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
_RINGS = np.concatenate([RING * distance for distance in _DISTANCES])


@dataclass(frozen=True, slots=True)
class Standing:
    """The boxes that stand already, the lines between them, the area, and how many pixels a crossing is worth."""

    places: Points
    sizes: Points
    pairs: Pairs
    area: Area
    gap: float
    crossing: float = 90.0

    def only(self, kept: Flags) -> "Standing":
        """Give what stands when only some boxes do; their ranks close up."""
        local = np.cumsum(kept) - 1
        pairs = local[self.pairs[kept[self.pairs].all(axis=1)]]
        return replace(self, places=self.places[kept], sizes=self.sizes[kept], pairs=pairs)


def cheapest(
    standing: Standing, size: Points, close: list[int], present: Points | None = None, farthest: float = np.inf
) -> tuple[Points, float]:
    """Give the cheapest place for a box joined to ``close`` ones, and how much it is cheaper than its present one.

    Places farther than so many pixels from the present one cost more.
    """
    spots, dearer = _around(standing, size, close), np.zeros(1)
    if present is not None:
        dearer = _A_PIXEL_FARTHER * np.maximum(0, np.hypot(*(spots - present).T) - farthest)
    least = _room_costs(spots, standing, size, close) + dearer
    order = np.argsort(least, kind="stable")
    best, lowest = order[0], np.inf
    # Lines only add to the cost: what costs more than the best without them is not looked at.
    for low in range(0, len(order), _AT_ONCE):
        some = order[low : low + _AT_ONCE]
        if least[some[0]] >= lowest:
            break
        costs = np.round(least[some] + _line_costs(spots[some], standing, size, close), 6)
        if costs.min() < lowest:
            best, lowest = some[costs.argmin()], float(costs.min())
    if present is None:
        return spots[best], np.inf
    here = present[None]
    now = _room_costs(here, standing, size, close) + _line_costs(here, standing, size, close)
    return (spots[best], float(now[0] - lowest)) if now[0] > lowest else (present, 0.0)


def _around(standing: Standing, size: Points, close: list[int]) -> Points:
    """Give the places that are tried: around the middle of the neighbours, and around each of them, within the area."""
    near = standing.places[close]
    middles = [standing.area.middle] if not close else [near.mean(axis=0), *(near if len(close) > 1 else [])]
    steps = _RINGS * (size * (0.55, 0.5) + (45, 34))
    spots = np.concatenate([middle + steps for middle in middles])
    low, high = standing.area.limits(size)
    inside = spots[np.all((spots >= low) & (spots <= high), axis=1)]
    return inside if len(inside) else np.clip(middles[0], low, high)[None]


def _room_costs(spots: Points, standing: Standing, size: Points, close: list[int]) -> NDArray[np.float64]:
    """Give what it costs to cover other boxes, and to be far from the neighbours."""
    gap = np.full((len(standing.sizes), 1), standing.gap)
    gap[close] = max(standing.gap, _ROOM_FOR_A_LINE)
    half = (standing.sizes + size) / 2 + gap
    over_x = np.maximum(0, half[:, 0] - np.abs(standing.places[:, 0] - spots[:, :1]))
    over_y = np.maximum(0, half[:, 1] - np.abs(standing.places[:, 1] - spots[:, 1:]))
    costs = _A_PIXEL_COVERED * (over_x * over_y).sum(axis=1)
    for x, y in standing.places[close].tolist():
        costs += np.hypot(spots[:, 0] - x, spots[:, 1] - y) / len(close)
    return np.asarray(costs)


def _line_costs(spots: Points, standing: Standing, size: Points, close: list[int]) -> NDArray[np.float64]:
    """Give what it costs to cross lines, to have one's own under boxes, and to stand on strange ones."""
    places, sizes, pairs = standing.places, standing.sizes, standing.pairs
    starts, ends = places[pairs[:, 0]], places[pairs[:, 1]]
    on_box = on_the_way(starts, ends, spots[:, None], size, _BESIDE_OWN)
    costs = _A_LINE_UNDER_A_BOX * on_box.sum(axis=1)
    for other in close:
        strange = ~np.any(pairs == other, axis=1)
        crossed = cross(spots, np.broadcast_to(places[other], spots.shape), starts[strange], ends[strange])
        under = on_the_way(spots[:, None], places[other], places, sizes, _BESIDE)
        under[:, other] = False
        costs += standing.crossing * crossed.sum(axis=1) + _A_LINE_UNDER_A_BOX * under.sum(axis=1)
    return np.asarray(costs)
