"""What is known about the document: where it comes from, how far it can be trusted, how far the work on it is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model.document import DocumentInfo
from annotator.model.fields import DOCUMENT, OPTIONAL_DATE, TEXT, TEXTS, Field
from annotator.model.transaction import Change
from annotator.ui.panels.entity_panel import split
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import TextField, ValueCombo
from annotator.ui.toolkit.panel_parts import NoteField, Panel
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import WORDS_OF_VALUES

_HINTS = {
    "url": "such as https://example.org/article",
    "published": "such as 2022-04-12",
    "language": "such as en",
    "codes": "such as defence; trade",
}
_FIELDS = tuple(field for field in DOCUMENT if field.is_opinion or field.key == "state")


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
        self.editors: dict[str, Any] = {}
        self._shown: list[Callable[[DocumentInfo], None]] = []
        # What takes several lines stands last.
        for field in sorted(_FIELDS, key=_is_prose):
            self._add(field)
        self._put_together()
        bridge.session_changed.connect(self.refresh)
        bridge.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show what is recorded."""
        session = self._bridge.session
        if session is None:
            return
        self._page.setEnabled(not session.read_only)
        info: DocumentInfo = session.layer.document
        for show in self._shown:
            show(info)
        self._facts.setText(f"{info.name}, {info.characters:,} characters, {info.encoding}")

    def _follow(self, change: Change) -> None:
        session = self._bridge.session
        if session and (change.touches([edits.DOCUMENT]) or self._page.isEnabledTo(self) == bool(session.read_only)):
            self.refresh()

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

    def _add(self, field: Field) -> None:
        """Add the row of a field."""
        if field.values:
            combo = ValueCombo(
                field.label, field.values, WORDS_OF_VALUES.get(field.key), may_be_unset=field.may_be_empty
            )
            combo.chosen.connect(partial(self._put, field))
            self._add_row(field, combo, combo.show_value)
        elif _is_prose(field):
            note = NoteField(field.label)
            note.edited.connect(partial(self._put, field))
            self._add_row(field, note, note.show_text)
        else:
            edit = TextField(field.label, _HINTS.get(field.key, ""), dates=field.shape == OPTIONAL_DATE)
            several = field.shape == TEXTS
            edit.entered.connect(lambda text: self._put(field, split(text) if several else text or None))
            self._add_row(field, edit, lambda value: edit.show_text("; ".join(value) if several else value))

    def _add_row(self, field: Field, widget: QWidget, show: Callable[[Any], None]) -> None:
        self._form.addRow(field.label, widget)
        self.editors[field.key] = widget
        self._shown.append(lambda info: show(getattr(info, field.attribute)))

    def _put(self, field: Field, value: object) -> None:
        values = {field.attribute: value}
        if _is_prose(field):
            self._bridge.run(
                "Edit the document's note", lambda draft: draft.put_document(**values), group="document-note"
            )
        else:
            self._bridge.run(f"Set the document's {field.key}", lambda draft: draft.put_document(**values))


def _is_prose(field: Field) -> bool:
    return field.shape == TEXT and not field.values
