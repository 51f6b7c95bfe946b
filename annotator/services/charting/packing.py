"""Boxes packed beside one another so that the whole is small and of a wished aspect."""

from itertools import pairwise

import numpy as np

from annotator.services.charting.points import Points

GAP = 0.9
_BY_CORNERS = 24
_TOUCHING = 1e-9


def packed(sizes: Points, aspect: float, gap: float = GAP) -> Points:
    """Give the middles of boxes (width, height), largest first: each at the corner that keeps the whole smallest.

    Beyond some two dozen boxes the smallest ones are put in rows, which are packed as one box more.
    """
    if len(sizes) > _BY_CORNERS:
        rows, block = _in_rows(sizes[_BY_CORNERS - 1 :] + gap, aspect)
        middles = packed(np.concatenate([sizes[: _BY_CORNERS - 1], block[None] - gap]), aspect, gap)
        return np.concatenate([middles[:-1], middles[-1] + rows])
    boxes = np.zeros((0, 4))
    for size in sizes + gap:
        corner = _best_corner(boxes, size, aspect) if len(boxes) else np.zeros(2)
        boxes = np.concatenate([boxes, np.concatenate([corner, corner + size])[None]])
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _best_corner(boxes: Points, size: Points, aspect: float) -> Points:
    """Give the left top of a box beside those placed, which are rows of (left, top, right, bottom)."""
    sides = [
        np.unique(np.concatenate([boxes[:, [a, a + 2]].ravel(), boxes[:, [a, a + 2]].ravel() - size[a]]))
        for a in (0, 1)
    ]
    corners = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
    low, high = corners[:, None], corners[:, None] + size
    overlap = (low < boxes[:, 2:] - _TOUCHING) & (boxes[:, :2] < high - _TOUCHING)
    corners = corners[~(overlap[..., 0] & overlap[..., 1]).any(axis=1)]
    whole = np.maximum(boxes[:, 2:].max(axis=0), corners + size) - np.minimum(boxes[:, :2].min(axis=0), corners)
    width = whole[:, 0] / aspect
    off = np.abs(corners + size / 2 - (boxes[0, :2] + boxes[0, 2:]) / 2).sum(axis=1)
    costs = np.round(np.stack([off, width + whole[:, 1], np.maximum(width, whole[:, 1])]), 9)
    return np.asarray(corners[np.lexsort(costs)[0]])


def _in_rows(sizes: Points, aspect: float) -> tuple[Points, Points]:
    """Put boxes in rows from left to right; gives their middles around the middle of all, and the size of all."""
    widest = max(float(np.sqrt(sizes.prod(axis=1).sum() * aspect)), float(sizes[:, 0].max()))
    rows, left = [0], 0.0
    for number, width in enumerate(sizes[:, 0].tolist()):
        if left + width > widest + _TOUCHING:
            rows.append(number)
            left = 0.0
        left += width
    middles, top, right = np.zeros_like(sizes), 0.0, 0.0
    for first, last in pairwise([*rows, len(sizes)]):
        row = sizes[first:last]
        middles[first:last, 0] = np.cumsum(row[:, 0]) - row[:, 0] / 2
        middles[first:last, 1] = top + row[:, 1] / 2
        top, right = top + float(row[:, 1].max()), max(right, float(row[:, 0].sum()))
    size = np.array([right, top])
    return middles - size / 2, size
