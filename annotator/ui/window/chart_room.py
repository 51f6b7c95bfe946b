"""The room that the chart has: its pane, nearly the whole window, or a window of its own."""

import base64
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter

from annotator.services.user.settings import Settings
from annotator.ui.panels.evidence_panel import EvidencePanel
from annotator.ui.toolkit.panes import Panes

COLUMN: Final = 320
"""Pixels of width that evidence and article keep beside the chart."""
_EVIDENCE_BELOW, _EVIDENCE_ABOVE = 0.28, 0.42
"""Parts of the article's height that evidence takes, in the usual view and in that of the chart."""
_WINDOW: Final = (
    Qt.WindowType.Window
    | Qt.WindowType.CustomizeWindowHint
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowSystemMenuHint
    | Qt.WindowType.WindowMinMaxButtonsHint
    | Qt.WindowType.WindowCloseButtonHint
)


class ChartRoom(QObject):
    """Gives the chart more room and takes it back; ``changed`` comes after either."""

    changed = Signal()

    def __init__(
        self, window: QMainWindow, panes: Panes, reading: QSplitter, evidence: EvidencePanel, *, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._settings = window, panes, settings
        self._reading, self._evidence = reading, evidence
        self._dock = panes["chart"]
        self._before: list[QDockWidget] | None = None
        self._dock.installEventFilter(self)
        self._dock.topLevelChanged.connect(self._give_frame)
        window.installEventFilter(self)
        evidence.came.connect(self._share_out)

    @property
    def is_large(self) -> bool:
        """Whether the chart has nearly the whole window."""
        return self._before is not None

    @property
    def is_apart(self) -> bool:
        """Whether the chart has a window of its own."""
        return self._dock.isFloating()

    def toggle(self) -> None:
        """Give the chart all but a column with its evidence over the article, or all panes their places again."""
        if self.is_large:
            self.leave()
        elif self.is_apart:
            self._dock.raise_()
            self._dock.activateWindow()
            self._panes.show("chart")
        else:
            self._enlarge()

    def leave(self) -> bool:
        """Give all panes their places again; tells whether the chart had them."""
        if self._before is None:
            return False
        before, self._before = self._before, None
        self._panes.give_back(before)
        self._dock.raise_()
        self._reading.addWidget(self._evidence)
        self._evidence.stay(False)
        self._share_out()
        self.changed.emit()
        return True

    def toggle_window(self) -> None:
        """Put the chart into a window of its own, where it was the last time, or back into its pane."""
        self.leave()
        apart = not self.is_apart
        self.keep()
        self._dock.setFloating(apart)
        self._dock.show()
        if apart and self._settings.chart_window:
            self._dock.restoreGeometry(QByteArray(base64.b64decode(self._settings.chart_window)))
        self._panes.show("chart")
        self.changed.emit()

    def keep(self) -> None:
        """Remember where the chart's own window is, on which screen, and whether it fills that."""
        if self.is_apart:
            self._settings.chart_window = base64.b64encode(self._dock.saveGeometry().data()).decode()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.is_large:
                QTimer.singleShot(0, self._share_out)
        elif event.type() == QEvent.Type.Close and self.is_apart:
            # Closing its window brings the chart back, rather than losing it from the screen.
            event.ignore()
            self.toggle_window()
            return True
        elif event.type() == QEvent.Type.MouseButtonDblClick and self._is_on_title(event):
            self.toggle()
            return True
        return super().eventFilter(watched, event)

    def _enlarge(self) -> None:
        self._before = self._panes.make_room(but="chart")
        self._reading.insertWidget(0, self._evidence)
        self._evidence.stay(True)
        self._share_out()
        self._panes.show("chart")
        # Once more when the panes that went hold no room any more.
        QTimer.singleShot(0, self._share_out)
        self.changed.emit()

    def _share_out(self) -> None:
        """Give the chart its width, and evidence its part of the article's height."""
        window, reading = self._window, self._reading
        height = reading.height()
        if self.is_large:
            window.resizeDocks([self._dock], [max(1, window.width() - COLUMN)], Qt.Orientation.Horizontal)
            above = round(height * _EVIDENCE_ABOVE)
            reading.setSizes([above, height - above])
        else:
            below = round(height * _EVIDENCE_BELOW)
            reading.setSizes([height - below, below])

    def _is_on_title(self, event: QEvent) -> bool:
        inside = self._dock.widget()
        return not self.is_apart and isinstance(event, QMouseEvent) and event.position().y() < inside.y()

    def _give_frame(self, apart: bool) -> None:
        """Let the window system frame a chart on its own, so that it can be maximised and moved to any screen."""
        if apart and self._dock.windowFlags() & _WINDOW != _WINDOW:
            place = self._dock.geometry()
            self._dock.setWindowFlags(_WINDOW)
            self._dock.setGeometry(place)
            self._dock.show()
