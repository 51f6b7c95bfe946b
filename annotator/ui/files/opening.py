"""Opening what was named at the start, by a second start or by dropping: one thing, or several together."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from annotator.formats.sidecar.called_alike import file_called
from annotator.services.comparing.colleagues import is_review
from annotator.services.disk.at_path import is_there
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.when_free import when_free

_NAMED = 5


class Opening(QObject):
    """Opens paths in the window; of several, the first is shown and all are listed."""

    def __init__(self, files: FileCommands, documents: DocumentPanel, window: QWidget) -> None:
        super().__init__(window)
        self._files = files
        self._documents = documents
        self._window = window
        self._waiting: list[Path] = []

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a path, or list several together and open the first of them; what is not there is named.

        Annotation files of one document are opened together, for review.
        """
        paths = list(map(file_called, paths))
        if is_review(paths):
            self._files.review_wanted.emit(list(paths))
            return
        if len(paths) == 1:
            self._files.open_path(paths[0])
            return
        there = [path for path in paths if is_there(path)]
        if len(there) == 1:
            self._files.open_path(there[0])
        elif there and self._files.annotator(there[0]):
            self._documents.open_together(there)
        self._say_missing([path for path in paths if path not in there])

    def take_handed(self, paths: Sequence[Path]) -> None:
        """Come to the front and open what a second start was given."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        # A window behind an open question takes no keys.
        front = QApplication.activeModalWidget() or window
        front.raise_()
        front.activateWindow()
        self._waiting.extend(paths)
        when_free(self, self._open_waiting)

    def _open_waiting(self) -> None:
        paths, self._waiting = self._waiting, []
        self.open_paths(paths)

    def _say_missing(self, missing: Sequence[Path]) -> None:
        if not missing:
            return
        names = "\n".join(map(str, missing[:_NAMED]))
        more = f"\nand {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        message_box(
            self._window, "Not found", "There is nothing of this name, or you may not look there:", f"{names}{more}"
        ).exec()
