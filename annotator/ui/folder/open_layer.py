"""What is open, in the place of its file in the folder's index."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from annotator.model.layer import Layer
from annotator.services.editing.session import Session
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.services.index.index import FolderIndex
    from annotator.services.index.reading import ReadFile

LARGE: Final = 200
"""A layer of more annotations is read beside the window, after steps once none was made for a while."""
RESTED_MILLISECONDS: Final = 250


class OpenLayer(QObject):
    """Takes what is open with each step, and what is on disk once it is left."""

    def __init__(
        self, parent: QObject, index: "Callable[[], FolderIndex | None]", reader: OneThread, asker: OneThread
    ) -> None:
        super().__init__(parent)
        self._index, self._reader, self._asker = index, reader, asker
        self._session: Session | None = None
        self._shown: Path | None = None
        self._step = 0
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self.follow_now)

    @property
    def sidecar(self) -> Path | None:
        """The file of what is open."""
        return self._session.sidecar if self._session else None

    def show(self, session: Session | None) -> None:
        """Let another session's layer stand in the place of its file, or none."""
        self._session = session
        self.follow_now()

    def begin(self) -> None:
        """Put what is open into an index that knows nothing of it."""
        self._shown = None
        self.follow_now()

    def follow(self) -> None:
        """Take what is open as it is after a step; of a large layer soon after."""
        self._step += 1
        count = len(self._session.layer.annotations) if self._session else 0
        if count > LARGE:
            # What takes longer to read holds up the next keys for longer, for Python does one thing at a time.
            self._late.start(RESTED_MILLISECONDS + count // 100)
        else:
            self.follow_now()

    def follow_now(self) -> None:
        """Take what is open as it is."""
        self._late.stop()
        self._step += 1
        index, sidecar = self._index(), self.sidecar
        inside = sidecar is not None and index is not None and index.root in sidecar.parents
        if index is not None and self._shown is not None and self._shown != sidecar:
            # What it was left as is on disk, and may not have been read since.
            self._reader.submit(self._leave, index, self._shown)
            self._shown = None
        if index is not None and self._session is not None and sidecar is not None and inside:
            self._shown = sidecar
            self._put(index, sidecar, self._session.layer)

    def _put(self, index: "FolderIndex", sidecar: Path, layer: Layer) -> None:
        if len(layer.annotations) > LARGE:
            self._asker.submit(self._read, index, self._step, sidecar, layer.snapshot())
        else:
            index.put_open(sidecar, layer)

    def _read(self, index: "FolderIndex", step: int, sidecar: Path, layer: Layer) -> None:
        from annotator.services.index.reading import read_layer

        if step == self._step:
            in_window(self, self._take, index, step, read_layer(sidecar, layer))

    def _take(self, index: "FolderIndex", step: int, read: "ReadFile") -> None:
        """Take a large layer as it was read, unless a step or another document came meanwhile."""
        if index is self._index() and step == self._step and read.path == self._shown:
            index.put_open_read(read)

    def _leave(self, index: "FolderIndex", sidecar: Path) -> None:
        from annotator.services.index.reading import read_file

        in_window(self, self._left, index, read_file(sidecar, index.root))

    def _left(self, index: "FolderIndex", read: "ReadFile") -> None:
        if index is not self._index() or self._shown == read.path:
            return
        with index.together():
            index.put_file(read)
            index.forget_open(read.path)
