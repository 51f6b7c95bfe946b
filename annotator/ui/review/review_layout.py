"""How the panes stand while a review is on: the differences in full height, and nothing that has nothing to say."""

from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow

from annotator.ui.toolkit.pane_shares import REVIEW
from annotator.ui.toolkit.panes import Panes

_STAY: Final = ("documents", "differences")
_BY_HAND: Final = ("inspector", "entities", "topics", "document")
_VERSION: Final = 0


class ReviewLayout:
    """Puts the panes in the order of a review, and back as they were."""

    def __init__(self, window: QMainWindow, panes: Panes) -> None:
        self._window, self._panes = window, panes
        self._before: QByteArray | None = None

    def enter(self, *, with_chart: bool) -> None:
        """Give the differences the height of the window, and the chart its place only where it shows a difference."""
        panes, window = self._panes, self._window
        if self._before is None:
            self._before = window.saveState(_VERSION)
            differences = panes["differences"]
            window.removeDockWidget(differences)
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, differences)
            window.tabifyDockWidget(panes["documents"], differences)
            panes.shares.order = REVIEW
        for dock in panes:
            if not dock.isFloating():
                dock.setVisible(dock.objectName() in _STAY or (dock.objectName() == "chart" and with_chart))
        panes.shares.apply()

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
