"""A row of the inspector for each field of an annotation: what shows it and sets it, chosen by what the field holds."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.fields import ATTRIBUTES, EXTRA, OPTIONAL_DATE, ROLES, TEXT, TEXTS, Field, annotation_fields
from annotator.services.editing.annotations import change_type
from annotator.ui.panels.choices import set_field, set_topic, topic_choices
from annotator.ui.panels.code_boxes import CodeBoxes
from annotator.ui.panels.role_rows import EntityRows, RoleRows, area_of
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import TextField, ValueCombo
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.panel_parts import NoteField
from annotator.ui.toolkit.pick_list import ask
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import WORDS_OF_VALUES

DATE_HINT = "such as 2022-04-12 or 2022-04"


class Row(NamedTuple):
    """A label, what stands beside it, and what shows an annotation there and tells whether the row has a say."""

    label: str
    widget: QWidget
    show: Callable[[Annotation], bool]


def field_row(bridge: SessionBridge, field: Field) -> Row:
    """Give the row of a field; it shows for the types that have the field."""
    make = next(make for fits, make in _MAKERS if fits(field))
    row = make(bridge, field)

    def show(annotation: Annotation) -> bool:
        has = field in annotation_fields(annotation.type) or field.shape == EXTRA
        return row.show(annotation) and has

    return row._replace(show=show)


def _set(bridge: SessionBridge, field: Field, value: object) -> None:
    if annotation := bridge.annotation:
        set_field(bridge, annotation.id, field.attribute, value, by="inspector")


def _change_type(bridge: SessionBridge, _field: Field, annotation_type: str) -> None:
    if annotation := bridge.annotation:
        codebook, identifier = bridge.codebook, annotation.id
        bridge.run(
            f"Change to {annotation_type}", lambda draft: change_type(draft, identifier, annotation_type, codebook)
        )


def _roles(bridge: SessionBridge, field: Field) -> Row:
    rows = RoleRows(bridge, field.key)
    return Row(field.label, rows, refreshed(rows.refresh))


def _entities(bridge: SessionBridge, field: Field) -> Row:
    rows = EntityRows(bridge)
    return Row(field.label, rows, refreshed(rows.refresh))


def _codes(bridge: SessionBridge, field: Field) -> Row:
    boxes = CodeBoxes(bridge)
    return Row(field.label, boxes, lambda _annotation: boxes.refresh())


def _topic(bridge: SessionBridge, field: Field) -> Row:
    button = NameButton("", field.label)

    def choose() -> None:
        if annotation := bridge.annotation:
            take = partial(set_topic, bridge, annotation.id)
            rows = partial(topic_choices, bridge, take=take)
            ask(button.window(), field.label, area_of(button), rows, bridge.judged())

    def show(annotation: Annotation) -> bool:
        topics = bridge.session.layer.topics if bridge.session else {}
        known = topics.get(getattr(annotation, field.attribute) or "")
        button.show_name(known.name if known else "Set topic…")
        return True

    button.clicked.connect(choose)
    return Row(field.label, button, show)


def _value(bridge: SessionBridge, field: Field) -> Row:
    combo = ValueCombo(field.label, field.values, WORDS_OF_VALUES.get(field.key), may_be_unset=field.may_be_empty)
    combo.chosen.connect(partial(_change_type if field.difference == "type" else _set, bridge, field))
    return Row(field.label, combo, _shown(combo.show_value, field))


def _note(bridge: SessionBridge, field: Field) -> Row:
    note = NoteField(field.label)
    note.edited.connect(partial(_set, bridge, field))
    return Row(field.label, note, _shown(note.show_text, field))


def _line(bridge: SessionBridge, field: Field) -> Row:
    dates = field.shape == OPTIONAL_DATE
    line = TextField(field.label, DATE_HINT if dates else "", dates=dates)
    line.entered.connect(lambda text: _set(bridge, field, text or None))
    return Row(field.label, line, _shown(line.show_text, field))


def _facts(_bridge: SessionBridge, field: Field) -> Row:
    """What can be read here and is set nowhere in the window."""
    label = PlainLabel()

    def show(annotation: Annotation) -> bool:
        value: Any = getattr(annotation, field.attribute)
        facts: Mapping[str, Any] = value if field.shape == ATTRIBUTES else {name: item for _behind, name, item in value}
        label.setText("\n".join(f"{name}: {item}" for name, item in facts.items()))
        return bool(facts)

    return Row(field.label, label, show)


def refreshed(refresh: Callable[[], None]) -> Callable[[Annotation], bool]:
    """Make the way to show an annotation of one to show what is selected."""

    def show(_annotation: Annotation) -> bool:
        refresh()
        return True

    return show


def _shown(show_value: Callable[[Any], None], field: Field) -> Callable[[Annotation], bool]:
    def show(annotation: Annotation) -> bool:
        show_value(getattr(annotation, field.attribute))
        return True

    return show


_MAKERS: tuple[tuple[Callable[[Field], bool], Callable[[SessionBridge, Field], Row]], ...] = (
    (lambda field: field.shape == ROLES, _roles),
    (lambda field: field.refers == edits.ENTITIES, _entities),
    (lambda field: field.refers == edits.TOPICS, _topic),
    (lambda field: field.shape == TEXTS, _codes),
    (lambda field: field.shape in (ATTRIBUTES, EXTRA), _facts),
    (lambda field: bool(field.values), _value),
    (lambda field: field.shape == TEXT, _note),
    (lambda _field: True, _line),
)
"""What is made of a field; the first that fits."""
