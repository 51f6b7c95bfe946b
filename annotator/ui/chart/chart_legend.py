"""The key under the chart: one or two rows, or none where the pane is low. A click hides or shows what looks so."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.ui.chart.chart_key import ChartKey, KeyItem, chart_key, key_group
from annotator.ui.chart.hiding import Names
from annotator.ui.chart.marks import paint_groups
from annotator.ui.toolkit import theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChartLegend(QWidget):
    """A strip under the chart, as high as its rows; the arrows walk through it, and Space does what a click does."""

    toggled = Signal(object)
    """Something is to be hidden or shown, by sort and name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[tuple[str, str]] = ()
        self._hidden: Names = frozenset()
        self._here = 0
        self.key = ChartKey()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(0)
        theme.notifier.changed.connect(self.update)

    def show_names(self, names: Sequence[tuple[str, str]], hidden: Names = frozenset()) -> None:
        """Explain what is named, by sort and name, and what of it is hidden."""
        if list(names) != list(self._names) or hidden != self._hidden:
            self._names, self._hidden = names, hidden
            self._lay_out()

    def item_at(self, place: QPointF) -> KeyItem | None:
        """Give what is explained at a place."""
        return next((item for item in self.key.items if item.box.contains(place)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (item := self.item_at(event.position())):
            self.toggled.emit((item.sort, item.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.key.items:
            self._here = (self._here + _STEPS[key]) % len(self.key.items)
            self._say()
        elif key in _PRESS and self._here < len(self.key.items):
            item = self.key.items[self._here]
            self.toggled.emit((item.sort, item.name))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self.item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(item) if item else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.base))
            paint_groups(painter, [key_group(self.key, 0, 0, colors)])
            for number, item in enumerate(self.key.items):
                if (item.sort, item.name) in self._hidden:
                    self._strike(painter, item.box)
                if self.hasFocus() and number == self._here:
                    painter.setPen(QPen(QColor(colors.accent), 1.5))
                    painter.drawRect(item.box.adjusted(-2, 0, 2, -1))

    def _strike(self, painter: QPainter, box: QRectF) -> None:
        """Strike out what is hidden; its words stay as readable as the others."""
        painter.setPen(QPen(QColor(theme.current().muted), 1.4))
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))

    def _told(self, item: KeyItem) -> str:
        return f"{item.words}: {'hidden, show it' if (item.sort, item.name) in self._hidden else 'hide it'}"

    def _say(self) -> None:
        hidden = {item.words for item in self.key.items if (item.sort, item.name) in self._hidden}
        words = [f"{item.words} (hidden)" if item.words in hidden else item.words for item in self.key.items]
        self.setAccessibleName("Key: " + "; ".join(words))
        here = self.key.items[self._here] if self._here < len(self.key.items) else None
        self.setAccessibleDescription(f"{self._told(here)} with Space" if here else "")
        self.update()

    def _lay_out(self) -> None:
        self.key = chart_key(self._names, self.width())
        self.setFixedHeight(self.key.height)
        self._say()
