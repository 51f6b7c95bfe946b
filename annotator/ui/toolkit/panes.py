"""The panes around the article: what stands where, and going from one to the next."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QWidget

from annotator.ui.toolkit.pane_shares import PaneShares

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_PLACES: Final = (
    # name, title, side, and the pane with which it shares a place
    ("documents", "Documents", _LEFT, ""),
    ("annotations", "Annotations", _LEFT, ""),
    ("entities", "Entities", _LEFT, "annotations"),
    ("topics", "Topics", _LEFT, "entities"),
    ("document", "Details", _LEFT, "topics"),
    ("differences", "Differences", _LEFT, "document"),
    ("chart", "Relationship chart", _RIGHT, ""),
    ("inspector", "Inspector", _RIGHT, ""),
)


class _WholeNames(QObject):
    """Keeps the names of panes whole: the window makes bars of tabs when it needs them, and would cut them to "T…"."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            bar = event.child()
            if isinstance(bar, QTabBar):
                bar.setAccessibleName("Panes that share a place")
                bar.setElideMode(Qt.TextElideMode.ElideNone)
                # Where there is no room for all, they scroll.
                bar.setUsesScrollButtons(True)
        return super().eventFilter(watched, event)


class Panes:
    """The dock widgets of a window, in the order in which F6 visits them, the article first; empty until filled."""

    def __init__(self, window: QMainWindow, article: QWidget) -> None:
        self._window = window
        self._middle = [article]
        self._docks: list[QDockWidget] = []
        self._names = _WholeNames(window)
        window.installEventFilter(self._names)
        window.setDockNestingEnabled(True)
        window.setTabPosition(_LEFT, window.tabPosition(_LEFT).North)
        for name, title, side, beside in _PLACES:
            self._add(name, title, side, beside)
        self["annotations"].raise_()
        self.shares = PaneShares(window, self._docks)

    def fill(self, name: str, widget: QWidget) -> None:
        """Put a widget into its pane."""
        dock = self[name]
        dock.setWidget(widget)
        widget.setAccessibleName(widget.accessibleName() or dock.windowTitle())

    def visit_in_middle(self, widget: QWidget) -> None:
        """Let the keys come by another widget beside the article, when it is to be seen."""
        self._middle.append(widget)

    def __getitem__(self, name: str) -> QDockWidget:
        return next(dock for dock in self._docks if dock.objectName() == name)

    def __iter__(self) -> Iterator[QDockWidget]:
        return iter(self._docks)

    def show(self, name: str) -> None:
        """Bring a pane to the front and give it the focus."""
        dock = self[name]
        dock.show()
        dock.raise_()
        if dock.isFloating():
            dock.activateWindow()
        _focus(dock.widget())

    def make_room(self, but: str = "") -> list[QDockWidget]:
        """Hide what is shown in the window but one pane; gives what ``give_back`` is to show again."""
        shown = [dock for dock in self._docks if not (dock.isHidden() or dock.isFloating() or dock.objectName() == but)]
        # Those in front come last, so that they are in front again.
        shown.sort(key=lambda dock: not dock.visibleRegion().isEmpty())
        self.shares.paused = True
        for dock in shown:
            dock.hide()
        return shown

    def give_back(self, docks: list[QDockWidget]) -> None:
        """Give panes their places again."""
        for dock in docks:
            dock.show()
        for dock in docks:
            dock.raise_()
        self.shares.paused = False
        self.shares.apply()

    def step(self, direction: int) -> None:
        """Give the focus to the next or previous pane that can be seen; the article is one of them."""
        docks = [dock for dock in self._docks if not dock.visibleRegion().isEmpty()]
        stops = [*(stop for stop in self._middle if stop.isVisible()), *docks]
        focus = QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if focus and (stop is focus or stop.isAncestorOf(focus))), 0)
        stop = stops[(here + direction) % len(stops)]
        _focus(stop.widget() if isinstance(stop, QDockWidget) else stop)

    def _add(self, name: str, title: str, side: Qt.DockWidgetArea, beside: str) -> None:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        self._window.addDockWidget(side, dock)
        if beside:
            self._window.tabifyDockWidget(self[beside], dock)
        self._docks.append(dock)


def _focus(widget: QWidget) -> None:
    target = widget
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        inside = [child for child in widget.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
        target = next((child for child in inside if child.isVisible() and child.isEnabled()), widget)
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)
