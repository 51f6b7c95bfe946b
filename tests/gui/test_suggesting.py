"""Suggestions in the window, by keys and mouse: nothing is written before it is accepted, and all can be undone."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.services.editing.offers import Offer
from annotator.services.suggesting import suggesters
from annotator.services.suggesting.own_state import own_state
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.dialogs.names_list import NamesList
from annotator.ui.panels.choices import set_field
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.suggesting import Suggesting
from tests.gui.conftest import press
from tests.unit.making import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ghosts(window: MainWindow, qtbot: QtBot) -> Suggesting:
    window.view.setFocus()
    window.bridge.select(None)
    window.view.set_caret(0)
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(window.view.ghosts) and window.suggesting.bar.isVisible())
    return window.suggesting


def is_shown(window: MainWindow) -> bool:
    return window.suggesting.open is not None


def at(window: MainWindow) -> Suggestion | None:
    return window.suggesting.current


def layer(window: MainWindow) -> Layer:
    assert window.bridge.session
    return window.bridge.session.layer


def open_article(window: MainWindow, desk: Desk, text: str, *actors: str) -> None:
    """Open another article beside the desk's, in which some names are marked."""
    other = Desk(desk.path.parent, text, "other.txt")
    for name in actors:
        other.annotate("actor", name)
    other.save()
    window.open_paths([other.path])
    window.view.setFocus()


def test_g_shows_them_and_hides_them_and_nothing_is_in_the_layer(window: MainWindow, ghosts: Suggesting) -> None:
    before = dict(layer(window).annotations)
    assert ghosts.bar.isVisible()
    press(window.view, Qt.Key.Key_G)
    assert not window.view.ghosts
    assert not ghosts.bar.isVisible()
    assert layer(window).annotations == before


def test_tab_walks_enter_accepts_and_goes_on_and_undo_takes_back(window: MainWindow, ghosts: Suggesting) -> None:
    before = dict(layer(window).annotations)
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    first = ghosts.current
    press(window.view, Qt.Key.Key_Return)
    made = [one for key, one in layer(window).annotations.items() if key not in before]
    assert made
    assert {one.origin for one in made} == {"suggested"}
    assert all({"suggested_by", "score"} <= one.attributes.keys() for one in made)
    assert ghosts.current is not first
    window.bridge.step_history(undo=True)
    assert layer(window).annotations == before
    assert ghosts.open
    assert first.place in [one.place for one in ghosts.open.shown]


def test_walking_meets_suggestions_and_annotations_by_place_and_goes_round(
    window: MainWindow, ghosts: Suggesting
) -> None:
    assert ghosts.open
    places = [one.place for one in ghosts.open.shown]
    places += [one.place for one in layer(window).annotations.values() if one.fragments]
    met = []
    for _step in range(len(places) + 1):
        press(window.view, Qt.Key.Key_Tab)
        here = ghosts.current or window.bridge.annotation
        assert here
        met.append(here.place)
    assert met == [*sorted(places), min(places)]
    press(window.view, Qt.Key.Key_Backtab)
    assert ghosts.current or window.bridge.annotation


def test_delete_refuses_and_what_is_refused_does_not_come_back(window: MainWindow, ghosts: Suggesting) -> None:
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    refused, before = ghosts.current, dict(layer(window).annotations)
    press(window.view, Qt.Key.Key_Delete)
    assert ghosts.open
    assert refused.place not in [one.place for one in ghosts.open.shown]
    assert layer(window).annotations == before


def test_shift_enter_opens_the_inspector_on_what_was_accepted(window: MainWindow, ghosts: Suggesting) -> None:
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    QTest.keyClick(window.view, Qt.Key.Key_Return, SHIFT)
    assert window.bridge.annotation
    assert window.bridge.annotation.origin == "suggested"
    assert at(window) is None


def test_an_offer_comes_before_a_suggestion(window: MainWindow, ghosts: Suggesting) -> None:
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    claim = next(one for one in layer(window).annotations.values() if one.type == "claim")
    window.bridge.select(claim.id)
    assert at(window) is None
    assert is_shown(window)


def test_escape_leaves_one_and_a_click_goes_to_one(window: MainWindow, ghosts: Suggesting) -> None:
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    press(window.view, Qt.Key.Key_Escape)
    assert at(window) is None
    assert ghosts.open
    one = next(each for each in ghosts.open.shown if not layer(window).at(each.start + 1))
    window.view.set_caret(one.start + 1)
    window.view.annotation_picked.emit("")
    assert ghosts.current is not None


def test_the_slider_says_how_sure_and_is_remembered(window: MainWindow, ghosts: Suggesting) -> None:
    ghosts.bar.slider.setValue(20)
    assert ghosts.open
    assert not ghosts.open.shown
    assert "Nothing is suggested" in ghosts.bar.words.text()
    assert window.store.settings.suggestions_from == 1.0
    ghosts.bar.slider.setValue(0)
    assert ghosts.open.shown


def test_all_that_is_shown_is_accepted_in_one_step(window: MainWindow, ghosts: Suggesting) -> None:
    before = dict(layer(window).annotations)
    window.actions_by_name["accept_all"].trigger()
    assert len(layer(window).annotations) > len(before)
    window.bridge.step_history(undo=True)
    assert layer(window).annotations == before


def test_a_codebook_forbids_them(window: MainWindow, ghosts: Suggesting) -> None:
    window.bridge.use_codebook(Codebook(without_suggestions=True))
    assert not window.view.ghosts
    said: list[str] = []
    window.bridge.message.connect(said.append)
    press(window.view, Qt.Key.Key_G)
    assert said == ["The codebook of this folder forbids suggestions."]
    assert ghosts.open is None


def test_they_are_switched_off_for_good_or_on_in_every_article(
    window: MainWindow, ghosts: Suggesting, qtbot: QtBot
) -> None:
    press(window.view, Qt.Key.Key_G)
    window.store.settings.suggestions = "never"
    press(window.view, Qt.Key.Key_G)
    assert ghosts.open is None
    window.store.settings.suggestions = "always"
    session = window.bridge.session
    window.bridge.show_session(None)
    window.bridge.show_session(session)
    qtbot.waitUntil(lambda: bool(window.view.ghosts))


def test_x_changes_how_far_an_annotation_reaches_and_comes_round(window: MainWindow) -> None:
    window.view.setFocus()
    claim = next(one for one in layer(window).annotations.values() if one.text == "agreed to train together")
    window.bridge.select(claim.id)
    seen = [layer(window).annotations[claim.id].fragments]
    for _step in range(12):
        press(window.view, Qt.Key.Key_X)
        seen.append(layer(window).annotations[claim.id].fragments)
        if seen[-1] == seen[0]:
            break
    assert seen[-1] == seen[0]
    assert len(seen) > 2


@pytest.fixture
def offered(window: MainWindow, desk: Desk) -> MainWindow:
    """A window with an agreement of four that are named, none of whom is a party yet."""
    text = "Japan and Italy agreed with Norland and Ostia to train together. Aiko Mori said so."
    open_article(window, desk, text, "Japan", "Italy", "Norland", "Ostia", "Aiko Mori")
    window.view.select_span(Span(0, text.index(".")))
    press(window.view, Qt.Key.Key_3)
    assert isinstance(window.bridge.offer, Offer)
    return window


def parties(window: MainWindow) -> list[str]:
    assert window.bridge.annotation
    return [layer(window).entities[role.entity].name for role in window.bridge.annotation.parties]


def test_tab_shows_the_next_best_set_and_comes_round(offered: MainWindow) -> None:
    first = offered.bridge.offer
    seen = [first]
    for _step in range(9):
        press(offered.view, Qt.Key.Key_Tab)
        seen.append(offered.bridge.offer)
        if seen[-1] == first:
            break
    assert seen[-1] == first
    assert len(seen) > 2
    assert parties(offered) == []


def test_alt_and_a_number_take_one_and_the_others_stay_offered(offered: MainWindow) -> None:
    offer = offered.bridge.offer
    assert isinstance(offer, Offer)
    names = [layer(offered).entities[filler.entity].name for filler in offer.fillers]
    QTest.keyClick(offered.view, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert parties(offered) == [names[1]]
    left = offered.bridge.offer
    assert isinstance(left, Offer)
    assert [layer(offered).entities[filler.entity].name for filler in left.fillers] == [names[0], *names[2:]]
    press(offered.view, Qt.Key.Key_Return)
    assert set(parties(offered)) == set(names)
    offered.bridge.step_history(undo=True)
    assert parties(offered) == [names[1]]


def test_escape_drops_what_is_offered(offered: MainWindow) -> None:
    press(offered.view, Qt.Key.Key_Escape)
    assert offered.bridge.offer is None
    assert parties(offered) == []


def test_refusals_outlast_the_window_where_they_were_made(window: MainWindow, ghosts: Suggesting, qtbot: QtBot) -> None:
    assert ghosts.open
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    refused = ghosts.current.place
    press(window.view, Qt.Key.Key_Delete)
    assert window.bridge.session
    session = window.bridge.session
    folder = window.bridge.folder.index.root if window.bridge.folder.index else session.sidecar.parent
    qtbot.waitUntil(lambda: len(own_state(folder, session.author).refused) == 1)
    press(window.view, Qt.Key.Key_G)
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(window.view.ghosts) and not ghosts.is_asking)
    assert refused not in [one.place for one in ghosts.open.shown]


def test_an_extent_that_was_accepted_teaches_what_is_open_and_is_kept(
    window: MainWindow, ghosts: Suggesting, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not ghosts.is_asking)
    assert ghosts.open
    one = next(one for one in ghosts.open.shown if len(one.extents) > 1)
    ghosts._go_to(one)
    press(window.view, Qt.Key.Key_X)
    current = at(window)
    assert current
    wanted, pattern = current.extents[0], one.pattern
    press(window.view, Qt.Key.Key_Return)
    assert ghosts.open.knowledge.habits.counts == {pattern: {wanted: 1.0}}
    assert window.bridge.session
    session = window.bridge.session
    folder = window.bridge.folder.index.root if window.bridge.folder.index else session.sidecar.parent
    qtbot.waitUntil(lambda: own_state(folder, session.author).habits.counts == {pattern: {wanted: 1.0}})


def test_what_is_marked_by_hand_teaches_when_suggestions_are_asked_for(
    window: MainWindow, ghosts: Suggesting, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not ghosts.is_asking)
    assert ghosts.open
    claim = next(one for one in ghosts.open.shown if one.type == "claim" and len(one.fragments) == 1)
    press(window.view, Qt.Key.Key_G)
    window.view.select_span(claim.fragments[0])
    press(window.view, Qt.Key.Key_2)
    press(window.view, Qt.Key.Key_Escape)
    press(window.view, Qt.Key.Key_G)
    assert window.bridge.session
    session = window.bridge.session
    folder = window.bridge.folder.index.root if window.bridge.folder.index else session.sidecar.parent
    qtbot.waitUntil(lambda: claim.pattern in own_state(folder, session.author).habits.counts)


def test_a_suggester_of_another_package_joins_and_one_that_fails_is_named_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = window.view.document_text
    place = text.index("meets")
    given = Suggestion("claim", (Span(place, place + 5),), confidence=0.99, why="a guess", by="guess 1")

    def apart(name: str, *_about: object) -> list[Suggestion]:
        if name == "broken":
            raise SuggesterError("The suggester “broken” is left out: it took more than 20 seconds.")
        return [given]

    monkeypatch.setattr(suggesters, "usual_suggesters", lambda: [*suggesters.USUAL, "guess", "broken"])
    monkeypatch.setattr("annotator.services.suggesting.apart.suggest_apart", apart)
    said: list[str] = []
    window.bridge.message.connect(said.append)
    window.view.setFocus()
    for _time in range(2):
        press(window.view, Qt.Key.Key_G)
        qtbot.waitUntil(lambda: not window.suggesting.is_asking)
        assert given in window.view.ghosts
        press(window.view, Qt.Key.Key_G)
    assert said == ["The suggester “broken” is left out: it took more than 20 seconds."]


def test_a_suggester_that_hangs_keeps_nobody_else_waiting(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(suggesters, "usual_suggesters", lambda: [*suggesters.USUAL, "hanging"])
    monkeypatch.setattr("annotator.services.suggesting.apart.suggest_apart", lambda *_about: go_on.wait(60) and [])
    window.view.setFocus()
    for _time in range(2):
        press(window.view, Qt.Key.Key_G)
        qtbot.waitUntil(lambda: bool(window.view.ghosts))
        press(window.view, Qt.Key.Key_G)
    listed: list[int] = []
    monkeypatch.setattr(
        "annotator.ui.dialogs.names_list.ask_names", lambda _over, _document, names: listed.append(len(names))
    )
    press(window.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(listed))
    go_on.set()


def test_words_that_are_selected_are_what_keys_are_about(window: MainWindow, ghosts: Suggesting) -> None:
    before = dict(layer(window).annotations)
    press(window.view, Qt.Key.Key_Tab)
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    window.view.select_span(Span(0, 4))
    assert at(window) is None
    press(window.view, Qt.Key.Key_Return)
    assert layer(window).annotations == before


def test_a_click_on_the_bar_leaves_the_keys_with_the_article(window: MainWindow, ghosts: Suggesting) -> None:
    before = len(layer(window).annotations)
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    QTest.mouseClick(ghosts.bar._refuse, Qt.MouseButton.LeftButton)
    assert window.view.hasFocus()
    assert at(window)
    press(window.view, Qt.Key.Key_Return)
    assert len(layer(window).annotations) > before


def test_what_cannot_be_said_of_a_suggestion_accepts_nothing(window: MainWindow, ghosts: Suggesting) -> None:
    assert ghosts.open
    said: list[str] = []
    window.bridge.message.connect(said.append)
    before = dict(layer(window).annotations)
    key = Qt.Key
    for kind, keys in (("actor", (key.Key_O, key.Key_S, key.Key_U)), ("claim", (key.Key_P, key.Key_Q))):
        ghosts._go_to(next(one for one in ghosts.open.shown if one.type == kind))
        press(window.view, *keys)
    assert layer(window).annotations == before
    assert said == [
        "Actors have no topic; go to a claim or an agreement.",
        "Actor annotations have no speaker.",
        "Only agreements have a status.",
        "Claim annotations have no party.",
        "Only actors are somebody: Q says who or what one is.",
    ]


def test_what_is_said_of_a_suggestion_accepts_it_and_leaves_it_selected(
    window: MainWindow, ghosts: Suggesting, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not ghosts.is_asking)
    assert ghosts.open
    claim = next(one for one in ghosts.open.shown if one.type == "claim" and one.stance != "disagree")
    ghosts._go_to(claim)
    press(window.view, Qt.Key.Key_Minus)
    made = window.bridge.annotation
    assert made
    assert (made.type, made.fragments, made.stance, made.origin) == ("claim", claim.fragments, "disagree", "suggested")
    assert ghosts.current is None


def test_a_sign_takes_who_is_offered_with_the_stance_in_one_step(offered: MainWindow) -> None:
    made = offered.bridge.annotation
    assert made
    press(offered.view, Qt.Key.Key_Minus)
    assert offered.bridge.annotation
    assert (len(parties(offered)), offered.bridge.annotation.stance) == (2, "disagree")
    offered.bridge.step_history(undo=True)
    assert offered.bridge.annotation == made


def test_what_follows_is_offered_when_a_step_was_made_by_another_key(offered: MainWindow) -> None:
    press(offered.view, Qt.Key.Key_Plus)
    offered.bridge.step_history(undo=True)
    assert offered.bridge.annotation
    first = offered.bridge.annotation.id
    offered.bridge.put_offer(offered.commands.offering.offer_for(first))
    set_field(offered.bridge, first, "stance", "mixed")
    assert isinstance(offered.bridge.offer, Offer)
    assert offered.bridge.offer.field == "parties"


def test_w_makes_the_likeliest_a_target_with_the_sign_and_not_before(window: MainWindow, desk: Desk) -> None:
    text = "Aiko Mori said that Norland must stop this."
    open_article(window, desk, text, "Aiko Mori", "Norland")
    window.view.select_span(Span(0, len(text) - 1))
    press(window.view, Qt.Key.Key_2)
    press(window.view, Qt.Key.Key_Return)
    press(window.view, Qt.Key.Key_W)
    picker = window.findChild(PickList)
    assert picker
    assert picker.accessibleName() == "Attitude towards Norland"
    assert window.bridge.annotation
    assert not window.bridge.annotation.targets
    QTest.keyClicks(picker._edit, "-")
    (target,) = window.bridge.annotation.targets
    assert (layer(window).entities[target.entity].name, target.attitude) == ("Norland", "critical")
    window.bridge.step_history(undo=True)
    assert not window.bridge.annotation.targets


def test_those_whom_a_plural_means_are_offered_after_marking_it(window: MainWindow, desk: Desk) -> None:
    text = "Aiko Mori and Juan Soto met. The two ministers were glad."
    open_article(window, desk, text, "Aiko Mori", "Juan Soto")
    start = text.index("The two")
    window.view.select_span(Span(start, start + len("The two ministers")))
    press(window.view, Qt.Key.Key_1)
    assert window.bridge.annotation
    press(window.view, Qt.Key.Key_Return)
    names = {layer(window).entities[key].name for key in window.bridge.annotation.entities}
    assert names == {"Aiko Mori", "Juan Soto"}
    assert "The two ministers" not in {entity.name for entity in layer(window).entities.values()}


def test_ctrl_enter_takes_the_sentence_in_one_step_and_goes_on(window: MainWindow, ghosts: Suggesting) -> None:
    while ghosts.current is None:
        press(window.view, Qt.Key.Key_Tab)
    assert ghosts.open
    before, wanted = dict(layer(window).annotations), ghosts.open.in_sentence(ghosts.current.start)
    QTest.keyClick(window.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    there = {one.fragments for one in layer(window).annotations.values()}
    assert {one.fragments for one in wanted} <= there
    assert not ghosts.open.in_sentence(wanted[0].start)
    window.bridge.step_history(undo=True)
    assert layer(window).annotations == before


def test_n_lists_the_names_and_marks_those_that_are_checked(
    window: MainWindow, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Aiko Mori met Juan Soto in Oslo. Then Mori left Oslo."
    open_article(window, desk, text)
    listed: list[tuple[str, bool]] = []

    def answer(dialog: NamesList) -> QDialog.DialogCode:
        rows = [row for n in range(dialog.rows.topLevelItemCount()) if (row := dialog.rows.topLevelItem(n))]
        listed.extend((row.text(0), row.checkState(0) == Qt.CheckState.Checked) for row in rows)
        for row in rows:
            if row.text(0) == "Juan Soto":
                row.setCheckState(0, Qt.CheckState.Unchecked)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NamesList, "exec", answer)
    press(window.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: bool(listed))
    assert listed == [("Aiko Mori", True), ("Juan Soto", True), ("Oslo", False)]
    assert [one.text for one in layer(window).in_order()] == ["Aiko Mori", "Mori"]
    window.bridge.step_history(undo=True)
    assert not layer(window).annotations


def test_names_are_not_listed_over_something_else_nor_marked_in_another_article(
    window: MainWindow, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Desk(desk.path.parent, "Aiko Mori met Juan Soto in Oslo.", "names.txt")
    other.save()
    listed: list[str] = []

    def answer(_dialog: NamesList) -> QDialog.DialogCode:
        listed.append(window.bridge.session.document.info.name if window.bridge.session else "")
        window.open_paths([desk.path])
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(NamesList, "exec", answer)
    window.open_paths([other.path])
    window.view.setFocus()
    press(window.view, Qt.Key.Key_N)
    before = len(desk.layer.annotations)
    qtbot.waitUntil(lambda: bool(listed))
    assert len(layer(window).annotations) == before
    window.open_paths([other.path])
    said: list[str] = []
    window.bridge.message.connect(said.append)
    window.suggesting.hide()
    press(window.view, Qt.Key.Key_N)
    window.documents.setFocus()
    qtbot.waitUntil(lambda: not window.suggesting.is_asking)
    qtbot.waitUntil(lambda: "The names of the article are there: N lists them." in said)
    assert len(listed) == 1


def test_of_many_names_the_first_are_listed_and_it_is_said(
    window: MainWindow, ghosts: Suggesting, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not ghosts.is_asking)
    assert ghosts.open
    listed: list[int] = []

    def answer(dialog: NamesList) -> QDialog.DialogCode:
        listed.append(dialog.rows.topLevelItemCount())
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(NamesList, "exec", answer)
    monkeypatch.setattr("annotator.ui.window.names_to_mark.MOST_LISTED", 1)
    several = [[one] for one in ghosts.open.shown]
    monkeypatch.setattr(ghosts.open, "names", lambda: several)
    said: list[str] = []
    window.bridge.message.connect(said.append)
    press(window.view, Qt.Key.Key_N)
    assert listed == [1]
    assert said[0].startswith("The first 1 of ")


@pytest.mark.parametrize(
    ("text", "is_known"),
    [("قال الوزير: «لقد اتفقنا على كل شيء اليوم».", False), ("岸田文雄首相は「両国は合意した」と述べた。", True)],
)
def test_a_text_that_names_no_language_is_read_by_its_letters_and_what_is_not_known_of_it_is_said(
    window: MainWindow, desk: Desk, qtbot: QtBot, text: str, *, is_known: bool
) -> None:
    said: list[str] = []
    window.bridge.message.connect(said.append)
    open_article(window, desk, text)
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(window.view.ghosts))
    assert window.suggesting.open
    assert any(one.roles for one in window.suggesting.open.shown) == is_known
    missing = "There is no language pack for the language of these letters"
    assert any(one.startswith(missing) for one in said) == (not is_known)
