"""The article: places are code points whatever Qt counts, and every annotation can be seen and picked."""

import itertools
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor, QTextLine
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QToolTip
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.services.folding.find_words import Way
from annotator.services.searching.find_in_text import find_in_text
from annotator.services.user.settings import LARGEST_GAP
from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.display_text import LONG_LINE, display_text
from annotator.ui.text.find_bar import FindBar
from annotator.ui.text.reading import Reading
from annotator.ui.toolkit import theme
from tests.unit.making import Desk

HARD = "a😀b e\u0301 مصر\u00a0x\u2028y\u2029z \ufdd0\n🇯🇵 end"


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> ArticleView:
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show_document(desk.document, desk.layer)
    view.show()
    return view


def test_selected_places_are_code_points(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path, HARD)
    view = ArticleView()
    qtbot.addWidget(view)
    view.show_document(desk.document, desk.layer)
    text = desk.document.text
    for start in range(len(text)):
        view.select_span(Span(start, start + 1))
        assert view.selected_span() == Span(start, start + 1), text[start]
        copied = view.createMimeDataFromSelection().text()
        assert copied == text[start]


ODD = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\ufeff\r\n\u2028\u2029\ufdd0\ufdd1\x00\xa0😀")
)


@given(text=ODD)
def test_qt_changes_nothing_in_the_text_that_is_shown(qapp: QApplication, text: str) -> None:
    shown = display_text(text)
    assert len(shown) == len(text)
    edit = QPlainTextEdit()
    edit.setPlainText(shown)
    assert edit.document().characterCount() - 1 == Utf16Offsets(text).to_utf16(len(text))


def test_an_endless_line_is_broken_for_the_eye_alone() -> None:
    text = "word " * LONG_LINE
    shown = display_text(text)
    assert len(shown) == len(text)
    assert max(map(len, shown.split("\n"))) < LONG_LINE
    assert shown.replace("\n", " ") == text


def test_a_click_picks_the_shortest_annotation_and_the_next_one_the_longer(
    view: ArticleView, desk: Desk, qtbot: QtBot
) -> None:
    picked: list[str] = []
    view.annotation_picked.connect(picked.append)
    view.annotation_picked.connect(lambda identifier: view.set_selected(identifier or None))
    view.set_caret(desk.span("Carlo Bianchi").start + 3)
    point = view.cursorRect().center()
    for _click in range(3):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    actor, claim, again = (desk.layer.annotations[identifier] for identifier in picked)
    assert (actor.type, claim.type, again) == ("actor", "claim", actor)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.viewport().rect().bottomRight())
    assert picked[-1] == ""


def test_annotations_are_painted_in_their_colours(view: ArticleView, desk: Desk) -> None:
    with_annotations = view.viewport().grab().toImage()
    view.show_document(desk.document, desk.layer.__class__(desk.layer.head, desk.layer.document))
    assert view.viewport().grab().toImage() != with_annotations


def test_lines_do_not_move_while_annotating(view: ArticleView, desk: Desk) -> None:
    desk.session.subscribe(view.layer_changed)
    end = len(desk.document.text)
    view.set_caret(end)
    before = view.cursorRect()
    for words in ("Ostia", "Norland", "Mori said"):
        desk.annotate("claim", words)
    view.set_caret(end)
    assert view.cursorRect() == before


def test_a_change_repaints_its_paragraph_alone(view: ArticleView, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.session.subscribe(view.layer_changed)
    areas: list[QRect] = []
    monkeypatch.setattr(view.viewport(), "update", areas.append, raising=False)
    desk.annotate("actor", "Ostia")
    assert areas
    assert sum(area.height() for area in areas) < view.viewport().height() / 2


def test_what_is_kept_of_a_picture_is_what_would_be_painted_anew(view: ArticleView, desk: Desk) -> None:
    desk.session.subscribe(view.layer_changed)
    view.resize(300, 160)

    def anew() -> None:
        kept = view.grab().toImage()
        view._drawings.clear()
        view._places = None
        view._layout()._forget()
        assert view.grab().toImage() == kept

    steps = (
        lambda: desk.annotate("claim", "Mori said"),
        lambda: view.set_selected(next(iter(desk.layer.annotations))),
        lambda: view.set_selected(None),
        lambda: view.set_lit(frozenset(desk.layer.annotations)),
        desk.session.undo,
        lambda: theme.apply(theme.DARK),
        lambda: theme.apply(theme.LIGHT),
        lambda: view.zoom(3),
        lambda: view.resize(220, 200),
        lambda: view.verticalScrollBar().setValue(2),
        lambda: view.set_reading(Reading(gap=LARGEST_GAP)),
    )
    for step in steps:
        anew()
        step()
    anew()


def test_find_goes_round_and_leaves_the_place_selected(view: ArticleView, desk: Desk, qtbot: QtBot) -> None:
    bar = FindBar(view)
    qtbot.addWidget(bar)
    bar.open()
    QTest.keyClicks(bar._edit, "mori")
    QTest.keyClick(bar._edit, Qt.Key.Key_Return)
    first = find_in_text(desk.document.text, "mori")
    QTest.keyClick(bar._edit, Qt.Key.Key_Return)
    QTest.keyClick(bar._edit, Qt.Key.Key_Escape)
    assert view.selected_span() == first[1]
    view.set_caret(0)
    for _step in range(len(first) - 1):
        bar.next()
    assert view.selected_span() == first[0]


def test_find_is_told_what_counts_and_says_what_is_no_expression(view: ArticleView, desk: Desk, qtbot: QtBot) -> None:
    bar = FindBar(view)
    qtbot.addWidget(bar)
    bar.open()

    def counted(words: str) -> str:
        bar._edit.setText(words)
        bar._settle()
        return bar._count.text()

    assert counted("cafe") == "Not found"
    bar._way.any_accents.setChecked(True)
    assert counted("cafe") == "1 of 1"
    assert counted("train") == "1 of 1"
    bar._way.whole_words.setChecked(True)
    assert counted("tra") == "Not found"
    bar._way.expression.setChecked(True)
    assert not bar._way.any_accents.isEnabled()
    assert counted("mori|bianchi") == "1 of 5"
    assert counted("(") == "Not looked for"
    assert "no regular expression" in bar._count.toolTip()
    assert counted("mori") == "1 of 3"
    assert bar._count.toolTip() == ""


def test_find_folds_white_space_and_case() -> None:
    assert find_in_text("One  TWO\nthree", "two THREE") == [Span(5, 14)]
    assert find_in_text("One TWO", "two", Way(match_case=True)) == []
    assert find_in_text("a.c abc", "a.c") == [Span(0, 3)]


def test_reveal_scrolls_far_down(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path, "A line of some words.\n\n" * 3000)
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_document(desk.document, desk.layer)
    view.show()
    place = Span(len(desk.document.text) // 2, len(desk.document.text) // 2 + 3)
    view.reveal(place)
    view.set_caret(place.start)
    assert view.viewport().rect().contains(view.cursorRect().center())


def test_text_size_is_kept_in_bounds(view: ArticleView) -> None:
    sizes: list[float] = []
    view.text_size_changed.connect(sizes.append)
    view.zoom(1)
    view.zoom(-1)
    for _step in range(60):
        view.zoom(-1)
    view.zoom(0)
    assert sizes[0] > sizes[1] > min(sizes) == 6
    assert sizes[-1] == sizes[1]


def crowded(folder: Path, number: int) -> Desk:
    """Give an article with so many claims, actors and agreements on its first sentence."""
    desk = Desk(folder, "Mori met Bianchi, and both said that they had agreed to train together.\nNorland left.\n")
    span, time = Span(0, 60), desk.session.draft().time
    for index in range(number):
        kind = ("actor", "claim", "agreement")[index % 3]
        made = Annotation(f"a{index}", kind, (span,), (desk.document.text[:60],), created=time, modified=time)
        desk.layer.annotations[made.id] = made
    return desk


@pytest.fixture
def crowd(tmp_path: Path, qtbot: QtBot) -> ArticleView:
    desk = crowded(tmp_path, 5_000)
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show_document(desk.document, desk.layer)
    view.show()
    return view


def test_thousands_on_one_passage_hold_no_key_up_and_are_counted_where_they_find_no_room(crowd: ArticleView) -> None:
    crowd.viewport().repaint()
    begun = process_time()
    for identifier in ("a0", "a4999", None, "a2500"):
        crowd.set_selected(identifier)
        crowd.viewport().repaint()
    assert process_time() - begun < 4
    place = next(crowd._blocks_in(crowd.viewport().rect()))
    lanes = crowd._painter.lanes(place, crowd._contents.annotations(place.block))
    counts = [count for _words, count in lanes.more(place)]
    assert len(lanes.drawn) > 3
    assert set(counts) == {5_000 - len(lanes.drawn)}
    assert "a2500" in lanes.lane_of


def test_a_tool_tip_over_thousands_tells_the_first_and_clicks_reach_one_after_the_other(
    crowd: ArticleView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    crowd.describe = lambda identifier: f"<{identifier}>"
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    crowd.set_caret(30)
    point = crowd.cursorRect().center()
    QApplication.sendEvent(crowd.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, point))
    assert said[0].count("&lt;a") == 8
    assert "… and 4,992 more: Tab goes through all of them." in said[0]
    picked: list[str] = []
    crowd.annotation_picked.connect(picked.append)
    crowd.annotation_picked.connect(crowd.set_selected)
    for _click in range(10):
        QTest.mouseClick(crowd.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert len(set(picked)) == 10


def shown(qtbot: QtBot, folder: Path, text: str) -> tuple[ArticleView, Desk]:
    desk = Desk(folder, text)
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show_document(desk.document, desk.layer)
    view.show()
    return view, desk


def lines_of(view: ArticleView, number: int) -> list[QTextLine]:
    block = view.document().findBlockByNumber(number)
    view.blockBoundingRect(block)
    return [block.layout().lineAt(index) for index in range(block.layout().lineCount())]


@pytest.mark.parametrize("words", ["אמר שר החוץ", "قال رئيس الوزراء"])
def test_a_paragraph_that_runs_leftwards_stands_at_the_right_with_its_annotations(
    qtbot: QtBot, tmp_path: Path, words: str
) -> None:
    view, _desk = shown(qtbot, tmp_path, f"{words}.\nMori spoke.\n")
    right, left = lines_of(view, 0)[0], lines_of(view, 1)[0]
    edge = right.x() + right.width()
    assert right.naturalTextRect().right() == pytest.approx(edge, abs=1)
    assert left.naturalTextRect().left() == left.x()
    place = next(view._blocks_in(view.viewport().rect()))
    (rectangle,) = place.rectangles(0, len(words))
    assert rectangle.right() == pytest.approx(edge, abs=1)
    view.resize(700, 600)
    (after,) = lines_of(view, 0)
    assert after.naturalTextRect().right() == pytest.approx(after.x() + after.width(), abs=1)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.viewport().rect().topRight() + QPoint(-19, 30)
    )
    assert view.caret() == 0


def test_lines_stand_evenly_also_where_another_font_helps_out(qtbot: QtBot, tmp_path: Path) -> None:
    view, _desk = shown(qtbot, tmp_path, "He told the leaders of the alliance in Madrid. " * 12 + "\n\nNorland left.\n")
    larger = QTextCharFormat()
    larger.setFontPointSize(view.font().pointSizeF() * 1.25)
    for start in (3, 250):
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(start + 4, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(larger)
    lines = lines_of(view, 0)
    assert len({line.height() for line in lines}) == 2
    bases = [round(line.y() + line.ascent(), 1) for line in lines]
    assert len({round(b - a, 1) for a, b in itertools.pairwise(bases)}) == 1
    (last,) = lines_of(view, 2)
    assert bases[0] == pytest.approx(last.y() + last.ascent(), abs=0.1)
    place = next(view._blocks_in(view.viewport().rect()))
    rectangles = enumerate(place.rectangles(0, place.block.length()))
    assert len({round(rectangle.top() - index * place.pitch.step, 1) for index, rectangle in rectangles}) == 1


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("stands_out", ["none", "one", "all"])
def test_words_under_forty_annotations_can_be_read(qtbot: QtBot, tmp_path: Path, choice: str, stands_out: str) -> None:
    theme.apply(choice)
    desk = crowded(tmp_path, 40)
    view = ArticleView()
    qtbot.addWidget(view)
    # As many lines as can be find room under the words, and each has its fill.
    view.set_reading(Reading(gap=LARGEST_GAP))
    view.show_document(desk.document, desk.layer)
    view.show()
    if stands_out != "none":
        view.set_selected("a0")
    if stands_out == "all":
        view.set_lit(frozenset(desk.layer.annotations))
    picture = view.viewport().grab().toImage()
    place = next(view._blocks_in(view.viewport().rect()))
    (words, *_more) = place.rectangles(0, 60)
    grounds = {picture.pixelColor(x, round(words.top()) + 1).name() for x in range(30, round(words.right()) - 5)}
    assert min(theme.contrast(theme.current().text, ground) for ground in grounds) >= 4.5
    lanes = view._painter.lanes(place, view._contents.annotations(place.block))
    assert lanes.pitch >= 2.5
