"""A chart that is shown grows by a change: what stands stays, and what is new comes to its neighbours.

At most one old node moves, where that saves much; it is looked for among those that the change touched.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.arranging import Arrangement, Crowd, drawn
from annotator.services.charting.boxes import halves, outside, touching
from annotator.services.charting.detail import LEVELS, sizes_of, written
from annotator.services.charting.picture import ChartPlaces, Letters, NodeKey, Place
from annotator.services.charting.points import Flags, Points, differences, joined
from annotator.services.charting.spots import Standing, cheapest

_WORTH_A_MOVE = 170.0
_MOST_EDGES_OF_A_MOVED, _MOST_TRIED = 3, 8
_OLD_GIVES_WAY = 0.15
_ROUNDS, _LONGEST_STEP = 160, 25.0
_TO_SPARE = 1.2


def grown(crowd: Crowd, held: ChartPlaces, letters: Letters) -> Arrangement | None:
    """Give the next picture of a chart, at its level of detail or the first coarser one that holds."""
    for level in range(_first_level(crowd, held, letters), len(LEVELS)):
        names = written(crowd.nodes, level, letters)
        places, clear = _at_level(crowd, held, sizes_of(names), level)
        if clear:
            return drawn(crowd, places, level, names)
    return None


def _first_level(crowd: Crowd, held: ChartPlaces, letters: Letters) -> int:
    """Give the level before the present one where its boxes would hold with a fifth to spare, else the present one."""
    finer = held.level - 1
    if finer < 0 or not all(node.key in held.places for node in crowd.nodes):
        return held.level
    sizes = sizes_of(written(crowd.nodes, finer, letters)) * _TO_SPARE
    places = _known(crowd, held.places)
    free = not touching(places, sizes).any() and not outside(places, sizes, crowd.area).any()
    return finer if free else held.level


def _known(crowd: Crowd, places: Mapping[NodeKey, Place]) -> Points:
    return np.array([places.get(node.key, (0.0, 0.0)) for node in crowd.nodes], dtype=np.float64).reshape(-1, 2)


def _at_level(crowd: Crowd, held: ChartPlaces, sizes: Points, level: int) -> tuple[Points, bool]:
    detail, nodes = LEVELS[level], crowd.nodes
    near = joined(len(nodes), crowd.joined)
    standing = Standing(_known(crowd, held.places), sizes, crowd.joined, crowd.area, detail.joined_gap * 0.8)
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
    best: tuple[float, int, Points] | None = None
    for rank in sorted(tried.tolist(), key=lambda one: (int(degree[one]), one))[:_MOST_TRIED]:
        others = np.arange(len(near)) != rank
        close = np.flatnonzero(near[rank][others]).tolist()
        spot, gain = cheapest(standing.only(others), standing.sizes[rank], close, standing.places[rank])
        if gain > _WORTH_A_MOVE and (best is None or gain > best[0]):
            best = (gain, rank, spot)
    if best is None:
        return None
    standing.places[best[1]] = best[2]
    return best[1]


def given_way(standing: Standing, mobility: NDArray[np.float64], loose: Flags, gap: float) -> tuple[Points, bool]:
    """Let boxes that touch give way by their mobility, loose ones also to what is nearer than the gap.

    Gives the places, and whether no boxes touch any more.
    """
    places, sizes = standing.places.copy(), standing.sizes
    low, high = standing.area.limits(sizes)
    wide, tall = halves(sizes)
    both = mobility[:, None] + mobility[None]
    share = np.where(both > 0, mobility[:, None] / np.where(both > 0, both, 1.0), 0.0)
    apart = np.where(loose[:, None] | loose[None], gap, 1.5)
    free = (mobility > 0)[:, None]
    for step in range(_ROUNDS if len(places) > 1 else 0):
        places = np.where(free, np.clip(places, low, high), places)
        move = _away(places, wide, tall, apart if step < _ROUNDS / 2 else 1.5, share)
        if move is None:
            break
        places = places + np.clip(move, -_LONGEST_STEP, _LONGEST_STEP)
    places = np.where(free, np.clip(places, low, high), places)
    return places, not touching(places, sizes).any()


def _away(places: Points, wide: Points, tall: Points, gap: Points | float, share: Points) -> Points | None:
    """Give how boxes give way along the axis of the smaller overlap; None where none has to."""
    across, down = differences(places)
    over_x, over_y = wide + gap - np.abs(across), tall + gap - np.abs(down)
    bad = (over_x > 0) & (over_y > 0)
    np.fill_diagonal(bad, False)
    if not bad.any():
        return None
    rank = np.arange(len(places))
    order = np.sign(rank[:, None] - rank[None])
    sideways = over_x / wide < over_y / tall
    x = np.where(bad & sideways, np.where(across == 0, order, np.sign(across)) * over_x * share, 0.0).sum(axis=1)
    y = np.where(bad & ~sideways, np.where(down == 0, order, np.sign(down)) * over_y * share, 0.0).sum(axis=1)
    return np.asarray(np.stack([x, y], axis=1) * 0.8)
