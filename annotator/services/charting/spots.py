"""Where one more box finds the cheapest place beside its neighbours, while all others stay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import on_the_way
from annotator.services.charting.pane import Area
from annotator.services.charting.points import Flags, Pairs, Points
from annotator.services.charting.tangles import cross

_DIRECTIONS = 24
_DISTANCES = (1.0, 1.5, 2.2, 3.2, 4.5, 6.5, 9.0)
_A_PIXEL_COVERED, _A_CROSSING, _A_LINE_UNDER_A_BOX = 0.8, 90.0, 120.0
_BESIDE, _BESIDE_OWN = 3.0, 4.0

_ANGLES = np.arange(_DIRECTIONS) / _DIRECTIONS * 2 * np.pi
RING = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
_RINGS = np.concatenate([RING * distance for distance in _DISTANCES])


@dataclass(frozen=True, slots=True)
class Standing:
    """The boxes that stand already, the lines between them, and the area."""

    places: Points
    sizes: Points
    pairs: Pairs
    area: Area
    gap: float

    def only(self, kept: Flags) -> "Standing":
        """Give what stands when only some boxes do; their ranks close up."""
        local = np.cumsum(kept) - 1
        pairs = local[self.pairs[kept[self.pairs].all(axis=1)]]
        return Standing(self.places[kept], self.sizes[kept], pairs, self.area, self.gap)


def cheapest(standing: Standing, size: Points, close: list[int], present: Points | None = None) -> tuple[Points, float]:
    """Give the cheapest place for a box joined to ``close`` ones, and how much it is cheaper than its present one."""
    spots = _around(standing, size, close)
    if present is not None:
        spots = np.concatenate([present[None], spots])
    costs = _costs(spots, standing, size, close)
    best = int(np.round(costs, 6).argmin())
    return spots[best], float(costs[0] - costs[best]) if present is not None else np.inf


def _around(standing: Standing, size: Points, close: list[int]) -> Points:
    """Give the places that are tried: around the middle of the neighbours, and around each of them, within the area."""
    near = standing.places[close]
    middles = [standing.area.middle] if not close else [near.mean(axis=0), *(near if len(close) > 1 else [])]
    steps = _RINGS * (size * (0.55, 0.5) + (45, 34))
    spots = np.concatenate([middle + steps for middle in middles])
    low, high = standing.area.limits(size)
    inside = spots[np.all((spots >= low) & (spots <= high), axis=1)]
    return inside if len(inside) else np.clip(middles[0], low, high)[None]


def _costs(spots: Points, standing: Standing, size: Points, close: list[int]) -> NDArray[np.float64]:
    places, sizes, pairs = standing.places, standing.sizes, standing.pairs
    covered = np.maximum(0, (sizes + size) / 2 + standing.gap - np.abs(places - spots[:, None]))
    costs = _A_PIXEL_COVERED * covered.prod(axis=2).sum(axis=1)
    starts, ends = places[pairs[:, 0]], places[pairs[:, 1]]
    for other in close:
        way = places[other] - spots
        costs += np.hypot(way[:, 0], way[:, 1]) / len(close)
        strange = ~np.any(pairs == other, axis=1)
        crossed = cross(spots, np.broadcast_to(places[other], spots.shape), starts[strange], ends[strange])
        under = on_the_way(spots[:, None], places[other], places, sizes, _BESIDE)
        under[:, other] = False
        costs += _A_CROSSING * crossed.sum(axis=1) + _A_LINE_UNDER_A_BOX * under.sum(axis=1)
    costs += _A_LINE_UNDER_A_BOX * on_the_way(starts, ends, spots[:, None], size, _BESIDE_OWN).sum(axis=1)
    return np.asarray(costs)
