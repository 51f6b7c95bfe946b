"""Working through a folder: what is done, what is next, and where else something is said."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.span import Span
from annotator.services.comparing.colleagues import is_adjudicated
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.document_order import DONE
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView

if TYPE_CHECKING:
    from annotator.ui.dialogs.folder_search import FolderSearch


class FolderWork(QObject):
    """The actions of the documents list."""

    article_wanted = Signal()
    """A place of the article is about to be shown."""

    def __init__(
        self, window: QWidget, bridge: SessionBridge, documents: DocumentPanel, files: FileCommands, view: ArticleView
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._documents = documents
        self._files = files
        self._view = view
        self._search: FolderSearch | None = None
        documents.said.connect(bridge.message)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions."""
        return {
            "previous_document": self._documents.open_previous,
            "next_document": self._documents.open_next,
            "previous_not_done": lambda: self._documents.open_not_done(-1),
            "next_not_done": lambda: self._documents.open_not_done(1),
            "mark_done": self.mark_done,
            "read_folder_again": self.read_again,
            "find_in_folder": self.find,
        }

    def mark_done(self) -> None:
        """Mark the open document as done, in a review as reviewed; where it is, as in progress again."""
        session = self._bridge.session
        if session is None:
            return
        done = session.layer.document.state not in DONE
        finished = "reviewed" if is_adjudicated(session.sidecar) else "done"
        state, label = (finished, f"Mark as {finished}") if done else ("in-progress", f"Mark as not {finished}")
        if not session.read_only:
            self._bridge.message.emit(f"Marked as {finished}." if done else "Marked as in progress again.")
        self._bridge.run(label, lambda draft: draft.put_document(state=state), though_held=True)

    def read_again(self) -> None:
        """Read every file of the folder again, whatever the disk says of it."""
        self._documents.read_again()
        self._bridge.folder.read_again()

    def find(self) -> "FolderSearch":
        """Open the window that searches the listed documents."""
        from annotator.ui.dialogs.folder_search import FolderSearch

        dialog = self._search
        if dialog is None:
            dialog = self._search = FolderSearch(self._window, self._documents.paths, self._documents.folder)
            dialog.place_chosen.connect(self._show_place)
        dialog.set_paths(self._documents.paths, self._documents.folder)
        if span := self._view.selected_span():
            dialog.edit.setText(" ".join(self._view.document_text[span.start : span.end].split())[:200])
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.edit.setFocus()
        dialog.edit.selectAll()
        return dialog

    def _show_place(self, path: Path, span: Span) -> None:
        def show() -> None:
            self.article_wanted.emit()
            self._view.select_span(span)
            self._view.reveal(span)

        self._files.open_path(path, show)
