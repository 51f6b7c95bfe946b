"""Annotations of documents that are not here: where the document is called otherwise now, that is offered."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.folder.renamed_documents import called_now, give_annotations
from annotator.services.running.progress import Progress
from annotator.ui.files.file_commands import FileCommands, Notify
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.toolkit.background import Background

_Found = Mapping[Path, FolderDocument]


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


def _called_now(lost: list[FolderDocument], documents: list[FolderDocument], progress: Progress) -> _Found:
    return called_now(lost, documents, progress)
