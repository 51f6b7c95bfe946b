"""Annotations that lost their place: listed, put at another place by a key, or deleted."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import TEXT, Desk

CHANGED = TEXT.replace("agreed to train together", "will meet in spring")


@pytest.fixture
def changed_window(desk: Desk, request: pytest.FixtureRequest) -> MainWindow:
    """The window with an article that was changed after it was annotated."""
    desk.path.write_text(CHANGED)
    window: MainWindow = request.getfixturevalue("window")
    return window


def test_what_lost_its_place_is_listed_and_put_where_it_belongs_by_a_key(
    changed_window: MainWindow, qtbot: QtBot
) -> None:
    window = changed_window
    panel = window.annotations
    assert "Unplaced 1" in panel.unplaced_button.text()
    assert not panel.unplaced_button.isHidden()
    panel.unplaced_button.click()
    assert panel.model.rowCount() == 1
    identifier = panel.model.id_at(0)
    panel.rows.selectRow(0)
    assert window.bridge.selected == identifier
    session = window.bridge.session
    assert session
    before = session.layer.annotations[identifier]
    assert before.text == "agreed to train together"
    press(window.view, Qt.Key.Key_H)
    assert session.layer.annotations[identifier] == before
    start = CHANGED.index("will meet in spring")
    window.view.select_span(Span(start, start + 19))
    assert window.bridge.selected == identifier
    press(window.view, Qt.Key.Key_H)
    now = session.layer.annotations[identifier]
    assert (now.text, now.fragments, now.parties) == ("will meet in spring", (Span(start, start + 19),), before.parties)
    qtbot.waitUntil(panel.unplaced_button.isHidden)
    assert panel.model.rowCount() == len(session.layer.annotations)
    session.undo()
    assert session.layer.annotations[identifier] == before
    qtbot.waitUntil(lambda: not panel.unplaced_button.isHidden())


def test_what_lost_its_place_can_be_deleted_from_the_list(changed_window: MainWindow, qtbot: QtBot) -> None:
    panel = changed_window.annotations
    panel.unplaced_button.click()
    identifier = panel.model.id_at(0)
    panel.rows.selectRow(0)
    press(panel.rows, Qt.Key.Key_Delete)
    session = changed_window.bridge.session
    assert session
    assert identifier not in session.layer.annotations
    assert identifier in session.layer.deleted
    qtbot.waitUntil(panel.unplaced_button.isHidden)
