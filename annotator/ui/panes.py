"""The panes around the article: what stands where, and going from one to the next."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QWidget

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


class Panes:
    """The dock widgets of a window, in the order in which F6 visits them, the article first."""

    def __init__(self, window: QMainWindow, article: QWidget) -> None:
        self._window = window
        self._article = article
        self._docks: list[QDockWidget] = []
        window.setDockNestingEnabled(True)
        window.setTabPosition(LEFT, window.tabPosition(LEFT).North)

    def add(
        self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea, *, tab_behind: str = ""
    ) -> QDockWidget:
        """Put a widget into a pane; ``tab_behind`` names the pane it shares a place with."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(widget)
        widget.setAccessibleName(widget.accessibleName() or title)
        self._window.addDockWidget(area, dock)
        if tab_behind:
            self._window.tabifyDockWidget(self[tab_behind], dock)
        self._docks.append(dock)
        for bar in self._window.findChildren(QTabBar):
            bar.setAccessibleName(bar.accessibleName() or "Panes that share a place")
            # Names that are cut to "T…" say nothing: where there is no room for all, the tabs scroll.
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)
        return dock

    def __getitem__(self, name: str) -> QDockWidget:
        return next(dock for dock in self._docks if dock.objectName() == name)

    def __iter__(self) -> Iterator[QDockWidget]:
        return iter(self._docks)

    def show(self, name: str) -> None:
        """Bring a pane to the front and give it the focus."""
        dock = self[name]
        dock.show()
        dock.raise_()
        _focus(dock.widget())

    def step(self, direction: int) -> None:
        """Give the focus to the next or previous pane that can be seen; the article is one of them."""
        stops = [self._article, *(dock for dock in self._docks if not dock.visibleRegion().isEmpty())]
        focus = QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if focus and (stop is focus or stop.isAncestorOf(focus))), 0)
        stop = stops[(here + direction) % len(stops)]
        _focus(stop.widget() if isinstance(stop, QDockWidget) else stop)


def _focus(widget: QWidget) -> None:
    target = widget
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        inside = [child for child in widget.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
        target = next((child for child in inside if child.isVisible() and child.isEnabled()), widget)
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)
