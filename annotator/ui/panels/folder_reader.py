"""Lists a folder anew and reads its sidecars beside the window, which fills in what has been read by and by."""

from contextlib import suppress
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.services.folder.folder_listing import Listing, list_anew
from annotator.services.folder.sidecar_summary import SidecarSummary, SummaryCache
from annotator.ui.toolkit.one_thread import OneThread

PAUSE_SECONDS = 0.1
"""The window hears of what was read no more often than so."""


class FolderReader(QObject):
    """Reads one list at a time; a new one ends the one before."""

    listed = Signal(object, object)
    """A Listing that differs from the one that was given, and in which documents."""
    found = Signal(object)
    """Summaries by sidecar."""
    finished = Signal()
    _list = Signal(int, object, object)
    _batch = Signal(int, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = OneThread("folder")
        self._cache = SummaryCache()
        self._turn = 0
        self._list.connect(self._hand_listing_on)
        self._batch.connect(self._hand_on)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    def read(self, listing: Listing) -> None:
        """Begin to read what is listed, and what came since."""
        self._turn += 1
        self._executor.submit(self._read, self._turn, listing)

    def stop(self) -> None:
        """Read no further."""
        self._turn += 1

    def _read(self, turn: int, listing: Listing) -> None:
        batch: dict[Path, SidecarSummary] = {}
        told = monotonic()
        # A window that was closed meanwhile has taken this object with it.
        with suppress(RuntimeError):
            if turn == self._turn and (anew := list_anew(listing)):
                listing, changed = anew
                self._list.emit(turn, listing, changed)
            for sidecar in listing.sidecars:
                if turn != self._turn:
                    return
                batch[sidecar] = self._cache.summary(sidecar)
                if (now := monotonic()) - told > PAUSE_SECONDS:
                    self._batch.emit(turn, batch, False)
                    batch, told = {}, now
            self._batch.emit(turn, batch, True)

    def _hand_listing_on(self, turn: int, listing: Listing, changed: list[str]) -> None:
        if turn == self._turn:
            self.listed.emit(listing, changed)

    def _hand_on(self, turn: int, batch: dict[Path, SidecarSummary], is_last: bool) -> None:
        if turn != self._turn:
            return
        self.found.emit(batch)
        if is_last:
            self.finished.emit()
