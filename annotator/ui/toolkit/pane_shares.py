"""Panes that keep their share of the window when it grows or shrinks, where Qt would keep their pixels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

LEAST_CHART: Final = 460
"""Pixels of width that the chart begins with, where the lists and the article leave it so many."""
LEAST_ARTICLE: Final = 400
"""Pixels of width that the chart leaves the article, as long as it keeps so much of the window itself:"""
_LEAST: Final = 0.3
_LISTS: Final = 0.2
_ROUNDING: Final = 2
_USUAL: Final = {"documents": (_LISTS, 0.37), "chart": (0.38, 0.65), "inspector": (0.38, 0.35)}
_OTHERS: Final = (_LISTS, 0.63)
REVIEW: Final = "review"
_IN_REVIEW: Final = {"chart": (0.27, 0.6), "inspector": (0.3, 0.6)}
_OTHERS_IN_REVIEW: Final = (0.27, 1.0)

Share = tuple[float, float]
"""Which parts of the window's width and height a pane takes."""


class PaneShares(QObject):
    """Gives panes their shares whenever the window has another size; what the user drags is the share from then on."""

    def __init__(self, window: QMainWindow, docks: Sequence[QDockWidget]) -> None:
        super().__init__(window)
        self.paused = False
        self.order = ""
        """``REVIEW`` while panes stand as in a review, where they have shares of their own."""
        self._window, self._docks = window, docks
        self._chosen: dict[str, Share] = {}
        self._pressed: dict[str, QSize] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.apply)
        window.installEventFilter(self)
        for dock in docks:
            dock.visibilityChanged.connect(self._later)

    def restore(self, shares: Mapping[str, Iterable[float]]) -> None:
        """Take up what ``chosen`` gave."""
        self._chosen = {name: tuple(share) for name, share in shares.items()}  # type: ignore[misc] # two each
        self._later()

    def chosen(self) -> dict[str, list[float]]:
        """Give the shares that the user chose, by pane."""
        return {name: list(share) for name, share in self._chosen.items()}

    def apply(self) -> None:
        """Give every pane in the window its share."""
        self._timer.stop()
        docks = self._there()
        if self.paused or not docks:
            return
        widths = [self._width(dock) for dock in docks]
        heights = [max(1, round(self._share(dock)[1] * self._window.height())) for dock in docks]
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        self._window.resizeDocks(docks, heights, Qt.Orientation.Vertical)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            # At once, so that the article's first lines need not be broken again.
            self.apply()
        elif event.type() == QEvent.Type.Resize:
            self._later()
        # The window itself hears of the mouse where it drags the lines between panes.
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = {dock.objectName(): dock.size() for dock in self._there()}
        elif event.type() == QEvent.Type.MouseButtonRelease and not self.paused:
            self._notice()
        return super().eventFilter(watched, event)

    def _notice(self) -> None:
        """Remember the shares of the panes that were dragged to another size."""
        window = self._window.size()
        for dock in self._there():
            size, before = dock.size(), self._pressed.get(dock.objectName(), dock.size())
            if max(abs(size.width() - before.width()), abs(size.height() - before.height())) > _ROUNDING:
                self._chosen[self._key(dock)] = (size.width() / window.width(), size.height() / window.height())

    def _later(self) -> None:
        self._timer.start()

    def _there(self) -> list[QDockWidget]:
        """Give the panes that are in the window, those behind others too."""
        return [dock for dock in self._docks if not dock.isFloating() and not dock.isHidden()]

    def _share(self, dock: QDockWidget) -> Share:
        name = dock.objectName()
        usual = _IN_REVIEW.get(name, _OTHERS_IN_REVIEW) if self.order == REVIEW else _USUAL.get(name, _OTHERS)
        return self._chosen.get(self._key(dock)) or usual

    def _key(self, dock: QDockWidget) -> str:
        return " ".join(filter(None, (self.order, dock.objectName())))

    def _width(self, dock: QDockWidget) -> int:
        whole = self._window.width()
        width = round(self._share(dock)[0] * whole)
        if (
            self.order == REVIEW
            or dock.objectName() in self._chosen
            or self._window.dockWidgetArea(dock) != Qt.DockWidgetArea.RightDockWidgetArea
        ):
            return max(1, width)
        lists = max((self._width(one) for one in self._there() if self._is_left(one)), default=0)
        return max(1, min(max(width, LEAST_CHART), max(whole - lists - LEAST_ARTICLE, round(_LEAST * whole))))

    def _is_left(self, dock: QDockWidget) -> bool:
        return self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea
