"""A review's own mode and layout: what is annotated by hand on purpose, what has room, and what comes back."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.services.comparing import difference as kinds
from annotator.services.settling.review import Review
from annotator.ui.review.entities_view import EntitiesView
from annotator.ui.toolkit import theme
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.gui.contrast import colors_in, strongest
from tests.unit.making import TEXT, Desk

QUOTE = "Norland criticised Ostia"
MARK, WORDS = 3.0, 4.5
"""WCAG 2.2, 1.4.11 and 1.4.3, level AA."""
_THEMES = pytest.mark.parametrize("choice", ["light", "dark"])


def team_of(folder: Path, text: str = TEXT, *, done: bool = False) -> list[Path]:
    """Two analysts with other stances, roles and ends."""
    team = folder / "team"
    team.mkdir(exist_ok=True)
    files = []
    for who, stance, words in (("anna", "agree", "Aiko Mori"), ("bert", "mixed", "Minister Aiko Mori")):
        desk = Desk(team, text, annotator=who)
        claim = desk.annotate("claim", QUOTE)
        desk.set(claim, stance=stance, topic="Ostia should talk", note="a long note " * 60 if who == "anna" else "")
        desk.role(claim, "speakers", "Carlo Bianchi" if who == "anna" else "Aiko Mori")
        desk.annotate("actor", words)
        desk.annotate("actor", "Carlo Bianchi")
        desk.layer.document = replace(desk.layer.document, state="done" if done else "in-progress")
        desk.sidecar.unlink(missing_ok=True)
        files.append(desk.save())
    return files


@pytest.fixture
def reviewed(window: MainWindow, tmp_path: Path) -> MainWindow:
    window.resize(1280, 800)
    window.open_paths(team_of(tmp_path))
    return window


def review_of(window: MainWindow) -> Review:
    assert window.review.bridge.review
    return window.review.bridge.review


def go_to(window: MainWindow, kind: str) -> int:
    number = next(n for n, d in enumerate(review_of(window).differences) if d.kind == kind)
    window.review.bridge.look_at(number)
    return number


def is_by_hand(window: MainWindow) -> bool:
    return window.review.bridge.by_hand


def panes_shown(window: MainWindow) -> list[str]:
    return [dock.objectName() for dock in window.panes if not dock.isHidden()]


# Annotating by hand --------------------------------------------------------------------------------------------------


def test_by_hand_is_entered_on_purpose_and_left_without_a_trace_where_nothing_was_done(reviewed: MainWindow) -> None:
    actions = reviewed.actions_by_name
    number = go_to(reviewed, "stance")
    assert not actions["annotate_actor"].isEnabled()
    press(reviewed.view, Qt.Key.Key_E)
    assert is_by_hand(reviewed)
    assert actions["annotate_actor"].isEnabled()
    assert not actions["take_1"].isEnabled()
    assert "by hand" in reviewed.review.opinions.state.whole
    assert "inspector" in panes_shown(reviewed)
    assert review_of(reviewed).settled(number)
    press(reviewed.view, Qt.Key.Key_E)
    assert not is_by_hand(reviewed)
    assert "inspector" not in panes_shown(reviewed)
    assert reviewed.review.list.rows.hasFocus()
    assert review_of(reviewed).settled(number) is None
    assert review_of(reviewed).session.layer.annotations == {}


def test_what_was_done_by_hand_stays_and_esc_leads_back(reviewed: MainWindow) -> None:
    number = go_to(reviewed, "stance")
    reviewed.actions_by_name["edit_difference"].trigger()
    reviewed.view.setFocus()
    press(reviewed.view, Qt.Key.Key_Minus)
    press(reviewed.view, Qt.Key.Key_Escape)
    assert is_by_hand(reviewed), "the first leaves the selection"
    press(reviewed.view, Qt.Key.Key_Escape)
    assert not is_by_hand(reviewed)
    assert review_of(reviewed).settled(number)
    assert [one.stance for one in review_of(reviewed).session.layer.annotations.values()] == ["disagree"]
    assert "edited by hand" in str(reviewed.review.list.model.data(reviewed.review.list.model.index(number, 0)))


def test_what_a_pane_would_write_is_refused_with_a_sentence(reviewed: MainWindow) -> None:
    session = review_of(reviewed).session
    reviewed.bridge.run("Set the title", lambda draft: draft.put_document(title="Mine"))
    assert session.history.is_clean
    assert "press E" in reviewed.status_line.currentMessage()
    reviewed.files.close_document()
    assert reviewed.bridge.held == ""


# Comments ------------------------------------------------------------------------------------------------------------


def test_a_comment_leads_back_to_the_list_and_none_is_lost(reviewed: MainWindow) -> None:
    rows, panel, review = reviewed.review.list.rows, reviewed.review.opinions, review_of(reviewed)
    first = reviewed.review.bridge.current
    press(rows, Qt.Key.Key_C)
    QTest.keyClicks(panel.comment, "Ask Rossi")
    press(panel.comment, Qt.Key.Key_Return)
    assert rows.hasFocus()
    assert review.comment(first or 0) == "Ask Rossi"
    press(rows, Qt.Key.Key_C)
    QTest.keyClicks(panel.comment, " again")
    press(panel.comment, Qt.Key.Key_Escape)
    assert rows.hasFocus()
    assert review.comment(first or 0) == "Ask Rossi"
    press(rows, Qt.Key.Key_C)
    QTest.keyClicks(panel.comment, ", please")
    QTest.mouseClick(panel.cards[1].button, Qt.MouseButton.LeftButton)
    assert rows.hasFocus()
    assert reviewed.review.bridge.current != first
    assert review.comment(first or 0) == "Ask Rossi, please"


@pytest.mark.parametrize("action", ["find", "chart_view"])
def test_esc_leads_back_to_the_list_from_what_is_open_over_the_review(reviewed: MainWindow, action: str) -> None:
    reviewed.actions_by_name[action].trigger()
    QTest.keyClicks(QApplication.focusWidget() or reviewed, "x")
    press(QApplication.focusWidget() or reviewed, Qt.Key.Key_Escape)
    assert reviewed.review.list.rows.hasFocus()
    assert reviewed.find_bar.isHidden()
    assert not reviewed.chart_room.is_large
    assert review_of(reviewed).session.history.is_clean


# Layout --------------------------------------------------------------------------------------------------------------


def test_panes_that_say_nothing_give_their_room_and_come_back(window: MainWindow, tmp_path: Path) -> None:
    window.resize(1280, 800)
    before = panes_shown(window)
    window.open_paths(team_of(tmp_path))
    QApplication.processEvents()
    assert panes_shown(window) == ["documents", "differences", "chart"]
    assert window.review.list.height() > 0.6 * window.height()
    assert "speaker" not in window.panes["chart"].windowTitle()
    window.files.close_document()
    assert panes_shown(window) == before
    assert window.panes["chart"].widget() is window.chart


def test_charts_that_do_not_differ_leave_their_room_to_the_text(window: MainWindow, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    desks = [Desk(team, annotator=who) for who in ("anna", "bert")]
    for desk, stance in zip(desks, ("agree", "mixed"), strict=True):
        desk.set(desk.annotate("claim", QUOTE), note=stance)
    window.open_paths([desk.save() for desk in desks])
    assert panes_shown(window) == ["documents", "differences"]


def test_the_strip_keeps_its_height_and_the_text_its_lines_from_one_difference_to_the_next(
    reviewed: MainWindow,
) -> None:
    heights = set()
    for number in range(len(review_of(reviewed).differences)):
        reviewed.review.bridge.look_at(number)
        QApplication.processEvents()
        heights.add((reviewed.review.opinions.height(), reviewed.view.height()))
    assert len(heights) == 1


def test_lines_have_room_for_the_lanes_that_are_used(reviewed: MainWindow) -> None:
    places = list(reviewed.view._blocks_in(reviewed.view.viewport().rect()))
    heights = {place.block.text()[:10]: reviewed.view.blockBoundingRect(place.block).height() for place in places}
    used = heights["Minister A"] / places[1].block.layout().lineCount()
    unused = heights["Mori meets"] / places[0].block.layout().lineCount()
    assert used > unused
    assert unused < reviewed.view._pitch().step


@pytest.mark.parametrize(("width", "height"), [(640, 400), (960, 540)])
def test_the_window_of_a_review_fits_a_small_screen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, width: int, height: int
) -> None:
    """At 200 % a screen of 1280 by 800 has 640 by 400 points, one of 1920 by 1080 has 960 by 540."""
    window.resize(width, height)
    window.open_paths(team_of(tmp_path))
    qtbot.waitUntil(lambda: window.minimumSizeHint().width() <= width)
    least = window.minimumSizeHint()
    assert least.width() <= width
    assert least.height() <= height


def test_the_differing_words_are_marked(reviewed: MainWindow) -> None:
    go_to(reviewed, kinds.BOUNDARY)
    marked = [
        [
            selection.cursor.selectedText()
            for selection in card.said.extraSelections()
            if selection.format.fontUnderline()
        ]
        for card in reviewed.review.opinions.cards
    ]
    assert marked == [[], ["Minister"]]


# News ----------------------------------------------------------------------------------------------------------------


def test_what_came_with_a_newer_file_is_marked_and_can_be_shown_alone(window: MainWindow, tmp_path: Path) -> None:
    files = team_of(tmp_path)
    window.open_paths(files)
    panel = window.review.list
    number = go_to(window, "stance")
    window.review.bridge.take_number(0)
    assert panel.shown.itemText(panel.shown.findData("new")) == "New (0)"
    tree = orjson.loads(files[1].read_bytes())
    claim = next(one for one in tree["annotations"] if one["type"] == "claim")
    claim["stance"], claim["note"] = "neutral", "seen again"
    files[1].write_bytes(orjson.dumps(tree))
    window.review._say_newer([files[1]])
    assert window.notice.choices == ["Read again"]
    window.actions_by_name["read_again"].trigger()
    assert window.notice.text == ""
    assert "new" in panel.count.text()
    panel.shown.show_value("new")
    panel.shown.chosen.emit()
    shown = {review_of(window).differences[n].kind for n in panel.model.numbers}
    assert shown == {"stance", "note"}
    assert "changed: B M. Kato: mixed → neutral" in str(panel.model.data(panel.model.index(0, 0)))
    go_to(window, "stance")
    assert "mixed → neutral" in window.review.opinions.state.whole
    assert number is not None


def test_a_document_with_a_review_offers_to_go_on_with_it_and_the_next_is_opened_by_one_key(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    files = team_of(tmp_path, done=True)
    other = tmp_path / "team" / "other.txt"
    for path in files:
        other.write_bytes((tmp_path / "team" / "talks.txt").read_bytes())
        copy = path.with_name(path.name.replace("talks.txt", "other.txt"))
        copy.write_bytes(path.read_bytes().replace(b"talks.txt", b"other.txt"))
    window.open_paths(files)
    window.review.bridge.take_number(0)
    window.files.save()
    window.open_paths([tmp_path / "team" / "talks.txt"])
    qtbot.waitUntil(lambda: window.notice.text == "This document has a review, which is in progress.")
    assert window.notice.choices == ["Go on with the review"]
    window.actions_by_name["next_review"].trigger()
    assert window.review.bridge.review
    assert window.files.desk
    first = window.files.desk.document_path.name
    window.actions_by_name["next_review"].trigger()
    assert {first, window.files.desk.document_path.name} == {"talks.txt", "other.txt"}


# Contrast ------------------------------------------------------------------------------------------------------------


@_THEMES
def test_lanes_and_their_letters_can_be_seen(window: MainWindow, tmp_path: Path, choice: str) -> None:
    theme.apply(choice)
    text = "Mori said. Bianchi agreed. Ostia talks.\n"
    team = tmp_path / "team"
    team.mkdir()
    desks = [Desk(team, text, annotator=who) for who in ("anna", "bert", "cleo")]
    words = {"actor": "Mori", "claim": "Bianchi agreed", "agreement": "Ostia talks"}
    for desk in desks:
        for kind, said in words.items():
            desk.annotate(kind, said)
    window.resize(1280, 800)
    window.open_paths([desk.save() for desk in desks])
    view = window.view
    picture = view.viewport().grab().toImage()
    place = next(view._blocks_in(view.viewport().rect()))
    for kind, said in words.items():
        (area,) = place.rectangles(*desks[0].span(said))
        for band in range(3):
            top = round(area.bottom() + place.gap + 12 * band)
            lane = QRect(round(area.left()) + 2, top, round(area.width()) - 4, 11)
            assert strongest(picture, lane) >= MARK, (kind, band)
            assert theme.current().type_color(kind).name() in colors_in(picture, lane)
    for band in range(3):
        top = round(place.origin.y() + area.height() + place.gap + 12 * band)
        assert strongest(picture, QRect(round(place.origin.x()) + 4, top - 2, 12, 12)) >= WORDS, band
    theme.apply("light")


@_THEMES
@pytest.mark.parametrize("by_hand", [False, True])
def test_opinions_can_be_read(reviewed: MainWindow, choice: str, *, by_hand: bool) -> None:
    theme.apply(choice)
    go_to(reviewed, kinds.BOUNDARY)
    if by_hand:
        reviewed.actions_by_name["edit_difference"].trigger()
    panel = reviewed.review.opinions
    picture = panel.grab().toImage()
    labels = [panel.heading, panel.state, *(card.whose for card in panel.cards)]
    for label in labels:
        corner = label.mapTo(panel, label.rect().topLeft())
        assert strongest(picture, QRect(corner, label.size())) >= WORDS, label.text()
    for card in panel.cards:
        corner = card.said.mapTo(panel, card.said.rect().topLeft())
        assert strongest(picture, QRect(corner, card.said.size())) >= WORDS
    theme.apply("light")


# Together with corrections -------------------------------------------------------------------------------------------


def test_what_is_about_an_entity_is_edited_in_the_pane_of_entities(window: MainWindow, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    desks = [Desk(team, annotator=who) for who in ("anna", "bert")]
    for desk, name in zip(desks, ("Mori", "The minister"), strict=True):
        desk.role(desk.annotate("claim", QUOTE), "speakers", name)
    window.open_paths([desk.save() for desk in desks])
    window.review.show_entities()
    view = next(w for w in window.findChildren(EntitiesView) if w.isVisible())
    view.list.selectAll()
    view.same.click()
    view.close()
    go_to(window, "entity detail")
    window.actions_by_name["edit_difference"].trigger()
    assert "entities" in panes_shown(window)
    window.actions_by_name["edit_difference"].trigger()
    assert panes_shown(window) == ["documents", "differences"]
    assert review_of(window).left() == [0]


# Three and more ------------------------------------------------------------------------------------------------------


def test_the_majority_is_taken_by_one_key_ties_stay_open_and_who_stands_alone_is_named(
    window: MainWindow, tmp_path: Path
) -> None:
    team = tmp_path / "team"
    team.mkdir()
    desks = [Desk(team, annotator=who) for who in ("anna", "bert", "cleo")]
    for desk, (one, other) in zip(desks, (("agree", "agree"), ("agree", "mixed"), ("mixed", "neutral")), strict=True):
        desk.set(desk.annotate("claim", "agreed to train together"), stance=one)
        desk.set(desk.annotate("claim", QUOTE), stance=other)
    window.open_paths([desk.save() for desk in desks])
    review, panel = review_of(window), window.review.opinions
    assert "C M. Kato stands alone" in panel.state.whole
    press(window.view, Qt.Key.Key_M)
    assert review.left() == [1]
    press(window.view, Qt.Key.Key_M)
    assert review.left() == [1]
    assert "no majority" in window.status_line.currentMessage()
    window.actions_by_name["undo"].trigger()
    QTest.keyClick(window.view, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert review.left() == [1]
    assert "1 with a clear majority were taken" in window.status_line.currentMessage()
    assert "taken from A M. Kato and B M. Kato" in str(
        window.review.list.model.data(window.review.list.model.index(0, 0))
    )
