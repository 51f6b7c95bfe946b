"""Switching between documents loses neither undo nor the place in the text."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import TEXT, Desk

LONG = (
    TEXT
    + "\n\n"
    + "\n\n".join(f"Paragraph {number} says little, and nobody reads it twice." * 4 for number in range(80))
)


@pytest.fixture
def others(tmp_path: Path, desk: Desk) -> list[Path]:
    """Two more articles beside the one that is open."""
    del desk
    paths = [tmp_path / "long.txt", tmp_path / "other.txt"]
    for path in paths:
        path.write_text(LONG)
    return paths


def undo(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def redo(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def annotations(window: MainWindow) -> int:
    assert window.files.desk
    return len(window.files.desk.session.layer.annotations)


def test_undo_and_redo_reach_back_after_a_visit_next_door(window: MainWindow, others: list[Path]) -> None:
    window.open_paths([others[1]])
    window.view.set_caret(LONG.index("Bianchi"))
    press(window.view, Qt.Key.Key_1)
    window.view.set_caret(LONG.index("Norland"))
    press(window.view, Qt.Key.Key_1)
    undo(window)
    assert annotations(window) == 1
    window.open_paths([others[0]])
    assert not window.actions_by_name["undo"].isEnabled()
    window.open_paths([others[1]])
    assert window.actions_by_name["undo"].isEnabled()
    redo(window)
    assert annotations(window) == 2
    undo(window)
    undo(window)
    assert annotations(window) == 0
    window.files.save()
    sidecar = others[1].with_name("other.txt.mkato.ann.json")
    assert b'"annotations": []' in sidecar.read_bytes()


def test_the_place_in_the_text_is_the_same_after_coming_back(
    window: MainWindow, others: list[Path], qtbot: QtBot
) -> None:
    window.open_paths([others[0]])
    start = LONG.index("Paragraph 50")
    window.view.set_caret(start)
    press(window.view, Qt.Key.Key_Down, Qt.Key.Key_Down)
    bar = window.view.verticalScrollBar()
    bar.setValue(bar.value() + 5)
    here = window.view.place()
    assert here.top > start // 2
    window.open_paths([others[1]])
    assert window.view.place().top == 0
    window.open_paths([others[0]])
    assert window.view.place() == here
    qtbot.wait(0)
    assert window.view.place() == here
    assert window.view.hasFocus()


def test_a_file_changed_meanwhile_is_said_and_undo_begins_anew(window: MainWindow, others: list[Path]) -> None:
    window.open_paths([others[1]])
    window.view.set_caret(LONG.index("Bianchi"))
    press(window.view, Qt.Key.Key_1)
    window.open_paths([others[0]])
    sidecar = others[1].with_name("other.txt.mkato.ann.json")
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"Bianchi"', b'"C. Bianchi"', 1))
    window.open_paths([others[1]])
    assert not window.actions_by_name["undo"].isEnabled()
    assert any(f"{sidecar.name} was changed since you left it" in text for text in window.notice.texts)
    undo(window)
    assert annotations(window) == 1


def test_a_colleagues_file_is_read_where_it_was_left(window: MainWindow, desk: Desk, others: list[Path]) -> None:
    theirs = desk.sidecar.with_name(f"{desk.path.name}.lrossi.ann.json")
    theirs.write_bytes(desk.sidecar.read_bytes().replace(b'"mkato"', b'"lrossi"'))
    window.open_paths([theirs])
    window.view.set_caret(TEXT.index("Norland"))
    window.open_paths([others[1]])
    window.open_paths([theirs])
    assert window.view.caret() == TEXT.index("Norland")
    assert not window.actions_by_name["undo"].isEnabled()
