"""What is known about the document: where it comes from, how far it can be trusted, how far the work on it is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.model.document import DocumentInfo
from annotator.model.vocabulary import CREDIBILITIES, RELIABILITIES, STATES
from annotator.ui.panels.entity_panel import split
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import TextField, ValueCombo
from annotator.ui.toolkit.panel_parts import NoteField, Panel
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import CREDIBILITY_WORDS, RELIABILITY_WORDS

_TEXTS = (
    ("Title", "title", ""),
    ("Publisher", "publisher", ""),
    ("Author", "author", ""),
    ("Address", "url", "https://…"),
    ("Published", "published", "2022-04-12"),
    ("Language", "language", "en"),
)


class DocumentForm(Panel):
    """Every field is committed when one is done with it, as one step of undo."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._facts = PlainLabel()
        self._facts.setWordWrap(True)
        self._facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._texts = {field: self._text(label, field, hint) for label, field, hint in _TEXTS}
        self._combos = {
            "reliability": self._combo("Reliability", "reliability", RELIABILITIES, RELIABILITY_WORDS),
            "credibility": self._combo("Credibility", "credibility", CREDIBILITIES, CREDIBILITY_WORDS),
            "state": self._combo("State", "state", STATES, {}, may_be_unset=False),
        }
        self._codes = TextField("Codes", "several; separated; so")
        self._codes.entered.connect(lambda text: self._put("codes", split(text)))
        self._form.addRow("Codes", self._codes)
        self._note = NoteField("Note")
        self._note.edited.connect(self._put_note)
        self._form.addRow("Note", self._note)
        self._put_together()
        bridge.session_changed.connect(self.refresh)
        bridge.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is recorded."""
        session = self._bridge.session
        if session is None:
            return
        self._page.setEnabled(not session.read_only)
        info: DocumentInfo = session.layer.document
        for field, edit in self._texts.items():
            edit.show_text(getattr(info, field))
        for field, combo in self._combos.items():
            combo.show_value(getattr(info, field))
        self._codes.show_text("; ".join(info.codes))
        self._note.show_text(info.note)
        self._facts.setText(f"{info.name}, {info.characters:,} characters, {info.encoding}")

    def _put_together(self) -> None:
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._facts)
        column.addLayout(self._form)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _text(self, label: str, field: str, hint: str) -> TextField:
        edit = TextField(label, hint, dates=field == "published")
        edit.entered.connect(self._putter(field))
        self._form.addRow(label, edit)
        return edit

    def _putter(self, field: str) -> Callable[[str], None]:
        return lambda text: self._put(field, text or None)

    def _combo(
        self, label: str, field: str, values: tuple[str, ...], words: dict[str, str], *, may_be_unset: bool = True
    ) -> ValueCombo:
        combo = ValueCombo(label, values, words, may_be_unset=may_be_unset)
        combo.chosen.connect(lambda value: self._put(field, value))
        self._form.addRow(label, combo)
        return combo

    def _put(self, field: str, value: object) -> None:
        self._bridge.run(f"Set the document's {field}", lambda draft: draft.put_document(**{field: value}))

    def _put_note(self, text: str) -> None:
        self._bridge.run("Edit the document's note", lambda draft: draft.put_document(note=text), group="document-note")
