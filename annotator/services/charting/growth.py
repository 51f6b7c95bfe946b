"""A chart that is shown grows by a change: what stands stays, and what is new comes to its neighbours.

At most one old node moves, where that saves much; it is looked for among those that the change touched.
"""

from collections.abc import Mapping

import numpy as np

from annotator.services.charting.arranging import Arrangement, Crowd, drawn, fill_of
from annotator.services.charting.boxes import outside, touching
from annotator.services.charting.detail import LEVELS, sizes_of, written
from annotator.services.charting.giving_way import given_way
from annotator.services.charting.picture import ChartPlaces, Letters, NodeKey, Place
from annotator.services.charting.points import Flags, Points, joined
from annotator.services.charting.spots import Standing, cheapest

_WORTH_A_MOVE = 170.0
_MOST_EDGES_OF_A_MOVED, _MOST_TRIED = 3, 8
_OLD_GIVES_WAY = 0.15
_AVERAGE_MOVE = 9.0
"""A box moves at most so far that all moved by so many pixels on average, less than the radius of a small dot."""
_TO_SPARE = 1.2
_FULLEST = 0.4
"""How much of an area boxes of a chart that grows may take with their gaps, but for the last level."""


def grown(crowd: Crowd, held: ChartPlaces, letters: Letters) -> Arrangement | None:
    """Give the next picture of a chart, at its level of detail or the first coarser one that holds."""
    for level in range(_first_level(crowd, held, letters), len(LEVELS)):
        names = written(crowd.nodes, level, letters)
        sizes = sizes_of(names)
        if level + 1 < len(LEVELS) and _gets_too_full(crowd, held, sizes, level):
            continue
        places, clear = _at_level(crowd, held, sizes, level)
        if clear:
            return drawn(crowd, places, level, names)
    return None


def _gets_too_full(crowd: Crowd, held: ChartPlaces, sizes: Points, level: int) -> bool:
    """Tell whether boxes take too much of the area that did not before: what began fuller keeps its level."""
    fill = fill_of(sizes, level, crowd.area)
    before = fill * len(held.degrees) / max(1, len(crowd.nodes))
    return fill > _FULLEST and (before <= _FULLEST or level > held.level)


def begun(arrangement: Arrangement, crowd: Crowd) -> Arrangement:
    """Draw the first few nodes of a chart that is to grow near the middle: there is more to come."""
    nearer = min(1.0, 0.45 + 0.03 * len(crowd.nodes))
    places = crowd.area.middle + (arrangement.places - crowd.area.middle) * nearer
    standing = Standing(places, arrangement.sizes, crowd.joined, crowd.area, 0.0)
    everyone = np.ones(len(places), dtype=np.bool_)
    places, _clear = given_way(standing, np.ones(len(places)), everyone, LEVELS[arrangement.level].gap)
    return drawn(crowd, places, arrangement.level, arrangement.names)


def _first_level(crowd: Crowd, held: ChartPlaces, letters: Letters) -> int:
    """Give the level before the present one where its boxes hold with a fifth to spare after some have gone."""
    finer, shown = held.level - 1, {node.key for node in crowd.nodes}
    if finer < 0 or shown == held.degrees.keys() or not shown <= held.places.keys():
        return held.level
    sizes = sizes_of(written(crowd.nodes, finer, letters)) * _TO_SPARE
    places = _known(crowd, held.places)
    roomy = fill_of(sizes, finer, crowd.area) <= _FULLEST
    free = roomy and not touching(places, sizes).any() and not outside(places, sizes, crowd.area).any()
    return finer if free else held.level


def _known(crowd: Crowd, places: Mapping[NodeKey, Place]) -> Points:
    return np.array([places.get(node.key, (0.0, 0.0)) for node in crowd.nodes], dtype=np.float64).reshape(-1, 2)


def _at_level(crowd: Crowd, held: ChartPlaces, sizes: Points, level: int) -> tuple[Points, bool]:
    detail, nodes = LEVELS[level], crowd.nodes
    near = joined(len(nodes), crowd.joined)
    places = np.clip(_known(crowd, held.places), *crowd.area.limits(sizes))
    standing = Standing(places, sizes, crowd.joined, crowd.area, detail.joined_gap * 0.8)
    new = np.array([node.key not in held.degrees for node in nodes], dtype=np.bool_)
    pinned = np.array([node.key in held.pinned for node in nodes], dtype=np.bool_)
    known = np.array([node.key in held.places for node in nodes], dtype=np.bool_)
    _place_new(standing, near, new & ~(pinned & known), known)
    changed = [rank for rank, node in enumerate(nodes) if held.degrees.get(node.key, 0) != near[rank].sum()]
    loose = new.copy()
    if (moved := _move_one(standing, near, changed, pinned)) is not None:
        loose[moved] = True
    mobility = np.where(pinned & known, 0.0, np.where(loose, 1.0, _OLD_GIVES_WAY))
    return given_way(standing, mobility, loose, detail.gap * 0.7)


def _place_new(standing: Standing, near: Flags, waiting: Flags, known: Flags) -> None:
    """Put boxes that were not shown at the cheapest places, those with most neighbours that stand first.

    Who had a place before comes back to it, unless another one is much cheaper.
    """
    there = ~waiting
    while not there.all():
        rank = min(np.flatnonzero(~there).tolist(), key=lambda one: (-int((near[one] & there).sum()), one))
        close = np.flatnonzero((near[rank] & there)[there]).tolist()
        before = standing.places[rank].copy() if known[rank] else None
        spot, gain = cheapest(standing.only(there), standing.sizes[rank], close, before)
        standing.places[rank] = spot if before is None or gain > _WORTH_A_MOVE else before
        there[rank] = True


def _move_one(standing: Standing, near: Flags, changed: list[int], pinned: Flags) -> int | None:
    """Move the one box among those that a change touched, and their neighbours, for which it saves most, if enough."""
    touched: Flags = np.any(near[changed], axis=0)
    touched[changed] = True
    degree = near.sum(axis=1)
    tried = np.flatnonzero(touched & ~pinned & (degree <= _MOST_EDGES_OF_A_MOVED) & (degree > 0))
    farthest = _AVERAGE_MOVE * len(near)
    best: tuple[float, int, Points] | None = None
    for rank in sorted(tried.tolist(), key=lambda one: (int(degree[one]), one))[:_MOST_TRIED]:
        others = np.arange(len(near)) != rank
        close = np.flatnonzero(near[rank][others]).tolist()
        spot, gain = cheapest(standing.only(others), standing.sizes[rank], close, standing.places[rank], farthest)
        if gain > _WORTH_A_MOVE and (best is None or gain > best[0]):
            best = (gain, rank, spot)
    if best is None:
        return None
    standing.places[best[1]] = best[2]
    return best[1]
