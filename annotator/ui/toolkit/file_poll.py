"""Looks at a few files by and by, beside the window: what is written in place, or from another machine, is seen too.

The system tells of changes on its own disks only, and of those in a folder only which names are there.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from annotator.formats.regular_files import read_regular
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

LOOK_MILLISECONDS = 700
"""So often it is looked; what has to be looked at twice is told within two seconds all the same."""
_UNKNOWN = (-1, -1, -1)
_State = tuple[int, int, int] | None


class FilePoll(QObject):
    """Watches files; one that hangs, as on a share that is gone, holds up nothing but the next look."""

    changed = Signal(object)
    """Files that are other ones than at the look before, each with the hash of its bytes, None where it is gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = OneThread("poll")
        self._known: dict[Path, _State] = {}
        self._turn = 0
        self._is_looking = False
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    def watch(self, paths: Callable[[], Iterable[Path]]) -> None:
        """Watch these files from now on, and no others; which they are is asked beside the window."""
        self._turn += 1
        self._known = {}
        self._executor.submit(self._begin, self._turn, paths)
        self._timer.start()

    def look_again(self, path: Path) -> None:
        """Tell of a file after the next look, whether it is another one then or not."""
        if path in self._known:
            self._known[path] = _UNKNOWN

    def stop(self) -> None:
        """Watch nothing any more."""
        self._turn += 1
        self._timer.stop()

    def _begin(self, turn: int, paths: Callable[[], Iterable[Path]]) -> None:
        known = {path: _state(path) for path in paths()}
        if turn == self._turn:
            self._known = known

    def _look(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._executor.submit(self._find, self._turn)

    def _find(self, turn: int) -> None:
        known = self._known
        found = {path: state for path, former in known.items() if (state := _state(path)) != former}
        known.update(found)
        in_window(self, self._hand_on, turn, {path: _digest(path) for path in found})

    def _hand_on(self, turn: int, found: dict[Path, str | None]) -> None:
        self._is_looking = False
        if found and turn == self._turn:
            self.changed.emit(found)


def _state(path: Path) -> _State:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _digest(path: Path) -> str | None:
    try:
        return sha256(read_regular(path)).hexdigest()
    except OSError:
        return None
