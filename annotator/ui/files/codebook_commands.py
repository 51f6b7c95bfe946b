"""The folder's codebook grows from use: what the document has is put into it by one key, and undo takes it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.transaction import Transaction
from annotator.model.vocabulary import ACTOR
from annotator.services.codebook.folder_codebook import codebook_home
from annotator.services.codebook.put_in import CodebookStep, make_again, put_in
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.steps_elsewhere import StepElsewhere, StepNotDoneError
from annotator.services.running.progress import Cancelled
from annotator.services.user.same_pairs import same_pairs
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.record_panel import ENTITIES, RecordPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.waiting import Waiting

if TYPE_CHECKING:
    from annotator.ui.dialogs.loose_names import LooseNames

_NAMED = 4
_NOTHING = "There is no entity or topic here: select an actor, a claim with a topic, or a role."


class CodebookCommands(QObject):
    """Puts entities and topics of the open document into the codebook that is used in it."""

    def __init__(self, bridge: SessionBridge, files: FileCommands, panels: Sequence[RecordPanel]) -> None:
        super().__init__(files)
        self._bridge = bridge
        self._files = files
        self._panels = panels
        self._waiting = Waiting(files.window)
        self._loose: LooseNames | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions."""
        return {"to_codebook": self.put_selected, "loose_names": self.show_loose}

    def show_loose(self) -> LooseNames | None:
        """Open the list of what the folder's documents name and no codebook has."""
        from annotator.ui.dialogs.loose_names import LooseNames

        index = self._bridge.folder.index
        if index is None:
            self._bridge.message.emit("Open a folder first: its documents' names are listed there.")
            return None
        if self._loose is None or self._loose.index is not index:
            author = self._files.annotator_id
            said, home = same_pairs(index.root, author), codebook_home(index.root, index.root)
            self._loose = LooseNames(
                self._files.window, self._bridge, index, said, home=home, author=author, made=self.made
            )
        self._loose.fill()
        self._loose.show()
        self._loose.raise_()
        self._loose.activateWindow()
        self._loose.edit.setFocus()
        return self._loose

    def put_selected(self) -> None:
        """Put in what is selected in the list that has the focus, else what the selected annotation or role names."""
        focused = QApplication.focusWidget()
        panel = next((panel for panel in self._panels if focused and panel.isAncestorOf(focused)), None)
        if panel:
            self.put_listed(panel)
        else:
            self._put(*_named_by(self._bridge.annotation, self._bridge.selected_role))

    def put_listed(self, panel: RecordPanel) -> None:
        """Put in what is selected in a list of entities or topics."""
        ids = tuple(panel.rows.selected_ids())
        self._put(*((ids, ()) if panel.table == ENTITIES else ((), ids)))

    def made(self, step: CodebookStep | None) -> None:
        """Use the codebook as a step left it, say what the step did, and let undo reach it."""
        if step is None:
            self._bridge.message.emit("The codebook has all of it already.")
            return
        self._use(step.folder, step.codebook)
        back, again = step.transaction.inverted(), step.transaction
        undo, redo = (partial(self._make, step, transaction) for transaction in (back, again))
        self._bridge.made_elsewhere(StepElsewhere(step.transaction.label, undo, redo))
        said = [_said(names, what) for names, what in ((step.put.added, "new"), (step.put.joined, "joined")) if names]
        self._bridge.message.emit(f"In the codebook now: {'; '.join(said)}.")

    def _put(self, entities: Sequence[str], topics: Sequence[str]) -> None:
        desk, session = self._files.desk, self._bridge.session
        if desk is None or session is None:
            return
        if not (entities or topics):
            self._bridge.message.emit(_NOTHING)
            return
        home, layer, author = self._files.codebook_home(desk), session.layer.snapshot(), session.author
        put = lambda progress: put_in(home, author, layer, entities, topics, progress=progress)  # noqa: E731
        try:
            step = self._waiting.result("Putting into the codebook", put)
        except (CodebookError, SaveError) as error:
            self._bridge.message.emit(f"Not put into the codebook: {error}")
        except Cancelled:
            self._bridge.message.emit("Stopped; the codebook is as it was.")
        else:
            self.made(step)

    def _make(self, step: CodebookStep, transaction: Transaction) -> str:
        author = self._bridge.session.author if self._bridge.session else ""
        make = lambda _progress: make_again(step.folder, author, transaction)  # noqa: E731
        try:
            codebook = self._waiting.result(transaction.label, make)
        except (CodebookError, SaveError) as error:
            raise StepNotDoneError(str(error)) from error
        self._use(step.folder, codebook)
        return ""

    def _use(self, folder: Path, codebook: Codebook) -> None:
        desk = self._files.desk
        if desk and self._files.codebook_home(desk) == folder:
            self._files.use_codebook(codebook)
        else:
            self._bridge.folder.look_at_codebooks()


def _named_by(annotation: Annotation | None, role: tuple[str, int] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the entities and topics that an annotation names: in a role that is selected, else as actor or as topic."""
    if annotation is None:
        return (), ()
    if role:
        held = getattr(annotation, role[0])[role[1]]
        return tuple(filter(None, (held.entity, held.acts_for))), ()
    if annotation.type == ACTOR:
        return annotation.entities, ()
    return (), (annotation.topic,) if annotation.topic else ()


def _said(names: Sequence[str], what: str) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more} ({what})"
