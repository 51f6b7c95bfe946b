"""The chart in the window: pan, zoom, point, and walk through it by keys."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QToolTip, QWidget

from annotator.ui.chart import chart_keys
from annotator.ui.chart.chart_drawing import draw_chart
from annotator.ui.chart.chart_scene import ChartScene, NodeKey
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import tool_tip

MARGIN = np.array([52.0, 34.0])
"""Pixels left free at the sides and above and below."""
STRETCH = 1.8
REACH = 9.0
"""How many pixels beside an edge or a node still mean it."""
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class ChartItem(pg.GraphicsObject):
    """Draws the whole chart in one go, in pixels, whatever the zoom."""

    def __init__(self) -> None:
        super().__init__()
        self.scene_of_chart = ChartScene()
        self.points: NDArray[np.float64] = np.zeros((0, 2))
        self.pixels: NDArray[np.float64] = np.zeros((0, 2))

    def boundingRect(self) -> QRectF:
        return QRectF(-1e5, -1e5, 2e5, 2e5)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        x, y = self.points[:, 0], self.points[:, 1]
        self.pixels = np.stack(
            [
                transform.m11() * x + transform.m21() * y + transform.dx(),
                transform.m12() * x + transform.m22() * y + transform.dy(),
            ],
            axis=1,
        )
        painter.save()
        painter.resetTransform()
        if widget is not None:
            painter.setFont(widget.font())
            draw_chart(painter, self.scene_of_chart, self.pixels, QRectF(widget.rect()), theme.current())
        painter.restore()


class ChartView(pg.GraphicsView):
    """Shows a chart scene; says what was picked."""

    node_picked = Signal(object)
    edge_picked = Signal(object)
    nothing_picked = Signal()
    escape_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        # pyqtgraph sends events while it is being made.
        self._item = ChartItem()
        self._moved_by_hand = True
        super().__init__(parent, background=None)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Relationship chart")
        self.viewport().setAccessibleName("Relationship chart")
        self.describe: Callable[[object], str] = lambda _key: ""
        self._box = pg.ViewBox(enableMenu=False, invertY=True)
        self._box.setDefaultPadding(0)
        self.setCentralItem(self._box)
        self._box.addItem(self._item, ignoreBounds=True)
        self._moved_by_hand = False
        self._box.sigRangeChangedManually.connect(self._note_moved)
        self.scene().sigMouseClicked.connect(self._clicked)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()

    @property
    def chart(self) -> ChartScene:
        """What is shown."""
        return self._item.scene_of_chart

    @property
    def points(self) -> NDArray[np.float64]:
        """The places of the nodes, a row (x, y) each, in units of an edge's length."""
        return self._item.points

    def show_chart(self, scene: ChartScene, points: NDArray[np.float64]) -> None:
        """Show another chart; the view follows unless it was moved by hand."""
        grown = len(points) != len(self._item.points)
        focused = self._focused_key()
        self._item.scene_of_chart = scene
        self._item.points = points
        scene.focused = scene.rank.get(focused) if focused else None
        if grown and not self._moved_by_hand:
            self.fit()
        self.repaint_chart()

    def repaint_chart(self) -> None:
        """Draw again, after something lit up."""
        self._item.update()
        self.viewport().update()

    def fit(self) -> None:
        """Bring the whole chart into view."""
        self._moved_by_hand = False
        if len(self._item.points) == 0:
            return
        low, high = self._item.points.min(axis=0), self._item.points.max(axis=0)
        middle, half = (low + high) / 2, np.maximum((high - low) / 2, 0.8)
        # Names stand beside the outermost nodes and need room in pixels, whatever the scale.
        size = np.array([max(200, self.width()), max(150, self.height())], dtype=np.float64)
        scale = (size / 2 - np.minimum(MARGIN, size / 5)) / half
        # One side may be stretched to fill the pane, but not so far that the picture looks squashed.
        scale = np.minimum(scale, scale.min() * STRETCH)
        half = size / 2 / scale
        rectangle = QRectF(QPointF(*(middle - half)), QPointF(*(middle + half)))
        self._box.setRange(rectangle, padding=0, disableAutoRange=True)

    def zoom(self, factor: float) -> None:
        """Make everything nearer (a factor below 1) or farther."""
        self._box.scaleBy((factor, factor))
        self._moved_by_hand = True

    def node_at(self, place: QPointF) -> int | None:
        """Give the rank of the node at a place of the viewport."""
        if len(self._item.pixels) == 0:
            return None
        reach = np.array([self.chart.radius(rank) for rank in range(len(self.chart.nodes))]) + 4
        distance = np.hypot(*(self._item.pixels - (place.x(), place.y())).T)
        nearest = int(np.argmin(distance - reach))
        return nearest if distance[nearest] <= reach[nearest] else None

    def edge_at(self, place: QPointF) -> int | None:
        """Give the number of the edge at a place of the viewport."""
        edges = self.chart.edges
        if not edges or len(self._item.pixels) != len(self.chart.nodes):
            return None
        start = self._item.pixels[[edge.source for edge in edges]]
        end = self._item.pixels[[edge.target for edge in edges]]
        along = end - start
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
        normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None]
        offset = np.array((place.x(), place.y())) - start
        part = np.clip((offset * along).sum(axis=1) / length**2, 0, 1)
        bend = np.array([edge.bend for edge in edges])[:, None] * 4 * (part * (1 - part))[:, None] * normal
        distance = np.hypot(*(offset - part[:, None] * along - bend).T)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= REACH else None

    # Qt's overrides ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        does = {
            chart_keys.LIGHT: self._pick_focused,
            chart_keys.CLOSER: lambda: self.zoom(0.8),
            chart_keys.FARTHER: lambda: self.zoom(1.25),
            chart_keys.FIT: self.fit,
            chart_keys.BACK: self.escape_pressed.emit,
        }.get(chart_keys.meaning(key))
        if key in _DIRECTIONS:
            self._walk(_DIRECTIONS[key])
        elif does:
            does()
        else:
            event.ignore()

    def _pick_focused(self) -> None:
        if self.chart.focused is not None:
            self.node_picked.emit(self.chart.nodes[self.chart.focused].key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._moved_by_hand:
            self.fit()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self._key_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tool_tip(self.describe(key)) if key else "", self)
            return True
        return bool(super().viewportEvent(event))

    # Within ------------------------------------------------------------------------------------------------------

    def _clicked(self, event: object) -> None:
        place = self.mapFromScene(event.scenePos())  # type: ignore[attr-defined]
        node = self.node_at(QPointF(place))
        edge = self.edge_at(QPointF(place)) if node is None else None
        if node is not None:
            self.chart.focused = node
            self.node_picked.emit(self.chart.nodes[node].key)
        elif edge is not None:
            self.edge_picked.emit(self.chart.edges[edge].key)
        else:
            self.nothing_picked.emit()

    def _key_at(self, place: QPointF) -> object:
        node = self.node_at(place)
        if node is not None:
            return self.chart.nodes[node].key
        edge = self.edge_at(place)
        return self.chart.edges[edge].key if edge is not None else None

    def _walk(self, direction: tuple[float, float]) -> None:
        """Go to the nearest node in a direction, which counts more than the distance across it."""
        if not self.chart.nodes:
            return
        if self.chart.focused is None or len(self._item.pixels) != len(self.chart.nodes):
            self.chart.focused = 0
        else:
            offset = self._item.pixels - self._item.pixels[self.chart.focused]
            along = offset @ np.array(direction)
            across = np.abs(offset @ np.array((direction[1], direction[0])))
            cost = np.where(along > 1, along + 2 * across, np.inf)
            if np.isfinite(cost).any():
                self.chart.focused = int(np.argmin(cost))
        self.setAccessibleDescription(self.describe(self.chart.nodes[self.chart.focused].key))
        self.repaint_chart()

    def _focused_key(self) -> NodeKey | None:
        scene = self.chart
        return scene.nodes[scene.focused].key if scene.focused is not None else None

    def _note_moved(self) -> None:
        self._moved_by_hand = True

    def _take_colors(self) -> None:
        self.setBackground(QColor(theme.current().base))
        self.repaint_chart()
