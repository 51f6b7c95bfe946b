"""The boxes of a chart with their names as pixels: most of a picture that is painted anew stands where it stood."""

from collections.abc import Hashable, Sequence
from math import ceil, floor
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from annotator.ui.chart.marks import Group, paint_groups

MOST_OF_A_BOX: Final = 40_000
"""Pixels: larger ones, of a chart that is looked at from near, are painted and not kept."""
_KEPT: Final = 8_000_000
"""So many pixels are kept of all boxes, some 30 MB."""
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
        self._room = _KEPT

    def paint(self, painter: QPainter, boxes: Sequence[Box]) -> None:
        """Paint boxes with all that is drawn of them, the last one on top."""
        scale, ratio = _scale_of(painter)
        largest = max((box.place.width() * box.place.height() for box in boxes), default=0.0) * scale**2
        if not scale or (scale, ratio) != self._scale or largest > MOST_OF_A_BOX * ratio**2:
            self._scale = (scale, ratio)
            self._forget()
            paint_groups(painter, (box.group for box in boxes))
            return
        to_device = painter.deviceTransform()
        placed = [self._placed(box, to_device, ratio) for box in boxes]
        painter.save()
        painter.resetTransform()
        for corner, pixels in placed:
            painter.drawPixmap(QPointF(corner) / ratio, pixels)
        painter.restore()

    def _forget(self) -> None:
        self._kept.clear()
        self._room = _KEPT

    def _placed(self, box: Box, to_device: QTransform, ratio: int) -> tuple[QPoint, QPixmap]:
        area = to_device.mapRect(box.place.adjusted(-_BESIDE, -_BESIDE, _BESIDE, _BESIDE))
        corner = QPoint(floor(area.left()), floor(area.top()))
        between = round(area.left() - corner.x(), 3), round(area.top() - corner.y(), 3)
        if (pixels := self._kept.get((box.look, between))) is None:
            pixels = QPixmap(ceil(area.right()) - corner.x() + 1, ceil(area.bottom()) - corner.y() + 1)
            pixels.fill(Qt.GlobalColor.transparent)
            with QPainter(pixels) as painter:
                painter.setTransform(to_device * QTransform.fromTranslate(-corner.x(), -corner.y()))
                paint_groups(painter, [box.group])
            pixels.setDevicePixelRatio(ratio)
            self._keep((box.look, between), pixels)
        return corner, pixels

    def _keep(self, key: Hashable, pixels: QPixmap) -> None:
        needed = pixels.width() * pixels.height()
        if needed > self._room:
            self._forget()
        self._kept[key] = pixels
        self._room -= needed


def _scale_of(painter: QPainter) -> tuple[float, int]:
    """Give the scale of a painter of pixels and how many of them it has for one of the window's; (0, 1) for others."""
    ratio, transform = painter.device().devicePixelRatioF(), painter.deviceTransform()
    is_plain = not transform.isRotating() and transform.m11() == transform.m22()
    if painter.paintEngine().type() != QPaintEngine.Type.Raster or ratio != int(ratio) or not is_plain:
        return 0.0, 1
    return round(transform.m11(), 6), int(ratio)
