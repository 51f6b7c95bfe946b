"""What one meets in the first minutes and then all day: where the focus is, what Enter does, what F1 begins with."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.services.editing.entities import edit_entity
from annotator.services.user.settings import SettingsStore
from annotator.ui.actions.actions import key_table
from annotator.ui.dialogs.codebook_editor import CodebookEditor
from annotator.ui.dialogs.folder_search import FolderSearch
from annotator.ui.dialogs.key_help import KeyHelp
from annotator.ui.toolkit.panel_parts import NoteField
from annotator.ui.toolkit.pick_list import PickList, place_beside
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def test_the_start_page_has_the_focus_on_its_first_choice_and_enter_takes_it(qtbot: QtBot) -> None:
    window = MainWindow(SettingsStore())
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    focus = QApplication.focusWidget()
    assert isinstance(focus, PushButton)
    assert focus.text() == "O&pen article…"
    window.start.article_wanted.disconnect()
    with qtbot.waitSignal(window.start.article_wanted):
        press(focus, Qt.Key.Key_Return)


def test_closing_the_document_leaves_the_focus_on_the_start_page(window: MainWindow) -> None:
    window.panes.show("annotations")
    window.files.close_document()
    focus = QApplication.focusWidget()
    assert focus
    assert window.start.isAncestorOf(focus)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_in_a_pane_is_pressed_by_enter(window: MainWindow, desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    window.panes.show("entities")
    window.entities.rows.selectAll()
    window.entities.merge_button.setFocus()
    press(window.entities.merge_button, key)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))


def test_enter_in_a_field_of_the_codebook_enters_the_field_and_presses_no_button(
    window: MainWindow, qtbot: QtBot
) -> None:
    editor = window.folder_commands.codebook()
    assert isinstance(editor, CodebookEditor)
    editor.tabs.setCurrentWidget(editor.codes)
    editor.codes.choose(editor.codes.model.id_at(0))
    editor.codes.name_field.setFocus()
    qtbot.waitUntil(editor.codes.name_field.hasFocus)
    editor.codes.name_field.setText("Another name")
    press(editor.codes.name_field, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert [code.name for code in editor.desk.codebook.codes].count("Another name") == 1
    editor.close()


def test_enter_on_a_place_that_was_found_opens_it_and_does_not_search_again(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    dialog = window.folder_work.find()
    assert isinstance(dialog, FolderSearch)
    dialog.edit.setText("Mori")
    qtbot.waitUntil(dialog.edit.hasFocus)
    press(dialog.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.background.is_running and dialog.list.topLevelItemCount() > 0)
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.list.model().index(0, 0))
    with qtbot.waitSignal(dialog.place_chosen):
        press(dialog.list, Qt.Key.Key_Return)
    assert not dialog.background.is_running
    dialog.close()


def test_the_keys_begin_with_those_of_annotating(window: MainWindow, qtbot: QtBot) -> None:
    dialog = KeyHelp(key_table(window.actions_by_name), window)
    qtbot.addWidget(dialog)
    rows = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    menus = list(dict.fromkeys(row.text(2) for row in rows if row))
    assert rows[0] is not None
    assert rows[0].text(0) == "1"
    assert menus[:4] == ["Annotate", "Roles", "File", "Edit"]


def test_an_ampersand_in_what_is_undone_is_no_letter_to_press(window: MainWindow, desk: Desk) -> None:
    session = window.bridge.session
    assert session
    entity = next(iter(session.layer.entities.values()))
    window.panes.show("entities")
    window.entities.choose(entity.id)
    window.bridge.run("Rename “AT&T”", lambda draft: edit_entity(draft, entity.id, name="AT&T"))
    assert window.actions_by_name["undo"].text() == "&Undo Rename “AT&&T”"


def test_the_codebook_stands_where_things_are_edited(window: MainWindow) -> None:
    assert window.actions_by_name["show_codebook"] in window.menus["Edit"].actions()
    assert window.actions_by_name["show_codebook"] not in window.menus["Help"].actions()


def line_on_screen(window: MainWindow) -> int:
    window.view.viewport().repaint()
    return window.view.viewport().mapToGlobal(window.view.cursorRect().topLeft()).y()


def test_no_bar_that_comes_or_goes_moves_the_line_that_is_read(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.view.set_caret(desk.span("Carlo Bianchi").start)
    QApplication.processEvents()
    before = line_on_screen(window)
    window.notice.show_notice("Somebody changed the file.", [("Look", lambda: None)])
    window.actions_by_name["find"].trigger()
    QApplication.processEvents()
    assert window.notice.isVisible()
    assert window.find_bar.isVisible()
    qtbot.waitUntil(lambda: line_on_screen(window) == before)
    window.notice.dismiss()
    window.find_bar.hide()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: line_on_screen(window) == before)


def test_a_message_goes_with_the_next_step_and_what_the_same_step_brings_about_leaves_it(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    line = window.status_line
    window.view.select_span(desk.span("Norland"))
    window.commands.annotate("actor")
    window.actions_by_name["undo"].trigger()
    assert line.currentMessage().startswith("Undone: ")
    qtbot.waitUntil(lambda: not line._is_fresh)
    window.commands.step(1)
    assert line.currentMessage() == ""
    place = desk.span("Aiko Mori")
    window.bridge.select(None)
    qtbot.waitUntil(lambda: not line._is_fresh)
    window.view.select_span(place)
    window.commands.annotate("actor")
    assert "annotated already" in line.currentMessage()


def test_the_status_line_says_that_a_link_was_begun_as_long_as_it_is(window: MainWindow, desk: Desk) -> None:
    said = window.status_line._selected
    claims = [a.id for a in desk.session.layer.in_order() if a.type == "claim"]
    window.bridge.select(claims[0])
    window.commands.begin_link()
    assert said.text().startswith("Link: ")
    window.commands.step(1)
    assert said.text().startswith("Link: ")
    window.commands.dismiss()
    assert not said.text().startswith("Link: ")
    window.bridge.select(claims[0])
    window.commands.begin_link()
    window.commands.delete()
    assert said.text() == "Nothing selected"
    window.bridge.select(claims[1])
    window.commands.begin_link()
    window.open_paths([desk.path.parent])
    window.files.close_document()
    assert window.commands._linking_from is None


ROOM = QRect(0, 0, 1280, 800)
SIZE = QSize(460, 260)


@pytest.mark.parametrize(
    ("what", "clear_of", "spot"),
    [
        (QRect(320, 100, 500, 60), QRect(320, 100, 500, 60), "below"),
        (QRect(320, 700, 500, 60), QRect(320, 700, 500, 60), "above"),
        (QRect(320, 10, 500, 780), QRect(320, 10, 500, 780), "right"),
        (QRect(700, 10, 560, 780), QRect(700, 10, 560, 780), "left"),
        (QRect(960, 500, 200, 26), QRect(320, 540, 500, 60), "above"),
        (QRect(960, 500, 200, 26), QRect(), "below"),
        (QRect(0, 0, 1280, 800), QRect(0, 0, 1280, 800), "over"),
    ],
)
def test_a_list_of_choices_stands_off_what_is_judged_where_there_is_room(
    what: QRect, clear_of: QRect, spot: str
) -> None:
    found = place_beside(SIZE, what, clear_of, ROOM)
    assert ROOM.contains(found)
    assert found.intersects(clear_of) == (spot == "over")
    sides = {
        "below": found.top() > what.bottom(),
        "above": found.bottom() < what.top(),
        "right": found.left() > clear_of.right(),
        "left": found.right() < clear_of.left(),
        "over": True,
    }
    assert sides[spot]


@pytest.mark.parametrize("action", ["set_speaker", "set_target", "set_topic", "set_via", "set_for"])
def test_what_a_key_asks_does_not_cover_the_sentence_that_is_judged(
    window: MainWindow, desk: Desk, qtbot: QtBot, action: str
) -> None:
    window.resize(800, 780)
    for dock in window.panes:
        dock.hide()
    (claim, *_more) = (a for a in desk.session.layer.in_order() if a.type == "claim" and a.speakers)
    window.bridge.select(claim.id)
    window.view.set_caret(claim.start)
    QApplication.processEvents()
    window.actions_by_name[action].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert picker
    assert not picker.geometry().intersects(window.bridge.judged())
    assert window.bridge.judged().width() > 300


def test_a_hint_is_slanted_and_says_that_it_is_an_example(window: MainWindow) -> None:
    window.panes.show("entities")
    window.entities.choose(next(iter(window.entities.layer.entities)))  # type: ignore[union-attr]
    for field in (window.entities.alias_field, window.entities.ids_field, window.form.editors["published"]):
        field.clear()
        assert field.placeholderText().startswith("such as ")
        assert field.font().italic()
        field.setText("x")
        assert not field.font().italic()


def test_a_text_that_a_note_is_shown_with_is_not_slanted_as_its_hint_was(qtbot: QtBot) -> None:
    note = NoteField("Definition", "When it applies")
    qtbot.addWidget(note)
    assert note.font().italic()
    note.show_text("One expression for several entities.")
    assert not note.font().italic()
    note.show_text("")
    assert note.font().italic()
