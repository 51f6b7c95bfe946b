"""The boxes of a chart with their names as pixels: most of a picture that is painted anew stands where it stood."""

from collections.abc import Hashable, Sequence
from math import ceil, floor
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from annotator.ui.chart.marks import Group, paint_groups

_KEPT: Final = 1000
_BESIDE: Final = 4.0
"""Pixels around a box for its ground and its border."""


class Box(NamedTuple):
    """A box to be painted: in words what it looks like wherever it stands, its place, and what it is drawn of."""

    look: str
    place: QRectF
    group: Group


class BoxPixels:
    """Keeps boxes as they look at one scale, by where between the pixels they stand.

    At a scale that it sees for the first time it keeps nothing: while a chart is zoomed no picture comes again.
    """

    def __init__(self) -> None:
        self._scale: tuple[float, int] | None = None
        self._kept: dict[Hashable, QPixmap] = {}

    def paint(self, painter: QPainter, boxes: Sequence[Box]) -> None:
        """Paint boxes with all that is drawn of them, the last one on top."""
        scale, ratio = _scale_of(painter)
        if not scale or (scale, ratio) != self._scale:
            self._scale = (scale, ratio)
            self._kept.clear()
            paint_groups(painter, (box.group for box in boxes))
            return
        to_device = painter.deviceTransform()
        placed = [self._placed(box, to_device, ratio) for box in boxes]
        painter.save()
        painter.resetTransform()
        for corner, pixels in placed:
            painter.drawPixmap(QPointF(corner) / ratio, pixels)
        painter.restore()

    def _placed(self, box: Box, to_device: QTransform, ratio: int) -> tuple[QPoint, QPixmap]:
        area = to_device.mapRect(box.place.adjusted(-_BESIDE, -_BESIDE, _BESIDE, _BESIDE))
        corner = QPoint(floor(area.left()), floor(area.top()))
        between = round(area.left() - corner.x(), 3), round(area.top() - corner.y(), 3)
        if (pixels := self._kept.get((box.look, between))) is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            pixels = QPixmap(ceil(area.right()) - corner.x() + 1, ceil(area.bottom()) - corner.y() + 1)
            pixels.fill(Qt.GlobalColor.transparent)
            with QPainter(pixels) as painter:
                painter.setTransform(to_device * QTransform.fromTranslate(-corner.x(), -corner.y()))
                paint_groups(painter, [box.group])
            pixels.setDevicePixelRatio(ratio)
            self._kept[box.look, between] = pixels
        return corner, pixels


def _scale_of(painter: QPainter) -> tuple[float, int]:
    """Give the scale of a painter of pixels and how many of them it has for one of the window's; (0, 1) for others."""
    ratio, transform = painter.device().devicePixelRatioF(), painter.deviceTransform()
    is_plain = not transform.isRotating() and transform.m11() == transform.m22()
    if painter.paintEngine().type() != QPaintEngine.Type.Raster or ratio != int(ratio) or not is_plain:
        return 0.0, 1
    return round(transform.m11(), 6), int(ratio)
