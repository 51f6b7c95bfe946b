"""What the menus do to the folder as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.document_panel import DocumentPanel

if TYPE_CHECKING:
    from annotator.ui.dialogs.codebook_editor import CodebookEditor
    from annotator.ui.dialogs.export_choices import ExportScope
    from annotator.ui.dialogs.export_dialog import ExportDialog
    from annotator.ui.dialogs.import_dialog import ImportDialog


class FolderCommands(QObject):
    """Opens the windows for work on many files, one of a kind, on what is listed.

    What they are made of is loaded when it is asked for: the start of the program does not wait for it.
    """

    def __init__(self, window: QWidget, files: FileCommands, documents: DocumentPanel) -> None:
        super().__init__(window)
        self._window = window
        self._files = files
        self._documents = documents
        self._open: dict[str, QDialog] = {}

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions that belong to the folder."""
        return {
            "export": self.export,
            "print_or_send": self.print_or_send,
            "import": self.import_,
            "show_codebook": self.codebook,
        }

    def export(self) -> ExportDialog:
        """Open the window for exporting."""
        from annotator.ui.dialogs.export_dialog import ExportDialog

        dialog = self._open.get("export") or ExportDialog(self._window, self.scope(), self._files.autosave.save_now)
        assert isinstance(dialog, ExportDialog)
        self._show("export", dialog)
        return dialog

    def print_or_send(self) -> ExportDialog:
        """Open the window for exporting, with what makes pages chosen."""
        dialog = self.export()
        dialog.choices.choose("report", ".pdf")
        return dialog

    def import_(self) -> ImportDialog:
        """Open the window for importing."""
        from annotator.ui.dialogs.import_dialog import ImportDialog

        dialog = self._open.get("import")
        if dialog is None:
            dialog = ImportDialog(self._window, self._documents.folder, self._files.annotator_id)
            dialog.imported.connect(self._files.open_path)
        assert isinstance(dialog, ImportDialog)
        self._show("import", dialog)
        return dialog

    def codebook(self) -> CodebookEditor:
        """Open the codebook of the open document's folder, else that of the folder."""
        from annotator.services.codebook.codebook_desk import open_codebook
        from annotator.ui.dialogs.codebook_editor import CodebookEditor

        desk = self._files.desk
        folder = self._files.codebook_home(desk) if desk else self._documents.folder
        author = desk.session.author if desk else ""
        dialog = self._open.get("codebook")
        if dialog is None:
            dialog = CodebookEditor(open_codebook(folder, author), self._window)
            dialog.changed.connect(self._files.use_codebook)
        assert isinstance(dialog, CodebookEditor)
        self._show("codebook", dialog)
        return dialog

    def scope(self) -> ExportScope:
        """Say what is open."""
        from annotator.ui.dialogs.export_choices import ExportScope

        desk, listing = self._files.desk, self._documents.listing
        opened = desk.document_path if desk else None
        # What is open is saved before it is exported, for the first time perhaps.
        annotated = [one for one in listing.documents.values() if one.sidecars or one.path == opened]
        return ExportScope(
            opened,
            listing.folder,
            [document.path for document in annotated],
            self._documents.preferred,
            sorted({who for document in annotated for who in document.sidecars}),
        )

    def _show(self, name: str, dialog: QDialog) -> None:
        if name not in self._open:
            self._open[name] = dialog
            dialog.finished.connect(lambda _code: self._open.pop(name, None))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
