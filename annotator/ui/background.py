"""Long work beside the window: it runs in a thread of its own, says how far it is, and can be stopped."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from annotator.services.long_work import Cancelled, Progress

PAUSE_SECONDS = 0.05
"""The window hears of progress no more often than so."""


class Background(QObject):
    """Runs one work at a time; of ``done``, ``failed`` and ``cancelled`` exactly one comes at its end."""

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="work")
        self._running: Future[Any] | None = None
        self._stop = Event()
        # Queued also where the work ended before it could be waited for: what it told is then heard before its end.
        self._ended.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether a work has been begun and not ended."""
        return self._running is not None

    def start(self, work: Callable[[Progress], object]) -> None:
        """Begin a work, which is given the function that it tells its progress to."""
        assert self._running is None
        self._stop.clear()
        self._running = self._executor.submit(work, self._teller())
        self._running.add_done_callback(self._ended.emit)

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next file."""
        self._stop.set()

    def _teller(self) -> Progress:
        told = 0.0

        def tell(count: int, total: int, name: str) -> None:
            nonlocal told
            if self._stop.is_set():
                raise Cancelled
            if (now := monotonic()) - told > PAUSE_SECONDS or count == total:
                told = now
                self.progressed.emit(count, total, name)

        return tell

    def _settle(self, future: Future[Any]) -> None:
        self._running = None
        error = future.exception()
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error:
            self.failed.emit(error)
        else:
            self.done.emit(future.result())
