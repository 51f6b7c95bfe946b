"""Places for the nodes of a chart: a force layout that leaves known places alone.

Attraction along edges and repulsion between all nodes after Fruchterman and Reingold (1991,
doi:10.1002/spe.4380211102); in large charts a node feels far ones as the middle of their grid cell, which costs
n × cells instead of n × n.
"""

from collections.abc import Hashable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Position = tuple[float, float]
Points = NDArray[np.float64]

NEAREST = 0.8
"""Nodes are at least so far apart; an edge's usual length is 1."""
_DENSE = 400
_STEPS, _STEPS_OF_NEW, _FEWEST_STEPS = 120, 60, 24
_CELLS = 12


def layout(
    keys: Sequence[Key], pairs: Sequence[tuple[int, int]], known: Mapping[Key, Position] | None = None
) -> dict[Key, Position]:
    """Give every node a place, in units of an edge's usual length.

    ``pairs`` are edges by the nodes' ranks in ``keys``. Nodes in ``known`` stay where they are; the same input gives
    the same places. What hangs together is laid out by itself and then put where there is room, near the middle.
    """
    known = known or {}
    points = np.array([known.get(key, (0.0, 0.0)) for key in keys], dtype=np.float64).reshape(-1, 2)
    room = Room()
    parts = _parts(len(keys), pairs)
    old = [part for part in parts if any(keys[rank] in known for rank in part)]
    for part in old:
        _grow(points, part, keys, pairs, known)
        room.take_points(points[part])
    for part in parts:
        if part not in old:
            points[part] = _alone(part, keys, pairs)
            points[part] += room.place_for(points[part])
            room.take_box(points[part])
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, points, strict=True)}


def _parts(count: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Give the ranks of the nodes that hang together, the largest part first."""
    near: dict[int, list[int]] = {}
    for one, other in pairs:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    parts, seen = [], set()
    for start in range(count):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for rank in part:
            fresh = [other for other in near.get(rank, ()) if other not in seen]
            seen.update(fresh)
            part.extend(dict.fromkeys(fresh))
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _alone(part: list[int], keys: Sequence[Hashable], pairs: Sequence[tuple[int, int]]) -> Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    radius = max(1.0, np.sqrt(len(part)) * 0.6)
    points = np.array([_scattered(keys[rank], radius) for rank in part])
    free = np.ones(len(part), dtype=bool)
    points = _apart(_settled(points, _ends(part, pairs), free, _STEPS), free)
    return _turned(points - points.mean(axis=0))


def _grow(
    points: Points,
    part: list[int],
    keys: Sequence[Hashable],
    pairs: Sequence[tuple[int, int]],
    known: Mapping[Any, Position],
) -> None:
    """Place the new nodes of a part that has known ones: near their neighbours, and clear of the others."""
    free = np.array([keys[rank] not in known for rank in part])
    if not free.any():
        return
    ends = _ends(part, pairs)
    local = points[part]
    placed = ~free
    while not placed.all():
        for index in np.nonzero(~placed)[0]:
            near = [*ends[ends[:, 0] == index, 1], *ends[ends[:, 1] == index, 0]]
            if close := [local[other] for other in near if placed[other]]:
                local[index] = np.mean(close, axis=0) + _scattered(keys[part[index]], 0.9)
                placed[index] = True
    points[part] = _apart(_settled(local, ends, free, _STEPS_OF_NEW), free)


def _ends(part: list[int], pairs: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    local = {rank: index for index, rank in enumerate(part)}
    inside = [(local[one], local[other]) for one, other in pairs if one != other and one in local]
    return np.array(inside, dtype=np.intp).reshape(-1, 2)


class Room:
    """A grid that knows where something stands already; cells are wider than high, as names are."""

    WIDTH, HEIGHT = 1.05, 0.8

    def __init__(self) -> None:
        self._taken: set[tuple[int, int]] = set()
        self._spiral: list[tuple[int, int]] = []
        self._next_single = 0

    def take_points(self, points: Points) -> None:
        """Take the cells of some points."""
        self._taken.update(self._cell(point) for point in points)

    def take_box(self, points: Points) -> None:
        """Take all cells of the box around some points."""
        (left, top), (right, bottom) = self._cell(points.min(axis=0)), self._cell(points.max(axis=0))
        self._taken.update((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def place_for(self, points: Points) -> Points:
        """Give the shift that brings points around the origin to the free place nearest the middle."""
        low, high = points.min(axis=0), points.max(axis=0)
        columns = int(np.ceil((high[0] - low[0]) / self.WIDTH)) + 1
        rows = int(np.ceil((high[1] - low[1]) / self.HEIGHT)) + 1
        single = columns == rows == 1
        index = self._next_single if single else 0
        while True:
            if index >= len(self._spiral):
                self._widen()
            x, y = self._spiral[index]
            if self._is_free(x - columns // 2, y - rows // 2, columns, rows):
                break
            index += 1
        if single:
            self._next_single = index
        corner = np.array([(x - columns // 2 + 0.5) * self.WIDTH, (y - rows // 2 + 0.5) * self.HEIGHT])
        return np.asarray(corner - low)

    def _is_free(self, left: int, top: int, columns: int, rows: int) -> bool:
        return not any((x, y) in self._taken for x in range(left, left + columns) for y in range(top, top + rows))

    def _cell(self, point: Points) -> tuple[int, int]:
        return int(np.floor(point[0] / self.WIDTH)), int(np.floor(point[1] / self.HEIGHT))

    def _widen(self) -> None:
        reach = max(8, int(np.sqrt(len(self._spiral))) + 8)
        cells = [(x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1)]
        self._spiral = sorted(cells, key=lambda cell: ((cell[0] / 1.3) ** 2 + cell[1] ** 2, cell))


def _scattered(key: Hashable, radius: float) -> Position:
    digest = sha256(repr(key).encode()).digest()
    angle = int.from_bytes(digest[:4], "big") / 2**32 * 2 * np.pi
    distance = radius * np.sqrt(0.05 + 0.95 * int.from_bytes(digest[4:8], "big") / 2**32)
    return (float(distance * np.cos(angle)), float(distance * np.sin(angle)))


def _settled(points: Points, ends: NDArray[np.intp], free: NDArray[np.bool_], steps: int) -> Points:
    points = points.copy()
    rows = np.nonzero(free)[0]
    dense = len(rows) * len(points) <= _DENSE**2
    steps = steps if dense else max(_FEWEST_STEPS, steps * _DENSE // len(points))
    warmth = max(0.4, 0.12 * np.sqrt(len(points)))
    for step in range(steps):
        force = np.zeros_like(points)
        _attract(force, points, ends)
        force[rows] += _repulsion_of_all(points, rows) if dense else _repulsion_of_cells(points)[rows]
        force -= 0.3 * (points - points.mean(axis=0)) / np.sqrt(len(points))
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        limit = np.minimum(length, warmth * (1 - step / steps) ** 1.5 + 0.005)
        points[rows] += (force / length[:, None] * limit[:, None])[rows]
    return points


def _attract(force: Points, points: Points, ends: NDArray[np.intp]) -> None:
    if len(ends) == 0:
        return
    difference = points[ends[:, 1]] - points[ends[:, 0]]
    pull = difference * np.hypot(difference[:, 0], difference[:, 1])[:, None] * 0.5
    np.add.at(force, ends[:, 0], pull)
    np.add.at(force, ends[:, 1], -pull)


def _repulsion_of_all(points: Points, rows: NDArray[np.intp]) -> Points:
    difference = points[rows][:, None, :] - points[None, :, :]
    square = np.maximum((difference**2).sum(axis=2), 0.01)
    square[np.arange(len(rows)), rows] = np.inf
    return np.asarray((difference / square[:, :, None]).sum(axis=1))


def _repulsion_of_cells(points: Points) -> Points:
    low = points.min(axis=0)
    extent = np.maximum(points.max(axis=0) - low, 1e-6)
    cells = np.minimum(((points - low) / extent * _CELLS).astype(np.intp), _CELLS - 1)
    cell = cells[:, 0] * _CELLS + cells[:, 1]
    count = np.bincount(cell, minlength=_CELLS**2).astype(np.float64)
    used = count > 0
    middle = np.stack(
        [np.bincount(cell, points[:, axis], minlength=_CELLS**2)[used] / count[used] for axis in (0, 1)], axis=1
    )
    difference = points[:, None, :] - middle[None, :, :]
    square = np.maximum((difference**2).sum(axis=2), 0.04)
    return np.asarray((difference / square[:, :, None] * count[used][None, :, None]).sum(axis=1))


def _apart(points: Points, free: NDArray[np.bool_]) -> Points:
    """Push nodes apart that are nearer than a label's height allows; in large charts they may touch."""
    if len(points) > _DENSE:
        return points
    points = points.copy()
    for _round in range(40):
        difference = points[:, None, :] - points[None, :, :]
        distance = np.hypot(difference[..., 0], difference[..., 1])
        np.fill_diagonal(distance, NEAREST)  # no node is near itself; infinity would have no quotient below
        close = distance < NEAREST
        if not close[free].any():
            break
        push = np.where(close, (NEAREST - distance) / np.maximum(distance, 1e-6) * 0.55, 0.0)
        points[free] += (difference * push[:, :, None]).sum(axis=1)[free]
    return points


def _turned(points: Points) -> Points:
    """Turn the longest side of the cloud level: panes and pages are wider than high, and so are names."""
    if len(points) < 3:
        return points
    _values, vectors = np.linalg.eigh(np.cov(points.T))
    axis = vectors[:, 1] * np.sign(vectors[0, 1] or 1.0)
    turn = np.array([[axis[0], axis[1]], [-axis[1], axis[0]]])
    return np.asarray(points @ turn.T)
