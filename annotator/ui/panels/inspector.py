"""Everything about the selected annotation, to be read and set."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.model import vocabulary as words
from annotator.model.annotation import Annotation
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.editing.annotations import change_type
from annotator.services.editing.entities import edit_entity
from annotator.ui.panels.choices import set_field, set_topic, topic_choices
from annotator.ui.panels.code_boxes import CodeBoxes
from annotator.ui.panels.comment_rows import CommentRows
from annotator.ui.panels.link_rows import LinkRows
from annotator.ui.panels.offer_strip import OfferStrip
from annotator.ui.panels.role_rows import EntityRows, RoleRows, below
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import TextField, ValueCombo
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.panel_parts import NoteField
from annotator.ui.toolkit.pick_list import ask
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import ATTRIBUTION_WORDS, ENTITY_TYPE_WORDS

QUOTE_LIMIT = 400
NOBODY_SELECTED = (
    "Select some text and press 1 for an actor, 2 for a claim, 3 for an agreement.\n\n"
    "With nothing selected, the keys take the name or the sentence under the caret. "
    "Tab goes from annotation to annotation; F1 lists all keys."
)
NOT_IN_TEXT = "Not placed: its words are not in the text. Select where they belong and press H.\n\n"
_OF_TYPE = {
    ACTOR: ("Entities", "Entity type"),
    CLAIM: ("Speakers", "Targets", "Via", "Topic", "Stance", "Attribution", "Certainty", "Date"),
    AGREEMENT: ("Parties", "Via", "Topic", "Stance", "Status", "Date"),
}
_ORDER = (
    "Type", "Entities", "Entity type", "Speakers", "Targets", "Parties", "Via", "Topic", "Stance", "Status",
    "Attribution", "Certainty", "Date", "Codes", "Confidence", "Note", "Links", "Comments", "Attributes",
)  # fmt: skip
_ALWAYS = ("Type", "Confidence", "Note", "Comments")


class Inspector(QWidget):
    """Shows the selected annotation's fields, those that its type has; every change is one step of undo."""

    escape_pressed = Signal()
    offer_accepted = Signal(object)

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._fields: dict[str, QWidget] = {}
        self._quote = PlainLabel()
        self._quote.setWordWrap(True)
        self._quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make_fields()
        self._stack = QStackedWidget()
        self._stack.addWidget(_hint())
        self._stack.addWidget(self._scrolled())
        strip = OfferStrip(bridge)
        strip.accepted.connect(self.offer_accepted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(strip)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self._fields["Type"])
        bridge.selection_changed.connect(self.refresh)
        bridge.changed.connect(self.refresh)
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
        self._fill(annotation)
        self._show_rows(annotation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _make_fields(self) -> None:
        bridge = self._bridge
        fields = self._fields
        fields["Type"] = type_combo = ValueCombo("Type", words.TYPES, may_be_unset=False)
        type_combo.chosen.connect(self._change_type)
        fields["Entities"] = EntityRows(bridge)
        fields["Entity type"] = kind = ValueCombo(
            "Entity type", words.ENTITY_TYPES, ENTITY_TYPE_WORDS, may_be_unset=False
        )
        kind.chosen.connect(self._change_entity_type)
        for name, field in (
            ("Speakers", words.SPEAKERS),
            ("Targets", words.TARGETS),
            ("Parties", words.PARTIES),
            ("Via", words.VIA),
        ):
            fields[name] = RoleRows(bridge, field)
        fields["Topic"] = topic = NameButton("", "Topic")
        topic.clicked.connect(self._ask_topic)
        for name, values, shown in (
            ("Stance", words.STANCES, None),
            ("Status", words.STATUSES, None),
            ("Attribution", words.ATTRIBUTIONS, ATTRIBUTION_WORDS),
            ("Certainty", words.CERTAINTIES, None),
            ("Confidence", words.CONFIDENCES, None),
        ):
            fields[name] = combo = ValueCombo(name, values, shown)
            combo.chosen.connect(partial(self._set, name.lower()))
        fields["Date"] = date = TextField("Date", "2022-04-12, 2022-04 or ../2022-04-12", dates=True)
        date.entered.connect(lambda text: self._set("date", text or None))
        fields["Codes"] = CodeBoxes(bridge)
        fields["Note"] = note = NoteField("Note")
        note.edited.connect(lambda text: self._set("note", text))
        fields["Links"] = LinkRows(bridge)
        fields["Comments"] = CommentRows(bridge)
        fields["Attributes"] = PlainLabel()

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
        for name in _ORDER:
            label = QLabel(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._form.addRow(label, self._fields[name])
        column.addLayout(self._form)
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        return area

    def _fill(self, annotation: Annotation) -> None:
        for name in ("Type", "Stance", "Status", "Attribution", "Certainty", "Confidence"):
            combo = self._fields[name]
            if isinstance(combo, ValueCombo):
                combo.show_value(getattr(annotation, name.lower()))
        for rows in self._fields.values():
            if isinstance(rows, RoleRows | EntityRows | CommentRows):
                rows.refresh()
        date, note, topic, kind = (self._fields[name] for name in ("Date", "Note", "Topic", "Entity type"))
        if isinstance(date, TextField):
            date.show_text(annotation.date)
        if isinstance(note, NoteField):
            note.show_text(annotation.note)
        layer = self._bridge.session.layer if self._bridge.session else None
        known = layer.topics.get(annotation.topic or "") if layer else None
        if isinstance(topic, NameButton):
            topic.show_name(known.name if known else "Set topic…")
        only = layer.entities.get(annotation.entities[0]) if layer and len(annotation.entities) == 1 else None
        if isinstance(kind, ValueCombo) and only:
            kind.show_value(only.type)

    def _show_rows(self, annotation: Annotation) -> None:
        shown = {*_ALWAYS, *_OF_TYPE.get(annotation.type, ())}
        if len(annotation.entities) != 1:
            shown.discard("Entity type")
        codes, links, attributes = self._fields["Codes"], self._fields["Links"], self._fields["Attributes"]
        if isinstance(codes, CodeBoxes) and codes.refresh():
            shown.add("Codes")
        if isinstance(links, LinkRows) and links.refresh():
            shown.add("Links")
        if annotation.attributes and isinstance(attributes, PlainLabel):
            shown.add("Attributes")
            attributes.setText("\n".join(f"{name}: {value}" for name, value in annotation.attributes.items()))
        for name, widget in self._fields.items():
            self._form.setRowVisible(widget, name in shown)

    def _set(self, field: str, value: object) -> None:
        if annotation := self._bridge.annotation:
            set_field(self._bridge, annotation.id, field, value, by="inspector")

    def _change_type(self, annotation_type: str) -> None:
        if annotation := self._bridge.annotation:
            label = f"Change to {annotation_type}"
            codebook = self._bridge.codebook
            self._bridge.run(label, lambda draft: change_type(draft, annotation.id, annotation_type, codebook))

    def _change_entity_type(self, entity_type: str) -> None:
        annotation = self._bridge.annotation
        if annotation and len(annotation.entities) == 1:
            entity = annotation.entities[0]
            self._bridge.run(f"Entity is a {entity_type}", lambda draft: edit_entity(draft, entity, type=entity_type))

    def _ask_topic(self) -> None:
        annotation = self._bridge.annotation
        if annotation:
            take, place = partial(set_topic, self._bridge, annotation.id), below(self._fields["Topic"])
            ask(self.window(), "Topic", place, lambda typed: topic_choices(self._bridge, typed, take))


def _hint() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    label = PlainLabel(NOBODY_SELECTED)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    layout.addWidget(label)
    layout.addStretch(1)
    return page
