"""The main window: its frame is painted first and completed right after, and its layout is kept when it closes."""

import base64
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

from annotator.services.user.settings import SettingsStore
from annotator.ui.window.window_frame import LAYOUT_VERSION, WindowFrame


class MainWindow(WindowFrame):
    """One window, one open document, and the folder it may belong to.

    ``complete`` makes the parts that fill the frame; where ``at_once`` is False, that waits until the frame has been
    painted.
    """

    completed = Signal()

    def __init__(self, store: SettingsStore, *, at_once: bool = True) -> None:
        super().__init__(store)
        self.is_complete = False
        if at_once:
            self.show_start()
            self.complete()

    def complete(self) -> None:
        """Make all that stands around the article, once."""
        if not self.is_complete:
            from annotator.ui.window.window_parts import add_parts

            self.is_complete = True
            add_parts(self)
            self.completed.emit()

    def open_paths(self, paths: list[Path]) -> None:
        """Open what was named at the start or dropped on the window; the first one named is shown."""
        self.opening.open_paths(paths)

    # Qt's overrides ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_complete:
            # Heard before the next key or click, and after all of the frame has been painted.
            QTimer.singleShot(0, self.complete)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.is_complete:
            return
        if not self.files.close_document():
            event.ignore()
            return
        self.files.reader.stop()
        settings = self.store.settings
        self.chart_room.leave()
        self.network_room.leave()
        self.chart_room.keep()
        settings.pane_shares = self.panes.shares.chosen()
        settings.geometry = base64.b64encode(self.saveGeometry().data()).decode()
        settings.layout = base64.b64encode(self.saveState(LAYOUT_VERSION).data()).decode()
        self.files.write_settings()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = _paths(event.mimeData())
        # The drop is answered first, so that the program it came from does not wait for our questions.
        QTimer.singleShot(0, lambda: self.open_paths(paths))


def _paths(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
