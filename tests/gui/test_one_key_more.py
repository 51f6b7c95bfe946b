"""Keys that spare one: an attitude by one stroke, a sign on a suggestion as one step; none takes what was not seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.services.editing.offers import Offer
from annotator.ui.dialogs.names_list import NamesList
from annotator.ui.panels.offer_strip import OfferStrip
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.suggesting import Suggesting
from tests.gui.conftest import press
from tests.unit.making import Desk

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def layer(window: MainWindow) -> Layer:
    assert window.bridge.session
    return window.bridge.session.layer


def targets(window: MainWindow) -> list[tuple[str, str | None]]:
    assert window.bridge.annotation
    return [(layer(window).entities[role.entity].name, role.attitude) for role in window.bridge.annotation.targets]


@pytest.fixture
def claim(window: MainWindow, desk: Desk) -> MainWindow:
    """A window with a claim of one who speaks about two others; who speaks has been taken."""
    text = "Aiko Mori said that Norland and Ostia must stop this."
    other = Desk(desk.path.parent, text, "stop.txt")
    for name in ("Aiko Mori", "Norland", "Ostia"):
        other.annotate("actor", name)
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    window.view.select_span(Span(text.index("Norland"), len(text) - 1))
    press(window.view, Qt.Key.Key_2, Qt.Key.Key_Plus)
    return window


def test_whom_it_is_about_is_offered_and_alt_with_a_sign_takes_one_after_the_other(claim: MainWindow) -> None:
    strip = claim.findChild(OfferStrip)
    assert strip
    assert strip.text.startswith("Target: Norland?")
    assert not targets(claim)
    QTest.keyClick(claim.view, Qt.Key.Key_Minus, ALT)
    assert targets(claim) == [("Norland", "critical")]
    assert strip.text.startswith("Target: Ostia?")
    QTest.keyClick(claim.view, Qt.Key.Key_0, ALT)
    assert targets(claim) == [("Norland", "critical"), ("Ostia", "neutral")]
    claim.bridge.step_history(undo=True)
    assert targets(claim) == [("Norland", "critical")]


def test_alt_with_a_sign_is_about_the_target_that_is_set_where_none_is_offered(claim: MainWindow) -> None:
    press(claim.view, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert targets(claim) == [("Norland", None)]
    QTest.keyClick(claim.view, Qt.Key.Key_Plus, ALT)
    assert targets(claim) == [("Norland", "favourable")]
    QTest.keyClick(claim.view, Qt.Key.Key_Plus, ALT)
    assert targets(claim) == [("Norland", None)]


def test_without_a_target_alt_with_a_sign_sets_nothing_and_says_so(claim: MainWindow) -> None:
    said: list[str] = []
    claim.bridge.message.connect(said.append)
    press(claim.view, Qt.Key.Key_Escape)
    QTest.keyClick(claim.view, Qt.Key.Key_M, ALT)
    assert not targets(claim)
    assert said[-1] == "No target is set or offered: T sets one, and W lists the likely ones."


def test_tab_goes_on_past_a_target_that_is_offered(claim: MainWindow) -> None:
    assert claim.bridge.annotation
    before = claim.bridge.annotation.id
    press(claim.view, Qt.Key.Key_Tab)
    assert claim.bridge.selected != before
    assert claim.bridge.offer is None


def test_u_lists_first_what_the_words_tell(window: MainWindow, desk: Desk) -> None:
    text = "Norland and Ostia signed a pact."
    other = Desk(desk.path.parent, text, "pact.txt")
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    window.view.select_span(Span(0, len(text) - 1))
    press(window.view, Qt.Key.Key_3, Qt.Key.Key_U)
    picker = next(one for one in window.findChildren(PickList) if one.isVisible())
    assert picker._choices[0].text == "signed"
    press(picker._edit, Qt.Key.Key_Return)
    assert window.bridge.annotation
    assert window.bridge.annotation.status == "signed"


# Suggestions


@pytest.fixture
def ghosts(window: MainWindow, desk: Desk, qtbot: QtBot) -> Suggesting:
    text = "Aiko Mori said that Norland must stop this. Juan Soto met Carla Ruiz in Oslo."
    other = Desk(desk.path.parent, text, "ghosts.txt")
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: not window.suggesting.is_asking and bool(window.view.ghosts))
    return window.suggesting


def go_to_claim(ghosts: Suggesting) -> None:
    assert ghosts.open
    ghosts._go_to(next(one for one in ghosts.open.shown if one.type == "claim"))


def test_a_sign_on_a_suggestion_is_one_step_and_takes_nothing_else(window: MainWindow, ghosts: Suggesting) -> None:
    go_to_claim(ghosts)
    one = ghosts.current
    assert one
    press(window.view, Qt.Key.Key_Plus)
    made = window.bridge.annotation
    assert made
    assert (made.stance, made.topic, len(made.speakers)) == ("agree", None, len(one.roles))
    window.bridge.step_history(undo=True)
    assert not layer(window).annotations


def test_a_key_for_many_gives_way_to_what_is_offered(window: MainWindow, ghosts: Suggesting) -> None:
    start = window.view.toPlainText().index("Norland")
    window.view.select_span(Span(start, start + len("Norland")))
    press(window.view, Qt.Key.Key_1)
    go_to_claim(ghosts)
    press(window.view, Qt.Key.Key_Plus)
    assert isinstance(window.bridge.offer, Offer)
    before, said = dict(layer(window).annotations), list[str]()
    window.bridge.message.connect(said.append)
    QTest.keyClick(window.view, Qt.Key.Key_Return, CONTROL)
    window.actions_by_name["accept_all"].trigger()
    assert layer(window).annotations == before
    assert said == ["Something is offered first: Enter takes it, Esc drops it."] * 2


def test_ctrl_enter_says_that_suggestions_are_hidden(window: MainWindow, ghosts: Suggesting) -> None:
    ghosts.hide()
    said: list[str] = []
    window.bridge.message.connect(said.append)
    QTest.keyClick(window.view, Qt.Key.Key_Return, CONTROL)
    assert said == ["Suggestions are hidden: G shows them."]


def test_n_lists_the_next_names_first_where_those_before_were_left(
    window: MainWindow, ghosts: Suggesting, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []

    def answer(dialog: NamesList) -> QDialog.DialogCode:
        row = dialog.rows.topLevelItem(0)
        listed.append(row.text(0) if row else "")
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(NamesList, "exec", answer)
    monkeypatch.setattr("annotator.ui.window.names_to_mark.MOST_LISTED", 1)
    press(window.view, Qt.Key.Key_N, Qt.Key.Key_N)
    assert listed[0] != listed[1]
    assert ghosts.open


# Several


@pytest.fixture
def several(window: MainWindow, desk: Desk) -> MainWindow:
    """A window with an agreement of two who are marked by one actor, with nobody in it yet."""
    text = "Aiko Mori and Juan Soto met. Norland and Ostia watched. All of it is shared, the ministers held."
    other = Desk(desk.path.parent, text, "several.txt")
    for name in ("Aiko Mori", "Juan Soto", "Norland", "Ostia"):
        other.annotate("actor", name)
    whole = other.annotate("actor", "the ministers")
    draft = other.session.draft()
    ids = [entity.id for entity in other.layer.entities.values() if entity.name in ("Aiko Mori", "Juan Soto")]
    draft.put(other.layer.annotations[whole.id]._replace(entities=tuple(ids)))
    other.session.commit(draft, "said")
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()
    start = text.index("All")
    window.view.select_span(Span(start, text.index(",", start)))
    press(window.view, Qt.Key.Key_3)
    window.bridge.put_offer(None)
    return window


def offered(window: MainWindow) -> str:
    return window.bridge.offer.field if window.bridge.offer else ""


def pick(window: MainWindow, key: Qt.Key, typed: str) -> str:
    window.view.setFocus()
    press(window.view, key)
    picker = next(one for one in window.findChildren(PickList) if one.isVisible())
    QTest.keyClicks(picker._edit, typed)
    first = picker._choices[0].text
    press(picker._edit, Qt.Key.Key_Return)
    return first


def test_a_mention_of_several_is_one_row_and_b_goes_on_to_the_next(several: MainWindow) -> None:
    assert pick(several, Qt.Key.Key_P, "") == "Aiko Mori, Juan Soto"
    several.bridge.select(several.bridge.selected, ("parties", 0))
    pick(several, Qt.Key.Key_B, "nor")
    pick(several, Qt.Key.Key_B, "ost")
    known = layer(several).entities
    assert several.bridge.annotation
    acting = {known[role.entity].name: known[role.acts_for or ""].name for role in several.bridge.annotation.parties}
    assert acting == {"Aiko Mori": "Norland", "Juan Soto": "Ostia"}
    assert len({role.mention for role in several.bridge.annotation.parties}) == 1


def test_whom_a_claim_is_about_is_offered_once_its_topic_is_said_by_another_key(claim: MainWindow) -> None:
    press(claim.view, Qt.Key.Key_Escape)
    assert offered(claim) == ""
    pick(claim, Qt.Key.Key_O, "Norland should stop")
    assert offered(claim) == "targets"
