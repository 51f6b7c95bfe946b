"""Colleagues' lanes under the lines: a click looks at what stands there, a tool tip says it in words."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.services.comparing import difference as kinds
from annotator.services.settling.review import Review
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import Desk

QUOTE = "Norland criticised Ostia"


@pytest.fixture
def reviewed(window: MainWindow, tmp_path: Path) -> MainWindow:
    """A claim with other stances and notes, an actor that both have alike, and one that only mkato has."""
    team = tmp_path / "team"
    team.mkdir()
    desks = Desk(team), Desk(team, annotator="lrossi")
    for desk, stance in zip(desks, ("agree", "disagree"), strict=True):
        desk.set(desk.annotate("claim", QUOTE), stance=stance, note=stance)
        desk.annotate("actor", "Aiko Mori")
    desks[0].annotate("actor", "Carlo")
    window.open_paths([desk.save() for desk in desks])
    return window


def review_of(window: MainWindow) -> Review:
    assert window.review.bridge.review
    return window.review.bridge.review


def lane_point(window: MainWindow, words: str, band: int) -> QPoint:
    """Where a lane runs under some words."""
    view = window.view
    view.set_caret(view.document_text.index(words) + len(words) // 2)
    below = view.cursorRect()
    points = (QPoint(below.center().x(), below.top() + down) for down in range(80))
    return next(point for point in points if (lane := view.lane_at(point)) and lane[0] == band)


def click(window: MainWindow, point: QPoint) -> None:
    QTest.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def shown_words(window: MainWindow) -> str:
    panel = window.review.opinions
    cards = [line for card in panel.cards for line in (card.whose.whole, card.said.toPlainText())]
    return "\n".join((panel.heading.whole, panel.state.whole, *cards))


def test_a_click_looks_at_one_difference_after_the_other(reviewed: MainWindow) -> None:
    review, panel, bridge = review_of(reviewed), reviewed.review.list, reviewed.review.bridge
    bridge.look_at(next(n for n, d in enumerate(review.differences) if d.kind == kinds.MISSING))
    panel.kind.show_value(kinds.MISSING)
    panel.kind.chosen.emit()
    caret, seen = reviewed.view.caret(), []
    for _time in range(3):
        point = lane_point(reviewed, QUOTE, 1)
        caret = reviewed.view.caret()
        click(reviewed, point)
        assert bridge.difference
        seen.append(bridge.difference.kind)
        assert panel.rows.currentIndex().row() == panel.model.row_of(bridge.current)
    assert seen == ["stance", "note", "stance"]
    assert reviewed.view.caret() == caret
    assert panel.rows.hasFocus()
    assert "disagree" in shown_words(reviewed)
    assert reviewed.bridge.selected is None


def test_a_click_on_what_all_have_shows_what_each_has(reviewed: MainWindow) -> None:
    click(reviewed, lane_point(reviewed, "Aiko Mori", 0))
    assert reviewed.review.bridge.difference is None
    words = shown_words(reviewed)
    assert "All agree" in words
    assert words.count("actor “Aiko Mori”") == 2
    assert "not taken yet" in words
    assert not any(button.isEnabled() for button in reviewed.review.opinions.buttons.values())
    reviewed.actions_by_name["take_agreed"].trigger()
    assert "not taken yet" not in shown_words(reviewed)
    assert reviewed.bridge.annotation
    assert reviewed.bridge.annotation.text == "Aiko Mori"
    reviewed.actions_by_name["next_difference"].trigger()
    assert reviewed.review.bridge.difference


def test_a_tool_tip_says_whose_it_is_and_what_differs(reviewed: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    view = reviewed.view

    def tip(point: QPoint) -> str:
        where = view.viewport().mapToGlobal(point)
        qapp.sendEvent(view.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, where))
        return QToolTip.text()

    shown = tip(lane_point(reviewed, QUOTE, 1))
    assert f"B M. Kato: claim “{QUOTE}”" in shown
    assert "Different: stance of claim, note of claim." in shown
    assert "All agree." in tip(lane_point(reviewed, "Aiko Mori", 0))
    assert "missing actor" in tip(lane_point(reviewed, "Carlo", 1))
    QToolTip.hideText()


def test_lanes_have_names(reviewed: MainWindow) -> None:
    assert reviewed.review.list.legend.text() == "Lanes: A M. Kato, B M. Kato"
    assert "A M. Kato" in reviewed.view.accessibleDescription()
    reviewed.files.close_document()
    assert reviewed.view.accessibleDescription() == ""
    assert reviewed.view.lane_at(QPoint(40, 40)) is None
