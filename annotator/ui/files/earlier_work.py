"""What the menu does with states that were saved over and with journals that were set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.services.disk.at_path import is_there
from annotator.services.editing.session import Session
from annotator.services.merging.earlier_work import EarlierWork, Taken, earlier_states, set_aside, take_back
from annotator.ui.files.file_commands import FileCommands, Notify

if TYPE_CHECKING:
    from annotator.ui.dialogs.codebook_editor import CodebookEditor


class EarlierWorkCommands(QObject):
    """Shows earlier work and takes it back into the open document, as one step; what gave way is said in a notice.

    ``edit_codebook`` opens the codebook, into which its own states are taken back.
    """

    def __init__(
        self, files: FileCommands, notify: Notify, window: QWidget, edit_codebook: Callable[[], CodebookEditor]
    ) -> None:
        super().__init__(window)
        self._edit_codebook = edit_codebook
        self._files = files
        self._notify = notify
        self._window = window
        files.put_with_states.connect(self._say_what_was_left)

    def show_states(self) -> None:
        """Show what the open document's annotation file and codebook held before."""
        from annotator.ui.dialogs.earlier_states import EarlierStatesView, when

        if desk := self._files.desk:
            # What is on disk is then one of the states, once something is taken back.
            self._files.autosave.finish()
            dialog = EarlierStatesView(desk, earlier_states(desk), self._window)
            if dialog.exec() == QDialog.DialogCode.Accepted and dialog.taken:
                work, taken = dialog.taken
                label = f"Take back what was saved over on {when(work.time)}"
                if work.is_codebook:
                    # Where it can be looked at, and undone.
                    self._take(taken, self._edit_codebook().desk.session, label)
                else:
                    self._take(taken, taken.session, label)

    def _say_what_was_left(self, names: list[str]) -> None:
        desk = self._files.desk
        what = "Annotator ended while it was saving; what was not in its place yet is with the earlier states of "
        here = desk is not None and desk.session.sidecar.name in names
        choices = [("Earlier states…", self.show_states)] if here else []
        self._notify(f"{what}{', '.join(sorted(set(names)))}.", choices, lasting=True)

    def show_set_aside(self) -> None:
        """Show what was set aside, of any document."""
        from annotator.ui.dialogs.earlier_states import RecoverView

        dialog = RecoverView(self._files.desk, set_aside(), self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        if dialog.taken:
            taken = dialog.taken[1]
            self._take(taken, taken.session, "Recover unsaved work")
        elif dialog.other:
            self._open(dialog.other)

    def _open(self, work: EarlierWork) -> None:
        assert work.document
        self._files.open_path(_at_hand(work.document), self.show_set_aside)

    def _take(self, taken: Taken, session: Session, label: str) -> None:
        if take_back(session, taken.layer, label):
            more = f" (and {len(taken.sentences) - 1:,} more)" if len(taken.sentences) > 1 else ""
            done = "Taken back; undo returns to what was here."
            self._notify(" ".join((done, *taken.sentences[:1])) + more, lasting=True)


def _at_hand(sidecar: Path) -> Path:
    """Give the annotation file, or its document where it was never saved."""
    parts = split_sidecar_name(sidecar.name)
    return sidecar if is_there(sidecar) or not parts else sidecar.with_name(parts[0])
