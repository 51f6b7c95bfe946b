"""The article by ear: annotations are attributes of its text, and are said when the caret comes into them."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QTextCharFormat
from pytestqt.qtbot import QtBot

from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.spoken_annotations import SpokenAnnotations
from tests.unit.making import Desk

Underline = QTextCharFormat.UnderlineStyle


@pytest.fixture
def listened() -> Iterator[None]:
    """Let Qt believe that a screen reader is there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(SpokenAnnotations, "say", lambda _self, text: words.append(text))
    return words


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> ArticleView:
    view = ArticleView()
    qtbot.addWidget(view)
    view.describe = lambda identifier: f"{desk.layer.annotations[identifier].type.capitalize()}\nsomebody"
    view.resize(700, 500)
    view.show_document(desk.document, desk.layer)
    view.show()
    return view


def underline_at(view: ArticleView, place: int) -> Underline:
    cursor = view.textCursor()
    cursor.setPosition(view._offsets.to_utf16(place) + 1)
    return cursor.charFormat().underlineStyle()


@pytest.mark.usefixtures("listened")
def test_coming_into_annotations_says_them_once(view: ArticleView, desk: Desk, said: list[str]) -> None:
    place = desk.span("Carlo Bianchi")
    view.set_caret(place.start + 2)
    assert said[-1].startswith("Actor, somebody; ")
    assert "Claim, somebody" in said[-1]
    before = len(said)
    view.set_caret(place.start + 3)
    assert len(said) == before
    desk.session.subscribe(view.layer_changed)
    view.set_caret(desk.span("Norland").start + 1)
    desk.annotate("actor", "Norland")
    assert said[-1] == "Actor, somebody"


@pytest.mark.usefixtures("listened", "said")
def test_annotations_are_attributes_of_the_text_and_the_picture_stays(view: ArticleView, desk: Desk) -> None:
    changes: list[int] = []
    view.document().contentsChange.connect(lambda place, _gone, _new: changes.append(place))
    place, claim = desk.span("Carlo Bianchi"), next(a for a in desk.layer.in_order() if a.type == "claim")
    before = view.viewport().grab().toImage()
    view.set_caret(place.start)
    view.set_caret(claim.start)
    view.clearFocus()
    assert underline_at(view, place.start) == Underline.SingleUnderline
    assert underline_at(view, claim.start + 12) == Underline.DashUnderline
    assert underline_at(view, claim.end - 2) == Underline.WaveUnderline
    assert underline_at(view, desk.span("Norland").start) == Underline.NoUnderline
    assert changes == []
    view.set_caret(0)
    after = view.viewport().grab().toImage()
    rows = [sum(before.pixel(x, y) != after.pixel(x, y) for x in range(before.width())) for y in range(before.height())]
    # The caret, and where letters no longer touch over the end of an annotation; an underline would be long.
    assert max(rows) < 8


def test_where_nobody_listens_nothing_is_done(view: ArticleView, desk: Desk, said: list[str]) -> None:
    view.set_caret(desk.span("Carlo Bianchi").start + 2)
    assert said == []
    assert underline_at(view, desk.span("Carlo Bianchi").start) == Underline.NoUnderline
