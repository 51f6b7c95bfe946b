"""Places for a part of many hundred nodes: stress to some pivots only, then maximal entropy with far nodes as cells.

M. Ortmann, M. Klimenta, U. Brandes (2017), A sparse stress model, doi:10.7155/jgaa.00440; each pivot is as far as can
be from those before. It begins with the principal axes of the distances to them (U. Brandes, C. Pich 2007, Eigensolver
methods for progressive multidimensional scaling of large data, doi:10.1007/978-3-540-70904-6_6).
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.entropy import PUSH, capped
from annotator.services.charting.near_pairs import parted_dots, repulsion
from annotator.services.charting.points import Pairs, Points, summed
from annotator.services.charting.starts import scattered, with_settled_signs

PIVOTS = 60
_ROUNDS = 30
_EDGE_WEIGHT = 6.0
_APART = 0.5
_EFFORTS: tuple[tuple[float, int, float], ...] = ((1500, 60, 2.0), (2500, 40, 2.0), (np.inf, 24, 1.0))
"""Up to how many nodes: how many rounds, and up to which distance nodes push one another exactly."""


def large_part(keys: Sequence[Hashable], pairs: Pairs) -> Points:
    """Lay out one part of many nodes."""
    degree = np.bincount(pairs.ravel(), minlength=len(keys))
    larger = np.maximum(degree[pairs[:, 0]], degree[pairs[:, 1]])
    lengths = 1 + 0.10 * np.sqrt(np.maximum(0, larger - 3))
    pivots, distances = _pivots(len(keys), pairs, int(degree.argmax()))
    points = _principal(distances) + scattered(keys, 0.3, 0)
    points = _pulled_by_pivots(points, pairs, lengths, pivots, distances)
    points = _spread(points, pairs, lengths)
    return parted_dots(points, np.full(len(points), _APART / 2), 0.0, 20)


def _pivots(count: int, pairs: Pairs, first: int) -> tuple[NDArray[np.intp], Points]:
    """Give the pivots and the number of hops to them, a row for each node."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    begins, others = np.searchsorted(both[:, 0], np.arange(count + 1)), both[:, 1]
    pivots, columns = [first], [_hops_from(first, begins, others)]
    nearest = columns[0].copy()
    while len(pivots) < PIVOTS:
        pivots.append(int(nearest.argmax()))
        columns.append(_hops_from(pivots[-1], begins, others))
        nearest = np.minimum(nearest, columns[-1])
    return np.array(pivots, dtype=np.intp), np.stack(columns, axis=1)


def _hops_from(start: int, begins: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.full(len(begins) - 1, -1.0)
    front, step = np.array([start]), 0.0
    while len(front):
        found[front] = step
        counts = begins[front + 1] - begins[front]
        at = np.repeat(begins[front] - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        front = np.unique(others[at])
        front, step = front[found[front] < 0], step + 1
    return np.asarray(found)


def _principal(distances: Points) -> Points:
    squares = distances**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    places = centred @ vectors[:, -2:]
    spread = places / np.maximum(places.std(axis=0), 1e-9)
    return with_settled_signs(0.45 * len(places) ** 0.5 * spread)


def _pulled_by_pivots(
    points: Points, pairs: Pairs, lengths: NDArray[np.float64], pivots: NDArray[np.intp], distances: Points
) -> Points:
    """Come nearer to the wished distances; each pivot stands for the nodes that are nearest to it."""
    count = len(points)
    region = np.bincount(distances.argmin(axis=1), minlength=len(pivots))
    weights = np.where(distances > 0, np.maximum(distances, 1) ** -2.0, 0.0) * np.sqrt(region)
    whole = weights.sum(axis=1) + _EDGE_WEIGHT * np.bincount(pairs.ravel(), minlength=count)
    for _round in range(_ROUNDS):
        away = points[:, None] - points[pivots][None]
        stretch = distances / np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-6)
        pulled = (weights[..., None] * (points[pivots][None] + away * stretch[..., None])).sum(axis=1)
        along = points[pairs[:, 0]] - points[pairs[:, 1]]
        along *= (lengths / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6))[:, None]
        pulled += _EDGE_WEIGHT * summed(pairs[:, 0], points[pairs[:, 1]] + along, count)
        pulled += _EDGE_WEIGHT * summed(pairs[:, 1], points[pairs[:, 0]] - along, count)
        points = pulled / whole[:, None]
    return points


def _spread(points: Points, pairs: Pairs, lengths: NDArray[np.float64]) -> Points:
    weights, count = lengths**-2.0, len(points)
    rounds, reach = next((rounds, reach) for most, rounds, reach in _EFFORTS if count <= most)
    stiffness = np.bincount(pairs[:, 0], weights, count) + np.bincount(pairs[:, 1], weights, count)
    for step in range(rounds):
        along = points[pairs[:, 0]] - points[pairs[:, 1]]
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 0.05)
        pull = along * (weights * (lengths / length - 1))[:, None]
        force = PUSH * repulsion(points, reach) + summed(pairs[:, 0], pull, count) - summed(pairs[:, 1], pull, count)
        points = points + 0.5 * capped(force / np.maximum(stiffness, 0.2)[:, None], 1.02 - step / rounds)
    return points
