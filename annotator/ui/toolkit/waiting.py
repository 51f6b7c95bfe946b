"""Work that the window has to wait for: done beside it, with progress and a way to stop where it takes a while."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from annotator.services.running.progress import Progress
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.safe_text import PlainLabel

SOON_SECONDS = 0.4
"""What is done sooner is waited for without a dialog, which would only flicker."""
AT_ONCE_SECONDS = 0.008
"""For so long the window is not painted: half as long as a frame has."""
_T = TypeVar("_T")


class Waiting:
    """Does one work after the other for a window, which takes no input meanwhile: what is open stays as it is.

    Until the dialog is due the window stands still, unless it ``paints``: then what comes by itself is done meanwhile,
    which a step of the open document does not stand.
    """

    def __init__(self, window: QWidget, *, paints: bool = False) -> None:
        self._window, self._paints = window, paints
        self._background = Background(window)

    @property
    def is_busy(self) -> bool:
        """Whether a work is waited for."""
        return self._background.is_running

    def result(self, title: str, work: Callable[[Progress], _T]) -> _T:
        """Give what a work comes to. Raises what it raises, and Cancelled where it was stopped."""
        with _wait_cursor():
            future = self._background.start(work)
            self._wait_a_moment() if self._paints else self._background.wait(SOON_SECONDS)
        if self.is_busy:
            WaitingDialog(self._window, title, self._background).exec()
        return future.result()

    def one_by_one(self, items: Iterable[_T]) -> Iterator[_T]:
        """Give one after the other; the window is painted meanwhile, but takes no key and no click."""
        until = monotonic() + AT_ONCE_SECONDS
        with _wait_cursor():
            for item in items:
                yield item
                if monotonic() > until:
                    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
                    until = monotonic() + AT_ONCE_SECONDS

    def _wait_a_moment(self) -> None:
        """Let the window be painted, but take no key and no click, until the work is done or a dialog is due."""
        loop, due = QEventLoop(), QTimer(singleShot=True, interval=round(SOON_SECONDS * 1000))
        ended = (self._background.done, self._background.failed, self._background.cancelled)
        for signal in (due.timeout, *ended):
            signal.connect(loop.quit)
        due.start()
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


@contextmanager
def _wait_cursor() -> Iterator[None]:
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


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
