"""What a chart is drawn of: outlines and words with their colours, in groups that a painter and an SVG file share."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, pi, sin
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGuiApplication,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from annotator.ui.chart.letters import chart_font, chart_metrics

HALO_WIDTH = 3.2
# Written around its place a text gives its own halo, many times faster than its outline is stroked.
_AROUND = [
    QPointF(cos(turn * pi / 6), sin(turn * pi / 6)) * radius
    for radius in (HALO_WIDTH / 4, HALO_WIDTH / 2)
    for turn in range(12)
]


@dataclass(frozen=True, slots=True)
class Mark:
    """An outline that is filled, stroked with a line of a width in pixels, or both; ``dash`` is in pixels too."""

    path: QPainterPath
    fill: str = ""
    line: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``x`` and ``y`` are its left end on the base line. A ``halo`` keeps it readable over lines."""

    text: str
    x: float
    y: float
    points: float
    color: str
    bold: bool = False
    halo: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together: ``marks`` and ``words`` of one thing, with what stands under and over them.

    ``what`` is the class of the group in a file and ``key`` whose it is. An edge has one mark, and its ``head`` apart.
    """

    what: str
    marks: tuple[Mark, ...] = ()
    words: tuple[Words, ...] = ()
    under: tuple[Mark, ...] = ()
    over: tuple[Mark, ...] = ()
    head: Mark | None = None
    key: Hashable = None


def paint_groups(painter: QPainter, groups: Iterable[Group]) -> None:
    """Paint groups, the last one on top."""
    for group in groups:
        paint_outlines(painter, outlines_of([group]))
        for words in group.words:
            paint_words(painter, words)


Outline = tuple[QPainterPath, QPen | None, QBrush | None]


def outlines_of(groups: Iterable[Group]) -> list[Outline]:
    """Give the outlines of groups without words, with what they are stroked and filled with: to be painted often."""
    found: list[Outline] = []
    for group in groups:
        for mark in (*group.under, *group.marks, *((group.head,) if group.head else ()), *group.over):
            pen = pen_of(mark.line, mark.width, mark.dash) if mark.line else None
            found.append((mark.path, pen, _brush_of(mark.fill) if mark.fill else None))
    return found


def paint_outlines(painter: QPainter, outlines: Iterable[Outline]) -> None:
    """Paint outlines, the last one on top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke, fill = painter.strokePath, painter.fillPath
    for path, pen, brush in outlines:
        if brush is None:
            if pen is not None:
                stroke(path, pen)
        elif pen is None:
            fill(path, brush)
        else:
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawPath(path)


@lru_cache(maxsize=1024)
def pen_of(line: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """Give the pen of a line, one for all that look alike and so not to be changed; Qt counts dashes in widths."""
    pen = QPen(QColor(line), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([pixels / width for pixels in dash])
    return pen


def baseline(points: float, *, bold: bool = False) -> float:
    """Give how far below the top of a line of text its base line is."""
    return chart_metrics(points, bold=bold).ascent()


@lru_cache(maxsize=256)
def _brush_of(color: str) -> QBrush:
    return QBrush(QColor(color))


def paint_words(painter: QPainter, words: Words) -> None:
    """Paint a line of text."""
    if words.halo:
        _paint_haloed(painter, words)
        return
    painter.setFont(chart_font(words.points, bold=words.bold))
    painter.setPen(pen_of(words.color, 1.0))
    # No QStaticText: one that is kept draws with glyphs of a font that Qt has let go of by then, and the program ends.
    painter.drawText(QPointF(words.x, words.y), words.text)


def _paint_haloed(painter: QPainter, words: Words) -> None:
    """Paint a text in its halo: copied from pixels where the painter makes some."""
    text = _Text(QGuiApplication.font().family(), words.text, words.points, words.bold)
    engine = painter.paintEngine()
    if engine.type() != QPaintEngine.Type.Raster:
        painter.save()
        painter.translate(words.x, words.y)
        _paint_outline(painter, text, words)
        painter.restore()
        return
    scale = painter.deviceTransform().m11()
    pixels = _haloed(text, words.color, words.halo, round(scale, 3))
    place = QPointF(words.x - HALO_WIDTH, words.y - baseline(words.points, bold=words.bold) - HALO_WIDTH)
    painter.drawPixmap(place, pixels)


def _paint_outline(painter: QPainter, text: "_Text", words: Words) -> None:
    path = _outline(text)
    painter.strokePath(path, pen_of(words.halo, HALO_WIDTH))
    painter.fillPath(path, QColor(words.color))


class _Text(NamedTuple):
    family: str
    text: str
    points: float
    bold: bool


@lru_cache(maxsize=2048)
def _haloed(text: _Text, color: str, halo: str, scale: float) -> QPixmap:
    metrics = chart_metrics(text.points, bold=text.bold)
    width, height = metrics.horizontalAdvance(text.text) + 2 * HALO_WIDTH, metrics.height() + 2 * HALO_WIDTH
    pixels = QPixmap(ceil(width * scale), ceil(height * scale))
    pixels.setDevicePixelRatio(scale)
    pixels.fill(Qt.GlobalColor.transparent)
    with QPainter(pixels) as painter:
        painter.setFont(chart_font(text.points, bold=text.bold))
        painter.translate(HALO_WIDTH, HALO_WIDTH + metrics.ascent())
        painter.setPen(QColor(halo))
        for spot in _AROUND:
            painter.drawText(spot, text.text)
        painter.setPen(QColor(color))
        painter.drawText(QPointF(0, 0), text.text)
    return pixels


@lru_cache(maxsize=2048)
def _outline(text: _Text) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), chart_font(text.points, bold=text.bold), text.text)
    return path
