"""A cross table as a picture to be saved: names at its sides, a warm cell for each count."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from annotator.ui.passages.count_model import HeatModel, heat_color, ink_on
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import visible

FORMS: Final = (".png", ".svg", ".pdf")
_CELL_HIGH: Final = 24.0
_LEAST_WIDE: Final = 34.0
_WIDEST_NAME: Final = 260.0
_PAD: Final = 8.0
_SCALE: Final = 2
_POINTS_A_PIXEL: Final = 0.75


class HeatPicture:
    """Draws a table in the light theme, since pictures go into papers."""

    def __init__(self, table: HeatModel, caption: str) -> None:
        self._table, self._caption = table, caption
        self._font = QFont()
        self._font.setPixelSize(13)
        self._letters = QFontMetricsF(self._font)
        wide = self._letters.horizontalAdvance
        self._left = min(_WIDEST_NAME, max((wide(name) for name in map(visible, table.rows)), default=0.0)) + 2 * _PAD
        self._top = min(_WIDEST_NAME, max((wide(name) for name in map(visible, table.columns)), default=0.0)) + _PAD
        self._cell = max(_LEAST_WIDE, wide(f"{table.most:,}") + 2 * _PAD)
        width = self._left + self._cell * len(table.columns) + _PAD
        self._foot = _CELL_HIGH + _PAD
        self.size = QSizeF(max(width, wide(caption) + 2 * _PAD), self._top + _CELL_HIGH * len(table.rows) + self._foot)

    def bytes_of(self, form: str) -> bytes:
        """Give the picture as the bytes of a PNG, SVG or PDF; raises ValueError for another form."""
        if form == ".png":
            return self._png()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        device: QPaintDevice
        if form == ".svg":
            device = QSvgGenerator()
            device.setOutputDevice(buffer)
            device.setSize(self.size.toSize())
            device.setViewBox(QRectF(QPointF(), self.size))
            device.setTitle(self._caption)
        elif form == ".pdf":
            device = QPdfWriter(buffer)
            device.setPageSize(QPageSize(self.size * _POINTS_A_PIXEL, QPageSize.Unit.Point))
            device.setPageMargins(QMarginsF())
            device.setResolution(96)
            device.setTitle(self._caption)
        else:
            raise ValueError(f"A picture ends in one of: {', '.join(FORMS)}")
        painter = QPainter(device)
        self._paint(painter)
        painter.end()
        buffer.close()
        return bytes(data.data())

    def _png(self) -> bytes:
        image = QImage(self.size.toSize() * _SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.theme_of(theme.LIGHT).base))
        painter = QPainter(image)
        painter.scale(_SCALE, _SCALE)
        self._paint(painter)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(data.data())

    def _paint(self, painter: QPainter) -> None:
        colors = theme.theme_of(theme.LIGHT)
        table = self._table
        painter.setFont(self._font)
        painter.fillRect(QRectF(QPointF(), self.size), QColor(colors.base))
        painter.setPen(QColor(colors.text))
        for place, name in enumerate(table.rows):
            rect = QRectF(_PAD, self._top + place * _CELL_HIGH, self._left - 2 * _PAD, _CELL_HIGH)
            painter.drawText(rect, _RIGHT, self._short(name, rect.width()))
        for place, name in enumerate(table.columns):
            painter.save()
            painter.translate(self._left + (place + 0.5) * self._cell + 5, self._top - _PAD / 2)
            painter.rotate(-90)
            painter.drawText(QPointF(0, 0), self._short(name, self._top - _PAD))
            painter.restore()
        for (row, column), count in ((at, int(table.counts[at])) for at in _cells(table)):
            cell = QRectF(self._left + column * self._cell, self._top + row * _CELL_HIGH, self._cell, _CELL_HIGH)
            self._paint_cell(painter, cell, count)
        foot = QRectF(_PAD, self.size.height() - self._foot, self.size.width() - 2 * _PAD, self._foot)
        painter.setPen(QColor(colors.muted))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, visible(self._caption))

    def _paint_cell(self, painter: QPainter, cell: QRectF, count: int) -> None:
        colors = theme.theme_of(theme.LIGHT)
        painter.setPen(QColor(colors.border))
        ground = heat_color(count, self._table.most, colors) if count else QColor(colors.base)
        painter.fillRect(cell, ground)
        painter.drawRect(cell)
        if count:
            painter.setPen(ink_on(ground))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{count:,}")

    def _short(self, name: str, room: float) -> str:
        return self._letters.elidedText(visible(name), Qt.TextElideMode.ElideRight, room)


_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _cells(table: HeatModel) -> list[tuple[int, int]]:
    return [(row, column) for row in range(len(table.rows)) for column in range(len(table.columns))]
