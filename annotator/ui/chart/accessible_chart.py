"""The chart for screen readers: its nodes and edges as children with names."""

from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from annotator.ui.chart.chart_view import ChartView


@cache
def install() -> None:
    """Let every chart be told to screen readers by its parts."""
    QAccessible.installFactory(_made_for)


def _made_for(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    return AccessibleChart(widget) if isinstance(widget, ChartView) else None


class AccessibleChart(QAccessibleWidget):
    """A chart: first its nodes are told, then its edges, each in two lines as its tool tip has them."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view, QAccessible.Role.Chart, view.accessibleName())
        self._view = view
        # Told by number and never taken back: Qt frees an interface while a reader may still ask for it.
        self._parts: list[_AccessiblePart] = []
        view.accessible = self

    def childCount(self) -> int:
        return len(self._view.keys)

    def child(self, index: int) -> Any:  # the stubs know of no child that is not there
        if not 0 <= index < self.childCount():
            return None
        while len(self._parts) <= index:
            part = _AccessiblePart(self._view, len(self._parts))
            QAccessible.registerAccessibleInterface(part)
            self._parts.append(part)
        return self._parts[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, _AccessiblePart) else -1

    def childAt(self, x: int, y: int) -> Any:
        key = self._view.key_at(QPointF(self._view.mapFromGlobal(QPoint(x, y))))
        return self.child(self._view.keys.index(key)) if key is not None else None

    def focusChild(self) -> Any:
        focused = self._view.highlight.focused
        return self.child(self._view.keys.index(focused)) if focused in self._view.keys else self


class _AccessiblePart(QAccessibleInterface):
    """The node or edge that has a number in the chart as it is shown now."""

    def __init__(self, view: ChartView, number: int) -> None:
        super().__init__()
        self._view = view
        self.number = number

    def isValid(self) -> bool:
        return isValid(self._view) and self.number < len(self._view.keys)

    def object(self) -> Any:
        return None

    def parent(self) -> Any:
        return QAccessible.queryAccessibleInterface(self._view)

    def child(self, _index: int) -> Any:
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, which: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        name, _line, kind = self._view.describe(self._view.keys[self.number]).partition("\n")
        return {QAccessible.Text.Name: name, QAccessible.Text.Description: kind}.get(which, "")

    def setText(self, _which: QAccessible.Text, _text: str) -> None:
        """Names are changed in the inspector, not in the chart."""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        place = self._view.place_of(self._view.keys[self.number])
        return QRect(self._view.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if self.isValid():
            key = self._view.keys[self.number]
            state.focusable = self._view.is_node(key)
            state.focused = key == self._view.highlight.focused and self._view.hasFocus()
            state.selectable = True
            state.selected = key in self._view.highlight.lit
        return state
