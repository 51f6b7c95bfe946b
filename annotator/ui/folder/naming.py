"""Codebooks of a folder: read beside the window, and their names laid over those in the files."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from annotator.model.codebook import Codebook
from annotator.services.folder.signature import Signature
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

if TYPE_CHECKING:
    from annotator.services.index.contents import Contents
    from annotator.services.index.index import FolderIndex
    from annotator.services.index.rejoining import Naming

MANY: Final = 200
"""Names are laid over so many files beside the window."""
TRIES: Final = 3
"""So often names are laid over the folder beside the window where steps come between, then at once."""


class FolderNaming(QObject):
    """``problems`` says what is wrong with codebooks, by their folders; ``books`` are those that were read last."""

    def __init__(
        self,
        parent: QObject,
        index: "Callable[[], FolderIndex | None]",
        is_reading: Callable[[], bool],
        threads: tuple[OneThread, OneThread],
        taken_over: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._index, self._is_reading, self._taken_over = index, is_reading, taken_over
        self._reader, self._asker = threads
        self.problems: Mapping[Path, str] = {}
        self.books: dict[Path, Codebook] = {}
        """Of the reading thread alone."""
        self._signatures: dict[Path, Signature] = {}
        self._unnamed: dict[Path, Codebook | None] = {}
        """Codebooks that name nothing yet."""
        self._is_naming, self._tries = False, 0

    def begin(self) -> None:
        """Know nothing of another folder."""
        self.problems, self._signatures, self._unnamed, self._tries = {}, {}, {}, 0

    def read_again(self) -> None:
        """Read all codebooks the next time, whatever the disk says of them."""
        self._signatures.clear()

    def look(self, root: Path, sidecars: Collection[Path]) -> None:
        """Read the codebooks that were written since."""
        self._reader.submit(self._read, root, sidecars)

    def _read(self, root: Path, sidecars: Collection[Path]) -> None:
        from annotator.services.index.codebooks import changed_folders, codebook_signatures, read_codebooks

        now = codebook_signatures(root, sidecars)
        changed = changed_folders(self._signatures, now)
        books, problems = read_codebooks(changed & now.keys())
        self.books = {folder: book for folder, book in {**self.books, **books}.items() if folder in now}
        in_window(self, self._take, now, {folder: books.get(folder) for folder in changed}, problems)

    def _take(self, now: dict[Path, Signature], books: dict[Path, Any], said: Mapping[Path, str]) -> None:
        index = self._index()
        if index is None or any(folder != index.root and index.root not in folder.parents for folder in now):
            return
        self._signatures = now
        self.problems = {**{folder: why for folder, why in self.problems.items() if folder not in books}, **said}
        self._unnamed |= books
        self._name_anew()

    def _name_anew(self) -> None:
        """Have names laid over the folder again; over a large one beside the window, as often as steps came between."""
        index, books = self._index(), dict(self._unnamed)
        if self._is_naming or index is None or not books:
            return
        if self._is_reading() or self._tries > TRIES or len(index.files) < MANY:
            self._unnamed, self._tries = {}, 0
            index.put_codebooks(books)
        elif any(index.codebooks.get(folder) != book for folder, book in books.items()):
            self._is_naming, self._tries = True, self._tries + 1
            self._asker.submit(self._name, index, index.naming(books))
        else:
            self._unnamed, self._tries = {}, 0

    def _name(self, index: "FolderIndex", naming: "Naming") -> None:
        in_window(self, self._take_named, index, naming, naming.made())

    def _take_named(self, index: "FolderIndex", naming: "Naming", contents: "Contents | None") -> None:
        self._is_naming = False
        if index is self._index() and contents is not None and naming.is_still():
            with index.together():
                index.take_over(contents)
                self._taken_over()
            self._tries = 0
            done = naming.codebooks
            self._unnamed = {folder: book for folder, book in self._unnamed.items() if done.get(folder) is not book}
        self._name_anew()
