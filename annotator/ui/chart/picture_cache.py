"""A picture as pixels, kept as long as nothing of it changes: moving it costs no more than copying."""

from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.box_pixels import BoxPixels
from annotator.ui.chart.highlight import Highlight
from annotator.ui.chart.painting import Painted, paint_standing_out
from annotator.ui.toolkit.theme import Theme


class Look(NamedTuple):
    """All that says how a pane looks: its picture and colours, from where it is seen, its size, and what stands out."""

    picture: ChartPicture
    theme: Theme
    transform: QTransform
    size: QSize
    ratio: float
    highlight: Highlight

    def is_base_of(self, other: "Look") -> bool:
        """Whether both differ in no more than what stands out, and neither or both grey the rest."""
        same = self.picture is other.picture and self.theme is other.theme and self[2:5] == other[2:5]
        return same and self.highlight.greys == other.highlight.greys


class PictureCache:
    """Holds the pixels of all that does not stand out, in its colours and in grey."""

    def __init__(self) -> None:
        self._kept: dict[bool, tuple[Look, QPixmap]] = {}
        self._painted: dict[bool, Painted] = {}
        self._boxes = BoxPixels()

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint a pane: anew what is another than the last time, and what stands out over it."""
        kept = self._kept.get(look.highlight.greys)
        if kept is None or not kept[0].is_base_of(look):
            kept = self._kept[look.highlight.greys] = (look, self._pixels(look))
        painter.drawPixmap(0, 0, kept[1])
        _paint_over(painter, look)

    def paint_moved(self, painter: QPainter, look: Look) -> bool:
        """Paint the last pane where it would be now, coarse but at once; tell whether it shows the same picture."""
        kept = self._kept.get(look.highlight.greys)
        if kept is None or kept[0].picture is not look.picture or kept[0].theme is not look.theme:
            return False
        back, invertible = kept[0].transform.inverted()
        painter.fillRect(0, 0, look.size.width(), look.size.height(), QColor(look.theme.base))
        painter.save()
        painter.setTransform(back * look.transform, True)
        painter.drawPixmap(0, 0, kept[1])
        painter.restore()
        _paint_over(painter, look)
        return bool(invertible)

    def _pixels(self, look: Look) -> QPixmap:
        grey = look.highlight.greys
        painted = self._painted.get(grey)
        if painted is None or not painted.is_of(look.picture, look.theme):
            painted = self._painted[grey] = Painted(look.picture, look.theme, grey=grey)
        pixels = QPixmap(look.size * look.ratio)
        pixels.setDevicePixelRatio(look.ratio)
        with QPainter(pixels) as painter:
            painter.fillRect(0, 0, look.size.width(), look.size.height(), QColor(look.theme.base))
            painter.setTransform(look.transform)
            painted.paint(painter, self._boxes)
        return pixels


def _paint_over(painter: QPainter, look: Look) -> None:
    painter.save()
    painter.setTransform(look.transform, True)
    paint_standing_out(painter, look.picture, look.theme, look.highlight)
    painter.restore()
