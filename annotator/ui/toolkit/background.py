"""Long work beside the window: it runs in a thread of its own, says how far it is, and can be stopped."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

PAUSE_SECONDS = 0.05
"""The window hears of progress no more often than so."""
AT_THE_END_SECONDS = 1
"""So long the end of the program waits for what it has asked to stop."""

_T = TypeVar("_T")


class Background(QObject):
    """Runs one work at a time; of ``done``, ``failed`` and ``cancelled`` exactly one comes at its end.

    What only reads (``only_reads``) may be left undone: where its disk hangs, the program ends all the same.
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None, *, only_reads: bool = False) -> None:
        super().__init__(parent)
        self._executor: Executor = OneThread("work") if only_reads else ThreadPoolExecutor(1, thread_name_prefix="work")
        self._running: Future[Any] | None = None
        self._stop = Event()
        self.destroyed.connect(self._stop.set)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self._quit)

    @property
    def is_running(self) -> bool:
        """Whether a work has been begun and not ended."""
        return self._running is not None

    def start(self, work: Callable[[Progress], _T]) -> Future[_T]:
        """Begin a work, which is given the function that it tells its progress to."""
        assert self._running is None
        self._stop.clear()
        future = self._executor.submit(work, self._teller())
        self._running = future
        future.add_done_callback(self._tell_end)
        return future

    def wait(self, seconds: float) -> None:
        """Wait for the end of the work, but no longer than so; the window stands still meanwhile."""
        running = self._running
        if running and wait([running], seconds).done:
            self._settle(running)

    def cancel(self) -> None:
        """Ask the work to stop; it does so when it tells of its progress the next time."""
        self._stop.set()

    def _quit(self) -> None:
        self.cancel()
        if running := self._running:
            wait([running], AT_THE_END_SECONDS)

    def _tell_end(self, future: Future[Any]) -> None:
        # Asked, not told at once: what the work told is heard before its end.
        in_window(self, self._settle, future)

    def _teller(self) -> Progress:
        told = 0.0

        def tell(count: int, total: int, name: str) -> None:
            nonlocal told
            if self._stop.is_set():
                raise Cancelled
            if (now := monotonic()) - told > PAUSE_SECONDS or count == total:
                told = now
                in_window(self, self._tell, count, total, name)

        return tell

    def _tell(self, count: int, total: int, name: str) -> None:
        self.progressed.emit(count, total, name)

    def _settle(self, future: Future[Any]) -> None:
        if future is not self._running:
            return
        self._running = None
        error = future.exception()
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error:
            self.failed.emit(error)
        else:
            self.done.emit(future.result())
