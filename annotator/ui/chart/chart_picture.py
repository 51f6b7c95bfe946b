"""The chart as a picture in a file, made without a window and without a screen: what the window shows at that size."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.composing import picture_of
from annotator.services.charting.picture import ChartPicture
from annotator.services.disk.atomic_file import write_atomically
from annotator.ui.chart.chart_key import LEAST_HEIGHT, ChartKey, chart_key, key_group, key_names
from annotator.ui.chart.chart_svg import TITLE, chart_svg
from annotator.ui.chart.letters import FontLetters, chart_metrics
from annotator.ui.chart.marks import Group, Words, paint_groups
from annotator.ui.chart.painting import paint_picture
from annotator.ui.toolkit.safe_text import visible
from annotator.ui.toolkit.theme import LIGHT, Theme, theme_of

SCALE = 2
"""Pixels of a PNG for each unit of the drawing."""
USUAL_SIZE: Final = (800, 600)
_LEFT, _BASE, _CAPTION_HEIGHT, _CAPTION_POINTS = 12.0, 10.0, 28, 9.5
_ROOM_OF_A_NODE = 16_000
"""Square pixels a node has where no size is asked for, and the picture would be smaller by ``USUAL_SIZE``."""


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below a chart; ``height`` is in pixels."""

    key: ChartKey = field(default_factory=ChartKey)
    caption: str = ""
    date: str = ""

    @property
    def height(self) -> int:
        """How much of the picture's height it takes."""
        return self.key.height + (_CAPTION_HEIGHT if self.caption or self.date else 0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart composed for a picture, with what stands at the foot: its key, a caption and a date, as far as wanted."""

    graph: RelationGraph
    picture: ChartPicture
    foot: Foot
    size: QSize
    theme: Theme

    def paint(self, painter: QPainter) -> None:
        """Paint all of it."""
        painter.fillRect(0, 0, self.size.width(), self.size.height(), QColor(self.theme.base))
        paint_picture(painter, self.picture, self.theme)
        paint_groups(painter, self.foot_groups())

    def foot_groups(self) -> list[Group]:
        """Give the key and the caption as they are drawn."""
        foot, theme = self.foot, self.theme
        top = self.size.height() - foot.height
        words = (
            Words(foot.caption, _LEFT, self.size.height() - _BASE, _CAPTION_POINTS, theme.text, bold=True),
            Words(foot.date, self._right_of(foot.date), self.size.height() - _BASE, _CAPTION_POINTS, theme.muted),
        )
        said = tuple(one for one in words if one.text)
        return [key_group(foot.key, 0, top, theme), *([Group("caption", words=said)] if said else [])]

    def _right_of(self, text: str) -> float:
        return self.size.width() - _LEFT - chart_metrics(_CAPTION_POINTS).horizontalAdvance(text)


def write_picture(
    graph: RelationGraph, path: Path, size: tuple[int, int] | None = None, theme_name: str = LIGHT
) -> None:
    """Write a graph as .png, .svg or .pdf, by the path's suffix. Raises SaveError, ValueError for another suffix."""
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise ValueError(f"{path.suffix} is no picture that can be written")
    application = gui_application()
    write_atomically(path, make(drawing_of(graph, QSize(*(size or usual_size(graph))), theme_of(theme_name))))
    del application


def drawing_of(graph: RelationGraph, size: QSize, theme: Theme) -> Drawing:
    """Compose a chart for a picture; one that is low has no key."""
    foot = Foot(chart_key(key_names(graph), size.width()) if size.height() >= LEAST_HEIGHT else ChartKey())
    picture, _held = picture_of(graph, (size.width(), size.height() - foot.height), FontLetters())
    return Drawing(graph, picture, foot, size, theme)


def foot_of(graph: RelationGraph, width: int, *, key: bool, caption: str, date: str) -> Foot:
    """Give what stands below a chart; a caption that is too long for one line is shortened."""
    date = " ".join(visible(date).split())
    room = width - 2 * _LEFT - chart_metrics(_CAPTION_POINTS).horizontalAdvance(date + "  ")
    words = " ".join(visible(caption).split())
    metrics = chart_metrics(_CAPTION_POINTS, bold=True)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room))
    return Foot(chart_key(key_names(graph), width) if key else ChartKey(), shown, date)


def usual_size(graph: RelationGraph) -> tuple[int, int]:
    """Give the size of a picture for which none was asked: larger where more nodes have to find room."""
    linked = {end for edge in graph.edges.values() for end in (edge.source, edge.target)}
    larger = max(1.0, len(linked) * _ROOM_OF_A_NODE / (USUAL_SIZE[0] * USUAL_SIZE[1])) ** 0.5
    return round(USUAL_SIZE[0] * larger), round(USUAL_SIZE[1] * larger)


def image_of(drawing: Drawing, scale: float = SCALE) -> QImage:
    """Give a drawing as pixels, so many for each of its own."""
    image = QImage(drawing.size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    with QPainter(image) as painter:
        drawing.paint(painter)
    return image


def png(drawing: Drawing, scale: float = SCALE) -> bytes:
    """Give a drawing as PNG, fine enough for a page."""
    image = image_of(drawing, scale)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub asks for bytes, the call for text
    return bytes(buffer.data().data())


def svg(drawing: Drawing) -> bytes:
    """Give a drawing as SVG."""
    return chart_svg(drawing.picture, drawing.foot_groups(), drawing.graph, drawing.theme, drawing.size.height())


def pdf(drawing: Drawing) -> bytes:
    """Give a drawing as PDF on a page of its own size."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    page = QPageSize(QSizeF(drawing.size.width() * 0.75, drawing.size.height() * 0.75), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle(TITLE)
    with QPainter(writer) as painter:
        drawing.paint(painter)
    return bytes(buffer.data().data())


_MAKERS = {".png": png, ".svg": svg, ".pdf": pdf}


def gui_application() -> QGuiApplication:
    """Give the application, one without a screen where there is none yet; to be held while anything is drawn."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["annotator"])
