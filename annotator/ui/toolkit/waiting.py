"""Work that the window has to wait for: done beside it, with progress and a way to stop where it takes a while."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from annotator.services.running.progress import Progress
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.safe_text import PlainLabel

SOON_SECONDS = 0.4
"""What is done sooner is waited for without a dialog, which would only flicker."""
_T = TypeVar("_T")


class Waiting:
    """Does one work after the other for a window, which takes no input meanwhile: what is open stays as it is."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._background = Background(window)

    @property
    def is_busy(self) -> bool:
        """Whether a work is waited for."""
        return self._background.is_running

    def result(self, title: str, work: Callable[[Progress], _T]) -> _T:
        """Give what a work comes to. Raises what it raises, and Cancelled where it was stopped."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            future = self._background.start(work)
            is_done = self._background.wait(SOON_SECONDS)
        finally:
            QApplication.restoreOverrideCursor()
        if not is_done:
            WaitingDialog(self._window, title, self._background).exec()
        return future.result()


class WaitingDialog(QDialog):
    """Shows how far a work is until it ends by itself or, asked to stop, at its next step."""

    def __init__(self, parent: QWidget, title: str, background: Background) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._background = background
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.step = PlainLabel()
        self.step.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.stop = buttons.addButton("Stop", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.step, self.bar, buttons):
            layout.addWidget(widget)
        background.progressed.connect(self._show)
        for ended in (background.done, background.failed, background.cancelled):
            ended.connect(self.accept)

    def reject(self) -> None:
        self._background.cancel()
        self.stop.setEnabled(False)
        self.stop.setText("Stopping…")

    def _show(self, count: int, total: int, what: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(count)
        self.step.setText(what)
