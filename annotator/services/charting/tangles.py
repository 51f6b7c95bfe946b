"""What makes a picture of straight lines hard to read: lines that cross, and lines that run close by strange nodes."""

import numpy as np

from annotator.services.charting.points import Flags, Pairs, Points

_AT_ONCE = 256


def crossings(points: Points, pairs: Pairs) -> int:
    """Count the pairs of edges that cross; edges that share a node do not count."""
    starts, ends = points[pairs[:, 0]], points[pairs[:, 1]]
    total = 0
    for low in range(0, len(pairs), _AT_ONCE):
        here = slice(low, low + _AT_ONCE)
        shared = np.any(pairs[here, None, :, None] == pairs[None, :, None, :], axis=(2, 3))
        total += int((cross(starts[here], ends[here], starts, ends) & ~shared).sum())
    return total // 2


def cross(starts: Points, ends: Points, other_starts: Points, other_ends: Points) -> Flags:
    """Tell of each stretch which other ones it crosses, at a point within both: an array (stretch, other)."""
    one = _sides(starts, ends, other_starts) * _sides(starts, ends, other_ends) < 0
    other = _sides(other_starts, other_ends, starts) * _sides(other_starts, other_ends, ends) < 0
    return np.asarray(one & other.T)


def _sides(starts: Points, ends: Points, points: Points) -> Points:
    """Tell on which side of each line each point lies, by a sign; 0 on it."""
    along = ends - starts
    across = along[:, 1] * starts[:, 0] - along[:, 0] * starts[:, 1]
    return np.asarray(np.outer(along[:, 0], points[:, 1]) - np.outer(along[:, 1], points[:, 0]) + across[:, None])


def close_calls(points: Points, pairs: Pairs, nearest: float = 0.35) -> int:
    """Count the edges that come nearer than allowed to a node that is not theirs, once for each such node."""
    total, ranks = 0, np.arange(len(points))
    for low in range(0, len(pairs), _AT_ONCE):
        here = pairs[low : low + _AT_ONCE]
        start, along = points[here[:, 0]][:, None], (points[here[:, 1]] - points[here[:, 0]])[:, None]
        to = points[None] - start
        part = np.clip((to * along).sum(axis=2) / np.maximum((along**2).sum(axis=2), 1e-9), 0, 1)
        off = to - part[..., None] * along
        strange = (ranks != here[:, :1]) & (ranks != here[:, 1:])
        total += int((strange & (np.hypot(off[..., 0], off[..., 1]) < nearest)).sum())
    return total
