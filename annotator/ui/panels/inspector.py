"""Everything about the selected annotation, to be read and set."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.model import edits
from annotator.model import vocabulary as words
from annotator.model.annotation import Annotation
from annotator.model.fields import ANY_ANNOTATION, ATTRIBUTES, EXTRA, PLACE, UNKNOWN
from annotator.model.transaction import Change
from annotator.services.editing.entities import edit_entity
from annotator.ui.panels.comment_rows import CommentRows
from annotator.ui.panels.field_rows import Row, field_row, refreshed
from annotator.ui.panels.link_rows import LinkRows
from annotator.ui.panels.offer_strip import OfferStrip
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import ValueCombo
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

QUOTE_LIMIT = 400
NOBODY_SELECTED = (
    "Select some text and press 1 for an actor, 2 for a claim, 3 for an agreement.\n\n"
    "With nothing selected, the keys take the name or the sentence under the caret. "
    "Tab goes from annotation to annotation; F1 lists all keys."
)
_FACTS = tuple(field for field in (*ANY_ANNOTATION, UNKNOWN) if field.shape in (ATTRIBUTES, EXTRA))
_FIELDS = tuple(field for field in ANY_ANNOTATION.opinions if field.group != PLACE and field not in _FACTS)
NOT_IN_TEXT = "Not placed: its words are not in the text. Select where they belong and press H.\n\n"


class Inspector(QWidget):
    """Shows the selected annotation's fields, those that its type has; every change is one step of undo."""

    escape_pressed = Signal()
    offer_accepted = Signal(object)
    offer_refused = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._quote = PlainLabel()
        self._quote.setWordWrap(True)
        self._quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows = self._make_rows()
        self._stack = QStackedWidget()
        self._stack.addWidget(_hint())
        self._stack.addWidget(self._scrolled())
        strip = OfferStrip(bridge)
        strip.accepted.connect(self.offer_accepted)
        strip.refused.connect(self.offer_refused)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(strip)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self._rows[0].widget)
        bridge.selection_changed.connect(self.refresh)
        bridge.changed.connect(self._follow)
        bridge.session_changed.connect(self.refresh)
        bridge.codebook_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the selected annotation as it is now."""
        annotation = self._bridge.annotation
        self._stack.setCurrentIndex(1 if annotation else 0)
        if annotation is None:
            return
        session = self._bridge.session
        self._body.setEnabled(session is not None and not session.read_only)
        quote = " ".join(annotation.text.split())
        place = "" if annotation.fragments else NOT_IN_TEXT
        self._quote.setText(place + (quote if len(quote) <= QUOTE_LIMIT else quote[:QUOTE_LIMIT] + "…"))
        for row in self._rows:
            self._form.setRowVisible(row.widget, row.show(annotation))

    def _follow(self, change: Change) -> None:
        # What comes in is shown once, when it is selected.
        if not change.only_adds_annotations:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _make_rows(self) -> list[Row]:
        """Give the fields in the order of the file, what can only be read at the end."""
        bridge = self._bridge
        rows: list[Row] = []
        for field in _FIELDS:
            rows.append(field_row(bridge, field))
            if field.refers == edits.ENTITIES:
                rows.append(self._entity_type_row())
        links, comments = LinkRows(bridge), CommentRows(bridge)
        rows.append(Row("Links", links, lambda _annotation: links.refresh()))
        rows.append(Row("Comments", comments, refreshed(comments.refresh)))
        return [*rows, *(field_row(bridge, field) for field in _FACTS)]

    def _entity_type_row(self) -> Row:
        combo = ValueCombo("Entity type", words.ENTITY_TYPES, ENTITY_TYPE_WORDS, may_be_unset=False)
        combo.chosen.connect(self._change_entity_type)

        def show(annotation: Annotation) -> bool:
            entities = self._bridge.session.layer.entities if self._bridge.session else {}
            only = entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
            if only:
                combo.show_value(only.type)
            return len(annotation.entities) == 1

        return Row("Entity type", combo, show)

    def _scrolled(self) -> QScrollArea:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self._quote)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(6)
        for row in self._rows:
            label = QLabel(row.label)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setBuddy(row.widget)
            self._form.addRow(label, row.widget)
        column.addLayout(self._form)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        return area

    def _change_entity_type(self, entity_type: str) -> None:
        annotation = self._bridge.annotation
        if annotation and len(annotation.entities) == 1:
            entity = annotation.entities[0]
            self._bridge.run(f"Entity is a {entity_type}", lambda draft: edit_entity(draft, entity, type=entity_type))


def _hint() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    label = PlainLabel(NOBODY_SELECTED)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    layout.addWidget(label)
    layout.addStretch(1)
    return page
