"""When a folder is looked at again: as the system tells of a change, by and by, and when somebody comes back to it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

SETTLE_MILLISECONDS: Final = 300
"""Saving touches a folder several times; it is looked at again when it has come to rest."""
LEAST_PAUSE_SECONDS: Final = 5
PAUSE_OF_LOOKS: Final = 20
"""It is looked again after so many seconds, or after so many times as long as the last look took."""
UNSEEN_MILLISECONDS: Final = 1000
"""While nobody is at the window it is asked again after so long whether somebody is; the disk is not."""
MOST_WATCHED: Final = 500
"""So many folders the system is asked to tell of; what happens in others is seen at the next look."""


class FolderWatch(QObject):
    """Says when to look. The system tells of its own disks only, and of no file that is written in place."""

    look = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._is_due = False
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _path: self._settle.start())
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._look_if_seen)
        widget.installEventFilter(self)

    def watch(self, folders: Iterable[Path]) -> None:
        """Watch these folders from now on, and no others."""
        wanted = {str(folder) for folder in list(folders)[:MOST_WATCHED]}
        watched = set(self._watcher.directories())
        if gone := watched - wanted:
            self._watcher.removePaths(list(gone))
        if new := wanted - watched:
            self._watcher.addPaths(list(new))

    def looked(self, seconds: float) -> None:
        """Take note that it was looked, and how long that took: a slow share is asked less often."""
        self._is_due = False
        self._next.start(round(1000 * max(LEAST_PAUSE_SECONDS, PAUSE_OF_LOOKS * seconds)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self._is_due:
            self._look_if_seen()
        return super().eventFilter(watched, event)

    def _look_if_seen(self) -> None:
        """Look, or, while nobody is at the window, as soon as somebody is."""
        self._is_due = not self._widget.isActiveWindow()
        if self._is_due:
            # A pane that is hidden is not told when its window comes to the front.
            self._next.start(UNSEEN_MILLISECONDS)
        else:
            self.look.emit()
