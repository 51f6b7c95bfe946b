"""What is done for a folder's index while nothing else is: dead rows are left out, and what was read is joined."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from annotator.ui.folder.kept_folder import KeptFolder
from annotator.ui.folder.reading import JOINED, FolderReading
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.services.index.compacting import Compacted, Compaction
    from annotator.services.index.index import FolderIndex

WASTED: Final = 0.2
IDLE_MILLISECONDS: Final = 2000
"""When nothing happened for so long, rows that no longer count are left out, and what was read is joined."""


class Upkeep(QObject):
    """Waits until the index has not changed for a while."""

    def __init__(
        self,
        parent: QObject,
        index: "Callable[[], FolderIndex | None]",
        reading: FolderReading,
        kept: KeptFolder,
        threads: tuple[OneThread, OneThread],
    ) -> None:
        super().__init__(parent)
        self._index, self._reading, self._kept = index, reading, kept
        self._reader, self._asker = threads
        self.idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self.idle.timeout.connect(self.tidy)

    def tidy(self) -> None:
        """Leave out what is dead, or join what was read; another time where there is something to be read."""
        index = self._index()
        if index is None or self._reading.is_busy:
            return
        if index.wasted > WASTED:
            self._asker.submit(self._compact, index, index.compaction())
        elif self._reading.singly >= JOINED:
            self._reading.singly = 0
            self._reader.submit(self._kept.keep, index.root, index.joining())

    def _compact(self, index: "FolderIndex", compaction: "Compaction") -> None:
        in_window(self, self._take, index, compaction.made())

    def _take(self, index: "FolderIndex", made: "Compacted") -> None:
        if index is self._index():
            index.take_compacted(made)
