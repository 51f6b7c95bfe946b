"""What a node or a line of the chart rests on: its sentences, to be gone through one by one."""

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at
from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.transaction import Change
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.session import Session
from annotator.ui.panels.passage_list import FolderEvidence, Proof
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Panel
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import LETTERS

_LINES = 3
_EMPTY = "Choose a node or a line of the chart, by a click or with arrow keys and Enter: what it rests on comes here."


class EvidencePanel(Panel):
    """Lists the evidence that is lit, in the order of the text; the row that is chosen is selected in the text.

    It is hidden while there is none, unless it ``stays``.
    """

    came = Signal()
    """There is evidence where there was none."""
    entered = Signal()
    """The analyst goes to the chosen sentence in the text."""
    opened = Signal(object)
    """A passage of many documents is to be shown in its place, as a Proof."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._following = self._stays = False
        self._passages: FolderEvidence | None = None
        self.rows = RowList("Evidence", lines=_LINES)
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.title, self.count = PlainLabel(), PlainLabel()
        self._compose()
        bridge.lit_changed.connect(self._fill)
        bridge.changed.connect(self._on_change)
        bridge.selection_changed.connect(self._follow)
        self.rows.selectionModel().selectionChanged.connect(self._on_selected)
        self.rows.activated.connect(lambda _index: self.entered.emit())
        self._fill()

    def show_evidence(self, title: str, annotation_ids: tuple[str, ...]) -> None:
        """List what something rests on, select the first of it, and light all of it up."""
        self.put_away()
        self.title.setText(title)
        self._bridge.select(None)
        self._bridge.light(frozenset(annotation_ids))
        if self.model.rowCount():
            self._bridge.select(self.model.id_at(0))

    def show_passages(self, title: str, found: list[Proof], count: int) -> None:
        """List what something of many documents rests on, in place of what is lit in the open one."""
        if self._passages is None:
            self._passages = FolderEvidence()
            self._passages.opened.connect(self.opened)
            self._passages.escape_pressed.connect(self.put_away)
            self._passages.escape_pressed.connect(self.escape_pressed)
            self._pages.addWidget(self._passages)
        self._passages.show_proofs(title, found, count)
        self._pages.setCurrentWidget(self._passages)
        self.setFocusProxy(self._passages)
        self._show_or_hide()

    def put_away(self) -> bool:
        """List passages of many documents no longer; tells whether there were any."""
        if self.passages is None:
            return False
        self._pages.setCurrentIndex(0)
        self.setFocusProxy(self.rows)
        self._show_or_hide()
        return True

    @property
    def passages(self) -> FolderEvidence | None:
        """The passages of many documents, while they are listed."""
        return self._passages if self._pages.currentIndex() else None

    def stay(self, stays: bool) -> None:
        """Be there also while there is no evidence, or not."""
        self._stays = stays
        self._show_or_hide()

    def step(self, direction: int) -> None:
        """Select the next or previous sentence; goes round at the ends."""
        if self.passages is not None:
            self.passages.step(direction)
            return
        count = self.model.rowCount()
        if not count:
            self._bridge.message.emit("No evidence is listed: choose a node or a line of the chart first.")
            return
        here = self._row_of_selected()
        row = (here + direction) % count if here >= 0 else (0 if direction > 0 else count - 1)
        self._bridge.select(self.model.id_at(row))

    def _compose(self) -> None:
        self.title.setWordWrap(True)
        self.title.setAccessibleName("What the evidence is for")
        self.count.setAccessibleName("Which of the evidence is chosen")
        previous = tool_button("↑", "Previous evidence (Shift+F4)", lambda: self.step(-1))
        following = tool_button("↓", "Next evidence (F4)", lambda: self.step(1))
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        for widget in (self.count, previous, following):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        own = QWidget()
        column = QVBoxLayout(own)
        column.setContentsMargins(6, 4, 6, 0)
        column.addLayout(line)
        column.addWidget(self.rows, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(own)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.rows)

    # What is shown ---------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        session, lit = self._bridge.session, self._bridge.lit
        there = [session.layer.annotations[key] for key in lit if key in session.layer.annotations] if session else []
        self._following = True
        try:
            self.model.fill(sorted(annotation.place for annotation in there))
        finally:
            self._following = False
        self.rows.show_empty("" if there else _EMPTY)
        if not there:
            self.title.setText("")
        self._show_or_hide()
        self._follow()

    def _show_or_hide(self) -> None:
        shown = self._stays or self.passages is not None or self.model.rowCount() > 0
        came = shown and self.isHidden()
        self.setVisible(shown)
        if came:
            self.came.emit()

    def _on_change(self, change: Change) -> None:
        touched = change.touched(edits.ANNOTATIONS).keys() & self._bridge.lit
        if touched:
            self._fill()

    def _row(self, identifier: str) -> Row | None:
        session = self._bridge.session
        annotation = session.layer.annotations.get(identifier) if session else None
        if session is None or annotation is None:
            return None
        return Row(
            quote_of(session, annotation),
            source_of(session, annotation),
            LETTER,
            theme.current().type_color(annotation.type).name(),
            LETTERS.get(annotation.type, "?"),
        )

    # The selection ---------------------------------------------------------------------------------------------------

    def _row_of_selected(self) -> int:
        annotation = self._bridge.annotation
        return self.model.row_at(annotation.place) if annotation else -1

    def _follow(self) -> None:
        """Show the selected annotation in the list, from wherever it was selected."""
        row, count = self._row_of_selected(), self.model.rowCount()
        self._following = True
        try:
            self.rows.follow(row, self._bridge.selected)
        finally:
            self._following = False
        self.count.setText(f"{row + 1:,} of {count:,}" if row >= 0 else f"{count:,}" if count else "")

    def _on_selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        if not self._following and (ids := self.rows.selected_ids()):
            self._bridge.select(ids[0])


def quote_of(session: Session, annotation: Annotation) -> str:
    """Give the words of a claim or an agreement, and the sentence around a mention, in one line."""
    if annotation.type == ACTOR and annotation.fragments:
        language = rules_of(session.layer.document.language)
        if span := sentence_at(session.document.text, annotation.start, language):
            return one_line(session.document.text[slice(*span)])
    return one_line(annotation.text)


def source_of(session: Session, annotation: Annotation) -> str:
    """Give date, annotator and document of a piece of evidence, in one line."""
    info = session.layer.document
    date = annotation.date or info.published
    return one_line(" · ".join(part for part in (date, annotation.author, info.title or info.name) if part))
