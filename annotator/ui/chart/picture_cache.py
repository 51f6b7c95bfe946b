"""A picture as pixels, kept as long as nothing of it changes: moving it costs no more than copying."""

from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.highlight import Highlight
from annotator.ui.chart.painting import paint_picture
from annotator.ui.toolkit.theme import Theme


class Look(NamedTuple):
    """All that says how a pane looks: its picture and colours, what stands out, from where it is seen, its size."""

    picture: ChartPicture
    theme: Theme
    highlight: Highlight
    transform: QTransform
    size: QSize
    ratio: float


class PictureCache:
    """Holds the last pane that was painted."""

    def __init__(self) -> None:
        self._pixels = QPixmap()
        self._shown: Look | None = None

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint a pane: anew if anything is another than the last time."""
        if self._shown is None or not _same(self._shown, look):
            self._pixels = QPixmap(look.size * look.ratio)
            self._pixels.setDevicePixelRatio(look.ratio)
            with QPainter(self._pixels) as inner:
                inner.fillRect(0, 0, look.size.width(), look.size.height(), QColor(look.theme.base))
                inner.setTransform(look.transform)
                paint_picture(inner, look.picture, look.theme, look.highlight)
            self._shown = look
        painter.drawPixmap(0, 0, self._pixels)

    def paint_moved(self, painter: QPainter, look: Look) -> bool:
        """Paint the last pane where it would be now, coarse but at once; tell whether it shows the same picture."""
        shown = self._shown
        if shown is None or shown.picture is not look.picture or shown.theme is not look.theme:
            return False
        back, invertible = shown.transform.inverted()
        painter.save()
        painter.setTransform(back * look.transform, True)
        painter.drawPixmap(0, 0, self._pixels)
        painter.restore()
        return bool(invertible)


def _same(one: Look, other: Look) -> bool:
    return one.picture is other.picture and one.theme is other.theme and one[2:] == other[2:]
