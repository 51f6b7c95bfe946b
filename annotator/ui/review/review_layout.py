"""How the panes stand while a review is on: the differences in full height, and nothing that has nothing to say."""

from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from annotator.ui.toolkit.pane_shares import REVIEW
from annotator.ui.toolkit.panes import Panes

_STAY: Final = ("documents", "differences")
_BY_HAND: Final = ("inspector", "entities", "topics", "document")
_VERSION: Final = 0
_SETTLED: Final = (0, 150, 400)
"""Milliseconds after which panes that were hidden hold no room any more: at once where little else is to be done."""
_WIDE: Final = 900
"""Pixels of width from which on a window has room for a chart beside list and text."""


class ReviewLayout:
    """Puts the panes in the order of a review, and back as they were."""

    def __init__(self, window: QMainWindow, panes: Panes) -> None:
        self._window, self._panes = window, panes
        self._before: QByteArray | None = None
        self._size = window.size()

    def enter(self, *, with_chart: bool) -> None:
        """Give the differences the height of the window, and the chart its place where it shows a difference.

        In a narrow window the chart has no place.
        """
        panes, window = self._panes, self._window
        if self._before is None:
            self._before = window.saveState(_VERSION)
            differences = panes["differences"]
            window.removeDockWidget(differences)
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, differences)
            window.tabifyDockWidget(panes["documents"], differences)
            panes.shares.order = REVIEW
        shown = (*_STAY, "chart") if with_chart and self._size.width() >= _WIDE else _STAY
        for dock in panes:
            if not dock.isFloating():
                dock.setVisible(dock.objectName() in shown)
        if self._size != window.size():
            for milliseconds in _SETTLED:
                QTimer.singleShot(milliseconds, window, self._fit)
        panes.shares.apply()

    def _fit(self) -> None:
        layout = self._window.layout()
        if layout:
            # Without the panes that were hidden it needs less.
            layout.invalidate()
            layout.activate()
        self._window.resize(self._window.size().boundedTo(self._size))

    def measure(self) -> None:
        """Take the size that there is before a review is opened: the screen's where panes need a window beyond it."""
        least, size = self._window.minimumSizeHint(), self._window.size()
        screen = size.boundedTo(self._window.screen().availableGeometry().size())
        self._size = QSize(
            screen.width() if size.width() <= least.width() else size.width(),
            screen.height() if size.height() <= least.height() else size.height(),
        )

    def show_by_hand(self, pane: str) -> None:
        """Show the pane in which something is edited."""
        panes = self._panes
        if panes[pane].isHidden() and pane != "inspector" and not panes[pane].isFloating():
            self._window.tabifyDockWidget(panes["differences"], panes[pane])
        panes.show(pane)
        panes.shares.apply()

    def hide_by_hand(self) -> None:
        """Hide what is there for editing alone."""
        for name in _BY_HAND:
            if not self._panes[name].isFloating():
                self._panes[name].hide()
        self._panes["differences"].raise_()
        self._panes.shares.apply()

    def leave(self) -> None:
        """Put the panes back as they were."""
        before, self._before = self._before, None
        if before is not None:
            self._panes.shares.order = ""
            self._window.restoreState(before, _VERSION)
            self._panes["differences"].hide()
            self._panes.shares.apply()
