"""The chart as a picture in a file, made without a window and without a screen."""

import os
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.chart_layout import layout
from annotator.services.disk.atomic_file import write_atomically
from annotator.ui.chart.chart_drawing import draw_chart
from annotator.ui.chart.chart_legend import draw_legend, legend_entries
from annotator.ui.chart.chart_scene import ChartScene, chart_scene
from annotator.ui.toolkit.theme import LIGHT, Theme, theme_of

SCALE = 2
"""Pixels of a PNG for each unit of the drawing."""
_UNIT, _MARGIN, _LEGEND = 118.0, 90.0, 52.0


def write_picture(graph: RelationGraph, path: Path, theme_name: str = LIGHT) -> None:
    """Write a graph as .png, .svg or .pdf, by the path's suffix. Raises SaveError, ValueError for another suffix."""
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise ValueError(f"{path.suffix} is no picture that can be written")
    application = _application()
    scene = chart_scene(graph)
    places = layout([node.key for node in scene.nodes], scene.pairs())
    points = np.array([places[node.key] for node in scene.nodes], dtype=np.float64).reshape(-1, 2)
    points = (points - points.min(axis=0)) * _unit(scene, points) if len(points) else points
    extent = points.max(axis=0) if len(points) else np.zeros(2)
    size = QSize(int(max(480, extent[0] + 2 * _MARGIN)), int(max(320, extent[1] + 2 * _MARGIN + _LEGEND)))
    room = np.array([size.width(), size.height() - _LEGEND])
    pixels = points + (room - extent) / 2
    write_atomically(path, make(_Drawing(scene, graph, pixels, size, theme_of(theme_name))))
    del application


def _unit(scene: ChartScene, points: np.ndarray) -> float:
    """Give the scale at which the usual edge has its usual length; crowded charts have longer ones."""
    if not scene.edges:
        return _UNIT
    ends = np.array(scene.pairs())
    lengths = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T)
    return float(_UNIT / max(1.0, np.median(lengths)))


class _Drawing:
    def __init__(self, scene: ChartScene, graph: RelationGraph, pixels: np.ndarray, size: QSize, theme: Theme) -> None:
        self.size = size
        self._scene, self._graph, self._pixels, self._theme = scene, graph, pixels, theme

    def draw(self, painter: QPainter) -> None:
        area = QRectF(0, 0, self.size.width(), self.size.height())
        painter.fillRect(area, QColor(self._theme.base))
        painter.setFont(QGuiApplication.font())
        draw_chart(painter, self._scene, self._pixels, area, self._theme)
        painter.setFont(QGuiApplication.font())
        draw_legend(
            painter, legend_entries(self._graph), area.adjusted(20, area.height() - _LEGEND, -20, 0), self._theme
        )


def _png(drawing: _Drawing) -> bytes:
    image = QImage(drawing.size * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    with QPainter(image) as painter:
        drawing.draw(painter)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub asks for bytes, the call for text
    return bytes(buffer.data().data())


def _svg(drawing: _Drawing) -> bytes:
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(drawing.size)
    generator.setViewBox(QRectF(0, 0, drawing.size.width(), drawing.size.height()))
    generator.setTitle("Relationship chart")
    with QPainter(generator) as painter:
        drawing.draw(painter)
    return bytes(buffer.data().data())


def _pdf(drawing: _Drawing) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    page = QPageSize(QSizeF(drawing.size.width() * 0.75, drawing.size.height() * 0.75), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle("Relationship chart")
    with QPainter(writer) as painter:
        drawing.draw(painter)
    return bytes(buffer.data().data())


_MAKERS = {".png": _png, ".svg": _svg, ".pdf": _pdf}


def _application() -> QGuiApplication:
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["annotator"])
