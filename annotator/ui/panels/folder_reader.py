"""Looks at a folder and reads its sidecars beside the window, which fills in what has been read by and by."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QObject, Signal, SignalInstance

from annotator.model.annotator_id import SUGGESTED
from annotator.services.folder.document_files import DocumentFiles
from annotator.services.folder.folder_listing import Listing, list_anew, list_documents
from annotator.services.folder.sidecar_summary import SidecarSummary, SummaryCache
from annotator.services.settling.review_progress import DocumentProgress, ProgressCache
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

PAUSE_SECONDS = 0.1
"""The window hears of what was read no more often than so."""


class FolderReader(QObject):
    """Reads one list at a time; a new one ends the one before."""

    first_listed = Signal(object)
    """The Listing that was asked for."""
    listed = Signal(object, object)
    """A Listing that differs from the one that was given, and in which documents."""
    found = Signal(object)
    """Summaries by sidecar."""
    progressed = Signal(object)
    """How far reviews have come, by the path of the document as text."""
    finished = Signal(float)
    """All is read; in how many seconds the folder was looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = OneThread("folder")
        self._cache = SummaryCache()
        self._progress = ProgressCache()
        self._told: dict[Path | str, object] = {}
        self._turn = 0
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    def list(self, folder: Path | None, together: Iterable[Path], *, below: bool) -> Future[Listing]:
        """Begin to list a folder, or what was named together; ``first_listed`` tells what came of it."""
        self._turn += 1
        self._told = {}
        return self._executor.submit(self._list_first, self._turn, folder, tuple(together), below=below)

    def read(self, listing: Listing, annotator_id: str = "") -> None:
        """Begin to read what is listed, and what came since; only files that are other ones than before."""
        self._turn += 1
        self._executor.submit(self._read, self._turn, listing, annotator_id)

    def read_all_again(self, listing: Listing, annotator_id: str = "") -> None:
        """Begin to read every file, also those that seem to be as before."""
        self._cache.forget()
        self._progress = ProgressCache()
        self.read(listing, annotator_id)

    def stop(self) -> None:
        """Read no further."""
        self._turn += 1

    def _list_first(self, turn: int, folder: Path | None, together: tuple[Path, ...], *, below: bool) -> Listing:
        listing = list_documents(folder, together, below=below)
        self._tell(turn, lambda: self.first_listed, listing)
        return listing

    def _read(self, turn: int, listing: Listing, annotator_id: str) -> None:
        began = monotonic()
        anew = list_anew(listing)
        seconds = monotonic() - began
        if turn != self._turn:
            return
        if anew:
            listing, changed = anew
            self._tell(turn, lambda: self.listed, listing, changed)
        self._read_summaries(turn, listing)
        self._read_reviews(turn, listing, annotator_id)
        self._tell(turn, lambda: self.finished, seconds)

    def _read_summaries(self, turn: int, listing: Listing) -> None:
        batch: dict[Path, SidecarSummary] = {}
        last, signatures, told = monotonic(), listing.signatures, self._told
        for document in (*listing.documents.values(), *listing.lost.values()):
            for sidecar in document.sidecars.values():
                if turn != self._turn:
                    return
                summary = self._cache.summary(sidecar, signatures.get(sidecar))
                if told.get(sidecar) is not summary:
                    told[sidecar] = batch[sidecar] = summary
            if batch and (now := monotonic()) - last > PAUSE_SECONDS:
                self._tell(turn, lambda: self.found, batch)
                batch, last = {}, now
        self._tell(turn, lambda: self.found, batch)

    def _read_reviews(self, turn: int, listing: Listing, annotator_id: str) -> None:
        batch: dict[str, DocumentProgress] = {}
        last, told = monotonic(), self._told
        for key, document in listing.documents.items():
            if len(document.sidecars.keys() - {SUGGESTED}) < 2:
                continue
            if turn != self._turn:
                return
            files = DocumentFiles(document.name, document.path, document.sidecars)
            progress = self._progress.progress(files, annotator_id)
            if told.get(key) is not progress:
                told[key] = batch[key] = progress
            if batch and (now := monotonic()) - last > PAUSE_SECONDS:
                self._tell(turn, lambda: self.progressed, batch)
                batch, last = {}, now
        self._tell(turn, lambda: self.progressed, batch)

    def _tell(self, turn: int, news: Callable[[], SignalInstance], *given: object) -> None:
        in_window(self, self._hand_on, turn, news, *given)

    def _hand_on(self, turn: int, news: Callable[[], SignalInstance], *given: object) -> None:
        if turn == self._turn:
            news().emit(*given)
