"""Reads what is to be opened, beside the window where that takes a while, and says why something was not opened."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.layer import Annotator
from annotator.services.disk.at_path import not_read
from annotator.services.keeping.desk import Desk, desk_of
from annotator.services.keeping.open_document import OpenError, open_path, opens_at_once
from annotator.services.running.progress import Progress
from annotator.ui.dialogs.encoding_choice import ask_encoding
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.when_free import when_free

Take = Callable[[Desk], object]


class DocumentReader(QObject):
    """Reads one document at a time; a later one takes the place of one that is still being read."""

    changed = Signal()
    """Reading beside the window began or ended; ``path`` says what is read."""
    gone = Signal(Path)
    """This was to be opened and is not there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.path: Path | None = None
        self._background: Background | None = None

    def open(self, path: Path, annotator: Annotator, take: Take, encoding: str | None = None) -> None:
        """Hand the desk of an article or an annotation file to ``take``, or say in a sentence why there is none."""
        work = partial(open_path, path, annotator, encoding=encoding)
        refuse = partial(self._refuse, path, annotator, take)

        def take_desk(opened: Any) -> None:
            try:
                desk = desk_of(opened, annotator)
            except OSError as error:
                refuse(error)
            else:
                take(desk)

        if not opens_at_once(path, annotator):
            self.read(path, lambda progress: work(progress=progress), take_desk, refuse)
            return
        self.stop()
        try:
            opened = work()
        except (OSError, ValueError) as error:
            refuse(error)
        else:
            take_desk(opened)

    def stop(self) -> None:
        """Read no further; nothing comes of it, and what is open stays as it is."""
        if self._background:
            self._leave()
            self.changed.emit()

    def read(
        self,
        path: Path,
        work: Callable[[Progress], object],
        take: Callable[[Any], object],
        refuse: Callable[[Exception], object],
    ) -> None:
        """Read something beside the window; what came of it goes to ``take`` or ``refuse`` once no question is open."""
        self._leave()
        # One each: the next does not wait for one that hangs on a slow disk.
        background = self._background = Background(self, only_reads=True)
        self.path = path
        background.done.connect(lambda result: self._end(background, partial(take, result)))
        background.failed.connect(lambda error: self._end(background, partial(refuse, error)))
        background.cancelled.connect(background.deleteLater)
        background.start(work)
        self.changed.emit()

    def _leave(self) -> None:
        if self._background:
            self._background.cancel()
        self._background, self.path = None, None

    def _end(self, background: Background, then: Callable[[], object]) -> None:
        background.deleteLater()
        when_free(self, lambda: self._hand_on(background, then))

    def _hand_on(self, background: Background, then: Callable[[], object]) -> None:
        if background is self._background:
            self.stop()
            then()

    def _refuse(self, path: Path, annotator: Annotator, take: Take, error: Exception) -> None:
        if isinstance(error, UnknownEncodingError):
            encoding = ask_encoding(self._window, path, error.data, error.candidates)
            if encoding is not None:
                self.open(path, annotator, take, encoding)
            return
        if isinstance(error, FileNotFoundError):
            self.gone.emit(path)
        message_box(self._window, f"{path.name} was not opened", _sentence(path, error)).exec()


def _sentence(path: Path, error: Exception) -> str:
    if isinstance(error, SourceError | OpenError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"There is no file {path} any more."
    if isinstance(error, OSError):
        return not_read(path, error)
    raise error
