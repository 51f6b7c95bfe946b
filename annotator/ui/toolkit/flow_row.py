"""Widgets beside each other, in as many rows as they need in the width that there is."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

GAP = 4


class FlowRow(QWidget):
    """Holds widgets at the sizes that they want; never makes a window wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._widgets: Sequence[QWidget] = ()

    def put(self, widgets: Sequence[QWidget]) -> None:
        """Hold these widgets, in this order, and no others."""
        self._widgets = widgets
        for widget in widgets:
            widget.setParent(self)
            widget.show()
        self.lay_out()

    def lay_out(self) -> None:
        """Give every widget its place, those of one row the same height."""
        top = 0
        for row in self._rows():
            high = max(size.height() for _widget, size in row)
            left = GAP
            for widget, size in row:
                width = min(size.width(), max(1, self.width() - 2 * GAP))
                widget.setGeometry(left, top, width, high)
                left += width + GAP
            top += high + GAP
        self.setFixedHeight(top)

    def _rows(self) -> Iterator[list[tuple[QWidget, QSize]]]:
        row: list[tuple[QWidget, QSize]] = []
        used = GAP
        for widget in self._widgets:
            size = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
            if row and used + size.width() > self.width() - GAP:
                yield row
                row, used = [], GAP
            row.append((widget, size))
            used += size.width() + GAP
        if row:
            yield row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.lay_out()
        return super().event(event)
