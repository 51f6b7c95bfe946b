"""The small shapes at the beginning of a list's rows, which say by form what colour says too."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

LETTER: Final = "letter"
"""A rounded square with a letter."""
DOT: Final = "dot"
RING: Final = "ring"
HALF: Final = "half"
CHECK: Final = "check"
DIAMOND: Final = "diamond"
ALERT: Final = "alert"
"""A triangle."""
OPEN: Final = "open"
CLOSED: Final = "closed"
"""The arrow before a heading whose rows are shown, or not."""

_QT_DEGREE = 16


def paint_shape(painter: QPainter, area: QRectF, shape: str, *, color: QColor, letter: str, on_color: QColor) -> None:
    """Paint a shape into a square; a letter only where the shape has one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color))
    if shape == LETTER:
        painter.drawRoundedRect(area, 4, 4)
        font = QFont(painter.font())
        font.setBold(True)
        font.setPixelSize(max(8, round(area.height() * 0.68)))
        painter.setFont(font)
        painter.setPen(on_color)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
    elif shape in (DIAMOND, ALERT, OPEN, CLOSED):
        painter.drawPolygon(_corners(area, shape))
    else:
        _paint_round(painter, area.adjusted(2, 2, -2, -2), shape, color, on_color)
    painter.restore()


def _paint_round(painter: QPainter, area: QRectF, shape: str, color: QColor, on_color: QColor) -> None:
    if shape in (RING, HALF):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.6))
        painter.drawEllipse(area)
        if shape == HALF:
            painter.setBrush(QBrush(color))
            painter.drawPie(area, 90 * _QT_DEGREE, 180 * _QT_DEGREE)
        return
    painter.drawEllipse(area)
    if shape == CHECK:
        size, left, top = area.width(), area.left(), area.top()
        points = [QPointF(left + size * x, top + size * y) for x, y in ((0.24, 0.54), (0.43, 0.72), (0.77, 0.32))]
        painter.setPen(QPen(on_color, 1.8, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))


def _corners(area: QRectF, shape: str) -> QPolygonF:
    inner = area.adjusted(2, 2, -2, -2)
    middle = inner.center()
    if shape == ALERT:
        return QPolygonF([QPointF(middle.x(), inner.top()), inner.bottomRight(), inner.bottomLeft()])
    if shape == OPEN:
        narrow = inner.adjusted(0, 2, 0, -2)
        return QPolygonF([narrow.topLeft(), narrow.topRight(), QPointF(middle.x(), narrow.bottom())])
    if shape == CLOSED:
        narrow = inner.adjusted(2, 0, -2, 0)
        return QPolygonF([narrow.topLeft(), QPointF(narrow.right(), middle.y()), narrow.bottomLeft()])
    return QPolygonF(
        [
            QPointF(middle.x(), inner.top()),
            QPointF(inner.right(), middle.y()),
            QPointF(middle.x(), inner.bottom()),
            QPointF(inner.left(), middle.y()),
        ]
    )
