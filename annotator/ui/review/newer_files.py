"""Notices that colleagues saved their files while they are reviewed."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from annotator.ui.toolkit.file_poll import FilePoll

QUIET_MILLISECONDS = 500
"""So long nothing may happen before it is looked: a file is written in several steps."""


class NewerFiles(QObject):
    """Watches some files, each until it was found to be another one."""

    found = Signal(list)
    """The files that are no longer as they were when watching began."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[Path, tuple[int, int] | None] = {}
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self._poll = FilePoll(self)
        self._poll.changed.connect(lambda _found: self._look())
        # A file that was put in another's place is seen in its folder alone.
        self._watcher.fileChanged.connect(lambda _path: self._timer.start())
        self._watcher.directoryChanged.connect(lambda _path: self._timer.start())

    def watch(self, paths: Iterable[Path]) -> None:
        """Watch these files from now on, and no others."""
        self._timer.stop()
        if watched := self._watcher.files() + self._watcher.directories():
            self._watcher.removePaths(watched)
        self._known = {path: _state(path) for path in paths}
        paths = list(self._known)
        self._poll.watch(lambda: paths)
        if self._known:
            self._watcher.addPaths([str(path) for path in {*self._known, *(path.parent for path in self._known)}])

    def _look(self) -> None:
        newer = [path for path, known in self._known.items() if _state(path) != known]
        for path in newer:
            del self._known[path]
        if newer:
            self.found.emit(newer)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
