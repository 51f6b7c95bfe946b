"""The codebook in the window: changed, used at once by the open document, undone and saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Code
from annotator.model.span import Span
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.editing.picks import Sources, entity_picks
from annotator.ui.dialogs.codebook_editor import CodebookEditor
from annotator.ui.panels.code_boxes import CodeBoxes
from annotator.ui.panels.registered_panels import WithNew
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


@pytest.fixture
def editor(window: MainWindow, qtbot: QtBot) -> CodebookEditor:
    window.actions_by_name["show_codebook"].trigger()
    editor = window.findChild(CodebookEditor)
    assert isinstance(editor, CodebookEditor)
    qtbot.waitUntil(editor.isVisible)
    return editor


def new(panel: WithNew, name: str, row: int = 0) -> None:
    panel.new_button.click()
    picker = next(p for p in QApplication.topLevelWidgets() if isinstance(p, PickList) and p.isVisible())
    line = picker.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(name)
    for _step in range(row):
        press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.setText(text)
    press(field, Qt.Key.Key_Return)


def test_a_new_entity_is_offered_in_the_open_document_at_once(
    editor: CodebookEditor, window: MainWindow, desk: Desk
) -> None:
    panel = editor.entities
    new(panel, "Westmark Union")
    assert panel.current() is not None
    enter(panel.alias_field, "WU; the Union")
    enter(panel.ids_field, "wikidata=Q1")
    enter(panel.ids_field, "nonsense")
    assert "wikidata=Q17" in editor.state.text()
    sources = Sources(window.bridge.codebook)
    (found,) = entity_picks(desk.layer, None, "", "wu", sources, sentence=Span(0, 0), limit=9)
    made = found.named.put(desk.session.draft(), sources.codebook)
    assert (made.name, dict(made.external_ids)) == ("Westmark Union", {"wikidata": "Q1"})
    for _step in range(3):
        editor.undo_button.click()
    assert not window.bridge.codebook.entities
    assert not editor.undo_button.isEnabled()
    editor.redo_button.click()
    editor.save_button.click()
    assert [entity.name for entity in folder_codebook(desk.path.parent).entities] == ["Westmark Union"]
    assert editor.state.text() == "Saved"


def test_merging_keeps_names_and_closing_saves(editor: CodebookEditor, desk: Desk) -> None:
    panel = editor.entities
    for name in ("Westmark", "West Mark"):
        new(panel, name)
    panel.rows.selectAll()
    panel._merge_into(next(e.id for e in editor.desk.codebook.entities if e.name == "Westmark"))
    editor.close()
    (entity,) = folder_codebook(desk.path.parent).entities
    assert (entity.name, entity.aliases) == ("Westmark", ("West Mark",))
    assert not editor.isVisible()


def test_topics_and_codes_are_made_and_shown_in_the_inspector(
    editor: CodebookEditor, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(editor.topics, "They should train together")
    editor.tabs.setCurrentWidget(editor.codes)
    panel = editor.codes
    new(panel, "warning", row=1)
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_arguments: QColor("#336699"))
    panel.color_field.button.click()
    panel.definition_field.setPlainText("It warns.")
    panel.examples_field.setPlainText("Beware.\nTake care.")
    code = panel.current()
    assert isinstance(code, Code)
    assert (code.type, code.color, code.definition, code.examples) == (
        "claim",
        "#336699",
        "It warns.",
        ("Beware.", "Take care."),
    )
    panel.name_field.setText("demand")
    panel.name_field.editingFinished.emit()
    assert panel.name_field.text() == "warning"
    editor.close()
    claim = next(a.id for a in desk.layer.in_order() if a.type == "claim")
    window.bridge.select(claim)
    boxes = window.inspector.findChild(CodeBoxes)
    assert isinstance(boxes, CodeBoxes)
    assert "warning" in boxes._boxes
    assert [topic.name for topic in window.bridge.codebook.topics] == ["They should train together"]


def test_what_is_typed_last_is_saved_and_a_failure_is_asked_about(
    editor: CodebookEditor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(editor.entities, "Westmark")
    editor.entities.name_field.setFocus()
    editor.entities.name_field.setText("Westmark II")
    (desk.path.parent / NAME).write_bytes(b"{")
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    editor.close()
    assert asked == ["The last changes of the codebook could not be saved."]
    assert editor.isVisible()
    assert "Not saved" in editor.state.text()
    (desk.path.parent / NAME).unlink()
    editor.close()
    assert [entity.name for entity in folder_codebook(desk.path.parent).entities] == ["Westmark II"]


def test_a_list_of_names_is_added(
    editor: CodebookEditor, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))
    editor.entities.load_button.click()
    assert "names.csv could not be read" in editor.state.text()
    path.write_text("name,wikidata\nWestmark,Q5\nOstia,Q6\n")
    editor.entities.load_button.click()
    assert editor.state.text() == "2 added, 0 joined with those that were there"
    assert editor.entities.model.rowCount() == 2
    editor.close()
    found = {entity.name: entity.external_ids for entity in folder_codebook(desk.path.parent).entities}
    assert found == {"Westmark": {"wikidata": "Q5"}, "Ostia": {"wikidata": "Q6"}}


def test_a_broken_codebook_is_shown_why_and_not_touched(window: MainWindow, desk: Desk) -> None:
    path: Path = desk.path.parent / NAME
    path.write_bytes(b"{")
    editor = window.folder_commands.codebook()
    assert "Mend the file" in editor.why_not.text()
    assert not editor.entities.new_button.isEnabled()
    editor.close()
    assert path.read_bytes() == b"{"


def test_blind_coding_is_chosen_taken_back_and_saved(
    editor: CodebookEditor, window: MainWindow, tmp_path: Path
) -> None:
    for blind in (True, False):
        editor.blind.click()
        assert window.bridge.codebook.blind == blind
    editor.step_history(undo=True)
    assert editor.blind.isChecked()
    assert editor.save()
    assert folder_codebook(tmp_path).blind


def test_words_of_a_topic_are_lit_up_in_the_article_and_gone_to(
    editor: CodebookEditor, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    new(editor.topics, "Fees should fall")
    editor.topics.words_field.setPlainText("criti*\nmori")
    assert {word for word, _leads_to in window.bridge.codebook.words} == {"criti*", "mori"}
    editor.step_history(undo=True)
    assert window.bridge.codebook.words == ()
    editor.step_history(undo=False)
    assert editor.topics.words_field.toPlainText() == "criti*\nmori"
    assert editor.save()
    editor.close()
    assert len(folder_codebook(tmp_path).words) == 2
    assert window.bridge.session
    text = window.bridge.session.document.text
    qtbot.waitUntil(lambda: len(window.view.words) == text.count("Mori") + 1)
    window.activateWindow()
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)
    window.view.set_caret(text.index("criticised") - 3)
    QTest.keyClick(window.view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert window.view.caret() == text.index("criticised")
    QTest.keyClick(window.view, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert window.view.caret() == text.index("Mori")


def test_suggestions_are_forbidden_and_allowed(editor: CodebookEditor, window: MainWindow) -> None:
    assert not editor.suggestions.isChecked()
    editor.suggestions.click()
    assert window.bridge.codebook.without_suggestions
    editor.step_history(undo=True)
    assert not window.bridge.codebook.without_suggestions
