"""What one document of a folder taught is offered in the next, and brings what belongs to it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.formats.codebooks.codebook_json import dump_codebook
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.topic import Topic
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.ui.dialogs.loose_names import LooseNames
from annotator.ui.panels.offer_strip import OfferStrip
from annotator.ui.panels.record_panel import RecordPanel
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk

KISHI = Entity("e1", "Nobuo Kishi", "person", ("Kishi",), ("e2",))
CABINET = Entity("e2", "the Cabinet", "group")


def beside(desk: Desk, name: str, annotator: str, entities: tuple[Entity, ...], published: str = "") -> Path:
    """Another article of the folder with a file in which entities are mentioned."""
    article = desk.path.with_name(name)
    article.write_bytes(desk.path.read_bytes())
    layer = load_sidecar(desk.sidecar.read_bytes()).layer
    layer.head = replace(layer.head, annotator=replace(layer.head.annotator, id=annotator))
    layer.document = replace(layer.document, name=name, published=published or None, state="in-progress")
    layer.entities.update((entity.id, entity) for entity in entities)
    layer.topics["t1"] = Topic("t1", "Arms should be sold")
    for key, annotation in list(layer.annotations.items()):
        if annotation.type == "actor":
            layer.annotations[key] = annotation._replace(entities=(entities[0].id,))
        else:
            layer.annotations[key] = annotation._replace(topic="t1")
    sidecar = article.with_name(f"{name}.{annotator}.ann.json")
    sidecar.write_bytes(dump_sidecar(layer))
    return sidecar


@pytest.fixture
def folder(window: MainWindow, desk: Desk, qtbot: QtBot) -> Path:
    """The folder of the open article, with what three other articles say, read."""
    beside(desk, "b.txt", "mkato", (KISHI, CABINET), "2026-01-01")
    beside(desk, "c.txt", "mkato", (KISHI, CABINET))
    beside(desk, "d.txt", "lrossi", (replace(KISHI, name="Nobutaka", aliases=("Secret",)), CABINET))
    read_all(window, desk.path.parent, qtbot, 4)
    return desk.path.parent


def read_all(window: MainWindow, folder: Path, qtbot: QtBot, number: int) -> None:
    window.open_paths([folder])

    def is_read() -> bool:
        index = window.bridge.folder.index
        return index is not None and index.standing().read == number and not index.standing().sentence.count("not read")

    qtbot.waitUntil(is_read)


def ask(window: MainWindow, qtbot: QtBot, key: Qt.Key, typed: str) -> PickList:
    window.view.setFocus()
    press(window.view, key)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, PickList)
    QTest.keyClicks(picker._edit, typed)
    return picker


def rows(picker: PickList) -> list[tuple[str, str]]:
    found = (picker._list.topLevelItem(row) for row in range(picker._list.topLevelItemCount()))
    return [(item.text(0), item.text(1)) for item in found if item]


def select(window: MainWindow, kind: str) -> None:
    assert window.bridge.session
    window.bridge.select(next(a.id for a in window.bridge.session.layer.in_order() if a.type == kind))


def test_a_speaker_of_the_folder_is_offered_with_counts_and_brings_names_and_groups(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    del folder
    select(window, "claim")
    picker = ask(window, qtbot, Qt.Key.Key_V, "kish nob")
    assert rows(picker) == [("Nobuo Kishi", "person · 2 documents"), ("New entity “kish nob”", "")]
    press(picker._edit, Qt.Key.Key_Return)
    annotation, session = window.bridge.annotation, window.bridge.session
    assert annotation
    assert session
    taken = session.layer.entities[annotation.via[0].entity]
    assert (taken.name, taken.type, taken.aliases) == ("Nobuo Kishi", "person", ("Kishi",))
    assert [session.layer.entities[group].name for group in taken.member_of] == ["the Cabinet"]
    assert len(session.history.done) == 1
    session.undo()
    assert taken.id not in session.layer.entities


def test_nothing_typed_shows_the_sentence_first_and_the_folder_last(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    del folder
    select(window, "claim")
    picker = ask(window, qtbot, Qt.Key.Key_V, "")
    shown = rows(picker)
    assert "in this sentence" in shown[0][1]
    assert ("Nobuo Kishi", "person · 2 documents") in shown
    assert all("documents" not in hint for _name, hint in shown[:3])
    press(picker._edit, Qt.Key.Key_Escape)


def test_topics_of_the_folder_are_offered(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    del folder
    select(window, "claim")
    picker = ask(window, qtbot, Qt.Key.Key_O, "arms")
    assert rows(picker)[0] == ("Arms should be sold", "3 documents")
    press(picker._edit, Qt.Key.Key_Return)
    assert window.bridge.annotation
    assert window.bridge.session
    assert window.bridge.session.layer.topics[window.bridge.annotation.topic or ""].name == "Arms should be sold"


def test_what_was_named_a_moment_ago_is_offered_next_door(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    select(window, "claim")
    picker = ask(window, qtbot, Qt.Key.Key_V, "Brand New")
    press(picker._edit, Qt.Key.Key_Return)
    window.open_paths([folder / "b.txt"])
    select(window, "claim")
    qtbot.waitUntil(lambda: bool(window.bridge.folder.index and window.bridge.folder.index.names.entities("brand new")))
    picker = ask(window, qtbot, Qt.Key.Key_V, "brand")
    assert rows(picker)[0][0] == "Brand New"
    press(picker._edit, Qt.Key.Key_Escape)


def test_blind_coding_offers_nothing_of_colleagues(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    (desk.path.parent / NAME).write_bytes(dump_codebook(Codebook("Blind", blind=True)))
    beside(desk, "b.txt", "mkato", (replace(KISHI, aliases=()), CABINET))
    beside(desk, "b.txt", "lrossi", (replace(KISHI, aliases=("Hidden",)), CABINET))
    beside(desk, desk.path.name, "lrossi", (replace(KISHI, name="Secret"), CABINET))
    read_all(window, desk.path.parent, qtbot, 4)
    index = window.bridge.folder.index
    assert index
    qtbot.waitUntil(lambda: not index.names.entities("secret"))
    select(window, "claim")
    picker = ask(window, qtbot, Qt.Key.Key_V, "secret")
    assert rows(picker) == [("New entity “secret”", "")]
    picker._edit.setText("hidden")
    assert rows(picker) == [("New entity “hidden”", "")]
    picker._edit.setText("kishi")
    assert rows(picker)[0] == ("Nobuo Kishi", "person · 1 document")
    press(picker._edit, Qt.Key.Key_Escape)


def offered(window: MainWindow) -> str:
    strip = window.inspector.findChild(OfferStrip)
    assert isinstance(strip, OfferStrip)
    return strip.text


def actor(window: MainWindow, words: str) -> str:
    """Annotate a name as an actor, and give what is offered then."""
    window.view.setFocus()
    window.view.set_caret(window.view.document_text.index(words))
    press(window.view, Qt.Key.Key_1)
    return offered(window)


def entity_now(window: MainWindow) -> Entity:
    assert window.bridge.session
    assert window.bridge.annotation
    return window.bridge.session.layer.entities[window.bridge.annotation.entities[0]]


SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_k_takes_who_is_proposed_with_all_that_is_said_and_k_again_says_that_it_is_not(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    ostia = Entity("e1", "City of Ostia", "place", ("Ostia",), ("e2",))
    beside(desk, "b.txt", "mkato", (ostia, Entity("e2", "Westmark", "state")))
    read_all(window, desk.path.parent, qtbot, 2)
    assert "City of Ostia" in actor(window, "Ostia")
    before = entity_now(window)
    press(window.view, Qt.Key.Key_K)
    taken, session = entity_now(window), window.bridge.session
    assert session
    assert (taken.name, taken.type, taken.aliases) == ("City of Ostia", "place", ("Ostia",))
    assert before.id not in session.layer.entities
    assert len(session.history.done) == 2
    undo, redo = (window.actions_by_name[name].trigger for name in ("undo", "redo"))
    undo()
    press(window.view, Qt.Key.Key_K)
    # What was taken back was not taken.
    assert "You took" not in offered(window)
    redo()
    assert entity_now(window) == taken
    press(window.view, Qt.Key.Key_K)
    assert entity_now(window) == before
    assert not [entity for entity in session.layer.entities.values() if entity.name in ("City of Ostia", "Westmark")]
    press(window.view, Qt.Key.Key_K)
    assert window.bridge.offer is None
    session.undo()
    assert not actor(window, "Ostia")


def test_shift_k_refuses_and_enter_takes_the_next(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    beside(desk, "b.txt", "mkato", (Entity("e1", "Old Norland", "state", ("Norland",)),))
    beside(desk, "c.txt", "mkato", (Entity("e1", "New Norland", "state", ("Norland",)),))
    read_all(window, desk.path.parent, qtbot, 3)
    first = actor(window, "Norland")
    QTest.keyClick(window.view, Qt.Key.Key_K, SHIFT)
    second = offered(window)
    assert {name in text for text in (first, second) for name in ("Old Norland.", "New Norland.")} == {True, False}
    assert first != second
    press(window.view, Qt.Key.Key_Return)
    assert f"{entity_now(window).name}." in second


def loose(window: MainWindow) -> LooseNames:
    window.actions_by_name["loose_names"].trigger()
    (dialog,) = (
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, LooseNames) and widget.isVisible()
    )
    return dialog


def listed(dialog: LooseNames) -> list[tuple[str, ...]]:
    model = dialog.model
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]


def test_loose_names_are_put_in_given_to_others_or_left_and_undo_takes_each_back(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    dialog = loose(window)
    counted = {("the Cabinet", "group", "3", "0"), ("Arms should be sold", "topic", "3", "9")}
    qtbot.waitUntil(lambda: counted <= set(listed(dialog)))
    names = [row[0] for row in listed(dialog)]
    assert "Nobuo Kishi" in names
    QTest.keyClicks(dialog.edit, "nobuo")
    press(dialog.edit, Qt.Key.Key_Return)
    assert folder_codebook(folder).entities
    QTest.keyClick(dialog.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (dialog.edit.text(), folder_codebook(folder).entities) == ("nobuo", ())
    qtbot.waitUntil(lambda: "Nobuo Kishi" in [row[0] for row in listed(dialog)])
    press(dialog.edit, Qt.Key.Key_Return)
    assert dialog.state.text() == "In the codebook now: the Cabinet, Nobuo Kishi (new)."
    qtbot.waitUntil(lambda: "Nobuo Kishi" not in [row[0] for row in listed(dialog)])
    dialog.edit.clear()
    assert "the Cabinet" not in [row[0] for row in listed(dialog)]
    dialog.edit.setText("nobutaka")
    dialog.alias_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, PickList)
    QTest.keyClicks(picker._edit, "kishi")
    press(picker._edit, Qt.Key.Key_Return)
    kishi = next(entity for entity in folder_codebook(folder).entities if entity.name == "Nobuo Kishi")
    assert kishi.aliases == ("Kishi", "Nobutaka")
    for _step in range(2):
        assert dialog.undo_button.isEnabled()
        dialog.undo_button.click()
    assert not dialog.undo_button.isEnabled()
    assert not folder_codebook(folder).entities
    dialog.edit.clear()
    qtbot.waitUntil(lambda: "Nobuo Kishi" in [row[0] for row in listed(dialog)])
    dialog.edit.setText("nobuo")
    dialog.list.setFocus()
    press(dialog.list, Qt.Key.Key_Delete)
    dialog.edit.clear()
    assert "Nobuo Kishi" not in [row[0] for row in listed(dialog)]
    assert "1 left be" in dialog.count.text()
    dialog.show_left.click()
    assert ("Nobuo Kishi", "person · left be", "2", "4") in listed(dialog)
    dialog.close()
    dialog = loose(window)
    assert "1 left be" in dialog.count.text() or dialog.show_left.isChecked()
    dialog.close()


def test_the_current_name_stays_current_when_others_come_before_it(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    del folder
    dialog = loose(window)
    qtbot.waitUntil(lambda: any(row[3] == "9" for row in listed(dialog)))
    dialog.model.show_names(list(reversed(dialog.model.rows)), are_counted=True)
    dialog.list.selectRow(1)
    chosen = dialog.selected()
    dialog.fill()
    assert dialog.selected() == chosen
    assert dialog.list.currentIndex().row() == len(dialog.model.rows) - 2 != 1
    dialog.close()


def merge_into(panel: RecordPanel, name: str, typed: str, qtbot: QtBot) -> None:
    """Select a row of a list, and merge it into the first that is offered for what is typed."""
    rows = {panel.model.index(row, 0).data(): row for row in range(panel.model.rowCount())}
    panel.rows.clearSelection()
    panel.rows.selectRow(next(row for text, row in rows.items() if str(text).startswith(name)))
    panel.merge_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, PickList)
    QTest.keyClicks(picker._edit, typed)
    press(picker._edit, Qt.Key.Key_Return)


def test_one_entity_or_topic_is_merged_into_another_of_the_folder(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    del folder
    session = window.bridge.session
    assert session
    window.panes.show("entities")
    merge_into(window.entities, "Carlo Bianchi", "kishi nob", qtbot)
    kishi = next(entity for entity in session.layer.entities.values() if entity.name == "Nobuo Kishi")
    assert kishi.aliases == ("Kishi", "Carlo Bianchi")
    assert not [entity for entity in session.layer.entities.values() if entity.name == "Carlo Bianchi"]
    window.panes.show("topics")
    merge_into(window.topics, "The two should train", "arms", qtbot)
    assert [topic.name for topic in session.layer.topics.values()] == ["Arms should be sold"]
    assert len(session.history.done) == 2
    session.undo()
    session.undo()
    assert kishi.id not in session.layer.entities
