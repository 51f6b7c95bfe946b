"""Nodes that are near each other, found by a grid: for charts of more nodes than every pair can be asked."""

import numpy as np

from annotator.services.charting.points import Pairs, Points, summed

_GRID = 16


def near_pairs(points: Points, reach: float) -> Pairs:
    """Give the pairs of nodes in the same cell of a grid or in cells that touch: all within reach, and some more."""
    cells = np.floor(points / reach).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    width = int(cells[:, 0].max()) + 3
    cell = cells[:, 1] * width + cells[:, 0]
    order = np.argsort(cell, kind="stable")
    in_order = cell[order]
    found = []
    for offset in (0, 1, width - 1, width, width + 1):
        low, high = np.searchsorted(in_order, cell + offset), np.searchsorted(in_order, cell + offset, side="right")
        counts = high - low
        one = np.repeat(np.arange(len(points)), counts)
        at = np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        other = order[at]
        keep = one < other if offset == 0 else slice(None)
        found.append(np.stack([one[keep], other[keep]], axis=1))
    return np.concatenate(found).astype(np.intp)


def parted_dots(points: Points, radii: Points, gap: float, rounds: int) -> Points:
    """Push dots apart that touch or are nearer than the gap, half the way each."""
    reach = 2 * float(radii.max()) + gap
    for _round in range(rounds):
        pairs = near_pairs(points, reach)
        away = points[pairs[:, 0]] - points[pairs[:, 1]]
        distance = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-3)
        short = radii[pairs[:, 0]] + radii[pairs[:, 1]] + gap - distance
        close = short > 0
        if not close.any():
            break
        push = (away / distance[:, None] * (short * 0.5)[:, None])[close]
        count = len(points)
        points = points + summed(pairs[close, 0], push, count) - summed(pairs[close, 1], push, count)
    return points


def repulsion(points: Points, reach: float) -> Points:
    """Give how all push each node, 1 over the distance: near ones exactly, others as the middles of their cells."""
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 1e-6)
    cells = np.minimum(((points - low) / extent * _GRID).astype(np.intp), _GRID - 1)
    cell = cells[:, 0] * _GRID + cells[:, 1]
    counts = np.bincount(cell, minlength=_GRID**2)
    used = counts > 0
    middles = (summed(cell, points, _GRID**2) / np.maximum(counts, 1)[:, None])[used]
    x, y = points[:, :1] - middles[:, 0], points[:, 1:] - middles[:, 1]
    push = counts[used] / np.maximum(x * x + y * y, reach**2)
    return np.asarray(push.sum(axis=1)[:, None] * points - push @ middles + _near_part(points, reach))


def _near_part(points: Points, reach: float) -> Points:
    """Give what near nodes push beyond what the cells' middles say at the reach."""
    one, other = near_pairs(points, reach).T
    x, y = (side[one] - side[other] for side in np.ascontiguousarray(points.T))
    square = np.maximum(x * x + y * y, 0.02)
    close = square < reach**2
    one, other = one[close], other[close]
    push = np.stack([x[close], y[close]], axis=1) * (1 / square[close] - 1 / reach**2)[:, None]
    return summed(one, push, len(points)) - summed(other, push, len(points))
