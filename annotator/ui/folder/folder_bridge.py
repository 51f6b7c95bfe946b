"""Keeps the folder's index up with the disk and with what is open, and carries its news to the widgets."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from annotator.services.editing.session import Session
from annotator.services.folder.signature import Signature
from annotator.ui.folder.kept_folder import KeptFolder
from annotator.ui.folder.naming import FolderNaming
from annotator.ui.folder.open_layer import OpenLayer
from annotator.ui.folder.questions import Questions
from annotator.ui.folder.reading import FolderReading
from annotator.ui.folder.upkeep import Upkeep
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    # Loaded with the first folder, for which an article that is opened does not wait.
    from annotator.services.index.contents import Contents
    from annotator.services.index.index import FolderChange, FolderIndex
    from annotator.services.index.view import FolderView

Answer = TypeVar("Answer")
_INDEX: Final = "annotator.services.index.index"
_QUESTIONS: Final = tuple(f"annotator.services.index.{name}" for name in ("narrowing", "counts", "co_occurrence"))
"""What the list of passages asks with."""


class FolderBridge(QObject):
    """The index of the folder that is open, read beside the window; nothing else touches the index.

    ``show`` takes the open session, ``list_files`` what lies in the folder. Questions that take a while are asked with
    ``ask``.
    """

    opened = Signal()
    """Another folder is open, or none."""
    changed = Signal(object)
    """A FolderChange; that of a step comes before the widgets hear of the step."""
    reading = Signal(int, int)
    """How many annotation files have been read, of how many; both alike when all are."""
    said = Signal(str)
    """A sentence for the status line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: FolderIndex | None = None
        self.own: Callable[[], str] = str
        self.preferred: Callable[[], tuple[str, ...]] = tuple
        self._to_list: tuple[Path | None, Mapping[Path, Signature]] | None = None
        self._reader, asker = threads = OneThread("folder-index"), OneThread("folder-questions")
        index, kept = (lambda: self.index), KeptFolder()
        self.open_layer = OpenLayer(self, index, *threads)
        self.naming = FolderNaming(self, index, lambda: self.is_reading, threads, self.open_layer.follow_now)
        self.reader = FolderReading(self, index, kept, self._reader, lambda: self.naming.books)
        self.upkeep = Upkeep(self, index, self.reader, kept, threads)
        self._questions = Questions(self, asker)
        self.reader.told.connect(self.reading)
        self.reader.said.connect(self.said)
        self.reader.whole.connect(self._take_whole)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)

    @property
    def problems(self) -> Mapping[Path, str]:
        """What is wrong with codebooks, by their folders."""
        return self.naming.problems

    # What lies in the folder

    def list_files(self, root: Path | None, signatures: Mapping[Path, Signature]) -> None:
        """Read what is new or was written since, and take away what is gone; another root begins anew.

        Without a root files were named together: the index is of the folder that has them all.
        """
        self._to_list = root or _common(signatures), signatures
        if _INDEX in sys.modules:
            self._list_now()
        else:
            self._reader.submit(self._load)

    def _load(self) -> None:
        """Load what keeps an index, for which nothing waits."""
        import_module(_INDEX)
        in_window(self, self._list_now)
        for module in _QUESTIONS:
            import_module(module)

    def _list_now(self) -> None:
        if self._to_list is None:
            return
        (root, signatures), self._to_list = self._to_list, None
        if root is None:
            self._begin(None)
            return
        if self.index is None or self.index.root != root:
            self._begin(root)
        index = self.index
        assert index is not None
        with index.together():
            index.choose(self.own(), preferred=self.preferred())
            index.expect(len(signatures))
        self._queue(self.reader.take_up(root, signatures))

    def choose(self) -> None:
        """Let the files count of whom the window says so."""
        if self.index is not None:
            self.index.choose(self.own(), preferred=self.preferred())

    def read_again(self) -> None:
        """Read all files again, whatever the disk says of them."""
        self.naming.read_again()
        if self.index is not None:
            self.reader.forget(self.index.root)
        self._queue(list(self.reader.known))

    @property
    def is_opening(self) -> bool:
        """Whether a folder is open of which nothing can be asked yet."""
        return self.index is None and self._to_list is not None

    @property
    def is_reading(self) -> bool:
        """Whether there are files that were not read yet."""
        return self.index is None or self.reader.is_busy

    def read_files(self, paths: Iterable[Path]) -> None:
        """Read files that were just written here, before the disk is looked at for it."""
        known = self.reader.known
        self._queue([path for path in paths if path in known])

    def look_at_codebooks(self) -> None:
        """Read the codebooks that were written since."""
        if self.index is not None:
            self.naming.look(self.index.root, list(self.reader.known))

    def stop(self) -> None:
        """Read no further."""
        self.reader.stop()

    def _begin(self, root: Path | None) -> None:
        self.reader.begin()
        self.naming.begin()
        if root is None and self.index is None:
            return
        self.index = self._index_of(root) if root else None
        self.open_layer.begin()
        self.opened.emit()

    def _index_of(self, root: Path) -> "FolderIndex":
        from annotator.services.index.cache import CachedWords
        from annotator.services.index.index import FolderIndex

        index = FolderIndex(root, self.own())
        index.take_words_from(CachedWords(root).words)
        index.subscribe(self._on_change)
        return index

    def _queue(self, paths: Iterable[Path]) -> None:
        self.look_at_codebooks()
        if self.index is not None:
            self.reader.queue(self.index.root, paths, self.open_layer.sidecar, (self.own(), self.preferred()))

    def _take_whole(self, contents: "Contents") -> None:
        index = self.index
        assert index is not None
        codebooks = {**dict.fromkeys(contents.books.by_folder), **index.codebooks}
        with index.together():
            index.take_over(contents)
            index.choose(self.own(), preferred=self.preferred())
            index.put_codebooks(codebooks)
            self.open_layer.follow_now()

    # What is open

    def show(self, session: Session | None) -> None:
        """Let another session's layer stand in the place of its file, or none."""
        self.open_layer.show(session)

    def follow(self) -> None:
        """Take what is open as it is after a step; of a large layer soon after."""
        self.open_layer.follow()

    # Questions

    def ask(self, key: str, question: "Callable[[FolderView], Answer]", then: Callable[[Answer], None]) -> None:
        """Ask something of the folder as it is now, beside the window; ``then`` gets the answer here.

        Of the questions with one key the newest is answered.
        """
        if self.index is not None:
            self._questions.ask(key, self.index.view(), question, then)

    def _on_change(self, change: "FolderChange") -> None:
        self.upkeep.idle.start()
        self.changed.emit(change)


def _common(paths: Iterable[Path]) -> Path | None:
    """Give the folder that has all files, None where there is none."""
    folders = {str(path.parent) for path in paths}
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:  # on different drives
        return None
