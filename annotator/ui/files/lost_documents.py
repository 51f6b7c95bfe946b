"""Annotations of documents that are not here: where the document is called otherwise now, that is offered."""

from collections import Counter as Counts
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.folder.renamed_documents import called_now, give_annotations
from annotator.services.running.progress import Counter, Progress
from annotator.ui.files.file_commands import FileCommands, Notify
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.words_on_screen import counted

_Found = Mapping[Path, FolderDocument]
_Pair = tuple[FolderDocument, FolderDocument]
_NAMED = 5


class LostDocuments(QObject):
    """Looks beside the window for a document with the text of one that is gone, and renames its annotation files."""

    def __init__(self, window: QWidget, documents: DocumentPanel, files: FileCommands, notify: Notify) -> None:
        super().__init__(window)
        self._documents = documents
        self._files = files
        self._notify = notify
        self._told: set[Path] = set()
        self._asked: list[FolderDocument] = []
        self._say_none = False
        self._background = Background(self, only_reads=True)
        self._background.done.connect(self._offer)
        self._renaming = Background(self)
        self._renaming.done.connect(self._tell_renamed)
        documents.listed.connect(self._look_for_new)
        documents.lost_chosen.connect(self.look_for)

    def look_for(self, lost: FolderDocument) -> None:
        """Look what a document is called now, and say also that none is it."""
        self._begin([lost], say_none=True)

    def _look_for_new(self, listing: Listing) -> None:
        """Look for those that were not looked for yet; what lies in a folder that cannot be read is not gone."""
        self._told &= {one.path for one in listing.lost.values()}
        fresh = [one for one in listing.lost.values() if one.path not in self._told]
        if fresh and not any(walked.unlisted for walked in listing.walks.values()):
            self._begin(fresh, say_none=False)

    def _begin(self, lost: list[FolderDocument], *, say_none: bool) -> None:
        if self._background.is_running:
            return
        self._told.update(one.path for one in lost)
        self._asked, self._say_none = lost, say_none
        documents = list(self._documents.listing.documents.values())
        self._background.start(partial(_called_now, lost, documents))

    def _offer(self, found: _Found) -> None:
        wanted = Counts(document.path for document in found.values())
        # A document that several may be is asked about for each of them.
        pairs = [(one, found[one.path]) for one in self._asked if one.path in found]
        sure = [pair for pair in pairs if wanted[pair[1].path] == 1]
        if len(sure) > 1:
            first, now = sure[0]
            what = (
                f"{len(sure):,} documents seem to be called otherwise now, for the texts are the same: {first.name} is "
                f"{now.name}, and so on."
            )
            self._notify(what, [("Rename their annotation files", partial(self._rename_all, sure))])
            self._asked = [one for one in self._asked if all(one is not pair[0] for pair in sure)]
        for lost in self._asked:
            if document := found.get(lost.path):
                what = f"{lost.name} seems to be called {document.name} now: the text is the same."
                self._notify(what, [("Rename its annotation files", self._rename(lost, document))])
            elif self._say_none:
                self._notify(
                    f"No document of this folder without annotations has the text of {lost.name}. Its annotations stay "
                    "where they are; bring the document back under this name to go on with them."
                )

    def _rename(self, lost: FolderDocument, document: FolderDocument) -> Callable[[], None]:
        def rename() -> None:
            desk = self._files.desk
            if desk and desk.document_path in (lost.path, document.path):
                self._notify(f"Close {desk.document_path.name} first.", [("Rename its annotation files", rename)])
                return
            failed = give_annotations(lost, document)
            for path, why in failed.items():
                self._notify(f"{path.name} was not renamed. {why}")
            if not failed:
                self._documents.said.emit(f"{document.name} has its annotations again.")
            self._documents.look_again()

        return rename

    def _rename_all(self, pairs: list[_Pair]) -> None:
        """Rename the annotation files of many documents beside the window, but for those of the open one."""
        if self._renaming.is_running:
            return
        desk = self._files.desk
        is_open = [pair for pair in pairs if desk and desk.document_path in (pair[0].path, pair[1].path)]
        self._renaming.start(partial(_give_all, [pair for pair in pairs if pair not in is_open]))
        for lost, document in is_open:
            self._rename(lost, document)()

    def _tell_renamed(self, answer: tuple[int, Mapping[Path, str]]) -> None:
        count, failed = answer
        if len(failed) > _NAMED:
            self._notify(f"{len(failed) - _NAMED:,} more annotation files were not renamed.")
        for path, why in list(failed.items())[:_NAMED]:
            self._notify(f"{path.name} was not renamed. {why}")
        self._documents.said.emit(f"{counted(count, 'document')} with annotations again.")
        self._documents.look_again()


def _give_all(pairs: list[_Pair], progress: Progress) -> tuple[int, dict[Path, str]]:
    """Give documents the annotations of lost ones; how many got all of theirs, and why files stay as they are."""
    counter, count = Counter(len(pairs), progress), 0
    failed: dict[Path, str] = {}
    for lost, document in pairs:
        why = give_annotations(lost, document)
        failed |= why
        count += not why
        counter.step(document.path)
    return count, failed


def _called_now(lost: list[FolderDocument], documents: list[FolderDocument], progress: Progress) -> _Found:
    return called_now(lost, documents, progress)
