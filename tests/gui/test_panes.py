"""The panes beside the article and the questions that it asks: lists, forms, identity, palette."""

from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.entity import Entity
from annotator.services.editing.named import entity_for_name
from annotator.ui.actions.actions import key_table
from annotator.ui.dialogs.command_palette import CommandPalette
from annotator.ui.dialogs.identity import IdentityDialog
from annotator.ui.dialogs.key_help import KeyHelp
from annotator.ui.panels.record_panel import RecordPanel
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.toolkit.row_list import ROW_ROLE
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def layer(window: MainWindow) -> Any:
    assert window.bridge.session
    return window.bridge.session.layer


def named(window: MainWindow, name: str) -> Entity:
    entities: dict[str, Entity] = layer(window).entities
    return next(entity for entity in entities.values() if entity.name == name)


def select(panel: RecordPanel, *titles: str) -> None:
    panel.rows.clearSelection()
    flag = panel.rows.selectionModel().SelectionFlag.Select
    for row in range(panel.model.rowCount()):
        record = panel.record(panel.model.id_at(row))
        if record and record.name in titles:
            panel.rows.selectionModel().select(panel.model.index(row, 0), flag)
    assert len(panel.rows.selected_ids()) == len(titles)


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.setText(text)
    press(field, Qt.Key.Key_Return)


def pick(rows: QWidget, button: str, typed: str) -> None:
    """Press a button that asks for a name, type some letters, and take the first of what is offered."""
    next(each for each in rows.findChildren(QPushButton) if each.text() == button).click()
    picker = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PickList) and each.isVisible())
    picker._edit.setText(typed)
    press(picker._edit, Qt.Key.Key_Return)


def undo(window: MainWindow) -> None:
    window.actions_by_name["undo"].trigger()


def test_an_entity_is_renamed_and_told_what_it_is(window: MainWindow) -> None:
    panel = window.entities
    window.panes.show("entities")
    before = named(window, "Aiko Mori")
    select(panel, "Aiko Mori")
    assert window.bridge.lit == frozenset(layer(window).references.with_entity(before.id))
    enter(panel.name_field, "Mori Aiko")
    enter(panel.alias_field, "A. Mori; the minister")
    pick(panel.groups, "Add group…", "Norland")
    panel.type_field.setCurrentIndex(panel.type_field.findData("group"))
    panel.type_field.chosen.emit()
    panel.note_field.insertPlainText("speaks often")
    after = layer(window).entities[before.id]
    assert (after.name, after.aliases, after.type, after.note) == (
        "Mori Aiko",
        ("A. Mori", "the minister"),
        "group",
        "speaks often",
    )
    assert [layer(window).entities[key].name for key in after.member_of] == ["Norland"]
    for _step in range(5):
        undo(window)
    assert layer(window).entities[before.id] == before


def test_merging_entities_moves_what_named_them_and_is_undone(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.entities
    window.panes.show("entities")
    annotations, entities = dict(layer(window).annotations), dict(layer(window).entities)
    mori, bianchi = named(window, "Aiko Mori"), named(window, "Carlo Bianchi")
    select(panel, "Aiko Mori", "Carlo Bianchi")
    panel.merge_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert picker
    edit = picker.findChild(QLineEdit)
    assert edit
    edit.setText("aiko")
    press(edit, Qt.Key.Key_Return)
    assert bianchi.id not in layer(window).entities
    assert layer(window).entities[mori.id].aliases == ("Carlo Bianchi",)
    named_now = {key for a in layer(window).annotations.values() for key in a.entities}
    assert bianchi.id not in named_now
    undo(window)
    assert (layer(window).annotations, layer(window).entities) == (annotations, entities)


def test_only_unused_entities_are_deleted(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.entities
    select(panel, "Aiko Mori")
    assert not panel.delete_button.isEnabled()
    with qtbot.waitSignal(window.bridge.message):
        panel.rows.delete_pressed.emit()
    assert named(window, "Aiko Mori").id in layer(window).entities


def test_a_topic_is_reworded_and_cannot_be_under_itself(window: MainWindow) -> None:
    panel = window.topics
    window.panes.show("topics")
    select(panel, "The two should train together")
    topic = panel.current()
    assert topic
    enter(panel.name_field, "They should train together")
    enter(panel.code_field, "T1")
    after = layer(window).topics[topic.id]
    assert (after.name, after.code) == ("They should train together", "T1")
    assert panel.broader_field.findData(topic.id) < 0


def test_the_documents_form_keeps_facts_grades_and_state(window: MainWindow) -> None:
    form = window.form
    window.panes.show("document")
    enter(form.editors["title"], "Talks")
    enter(form.editors["published"], "yesterday")
    enter(form.editors["codes"], "defence; summit")
    for field, value in (("reliability", "B"), ("credibility", "2"), ("state", "done")):
        form.editors[field].chosen.emit(value)
    form.editors["note"].insertPlainText("from the archive")
    info = layer(window).document
    assert (info.title, info.published, info.codes, info.note) == (
        "Talks",
        None,
        ("defence", "summit"),
        "from the archive",
    )
    assert (info.reliability, str(info.credibility), info.state) == ("B", "2", "done")


def test_filtering_annotations_by_words_and_type(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.annotations
    window.panes.show("annotations")
    everything = panel.model.rowCount()
    assert everything == len(layer(window).annotations)
    panel.filter_line.setText("said she")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    press(panel.filter_line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.model.rowCount() == everything)


def test_finding_in_the_text_goes_round(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.actions_by_name["find"].trigger()
    bar = window.find_bar
    bar._edit.setText("mori")
    qtbot.waitUntil(lambda: bar._count.text() == "1 of 3")
    for number in ("2 of 3", "3 of 3", "1 of 3"):
        window.actions_by_name["find_next"].trigger()
        assert bar._count.text() == number
    bar._way.match_case.setChecked(True)
    assert "0" in bar._count.text() or "No" in bar._count.text()
    press(bar._edit, Qt.Key.Key_Escape)
    assert window.view.hasFocus()


def test_the_id_follows_the_name_until_it_is_changed(qtbot: QtBot) -> None:
    dialog = IdentityDialog(None, None)
    qtbot.addWidget(dialog)
    ok = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog._name.setText("Łucja Müller")
    dialog._name.textEdited.emit("Łucja Müller")
    assert dialog.annotator.id == "lucja-muller"
    QTest.keyClicks(dialog._id, "X")
    assert not ok.isEnabled()
    dialog._id.clear()
    QTest.keyClicks(dialog._id, "adjudicated")
    assert not ok.isEnabled()
    assert "differences" in dialog._problem.text()
    dialog._id.clear()
    QTest.keyClicks(dialog._id, "lm")
    assert ok.isEnabled()
    assert (dialog.annotator.id, dialog.annotator.name) == ("lm", "Łucja Müller")


def test_the_palette_finds_actions_and_runs_them(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.view.select_span(desk.span("Norland"))
    before = len(layer(window).annotations)

    def use() -> None:
        palette = QApplication.activeModalWidget()
        assert isinstance(palette, CommandPalette)
        qtbot.waitUntil(palette.edit.hasFocus)
        QTest.keyClicks(palette.edit, "annotate actor")
        press(palette.edit, Qt.Key.Key_Return)

    QTimer.singleShot(0, use)
    window.actions_by_name["palette"].trigger()
    qtbot.waitUntil(lambda: len(layer(window).annotations) == before + 1)


@pytest.mark.parametrize("words", ["undo", "fragment", "Ctrl+K", "F6"])
def test_the_keys_are_listed_and_can_be_searched(window: MainWindow, qtbot: QtBot, words: str) -> None:
    dialog = KeyHelp(key_table(window.actions_by_name), window)
    qtbot.addWidget(dialog)
    dialog.edit.setText(words)
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    shown = [item for item in items if item and not item.isHidden()]
    assert 0 < len(shown) < len(items)


def test_a_group_is_picked_by_its_first_letters_and_no_entity_of_those_letters_is_made(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.entities
    window.panes.show("entities")
    window.bridge.run("Add", lambda draft: entity_for_name(draft, "Norland").id)
    select(panel, "Aiko Mori")
    before = {entity.name for entity in layer(window).entities.values()}
    pick(panel.groups, "Add group…", "nor")
    assert {entity.name for entity in layer(window).entities.values()} == before
    assert groups_of(window, "Aiko Mori") == ["Norland"]
    qtbot.waitUntil(lambda: "Norland" in texts(panel.groups))
    pick(panel.groups, "Norland", "carlo")
    assert groups_of(window, "Aiko Mori") == ["Carlo Bianchi"]
    pick(panel.groups, "Add group…", "A league of its own")
    assert groups_of(window, "Aiko Mori") == ["Carlo Bianchi", "A league of its own"]
    qtbot.waitUntil(lambda: "A league of its own" in texts(panel.groups))
    next(each for each in panel.groups.findChildren(QToolButton) if "Carlo" in each.accessibleName()).click()
    assert groups_of(window, "Aiko Mori") == ["A league of its own"]
    undo(window)
    assert groups_of(window, "Aiko Mori") == ["Carlo Bianchi", "A league of its own"]


def texts(rows: QWidget) -> list[str]:
    return [each.text() for each in rows.findChildren(QPushButton)]


def groups_of(window: MainWindow, name: str) -> list[str]:
    return [layer(window).entities[key].name for key in named(window, name).member_of]


def test_a_row_says_its_type_and_no_name_twice(window: MainWindow, desk: Desk) -> None:
    window.view.select_span(desk.span("Norland"))
    window.commands.annotate("actor")
    model = window.annotations.model
    rows = [model.index(number, 0).data(ROW_ROLE) for number in range(model.rowCount())]
    assert all(row.detail.split(" · ")[0] in ("actor", "claim", "agreement") for row in rows)
    (norland,) = (row for row in rows if row.title == "Norland")
    assert "Norland" not in norland.detail
    assert norland.detail.startswith("actor · ")
    assert norland.spoken == f"Norland, {norland.detail}"
