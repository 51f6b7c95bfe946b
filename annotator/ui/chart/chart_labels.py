"""Where the names of a chart's nodes stand, so that they cover neither each other nor other nodes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from annotator.ui.chart.chart_scene import ChartScene

Pixels = NDArray[np.float64]
_GAP = 3.0
# Where a label may stand, the best first: which part of its width and height lies left of and above its node, and to
# which side it is moved out of the node's reach.
_STANDS = np.array(
    [
        (0.5, 0.0, 0, 1), (0.5, 1.0, 0, -1), (0.0, 0.5, 1, 0), (1.0, 0.5, -1, 0),
        (0.0, 0.2, 1, 0), (0.0, 0.8, 1, 0), (1.0, 0.2, -1, 0), (1.0, 0.8, -1, 0),
        (0.2, 0.0, 0, 1), (0.8, 0.0, 0, 1), (0.2, 1.0, 0, -1), (0.8, 1.0, 0, -1),
    ]
)  # fmt: skip


def label_boxes(
    scene: ChartScene, places: Pixels, order: Sequence[int], sizes: Pixels, area: QRectF
) -> dict[int, QRectF]:
    """Give the place in pixels of each label that finds one, by its node's rank.

    ``order`` has ranks, the first choosing first; ``sizes`` has their labels' (width, height) in that order. The names
    of what stands out may cover what is pale, but neither each other nor what stands out too.
    """
    reach = np.array([scene.radius(index) for index in order])[:, None]
    shapes = np.hstack([places[list(order)] - reach, places[list(order)] + reach])
    lit = shapes[[index in scene.lit_nodes for index in order]]
    taken = np.zeros((0, 4))
    found: dict[int, QRectF] = {}
    for index, size in zip(order, sizes, strict=True):
        boxes = _boxes(scene.radius(index), places[index], size, area)
        around = lit if index in scene.lit_nodes else shapes
        free = boxes[~_overlap(boxes, np.concatenate([taken, around]))]
        if len(free):
            taken = np.concatenate([taken, free[:1]])
            found[index] = QRectF(QPointF(*free[0, :2]), QPointF(*free[0, 2:]))
    return found


def _boxes(radius: float, place: Pixels, size: Pixels, area: QRectF) -> Pixels:
    """Give where a label may stand, as rows (left, top, right, bottom), drawn into the area where it would leave it."""
    corners = place - _STANDS[:, :2] * size + _STANDS[:, 2:] * (radius + _GAP)
    corners[:, 0] = np.maximum(area.left(), np.minimum(corners[:, 0], area.right() - size[0]))
    return np.hstack([corners, corners + size])


def _overlap(boxes: Pixels, taken: Pixels) -> NDArray[np.bool_]:
    """Tell of each box whether it overlaps any of those that are taken."""
    left, top, right, bottom = boxes.T[:, :, None]
    other_left, other_top, other_right, other_bottom = taken.T
    beside = (left < other_right) & (right > other_left)
    return np.asarray((beside & (top < other_bottom) & (bottom > other_top)).any(axis=1))
