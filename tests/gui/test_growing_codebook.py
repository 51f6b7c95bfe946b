"""The codebook grows from use: one key puts an entity or topic into it, undo takes it out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def names(folder: Path) -> set[str]:
    book = folder_codebook(folder)
    return {entity.name for entity in book.entities} | {topic.name for topic in book.topics}


def undo(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def redo(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def said(window: MainWindow) -> list[str]:
    heard: list[str] = []
    window.bridge.message.connect(heard.append)
    return heard


def pick(window: MainWindow, kind: str) -> None:
    """Select the first annotation of a type."""
    assert window.bridge.session
    found = (a for a in window.bridge.session.layer.in_order() if a.type == kind)
    window.bridge.select(next(found).id)
    window.view.setFocus()


def test_i_puts_an_actor_in_and_undo_takes_it_out_in_its_place(window: MainWindow, desk: Desk, said: list[str]) -> None:
    before = names(desk.path.parent)
    pick(window, "actor")
    press(window.view, Qt.Key.Key_I)
    added = names(desk.path.parent) - before
    assert len(added) == 1
    (name,) = added
    assert said[-1] == f"In the codebook now: {name} (new)."
    assert name in {entity.name for entity in window.bridge.codebook.entities}
    # Else it would be told as somebody else's change.
    assert window.bridge.codebook == folder_codebook(desk.path.parent)
    assert window.actions_by_name["undo"].text() == f"&Undo Put “{name}” into the codebook"
    press(window.view, Qt.Key.Key_D)
    undo(window)
    assert name in names(desk.path.parent)
    undo(window)
    assert names(desk.path.parent) == before
    assert name not in {entity.name for entity in window.bridge.codebook.entities}
    assert said[-1] == f"Undone: Put “{name}” into the codebook"
    redo(window)
    assert names(desk.path.parent) - before == added
    assert window.files.desk
    assert window.files.desk.is_saved
    pick(window, "actor")
    press(window.view, Qt.Key.Key_I)
    assert said[-1] == "The codebook has all of it already."


def test_i_puts_the_topic_of_a_claim_in_or_the_entity_of_a_selected_role(window: MainWindow, desk: Desk) -> None:
    before = names(desk.path.parent)
    session = window.bridge.session
    assert session
    annotation = next(a for a in session.layer.in_order() if a.topic and a.speakers)
    window.bridge.select(annotation.id)
    window.view.setFocus()
    press(window.view, Qt.Key.Key_I)
    topic = session.layer.topics[annotation.topic or ""].name
    assert names(desk.path.parent) - before == {topic}
    window.bridge.select(annotation.id, ("speakers", 0))
    press(window.view, Qt.Key.Key_I)
    assert session.layer.entities[annotation.speakers[0].entity].name in names(desk.path.parent)


def test_the_menu_of_the_list_puts_in_all_that_are_selected(window: MainWindow, desk: Desk) -> None:
    window.panes.show("entities")
    window.entities.rows.selectAll()
    window.codebook_commands.put_listed(window.entities)
    assert {entity.name for entity in desk.layer.entities.values()} <= names(desk.path.parent)
    undo(window)
    assert (desk.path.parent / NAME).is_file()
    assert not folder_codebook(desk.path.parent).entities


def test_what_cannot_be_done_is_said_and_changes_nothing(window: MainWindow, desk: Desk, said: list[str]) -> None:
    window.bridge.select(None)
    press(window.view, Qt.Key.Key_I)
    assert said[-1].startswith("There is no entity or topic here")
    pick(window, "actor")
    press(window.view, Qt.Key.Key_I)
    book = desk.path.parent / NAME
    book.write_text("{")
    undo(window)
    assert book.read_text() == "{"
    assert NAME in said[-1]
    pick(window, "actor")
    press(window.view, Qt.Key.Key_I)
    assert said[-1].startswith("Not put into the codebook: ")
    assert book.read_text() == "{"
