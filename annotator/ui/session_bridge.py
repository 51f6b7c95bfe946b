"""Carries the session's news to the widgets, and holds what is selected: the one thing that all widgets share."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, Signal

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.history import History
from annotator.model.transaction import Change
from annotator.services.editing.draft import Draft
from annotator.services.editing.offers import Offer
from annotator.services.editing.picks import Sources
from annotator.services.editing.same_entity import SameEntity
from annotator.services.editing.session import ReadOnlyError, Session
from annotator.services.editing.steps_elsewhere import StepElsewhere, StepNotDoneError, StepsElsewhere
from annotator.services.keeping.whereabouts import Whereabouts
from annotator.ui.folder.folder_bridge import FolderBridge

Result = TypeVar("Result")
AnyOffer = Offer | SameEntity


class SessionBridge(QObject):
    """The open session, the selected annotation and role, the lit evidence, and the offer on the table.

    Widgets read from ``session.layer``, listen to the signals, and change things through ``run`` alone.
    """

    session_changed = Signal()
    """Another document is open, or none."""
    changed = Signal(object)
    """A Change was made; comes once a step."""
    selection_changed = Signal()
    lit_changed = Signal()
    offer_changed = Signal()
    codebook_changed = Signal()
    made_elsewhere_changed = Signal()
    """Undo or redo reaches another step that is none of the document's own."""
    message = Signal(str)
    """A short sentence for the status line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.codebook = Codebook()
        self.selected: str | None = None
        self.selected_role: tuple[str, int] | None = None
        self.lit: frozenset[str] = frozenset()
        self.offer: AnyOffer | None = None
        self.last_topic = ""
        """The topic that was given last, to be given again."""
        self.elsewhere = StepsElsewhere()
        self._without_document = History()
        self.held = ""
        """Why nothing is annotated now, as a sentence; "" where it may be."""
        self.following: Callable[[str], AnyOffer | None] = lambda _annotation_id: None
        """Gives what is offered for an annotation as it is now."""
        self.likely_topics: Callable[[str], Sequence[str]] = lambda _annotation_id: ()
        """Gives the names of the topics that an annotation is likely about."""
        self.likely_status: Callable[[str], str] = lambda _annotation_id: ""
        """Gives the status that the words of an agreement tell."""
        self.place: Whereabouts | None = None
        """Where the article is to be shown, None for its beginning."""
        self.judged: Callable[[], QRect] = QRect
        """Gives where on the screen the sentence is that is judged: what asks about it stands beside it."""
        self.folder = FolderBridge(self)
        """What is known of the folder, with the open session in the place of its file."""
        self._unsubscribe: Callable[[], None] | None = None

    def show_session(
        self, session: Session | None, codebook: Codebook | None = None, place: Whereabouts | None = None
    ) -> None:
        """Switch to another session, or to none; ``place`` is where the analyst was in it."""
        if self._unsubscribe:
            self._unsubscribe()
        self.session = session
        self.codebook = codebook or Codebook()
        self.place = place
        self._unsubscribe = session.subscribe(self._on_change) if session else None
        self.folder.show(session)
        self.selected, self.selected_role, self.lit, self.offer = None, None, frozenset(), None
        self.session_changed.emit()
        self.selection_changed.emit()
        self.lit_changed.emit()
        self.offer_changed.emit()

    def sources(self) -> Sources:
        """Give where names come from besides the document."""
        index = self.folder.index
        if self.session is None or index is None:
            return Sources(self.codebook)
        from annotator.services.index.days import OPEN_START, day_numbers  # loaded with the index

        day = day_numbers(self.session.layer.document.published or "")[0]
        return Sources(self.codebook, index.names, day if day > OPEN_START else None)

    def use_codebook(self, codebook: Codebook) -> None:
        """Offer the codes, topics and entities of another codebook from now on."""
        self.codebook = codebook
        self.codebook_changed.emit()

    def run(
        self,
        label: str,
        edit: Callable[[Draft], Result],
        *,
        group: str = "",
        by: str = "",
        though_held: bool = False,
    ) -> Result | None:
        """Make one step: ``edit`` adds to a draft, which is then committed under a label for the undo menu.

        Where nothing may change, says so in the status line and gives None. What is no annotating is done
        ``though_held``.
        """
        session = self.session
        if session is None:
            return None
        if why := session.read_only or ("" if though_held else self.held):
            self.message.emit(why)
            return None
        draft = session.draft()
        result = edit(draft)
        try:
            session.commit(draft, label, group=group, by=by)
        except ReadOnlyError as error:
            self.message.emit(str(error))
            return None
        return result

    @property
    def history(self) -> History:
        """The steps of the open document; without one those of none."""
        return self.session.history if self.session else self._without_document

    def made_elsewhere(self, step: StepElsewhere) -> None:
        """Let undo reach a step that changed something other than the open document."""
        self.elsewhere.made(self.history, step)
        self.made_elsewhere_changed.emit()

    def step_elsewhere(self, *, undo: bool) -> bool:
        """Take the last step back, or make it again, where it was made elsewhere; tells whether it was."""
        history, elsewhere = self.history, self.elsewhere
        if not (elsewhere.to_undo if undo else elsewhere.to_redo)(history):
            return False
        try:
            self.message.emit((elsewhere.undo if undo else elsewhere.redo)(history))
        except StepNotDoneError as error:
            self.message.emit(str(error))
        self.made_elsewhere_changed.emit()
        return True

    def step_history(self, *, undo: bool) -> None:
        """Take the last step back, or make the one taken back again, and say which."""
        if (session := self.session) is None or self.step_elsewhere(undo=undo):
            return
        if change := session.undo() if undo else session.redo():
            self.message.emit(f"{'Undone' if undo else 'Done again'}: {change.label}")

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        if self.session is None:
            return None
        step = self.elsewhere.to_undo(self.session.history)
        return step.label if step else self.session.history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would make again, or None."""
        if self.session is None:
            return None
        step = self.elsewhere.to_redo(self.session.history)
        return step.label if step else self.session.history.redo_label

    @property
    def annotation(self) -> Annotation | None:
        """The selected annotation."""
        return self.session.layer.annotations.get(self.selected or "") if self.session else None

    def select(
        self, annotation_id: str | None, role: tuple[str, int] | None = None, offer: AnyOffer | None = None
    ) -> None:
        """Select an annotation, and in it a role as (field, index); None selects nothing.

        ``offer`` is what follows another one's selection, in place of what was offered before.
        """
        if (annotation_id, role) == (self.selected, self.selected_role):
            return
        if annotation_id != self.selected:
            self.put_offer(offer)
        self.selected, self.selected_role = annotation_id, role
        self.selection_changed.emit()

    def light(self, annotation_ids: frozenset[str]) -> None:
        """Light up evidence in the text, the lists and the chart."""
        if annotation_ids != self.lit:
            self.lit = annotation_ids
            self.lit_changed.emit()

    def put_offer(self, offer: AnyOffer | None) -> None:
        """Put an offer on the table, to be accepted with Enter or dismissed with Esc."""
        if offer != self.offer:
            self.offer = offer
            self.offer_changed.emit()

    def _on_change(self, change: Change) -> None:
        # Before widgets hear: what they show of the folder counts the step already.
        self.folder.follow()
        self.changed.emit(change)
        layer = self.session.layer if self.session else None
        if layer and self.selected and self.selected not in layer.annotations:
            self.select(None)
        elif self.selected_role and not self._role_exists():
            self.select(self.selected)
        if self.offer and self.offer.annotation in change.touched(edits.ANNOTATIONS):
            # It was made for the annotation as it was; what follows from the change is offered in its place.
            self.put_offer(self.following(self.selected) if self.selected == self.offer.annotation else None)
        gone = {key for key, edit in change.touched(edits.ANNOTATIONS).items() if edit.after is None}
        if gone & self.lit:
            self.light(self.lit - gone)

    def _role_exists(self) -> bool:
        if self.annotation is None or self.selected_role is None:
            return False
        field, index = self.selected_role
        return index < len(getattr(self.annotation, field))
