"""Reads the sidecars of a folder beside the window, which fills in what has been read by and by."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.services.sidecar_summary import SidecarSummary, SummaryCache

PAUSE_SECONDS = 0.1
"""The window hears of what was read no more often than so."""


class FolderReader(QObject):
    """Reads one list at a time; a new one ends the one before."""

    found = Signal(object)
    """Summaries by sidecar."""
    finished = Signal()
    _batch = Signal(int, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="folder")
        self._cache = SummaryCache()
        self._turn = 0
        self._batch.connect(self._hand_on)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    def read(self, sidecars: Sequence[Path]) -> None:
        """Begin to read."""
        self._turn += 1
        self._executor.submit(self._read, self._turn, list(sidecars))

    def stop(self) -> None:
        """Read no further."""
        self._turn += 1

    def _read(self, turn: int, sidecars: Sequence[Path]) -> None:
        batch: dict[Path, SidecarSummary] = {}
        told = monotonic()
        # A window that was closed meanwhile has taken this object with it.
        with suppress(RuntimeError):
            for sidecar in sidecars:
                if turn != self._turn:
                    return
                batch[sidecar] = self._cache.summary(sidecar)
                if (now := monotonic()) - told > PAUSE_SECONDS:
                    self._batch.emit(turn, batch, False)
                    batch, told = {}, now
            self._batch.emit(turn, batch, True)

    def _hand_on(self, turn: int, batch: dict[Path, SidecarSummary], is_last: bool) -> None:
        if turn != self._turn:
            return
        self.found.emit(batch)
        if is_last:
            self.finished.emit()
