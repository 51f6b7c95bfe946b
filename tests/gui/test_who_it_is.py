"""Who or what an actor is, by one key in the article and by a click in the list of names."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.entity import Entity
from annotator.ui.dialogs.names_list import NamesList
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk

TEXT = "Britain met Aiko Mori and Juan Soto in Oslo. Japan and Italy sent both. The Pentagon said that Britain came."


@pytest.fixture
def article(window: MainWindow, desk: Desk) -> MainWindow:
    other = Desk(desk.path.parent, TEXT, "met.txt")
    for name in ("Britain", "Japan", "Italy", "Aiko Mori", "Juan Soto"):
        other.annotate("actor", name)
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    return window


def entities(window: MainWindow) -> dict[str, Entity]:
    assert window.bridge.session
    return {entity.name: entity for entity in window.bridge.session.layer.entities.values()}


def picker() -> PickList:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, PickList) and one.isVisible())


def select(window: MainWindow, words: str) -> None:
    assert window.bridge.session
    window.bridge.select(next(k for k, a in window.bridge.session.layer.annotations.items() if a.text == words))
    window.view.setFocus()


def shown() -> list[str]:
    return [choice.text for choice in picker()._choices]


def test_q_says_the_full_name_of_all_its_places_in_one_step(article: MainWindow) -> None:
    select(article, "Britain")
    press(article.view, Qt.Key.Key_Q)
    assert shown()[0] == "United Kingdom"
    press(picker()._edit, Qt.Key.Key_Return)
    assert entities(article)["United Kingdom"].aliases == ("Britain",)
    article.bridge.step_history(undo=True)
    assert "United Kingdom" not in entities(article)


def test_q_says_whose_member_somebody_is_and_who_speaks_then_acts_for_it(article: MainWindow) -> None:
    select(article, "Aiko Mori")
    press(article.view, Qt.Key.Key_Q)
    QTest.keyClicks(picker()._edit, "it")
    assert shown()[0] == "member of Italy"
    press(picker()._edit, Qt.Key.Key_Return)
    known = entities(article)
    assert known["Aiko Mori"].member_of == (known["Italy"].id,)


def test_q_says_who_is_meant_by_words_that_are_no_name_one_after_the_other(article: MainWindow) -> None:
    start = TEXT.index("both")
    article.view.set_caret(start + 1)
    press(article.view, Qt.Key.Key_1)
    article.bridge.put_offer(None)
    for letters, name in (("ai", "Aiko Mori"), ("ju", "Juan Soto")):
        press(article.view, Qt.Key.Key_Q)
        QTest.keyClicks(picker()._edit, letters)
        assert shown()[0] == name
        press(picker()._edit, Qt.Key.Key_Return)
        article.view.setFocus()
    known = entities(article)
    assert article.bridge.annotation
    assert article.bridge.annotation.entities == (known["Aiko Mori"].id, known["Juan Soto"].id)


def test_q_brings_the_state_along_with_what_is_its_own_as_the_row_says(article: MainWindow, desk: Desk) -> None:
    text = "Japan spoke. Its defence ministry did not."
    other = Desk(desk.path.parent, text, "ministry.txt")
    other.annotate("actor", "Japan")
    other.annotate("actor", "Its defence ministry")
    other.save()
    article.open_paths([other.path])
    select(article, "Its defence ministry")
    press(article.view, Qt.Key.Key_Q)
    first = picker()._choices[0]
    assert (first.text, first.hint) == ("Japanese Ministry of Defence", "member of Japan")
    press(picker()._edit, Qt.Key.Key_Return)
    known = entities(article)
    assert known["Japanese Ministry of Defence"].member_of == (known["Japan"].id,)
    article.bridge.step_history(undo=True)
    assert "Japanese Ministry of Defence" not in entities(article)


def test_q_is_about_actors_and_says_so(article: MainWindow) -> None:
    said: list[str] = []
    article.bridge.message.connect(said.append)
    article.bridge.select(None)
    article.commands.slots()["say_who"]()
    assert said == ["Select an actor first: Q says who or what it is."]


def test_a_click_on_what_a_name_is_says_it_otherwise_wherever_it_is_named(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    other = Desk(desk.path.parent, TEXT, "names.txt")
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, NamesList):
            return
        wait.stop()
        rows = {dialog.rows.topLevelItem(n).text(0): n for n in range(dialog.rows.topLevelItemCount())}  # type: ignore[union-attr]
        row = dialog.rows.topLevelItem(rows["Britain"])
        assert row
        place = QPoint(dialog.rows.columnViewportPosition(1) + 8, dialog.rows.visualItemRect(row).center().y())
        QTest.mouseClick(dialog.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
        press(picker()._edit, Qt.Key.Key_Return)
        person = dialog.rows.topLevelItem(rows["Aiko Mori"])
        assert person
        dialog.rows.setCurrentItem(person)
        press(dialog.rows, Qt.Key.Key_F2)
        QTest.keyClicks(picker()._edit, "united")
        seen.extend(shown()[:1])
        press(picker()._edit, Qt.Key.Key_Return)
        seen.append(person.text(1))
        dialog.accept()

    wait = QTimer(window)
    wait.timeout.connect(answer)
    wait.start(5)
    press(window.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(entities(window)))
    known = entities(window)
    assert seen == ["member of United Kingdom", "person, member of United Kingdom  ▾"]
    assert known["Aiko Mori"].member_of == (known["United Kingdom"].id,)
    assert "Britain" in known["United Kingdom"].aliases
    window.bridge.step_history(undo=True)
    assert not entities(window)
