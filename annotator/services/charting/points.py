"""Nodes as points and edges as pairs of ranks: what the steps of a layout hand to one another."""

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""A row (x, y) for each node."""
Pairs = NDArray[np.intp]
"""A row for each edge: the ranks of its two nodes."""
Flags = NDArray[np.bool_]


def each_once(pairs: Pairs) -> Pairs:
    """Give each pair of nodes once and in sorted order, without edges from a node to itself."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs.tolist() if pair[0] != pair[1]})
    return np.array(ordered, dtype=np.intp).reshape(-1, 2)


def joined(count: int, pairs: Pairs) -> Flags:
    """Tell of every two nodes whether an edge joins them, as a square of flags."""
    flags = np.zeros((count, count), dtype=np.bool_)
    flags[pairs[:, 0], pairs[:, 1]] = flags[pairs[:, 1], pairs[:, 0]] = True
    return flags


def differences(points: Points) -> tuple[Points, Points]:
    """Give x and y of every point as seen from every other; leading axes stay."""
    x, y = points[..., 0], points[..., 1]
    return x[..., :, None] - x[..., None, :], y[..., :, None] - y[..., None, :]


def summed(ends: NDArray[np.intp], rows: Points, count: int) -> Points:
    """Add up rows by the nodes that they belong to."""
    return np.stack([np.bincount(ends, rows[:, axis], count) for axis in (0, 1)], axis=1)
