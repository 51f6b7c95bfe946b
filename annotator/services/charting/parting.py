"""Boxes parted in pixels: they give way to one another, leave room for their lines, and leave the lines of others.

The push along the axis of the smaller overlap is that of force scan methods (K. Misue, P. Eades, W. Lai, K. Sugiyama
1995, Layout adjustment and the mental map, doi:10.1006/jvlc.1995.1010).
"""

from dataclasses import dataclass

import numpy as np

from annotator.services.charting.boxes import SEEN, halves, touching
from annotator.services.charting.detail import Level
from annotator.services.charting.pane import Area
from annotator.services.charting.points import Flags, Pairs, Points, differences, joined, summed

_ROUNDS = 200
_MORE_AGAINST_OVERLAP = 140
_LONGEST_STEP = 30.0
_BESIDE_LINE = np.array([8.0, 7.0])
"""Pixels that a box keeps from strange lines, to its sides and above and below."""
_BOX_LEAVES, _ENDS_GIVE_WAY = 0.22, 0.10


@dataclass(frozen=True, slots=True)
class _Crowd:
    sizes: Points
    area: Area
    ends: Pairs
    strange: Flags
    least: Points
    needs: tuple[Points, Points]
    more: tuple[Points, Points]
    room: float
    free: Points


def parted(
    wanted: Points, sizes: Points, pairs: Pairs, area: Area, level: Level, *, held: Flags | None = None
) -> tuple[Points, bool]:
    """Give places near the wanted ones at which no boxes touch, and whether that was possible; ``held`` ones stay."""
    crowd = _crowd(sizes, pairs, area, level, held)
    low, high = area.limits(sizes)
    places = wanted.copy()
    for step in range(_ROUNDS + _MORE_AGAINST_OVERLAP if len(places) > 1 else 0):
        left = max(0.0, 1 - step / _ROUNDS)
        move = _apart(places, crowd, left)
        if move is None:
            break
        if left > 0.25:
            move = move + _off_lines(places, crowd)
        places = places + np.clip(move, -_LONGEST_STEP, _LONGEST_STEP) * crowd.free
        if left > 0.25:
            places += (wanted - places) * (0.02 + 0.02 * (1 - crowd.room))
        inside = np.clip(places, low, high)
        places = np.where(crowd.free > 0, inside, places)
    return places, not touching(places, sizes).any()


def _crowd(sizes: Points, pairs: Pairs, area: Area, level: Level, held: Flags | None) -> _Crowd:
    count = len(sizes)
    fill = float((sizes + level.gap).prod(axis=1).sum()) / max(1.0, float(area.size.prod()))
    spare = float(np.clip(0.42 / fill - 1, 0.0, 2.5))
    near = joined(count, pairs)
    wide, high = halves(sizes)
    needs = (
        np.where(near, level.joined_gap, level.gap) + wide,
        np.where(near, level.joined_gap * 0.75, level.gap) + high,
    )
    more = (
        np.where(near, level.joined_gap, level.gap * 2.2) * spare,
        np.where(near, level.joined_gap * 0.9, level.gap * 2.0) * spare,
    )
    strange = np.ones((len(pairs), count), dtype=np.bool_)
    strange[np.arange(len(pairs))[:, None], pairs] = False
    free = np.ones((count, 1)) if held is None else (~held).astype(np.float64)[:, None]
    least = np.where(near, SEEN, 2.0)
    return _Crowd(sizes, area, pairs, strange, least, needs, more, spare / 2.5, free)


def _apart(places: Points, crowd: _Crowd, left: float) -> Points | None:
    """Give how boxes give way to one another, each half the way; None when that is done and no box touches another."""
    across, down = differences(places)
    wide, high = _needed(crowd, left)
    over_x, over_y = wide - np.abs(across), high - np.abs(down)
    bad = (over_x > 0) & (over_y > 0)
    np.fill_diagonal(bad, False)
    if left <= 0.12 and not bad.any():
        return None
    sideways = over_x / wide < over_y / high
    rank = np.arange(len(places))
    order = np.sign(rank[:, None] - rank[None])
    x = np.where(bad & sideways, np.where(across == 0, order, np.sign(across)) * over_x, 0.0).sum(axis=1)
    y = np.where(bad & ~sideways, np.where(down == 0, order, np.sign(down)) * over_y, 0.0).sum(axis=1)
    return np.asarray(np.stack([x, y], axis=1) * 0.5 / np.sqrt(np.maximum(1, bad.sum(axis=1)))[:, None])


def _needed(crowd: _Crowd, left: float) -> tuple[Points, Points]:
    """Give how far apart boxes should be: with room to spare at first, at the end at least two pixels."""
    if left <= 0.12:
        wide, high = halves(crowd.sizes)
        return wide + crowd.least, high + crowd.least
    part = min(1.0, max(0.0, (left - 0.25) / 0.25))
    return crowd.needs[0] + crowd.more[0] * part, crowd.needs[1] + crowd.more[1] * part


def _off_lines(places: Points, crowd: _Crowd) -> Points:
    """Give how boxes leave strange lines, and how the ends of these lines give way to them."""
    start, along = places[crowd.ends[:, 0]], places[crowd.ends[:, 1]] - places[crowd.ends[:, 0]]
    square = np.maximum((along**2).sum(axis=1), 1e-6)
    reach = crowd.sizes / 2 + _BESIDE_LINE
    to_x, to_y = places[:, 0] - start[:, :1], places[:, 1] - start[:, 1:]
    part = np.clip((to_x * along[:, :1] + to_y * along[:, 1:]) / square[:, None], 0.05, 0.95)
    off_x, off_y = to_x - part * along[:, :1], to_y - part * along[:, 1:]
    line, box = np.nonzero(crowd.strange & (np.abs(off_x) < reach[:, 0]) & (np.abs(off_y) < reach[:, 1]))
    normal = np.stack([-along[line, 1], along[line, 0]], axis=1) / np.sqrt(square[line])[:, None]
    beside = off_x[line, box] * normal[:, 0] + off_y[line, box] * normal[:, 1]
    short = np.maximum(0, (reach[box] * np.abs(normal)).sum(axis=1) - np.abs(beside)) * np.where(beside < 0, -1, 1)
    push, count = short[:, None] * normal, len(places)
    hits = np.bincount(box, minlength=count)
    move = _BOX_LEAVES * summed(box, push, count) / np.sqrt(np.maximum(1, hits))[:, None]
    back = -_ENDS_GIVE_WAY * push
    return np.asarray(move + summed(crowd.ends[line, 0], back, count) + summed(crowd.ends[line, 1], back, count))
