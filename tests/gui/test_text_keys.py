"""The keys that change a marked passage, copy it and link it to another, each for itself."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.ui.panels.choices import set_topic
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def layer(window: MainWindow) -> Layer:
    assert window.bridge.session
    return window.bridge.session.layer


def select(window: MainWindow, words: str) -> Annotation:
    """Select the annotation of just these words, with the keys going to the article."""
    found = next(a for a in layer(window).annotations.values() if a.text == words)
    window.bridge.select(found.id)
    window.view.setFocus()
    return found


def text_of(window: MainWindow, annotation: Annotation) -> str:
    return layer(window).annotations[annotation.id].text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("Alt+Left", "agreed to train togethe"),
        ("Alt+Right", "agreed to train together."),
        ("Alt+Shift+Left", " agreed to train together"),
        ("Alt+Shift+Right", "greed to train together"),
        ("[", "agreed to train"),
        ("{", "Bianchi agreed to train together"),
        ("}", "to train together"),
    ],
)
def test_an_end_is_moved_by_a_character_or_a_word(window: MainWindow, keys: str, words: str) -> None:
    annotation = select(window, "agreed to train together")
    QTest.keySequence(window.view, QKeySequence(keys))
    assert text_of(window, annotation) == words
    QTest.keySequence(window.view, QKeySequence("Ctrl+Z"))
    assert text_of(window, annotation) == "agreed to train together"


def test_an_end_is_moved_on_by_a_word(window: MainWindow) -> None:
    annotation = select(window, "Aiko Mori")
    QTest.keySequence(window.view, QKeySequence("]"))
    assert text_of(window, annotation) == "Aiko Mori said"


def drag(window: MainWindow, span: Span, modifier: Qt.KeyboardModifier) -> None:
    """Select with the mouse, from where a span begins to where it ends."""
    points = []
    for place in span:
        window.view.set_caret(place)
        points.append(window.view.cursorRect().center())
    port, left = window.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, modifier, points[0])
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(points[1]),
        QPointF(port.mapToGlobal(points[1])),
        Qt.MouseButton.NoButton,
        left,
        modifier,
    )
    QApplication.sendEvent(port, move)
    QTest.mouseRelease(port, left, modifier, points[1])
    assert window.view.selected_span() == span


@pytest.mark.parametrize(
    ("modifier", "words"),
    [(Qt.KeyboardModifier.NoModifier, "Norland"), (Qt.KeyboardModifier.AltModifier, ". Norlan")],
)
def test_a_selection_is_drawn_to_its_words_unless_alt_is_held(
    window: MainWindow, desk: Desk, modifier: Qt.KeyboardModifier, words: str
) -> None:
    drag(window, desk.span(". Norlan"), modifier)
    press(window.view, Qt.Key.Key_1)
    assert window.bridge.annotation
    assert window.bridge.annotation.text == words


def test_only_the_selection_that_was_made_with_alt_stays_as_it_is(window: MainWindow, desk: Desk) -> None:
    drag(window, desk.span(". Norlan"), Qt.KeyboardModifier.AltModifier)
    window.view.select_span(desk.span("ticised Ostia."))
    press(window.view, Qt.Key.Key_2)
    assert window.bridge.annotation
    assert window.bridge.annotation.text == "criticised Ostia."


def test_a_selection_becomes_a_further_fragment(window: MainWindow, desk: Desk) -> None:
    annotation = select(window, "agreed to train together")
    press(window.view, Qt.Key.Key_F)
    assert len(layer(window).annotations[annotation.id].fragments) == 1
    window.view.select_span(desk.span("closely"))
    press(window.view, Qt.Key.Key_F)
    now = layer(window).annotations[annotation.id]
    assert now.quote == ("agreed to train together", "closely")
    assert now.fragments == (desk.span("agreed to train together"), desk.span("closely"))


def test_a_copy_stands_at_the_same_place_and_is_selected(window: MainWindow) -> None:
    annotation, before = select(window, "agreed to train together"), set(layer(window).annotations)
    press(window.view, Qt.Key.Key_D)
    (copy,) = set(layer(window).annotations) - before
    assert window.bridge.selected == copy
    assert layer(window).annotations[copy].fragments == annotation.fragments
    assert layer(window).annotations[copy].topic is None


def test_one_annotation_is_linked_to_another_unless_it_is_dismissed(window: MainWindow, qtbot: QtBot) -> None:
    source = select(window, "agreed to train together")
    other = next(a for a in layer(window).annotations.values() if a.text == "مصر watches")
    press(window.view, Qt.Key.Key_L, Qt.Key.Key_Escape)
    window.view.annotation_picked.emit(other.id)
    assert window.bridge.selected == other.id
    window.bridge.select(source.id)
    press(window.view, Qt.Key.Key_L)
    window.view.annotation_picked.emit(other.id)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), PickList))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, PickList)
    press(popup._edit, Qt.Key.Key_Return)
    (made,) = layer(window).links.values()
    assert (made.source, made.target, made.type) == (source.id, other.id, "supports")


def test_the_signs_are_the_stance_and_w_asks_for_the_attitude(window: MainWindow, qtbot: QtBot) -> None:
    claim = next(a for a in layer(window).annotations.values() if a.type == "claim" and a.targets)
    window.bridge.select(claim.id, ("targets", 0))
    window.view.setFocus()
    before = claim.targets[0].attitude
    said: list[str] = []
    window.bridge.message.connect(said.append)
    QTest.keySequence(window.view, QKeySequence("+"))
    now = layer(window).annotations[claim.id]
    assert (now.stance, now.targets[0].attitude) == ("agree", before)
    QTest.keySequence(window.view, QKeySequence("W"))
    qtbot.waitUntil(lambda: bool(window.findChildren(PickList)))
    field = QApplication.focusWidget()
    assert field
    QTest.keyClicks(field, "-")
    now = layer(window).annotations[claim.id]
    assert (now.stance, now.targets[0].attitude) == ("agree", "critical")
    assert said[0] == "Stance: agree."
    assert said[-1].startswith("Attitude towards ")
    assert said[-1].endswith(": critical.")


def test_the_last_topic_is_given_again(window: MainWindow) -> None:
    claims = [a for a in layer(window).annotations.values() if a.type in ("claim", "agreement")]
    set_topic(window.bridge, claims[0].id, "Fees should fall")
    window.bridge.select(claims[1].id)
    window.view.setFocus()
    QTest.keySequence(window.view, QKeySequence("Y"))
    topic = layer(window).annotations[claims[1].id].topic
    assert topic is not None
    assert layer(window).topics[topic].name == "Fees should fall"


def test_a_passage_becomes_another_type_two_and_one_again(window: MainWindow) -> None:
    annotation = select(window, "agreed to train together")
    QTest.keySequence(window.view, QKeySequence("Ctrl+2"))
    assert layer(window).annotations[annotation.id].type == "claim"
    window.view.set_caret(annotation.start + len("agreed "))
    QTest.keySequence(window.view, QKeySequence("/"))
    found = [a for a in layer(window).in_order() if a.type == "claim" and a.text in ("agreed", "to train together")]
    assert [a.text for a in found] == ["agreed", "to train together"]
    window.bridge.select(found[0].id)
    QTest.keySequence(window.view, QKeySequence("&"))
    assert text_of(window, found[0]) == "agreed to train together"
    for _step in range(3):
        QTest.keySequence(window.view, QKeySequence("Ctrl+Z"))
    assert layer(window).annotations[annotation.id].type == "agreement"


def test_j_goes_to_what_is_not_marked_yet(window: MainWindow) -> None:
    session = window.bridge.session
    assert session
    window.view.set_caret(len(session.document.text) - 1)
    QTest.keySequence(window.view, QKeySequence("J"))
    first = session.document.text.index(session.document.text.strip()[0])
    caret = window.view.caret()
    assert not session.layer.at(caret)
    assert caret >= first


def test_reading_goes_on_behind_what_was_marked(window: MainWindow) -> None:
    window.bridge.select(None)
    window.view.set_caret(text(window).index("Norland") + 2)
    window.view.setFocus()
    QTest.keySequence(window.view, QKeySequence("1"))
    assert window.view.caret() == text(window).index("Norland") + len("Norland")


def text(window: MainWindow) -> str:
    assert window.bridge.session
    return window.bridge.session.document.text
