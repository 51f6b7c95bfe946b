"""Every field that an analyst can hold an opinion in is seen where its record is looked at."""

import pytest
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QWidget

from annotator.model import fields
from annotator.model.fields import PLACE, UNKNOWN, Field
from annotator.ui.window.main_window import MainWindow
from tests.unit.every_field import Case


def labels(form: QWidget) -> dict[str, QWidget]:
    """Give what stands beside each label that is seen."""
    found = {}
    for layout in form.findChildren(QFormLayout):
        for row in range(layout.rowCount()):
            label = layout.itemAt(row, QFormLayout.ItemRole.LabelRole)
            field = layout.itemAt(row, QFormLayout.ItemRole.FieldRole)
            if not (label and field and layout.isRowVisible(row)):
                continue
            text, widget = label.widget(), field.widget()
            if isinstance(text, QLabel) and widget:
                found[text.text()] = widget
    return found


def opinions(of: fields.Fields) -> list[str]:
    return [field.label for field in of.opinions if field.group != PLACE]


@pytest.mark.parametrize("annotation_type", fields.ANNOTATION)
def test_the_inspector_shows_the_fields_of_a_type_and_no_other(window: MainWindow, annotation_type: str) -> None:
    session = window.bridge.session
    assert session
    found = next(a for a in session.layer.in_order() if a.type == annotation_type)
    draft = session.draft()
    draft.put(found._replace(attributes={"seen": "yes"}, extra=(("", "mood", "glad"),), codes=("one",)))
    session.commit(draft, "Set")
    window.bridge.select(found.id)
    QApplication.processEvents()
    shown = set(labels(window.inspector)) - {"Links", "Comments", "Entity type"}
    assert shown == {*opinions(fields.ANNOTATION[annotation_type]), UNKNOWN.label}


@pytest.mark.parametrize(
    ("annotation_type", "field"),
    [(t, f) for t, of in fields.ANNOTATION.items() for f in of.opinions if f.values and f.key != "type"],
    ids=lambda value: getattr(value, "key", value),
)
def test_a_value_is_set_where_it_is_shown(window: MainWindow, annotation_type: str, field: Field) -> None:
    session = window.bridge.session
    assert session
    found = next(a for a in session.layer.in_order() if a.type == annotation_type)
    window.bridge.select(found.id)
    QApplication.processEvents()
    combo = labels(window.inspector)[field.label]
    value = Case("annotations", field, annotation_type).values()[0]
    combo.chosen.emit(value)  # type: ignore[attr-defined]
    assert getattr(session.layer.annotations[found.id], field.attribute) == value
    assert combo.currentData() == value  # type: ignore[attr-defined]


def test_forms_of_entities_topics_and_the_document_show_what_is_known_of_them(window: MainWindow) -> None:
    assert set(opinions(fields.ENTITY)) <= set(labels(window.entities))
    assert set(opinions(fields.TOPIC)) <= set(labels(window.topics))
    assert set(opinions(fields.DOCUMENT)) <= set(labels(window.form))
