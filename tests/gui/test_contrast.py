"""Marks, rows and the focus can be seen in both themes, in every state, and by those who see fewer colours."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QKeySequenceEdit,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.model.vocabulary import ENTITY_TYPES, TYPES
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.panel_parts import Choice, NoteField
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList
from annotator.ui.toolkit.row_shapes import ALERT, CHECK, DIAMOND, DOT, HALF, LETTER, RING
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import ENTITY_LETTERS, LETTERS
from tests.gui.color_vision import MATRICES, difference
from tests.gui.contrast import colors_in, strongest
from tests.unit.making import Desk

TEXT, MARK = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11, level AA."""
_THEMES = pytest.mark.parametrize("choice", ["light", "dark"])


# Rows ----------------------------------------------------------------------------------------------------------------


def rows_to_try() -> list[Row]:
    colors = theme.current()
    shapes = [(LETTER, colors.type_color(name).name(), LETTERS[name]) for name in TYPES]
    shapes += [(LETTER, colors.entity_color(name).name(), ENTITY_LETTERS[name]) for name in ENTITY_TYPES]
    shapes += [(shape, colors.muted, "") for shape in (RING, HALF, DOT, CHECK, DIAMOND, ALERT)]
    rows = [Row("Norland", "actor · state or territory", *shape, "not placed") for shape in shapes]
    return [*rows, *(row._replace(lit=True) for row in rows)]


@_THEMES
@pytest.mark.parametrize("state", ["usual", "selected", "disabled"])
def test_rows_can_be_read_and_their_marks_seen(qtbot: QtBot, choice: str, state: str) -> None:
    theme.apply(choice)
    rows = rows_to_try()
    view = RowList("Rows", many=True)
    model = RecordModel(lambda key: rows[int(key)], view)
    view.setModel(model)
    qtbot.addWidget(view)
    model.fill([(number, str(number)) for number in range(len(rows))])
    view.resize(420, view.verticalHeader().defaultSectionSize() * len(rows) + 4)
    view.show()
    if state == "selected":
        view.selectAll()
    view.setDisabled(state == "disabled")
    picture = view.viewport().grab().toImage()
    for number, row in enumerate(rows):
        area = view.visualRect(model.index(number, 0))
        ground = colors_in(picture, area.adjusted(area.width() - 40, 2, -4, -2)).most_common(1)[0][0]
        mark = colors_in(picture, QRect(area.left() + 6, area.top() + 5, 18, 18))
        assert max(theme.contrast(ground, color) for color in mark) >= MARK, (row, ground)
        half = area.height() // 2
        for line in (area.adjusted(30, 2, -40, -half), area.adjusted(30, half, -40, -2)):
            assert strongest(picture, line) >= TEXT, (row, ground)
        warning = area.adjusted(30, half, -area.width() + 95, -2)
        assert strongest(picture, warning) >= TEXT, (row, "warning")


# The article ---------------------------------------------------------------------------------------------------------


@_THEMES
@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("state", ["plain", "lit", "selected"])
def test_underlines_of_all_types_can_be_seen(qtbot: QtBot, tmp_path: Path, choice: str, kind: str, state: str) -> None:
    theme.apply(choice)
    desk = Desk(tmp_path, "Mori said that she had agreed with Bianchi.\n")
    made = desk.annotate(kind, "she had agreed")
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_document(desk.document, desk.layer)
    view.show()
    if state == "lit":
        view.set_lit(frozenset((made.id,)))
    view.set_selected(made.id if state == "selected" else None)
    picture = view.viewport().grab().toImage()
    place = next(view._blocks_in(view.viewport().rect()))
    (words,) = place.rectangles(*desk.span("she had agreed"))
    area = words.toAlignedRect()
    below = QRect(area.left() + 2, area.bottom() + 1, area.width() - 4, round(place.gap))
    assert strongest(picture, below) >= MARK
    assert strongest(picture, area.adjusted(2, 2, -2, -2)) >= TEXT


@_THEMES
def test_what_was_found_can_be_read(qtbot: QtBot, tmp_path: Path, choice: str) -> None:
    theme.apply(choice)
    desk = Desk(tmp_path, "Mori said that she had agreed with Bianchi.\n")
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_document(desk.document, desk.layer)
    view.show()
    view.set_hits([desk.span("agreed"), desk.span("Bianchi")], desk.span("agreed"))
    picture = view.viewport().grab().toImage()
    place = next(view._blocks_in(view.viewport().rect()))
    for word in ("agreed", "Bianchi"):
        (words,) = place.rectangles(*desk.span(word))
        assert strongest(picture, words.toAlignedRect().adjusted(2, 3, -2, -3)) >= TEXT


# The focus -----------------------------------------------------------------------------------------------------------


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.addTopLevelItem(QTreeWidgetItem(["one"]))
    return tree


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.addTab("one")
    tabs.addTab("two")
    return tabs


def _checked() -> QWidget:
    button = tool_button("A", "Show actors", lambda: None)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setCheckable(True)
    button.setChecked(True)
    return button


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: PushButton("Accept"),
    "flat": lambda: PushButton("Add speaker…", flat=True),
    "name": lambda: NameButton("Japan", "Speaker"),
    "tool": _checked,
    "check": lambda: QCheckBox("Match case"),
    "radio": lambda: QRadioButton("Chosen"),
    "choice": lambda: Choice("Order", {None: "By name"}),
    "field": lambda: TextField("Date", "such as 2022"),
    "note": lambda: NoteField("Note"),
    "number": QSpinBox,
    "key": QKeySequenceEdit,
    "rows": lambda: RowList("Annotations"),
    "tree": _tree,
    "list": QListWidget,
    "tabs": _tabs,
    "page": QTextBrowser,
    "article": ArticleView,
}


@_THEMES
@pytest.mark.parametrize("name", CONTROLS)
def test_the_focus_can_be_seen(qtbot: QtBot, choice: str, name: str) -> None:
    theme.apply(choice)
    window = QWidget()
    qtbot.addWidget(window)
    other, control = QLineEdit(), CONTROLS[name]()
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(control)
    window.resize(300, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(other.hasFocus)
    before = window.grab(control.geometry()).toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not other.hasFocus() and QApplication.focusWidget() is not None)
    after = window.grab(control.geometry()).toImage()
    changed = [
        theme.contrast(before.pixelColor(x, y).name(), after.pixelColor(x, y).name())
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert sum(contrast >= MARK for contrast in changed) >= (15 if name == "article" else 60)


# Fewer colours -------------------------------------------------------------------------------------------------------


@_THEMES
@pytest.mark.parametrize("vision", MATRICES)
def test_types_of_annotations_stay_apart_for_all_who_see(choice: str, vision: str) -> None:
    colors = theme.theme_of(choice).types
    for one, other in combinations(TYPES, 2):
        # Far more than what is just noticed (about 2.3), beside the line's form and the letter.
        assert difference(colors[one], colors[other], vision) >= 15, (one, other)


def test_what_colours_may_not_tell_apart_letters_do() -> None:
    for letters in (LETTERS, ENTITY_LETTERS):
        assert len(set(letters.values())) == len(letters)
    assert set(ENTITY_LETTERS) == set(ENTITY_TYPES)
