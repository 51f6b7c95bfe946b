"""The folder's codebook grows from use: what the document has is put into it by one key, and undo takes it out."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.annotation import Annotation
from annotator.model.transaction import Transaction
from annotator.model.vocabulary import ACTOR
from annotator.services.codebook.put_in import CodebookStep, make_again, put_in
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.steps_elsewhere import StepElsewhere, StepNotDoneError
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.record_panel import ENTITIES, RecordPanel
from annotator.ui.session_bridge import SessionBridge

_NAMED = 4
_NOTHING = "There is no entity or topic here: select an actor, a claim with a topic, or a role."


class CodebookCommands(QObject):
    """Puts entities and topics of the open document into the codebook that is used in it."""

    def __init__(self, bridge: SessionBridge, files: FileCommands, panels: Sequence[RecordPanel]) -> None:
        super().__init__(files)
        self._bridge = bridge
        self._files = files
        self._panels = panels

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions."""
        return {"to_codebook": self.put_selected}

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
        self._files.use_codebook(step.codebook)
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
        try:
            step = put_in(self._files.codebook_home(desk), session.author, session.layer, entities, topics)
        except (CodebookError, SaveError) as error:
            self._bridge.message.emit(f"Not put into the codebook: {error}")
        else:
            self.made(step)

    def _make(self, step: CodebookStep, transaction: Transaction) -> str:
        session = self._bridge.session
        try:
            codebook = make_again(step.folder, session.author if session else "", transaction)
        except (CodebookError, SaveError) as error:
            raise StepNotDoneError(str(error)) from error
        self._files.use_codebook(codebook)
        return ""


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
