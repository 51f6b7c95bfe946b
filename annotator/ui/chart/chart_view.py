"""The chart in the window: pan, zoom, point, drag, and walk through it by keys."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.services.charting.picture import ChartPicture, NodeBox, NodeKey, TrayEntry
from annotator.ui.chart import chart_keys
from annotator.ui.chart.camera import Camera
from annotator.ui.chart.glide import Glide
from annotator.ui.chart.hand import Hand
from annotator.ui.chart.highlight import Highlight, Key
from annotator.ui.chart.hit_test import HitTest
from annotator.ui.chart.moving import dragged
from annotator.ui.chart.painting import paint_picture
from annotator.ui.chart.picture_cache import Look, PictureCache
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.focus_ring import OWN_FOCUS
from annotator.ui.toolkit.safe_text import tool_tip

REACH = 7.0
"""How many pixels beside an edge or a node still mean it."""
REST_MILLISECONDS = 90
"""Once nothing was moved for so long, a coarse picture is painted exactly."""
_NEARER = 1.25
_MOST_ANEW = 100
_FRAME = 2.0
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class ChartView(QWidget):
    """Shows a composed picture as it is, nearer or farther; says what was picked, opened or put elsewhere."""

    node_picked = Signal(object)
    edge_picked = Signal(object)
    nothing_picked = Signal()
    node_opened = Signal(object)
    node_put = Signal(object, object)
    escape_pressed = Signal()
    fit_asked = Signal()
    fold_asked = Signal(object)
    resized = Signal()
    menu_asked = Signal(object, QPoint)
    """The node or edge on which a menu is wanted, None for the chart; and where on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Relationship chart")
        self.setProperty(OWN_FOCUS, True)
        self.describe: Callable[[object], str] = lambda _key: ""
        self.tip: Callable[[object], str] = lambda _key: ""
        self.accessible: object = None
        """What screen readers are told, kept as long as the chart is there."""
        self.camera = Camera()
        self.picture = ChartPicture()
        self.highlight = Highlight()
        self.glide = Glide(self)
        self.glide.stepped.connect(self.update)
        self._hits = HitTest(self.picture)
        self._cache = PictureCache()
        self._hovered: Key | None = None
        self._found: frozenset[Key] = frozenset()
        self._hand = Hand()
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.update)
        theme.notifier.changed.connect(self.update)

    # What is shown -------------------------------------------------------------------------------------------------

    def show_picture(self, picture: ChartPicture, *, glide: bool = True) -> None:
        """Show another picture; what is elsewhere in it glides there. Scale and offset stay."""
        before = self.picture
        self.picture, self._hits = picture, HitTest(picture)
        self._hovered = None
        if self.highlight.focused not in self._hits.node_keys:
            self.highlight = replace(self.highlight, focused=None)
        self.glide.start(before, picture, wanted=glide and self.isVisible())
        self.update()

    def set_lit(self, keys: frozenset[Key]) -> None:
        """Let nodes and edges stand out, by their keys."""
        if keys != self.highlight.lit:
            self.highlight = replace(self.highlight, lit=keys)
            self.update()

    def set_found(self, keys: frozenset[NodeKey]) -> None:
        """Let what was found keep its colours, and all else turn grey."""
        self._found = frozenset(keys)
        self.update()

    def focus_node(self, key: NodeKey | None) -> None:
        """Bring the keys to a node."""
        self.highlight = replace(self.highlight, focused=key)
        if key in self._hits.node_keys:
            self.setAccessibleDescription(self.describe(key))
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self._hits.node_keys.index(key))
            QAccessible.updateAccessibility(event)
        self.update()

    def fit(self) -> None:
        """Bring the whole chart into view."""
        self.camera.reset()
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Make everything nearer (a factor above 1) or farther."""
        self.camera.zoom(factor, around or QRectF(self.rect()).center())
        self._rest.start()
        self.update()

    # Where things are ----------------------------------------------------------------------------------------------

    @property
    def keys(self) -> list[Key]:
        """The keys of all nodes, and after them of all edges."""
        return self._hits.node_keys + self._hits.edge_keys

    def key_at(self, place: QPointF) -> Key | None:
        """Give the node, else the edge at a place of the view."""
        at = self.camera.to_picture(place)
        reach = REACH / self.camera.scale
        node = self._hits.node_at((at.x(), at.y()), 2.0 / self.camera.scale)
        return node if node is not None else self._hits.edge_at((at.x(), at.y()), reach)

    def is_node(self, key: Key | None) -> bool:
        """Tell whether a key is that of a node that is shown."""
        return key in self._hits.node_keys

    def place_of(self, key: Key | None) -> QRect:
        """Give the pixels of the view that a node or an edge takes; empty for an unknown one."""
        marks: list[NodeBox | TrayEntry] = [*self.picture.nodes, *self.picture.tray]
        boxes = [QRectF(mark.x, mark.y, mark.width, mark.height) for mark in marks if mark.key == key]
        lines = (edge for edge in self.picture.edges if edge.key == key)
        boxes += [QRectF(QPointF(*line.start), QPointF(*line.end)).normalized() for line in lines]
        box = boxes[0] if boxes else QRectF()
        return self.camera.transform.mapRect(box).toAlignedRect()

    # Qt's overrides ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(460, 430)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            look = Look(
                self.picture,
                theme.current(),
                self.camera.transform,
                self.size(),
                self.devicePixelRatioF(),
                self.shown_highlight(),
            )
            if self.glide.running or self._dragged_box():
                self._paint_moving(painter, look)
            elif not (self._moves_coarsely() and self._cache.paint_moved(painter, look)):
                self._cache.paint(painter, look)
            self._paint_frame(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _DIRECTIONS:
            self.focus_node(self._hits.next_node(self._focused(), _DIRECTIONS[key]))
            return
        does: dict[str, Callable[[], None]] = {
            chart_keys.LIGHT: self._pick_focused,
            chart_keys.CLOSER: lambda: self.zoom(_NEARER),
            chart_keys.FARTHER: lambda: self.zoom(1 / _NEARER),
            chart_keys.FIT: self.fit_asked.emit,
            chart_keys.FOLD: lambda: self.fold_asked.emit(self._focused()),
            chart_keys.BACK: self.escape_pressed.emit,
        }
        meaning = chart_keys.meaning(key)
        if meaning in does and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            does[meaning]()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_NEARER ** (event.angleDelta().y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position(), self.key_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(self.key_at(event.position()))
        elif self._hand.move(event.position()):
            if self._box(self._hand.key) is None:
                self.camera.pan(self._hand.step)
                self._rest.start()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._hand.release():
            self._pick(self._hand.key)
        elif box := self._box(self._hand.key):
            by = self._hand.by / self.camera.scale
            self.node_put.emit(box.key, (box.middle[0] + by.x(), box.middle[1] + by.y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.is_node(key):
            self.node_opened.emit(key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.place_of(self.highlight.focused).bottomLeft() if self.highlight.focused else QPoint()
            self.menu_asked.emit(self.highlight.focused, self.mapToGlobal(place))
        else:
            self.menu_asked.emit(self.key_at(QPointF(event.pos())), event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self.key_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tool_tip(self.tip(key)) if key is not None else "", self)
            return True
        return super().event(event)

    # Within --------------------------------------------------------------------------------------------------------

    def _paint_moving(self, painter: QPainter, look: Look) -> None:
        picture = self.glide.picture
        if box := self._dragged_box():
            by = self._hand.by / self.camera.scale
            picture = dragged(picture, box.key, (by.x(), by.y()))
        painter.fillRect(self.rect(), QColor(look.theme.base))
        painter.save()
        painter.setTransform(look.transform, True)
        paint_picture(painter, picture, look.theme, look.highlight)
        painter.restore()

    def _moves_coarsely(self) -> bool:
        """Tell whether pixels are moved for the time being: all of a large chart anew would be late for each frame."""
        return self._rest.isActive() and len(self.picture.nodes) + len(self.picture.edges) > _MOST_ANEW

    def _paint_frame(self, painter: QPainter) -> None:
        """Show that the keys are in the chart, where no node tells it."""
        if self.hasFocus() and self.highlight.focused is None:
            painter.setPen(QPen(QColor(theme.current().accent), _FRAME))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def shown_highlight(self) -> Highlight:
        """What stands out: what is lit, found or around the mouse, and where the keys are while the chart has them."""
        around = frozenset() if self._hovered is None else self._neighbourhood(self._hovered)
        focused = self.highlight.focused if self.hasFocus() or self._found else None
        return Highlight(self.highlight.lit, around | self._found, focused)

    def _neighbourhood(self, key: Key) -> frozenset[Key]:
        edges = [edge for edge in self.picture.edges if key in (edge.key, edge.source, edge.target)]
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        return frozenset({key} | ends | {edge.key for edge in edges})

    def _hover(self, key: Key | None) -> None:
        if key != self._hovered:
            self._hovered = key
            self.update()

    def _pick(self, key: Key | None) -> None:
        if key is None:
            self.nothing_picked.emit()
        elif self.is_node(key):
            self.highlight = replace(self.highlight, focused=key)
            self.node_picked.emit(key)
        else:
            self.edge_picked.emit(key)

    def _pick_focused(self) -> None:
        if self.highlight.focused is not None:
            self.node_picked.emit(self.highlight.focused)

    def _focused(self) -> NodeKey | None:
        focused = self.highlight.focused
        return next((key for key in self._hits.node_keys if key == focused), None)

    def _box(self, key: Key | None) -> NodeBox | None:
        return next((box for box in self.picture.nodes if box.key == key), None)

    def _dragged_box(self) -> NodeBox | None:
        return self._box(self._hand.key) if self._hand.moving else None
