"""File › Earlier states and File › Recover: a look at what differs, and one step that takes it back."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.clock import now
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.disk.temporary_files import hidden_name
from annotator.services.editing.annotations import delete
from annotator.services.keeping.journal import journal_path
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import states_of
from annotator.ui.dialogs.earlier_states import NOTHING, EarlierWorkView
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated


@pytest.fixture(autouse=True)
def _own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def texts(window: MainWindow) -> set[str]:
    assert window.bridge.session
    return {annotation.text for annotation in window.bridge.session.layer.annotations.values()}


def in_dialog(use: Callable[[EarlierWorkView], None], former: EarlierWorkView | None = None) -> None:
    """Use the dialog that is opened next, after another one."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, EarlierWorkView) or dialog is former:
            QTimer.singleShot(20, act)
            return
        try:
            use(dialog)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(0, act)


def enter(dialog: EarlierWorkView) -> None:
    """Press Enter, which a window that is only being shown does not get from the system yet."""
    dialog.eventFilter(dialog.edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))


def rows(dialog: EarlierWorkView) -> list[str]:
    items = (dialog.list.topLevelItem(number) for number in range(dialog.list.topLevelItemCount()))
    return [item.text(1) for item in items if item]


def differs(dialog: EarlierWorkView) -> list[tuple[str, str]]:
    items = (dialog.preview.topLevelItem(number) for number in range(dialog.preview.topLevelItemCount()))
    return [(item.text(0), item.text(1)) for item in items if item]


def delete_mori_and_save(window: MainWindow) -> None:
    session = window.bridge.session
    assert session
    mori = next(key for key, one in session.layer.annotations.items() if one.text == "Aiko Mori")
    window.bridge.run("Delete", lambda draft: delete(draft, mori))
    window.files.save()


def test_a_state_that_was_saved_over_is_looked_at_and_taken_back_as_one_step(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    before = texts(window)
    delete_mori_and_save(window)
    qtbot.waitUntil(lambda: len(states_of(desk.sidecar)) == 1)
    after = texts(window)
    assert "Aiko Mori" not in after

    def use(dialog: EarlierWorkView) -> None:
        assert rows(dialog) == ["5 annotations"]
        assert ("added", "actor “Aiko Mori”") in differs(dialog)
        assert dialog.take_button.isEnabled()
        enter(dialog)

    in_dialog(use)
    window.actions_by_name["earlier_states"].trigger()
    assert texts(window) == before
    assert "Taken back; undo returns to what was here." in window.notice.texts
    assert window.bridge.session
    window.bridge.session.undo()
    assert texts(window) == after


def test_nothing_is_taken_where_nothing_differs_or_nothing_can_be_read(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    delete_mori_and_save(window)
    qtbot.waitUntil(lambda: len(states_of(desk.sidecar)) == 1)
    assert window.bridge.session
    window.bridge.session.undo()

    def same(dialog: EarlierWorkView) -> None:
        assert dialog.said.text() == NOTHING
        assert not dialog.take_button.isEnabled()
        dialog.reject()

    in_dialog(same)
    window.actions_by_name["earlier_states"].trigger()
    states_of(desk.sidecar)[0].file.write_bytes(b"damaged")

    def broken(dialog: EarlierWorkView) -> None:
        assert rows(dialog) == ["cannot be read"]
        assert "damaged" in dialog.said.text()
        dialog.reject()

    in_dialog(broken)
    window.actions_by_name["earlier_states"].trigger()


def rename_code(window: MainWindow, name: str) -> None:
    """Give the first code another name in the codebook's window, and close it."""
    editor = window.folder_commands.codebook()
    code = next(iter(editor.desk.layer.codes.values()))
    editor.bridge.run("Rename", lambda draft: draft.put(replace(code, name=name)))
    editor.close()


def test_a_state_of_the_codebook_is_looked_at_and_taken_back_in_its_window(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    path = desk.path.with_name("codebook.json")
    rename_code(window, "First")
    first = path.read_bytes()
    rename_code(window, "Second")
    assert [state.read() for state in states_of(path)] == [first]

    def use(dialog: EarlierWorkView) -> None:
        item = dialog.list.topLevelItem(0)
        assert item
        assert re.fullmatch(r"\d+ codes, \d+ topics, \d+ entities", item.text(1))
        assert item.text(3) == "codebook.json"
        assert differs(dialog) == [("changed", "code First")]
        assert "undo in the codebook's window" in dialog.said.text()
        enter(dialog)

    in_dialog(use)
    window.actions_by_name["earlier_states"].trigger()
    editor = window.folder_commands.codebook()

    def names() -> list[str]:
        return [code.name for code in window.bridge.codebook.codes]

    assert "First" in names()
    editor.undo_button.click()
    assert "Second" in names()
    editor.redo_button.click()
    editor.close()
    assert "First" in names()
    assert [code.name for code in folder_codebook(desk.path.parent).codes] == names()
    assert len(states_of(path)) == 2


def test_a_state_of_the_codebook_that_is_damaged_and_a_codebook_that_is_broken_say_so(
    window: MainWindow, desk: Desk
) -> None:
    path = desk.path.with_name("codebook.json")
    for name in ("First", "Second", "Third"):
        rename_code(window, name)
    states_of(path)[0].file.write_bytes(b"damaged")
    path.write_bytes(b"{")

    def use(dialog: EarlierWorkView) -> None:
        assert rows(dialog)[0] == "cannot be read"
        assert "damaged" in dialog.said.text()
        second = dialog.list.topLevelItem(1)
        assert second
        dialog.list.setCurrentItem(second)
        assert "Mend the file" in dialog.said.text()
        assert not dialog.take_button.isEnabled()
        dialog.reject()

    in_dialog(use)
    window.actions_by_name["earlier_states"].trigger()
    assert path.read_bytes() == b"{"


def test_what_a_save_left_that_was_cut_off_is_said_and_can_be_looked_at(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    stray = desk.path.with_name(hidden_name(desk.sidecar.name).replace(f"-{os.getpid()}-", f"-{2**22 + 1}-"))
    stray.write_bytes(desk.sidecar.read_bytes().replace(b"Aiko Mori", b"Aika Mori"))
    assert window.files.close_document()
    window.open_paths([desk.path])
    qtbot.waitUntil(lambda: any("is with the earlier states of" in text for text in window.notice.texts))
    assert not stray.exists()
    assert desk.sidecar.name in window.notice.text

    def use(dialog: EarlierWorkView) -> None:
        assert rows(dialog) == ["5 annotations"]
        dialog.reject()

    in_dialog(use)
    next(button for button in window.notice.findChildren(QPushButton) if button.text() == "Earlier states…").click()


def annotate_and_set_aside(window: MainWindow, desk: Desk) -> None:
    """Annotate Norland, and end without saving that; the journal is set aside."""
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    assert window.files.desk
    window.files.desk.set_journal_aside(now())
    assert window.bridge.session
    window.bridge.session.undo()
    assert window.files.close_document()


def test_what_was_set_aside_is_recovered_as_one_step(window: MainWindow, desk: Desk) -> None:
    annotate_and_set_aside(window, desk)
    window.open_paths([desk.path])
    assert "Norland" not in texts(window)

    def use(dialog: EarlierWorkView) -> None:
        assert rows(dialog) == ["1 step"]
        assert ("added", "actor “Norland”") in differs(dialog)
        enter(dialog)

    in_dialog(use)
    window.actions_by_name["recover"].trigger()
    assert "Norland" in texts(window)
    assert window.bridge.session
    window.bridge.session.undo()
    assert "Norland" not in texts(window)


def test_what_belongs_to_another_document_opens_that_first(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    annotate_and_set_aside(window, desk)
    (tmp_path / "other").mkdir()
    other = annotated(tmp_path / "other")
    window.open_paths([other.path])

    def take(dialog: EarlierWorkView) -> None:
        assert ("added", "actor “Norland”") in differs(dialog)
        dialog.take_button.click()

    def open_it(dialog: EarlierWorkView) -> None:
        assert dialog.take_button.text() == "Open its document"
        assert differs(dialog) == []
        in_dialog(take, dialog)
        dialog.take_button.click()

    in_dialog(open_it)
    window.actions_by_name["recover"].trigger()
    assert window.files.desk
    assert window.files.desk.document_path == desk.path
    assert "Norland" in texts(window)


@pytest.mark.parametrize("damage", [b"", b"no journal"])
def test_a_journal_that_cannot_be_read_does_not_stop_the_list(window: MainWindow, desk: Desk, damage: bytes) -> None:
    place = journal_path(state_folders.journals(), desk.sidecar)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_name(f"{place.stem}.2026-01-02T030405Z.journal").write_bytes(damage)
    in_dialog(lambda dialog: dialog.reject())
    window.actions_by_name["recover"].trigger()
