"""The inspector sets every field of an annotation, each change one step of undo."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def now(window: MainWindow) -> Annotation:
    assert window.bridge.annotation
    return window.bridge.annotation


def select(window: MainWindow, annotation_type: str) -> None:
    assert window.bridge.session
    found = next(a for a in window.bridge.session.layer.in_order() if a.type == annotation_type)
    window.bridge.select(found.id)


def named(window: MainWindow, kind: type[QWidget], name: str) -> Any:
    """Give the one widget that can be seen and is called so; Qt shows new rows with the next events."""
    QApplication.processEvents()
    seen = [widget for widget in window.inspector.findChildren(kind) if widget.isVisible()]
    found = [w for w in seen if name in (w.accessibleName(), w.accessibleName().partition(": ")[0])]
    assert len(found) == 1, (name, [w.accessibleName() for w in window.inspector.findChildren(kind)])
    return found[0]


def choose(window: MainWindow, name: str, value: str | None) -> None:
    combo = named(window, QComboBox, name)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def pick(window: MainWindow, qtbot: QtBot, button: str, typed: str) -> None:
    """Press a button that asks for a name, type, take the first."""
    QTest.mouseClick(named(window, QPushButton, button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert picker
    edit = picker.findChild(QLineEdit)
    assert edit
    edit.setText(typed)
    press(edit, Qt.Key.Key_Return)


def entity(window: MainWindow, identifier: str | None) -> str:
    assert window.bridge.session
    return window.bridge.session.layer.entities[identifier or ""].name


def test_a_claims_roles_with_attitude_behalf_and_via(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "claim")
    pick(window, qtbot, "Add speaker", "Norland")
    assert [entity(window, role.entity) for role in now(window).speakers] == ["Aiko Mori", "Norland"]
    pick(window, qtbot, "speaker: Norland", "Ostia")
    assert entity(window, now(window).speakers[1].entity) == "Ostia"
    pick(window, qtbot, "Add via", "Herald")
    assert entity(window, now(window).via[0].entity) == "Herald"
    choose(window, "Attitude", "critical")
    assert now(window).targets[0].attitude == "critical"
    QTest.mouseClick(named(window, QWidget, "Remove speaker Ostia"), Qt.MouseButton.LeftButton)
    assert len(now(window).speakers) == 1
    pick(window, qtbot, "Acts on behalf of", "Norland")
    assert entity(window, now(window).speakers[0].acts_for) == "Norland"


def test_an_agreements_parties_have_sides(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "agreement")
    pick(window, qtbot, "Add party", "Norland")
    QApplication.processEvents()
    combos = [
        box for box in window.inspector.findChildren(QComboBox) if box.accessibleName() == "Side" and box.isVisible()
    ]
    combos[-1].setCurrentIndex(combos[-1].findData("2"))
    combos[-1].activated.emit(combos[-1].currentIndex())
    assert [role.side for role in now(window).parties] == [None, None, 2]


@pytest.mark.parametrize(
    ("annotation_type", "name", "field", "value"),
    [
        ("claim", "Stance", "stance", "disagree"),
        ("claim", "Attribution", "attribution", "indirect"),
        ("claim", "Certainty", "certainty", "unlikely"),
        ("claim", "Confidence", "confidence", "low"),
        ("agreement", "Status", "status", "signed"),
    ],
)
def test_values_are_set_and_unset(window: MainWindow, annotation_type: str, name: str, field: str, value: str) -> None:
    select(window, annotation_type)
    choose(window, name, value)
    assert getattr(now(window), field) == value
    choose(window, name, None)
    assert getattr(now(window), field) is None


def test_each_change_is_one_step_of_undo(window: MainWindow, desk: Desk) -> None:
    select(window, "claim")
    before = now(window)
    choose(window, "Stance", "disagree")
    desk.session.undo()
    window.bridge.show_session(window.bridge.session)
    window.bridge.select(before.id)
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert now(window) == before


def test_a_date_is_taken_when_it_is_one(window: MainWindow) -> None:
    select(window, "claim")
    field = named(window, QLineEdit, "Date")
    field.setFocus()
    QTest.keyClicks(field, "12 April")
    press(field, Qt.Key.Key_Return)
    assert now(window).date is None
    assert field.accessibleDescription()
    field.clear()
    QTest.keyClicks(field, "2022-04")
    press(field, Qt.Key.Key_Return)
    assert now(window).date == "2022-04"


def test_a_note_is_kept_to_the_letter_and_undone_as_one(window: MainWindow) -> None:
    select(window, "claim")
    field = named(window, QPlainTextEdit, "Note")
    field.setFocus()
    QTest.keyClicks(field, "See p. 3")
    field.textCursor().insertText("\u00a0– 🤝 مصر e\u0301")
    assert now(window).note == "See p. 3\u00a0– 🤝 مصر e\u0301"
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert now(window).note == ""
    assert field.toPlainText() == ""


def test_codes_are_checked_and_exclusive_groups_stay_so(window: MainWindow) -> None:
    select(window, "claim")
    QApplication.processEvents()
    boxes = {box.text(): box for box in window.inspector.findChildren(QCheckBox) if box.isVisible()}
    codebook = window.bridge.codebook
    first, other = next(
        (a.name, b)
        for a in codebook.codes_of("claim")
        for b in sorted(codebook.excluded_by(a.name, "claim"))
        if b != a.name
    )
    boxes[first].click()
    assert now(window).codes == (first,)
    boxes[other].click()
    assert now(window).codes == (other,)
    assert not boxes[first].isChecked()


def test_topic_and_type(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "claim")
    pick(window, qtbot, "Topic", "Borders should open")
    assert window.bridge.session
    assert window.bridge.session.layer.topics[now(window).topic or ""].name == "Borders should open"
    choose(window, "Type", "agreement")
    assert now(window).type == "agreement"
    named(window, QWidget, "Add party")


def test_an_actor_stands_for_several_entities(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "actor")
    choose(window, "Entity type", "organization")
    assert window.bridge.session
    assert window.bridge.session.layer.entities[now(window).entities[0]].type == "organization"
    pick(window, qtbot, "Add entity", "Carlo Bianchi")
    assert [entity(window, key) for key in now(window).entities] == ["Aiko Mori", "Carlo Bianchi"]
    QTest.mouseClick(named(window, QWidget, "Remove entity Aiko Mori"), Qt.MouseButton.LeftButton)
    assert [entity(window, key) for key in now(window).entities] == ["Carlo Bianchi"]


def test_mentions_nearby_are_offered_first(window: MainWindow, qtbot: QtBot) -> None:
    select(window, "claim")
    QTest.mouseClick(named(window, QPushButton, "Add target"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, PickList)
    first = picker._list.topLevelItem(0)
    assert first
    assert "in this sentence" in first.text(1)
    press(picker._edit, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_comments_made_in_the_same_second_all_stay(window: MainWindow) -> None:
    select(window, "claim")
    for words in ("First", "Second", "Third"):
        field = named(window, QLineEdit, "Comment for colleagues")
        field.setFocus()
        field.setText(words)
        press(field, Qt.Key.Key_Return)
    assert window.bridge.session
    made = list(window.bridge.session.layer.review.values())
    assert [decision.comment for decision in made] == ["First", "Second", "Third"]
    assert sorted(decision.at for decision in made) == [decision.at for decision in made]
