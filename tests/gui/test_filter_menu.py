"""What the chart shows: each choice ticks one thing, the topics are those of the document, and nothing piles up."""

import gc

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from annotator.model.layer import Layer
from annotator.services.editing.topics import topic_for_name
from annotator.ui.chart.filter_menu import FilterMenu
from annotator.ui.toolkit.fields import TextField
from tests.unit.making import Desk


def entry(menu: QMenu, *titles: str) -> QAction:
    """Give an entry by the titles that lead to it."""
    *above, last = titles
    for title in above:
        menu = next(each for each in menu.findChildren(QMenu) if each.title() == title)
    return next(action for action in menu.actions() if action.text() == last)


def ticked(menu: QMenu, title: str) -> list[str]:
    below = next(each for each in menu.findChildren(QMenu) if each.title() == title)
    return [action.text() for action in below.actions() if action.isChecked()]


def made() -> int:
    gc.collect()
    return sum(isinstance(each, QAction | QMenu | QLineEdit) for each in gc.get_objects())


def layer_about(desk: Desk, *topics: str) -> Layer:
    draft = desk.session.draft()
    for topic in topics:
        topic_for_name(draft, topic)
    desk.session.commit(draft, "Topics")
    return desk.layer


def test_choices_are_ticked_and_all_is_shown_again(qtbot: QtBot, desk: Desk) -> None:
    menu = FilterMenu()
    qtbot.addWidget(menu)
    told: list[object] = []
    menu.changed.connect(lambda: told.append(menu.filters))
    everything = entry(menu, "Show everything again")
    assert not everything.isEnabled()
    entry(menu, "Only stances", "agree").trigger()
    entry(menu, "Entities shown", "As those they act for").trigger()
    entry(menu, "Claims about targets").trigger()
    assert (ticked(menu, "Only stances"), ticked(menu, "Entities shown")) == (["agree"], ["As those they act for"])
    assert not entry(menu, "Claims about targets").isChecked()
    assert menu.filters.narrowed.stances == frozenset({"agree"})
    start = next(field for field in menu.findChildren(TextField) if field.accessibleName() == "From date")
    start.setText("2022-04")
    start.editingFinished.emit()
    assert menu.filters.narrowed.start == "2022-04"
    everything.trigger()
    assert (ticked(menu, "Only stances"), ticked(menu, "Entities shown"), start.text()) == ([], ["As themselves"], "")
    assert (len(told), everything.isEnabled()) == (5, False)


def test_topics_are_those_of_the_document(qtbot: QtBot, desk: Desk) -> None:
    menu = FilterMenu()
    qtbot.addWidget(menu)
    menu.show_topics(None)
    assert not next(each for each in menu.findChildren(QMenu) if each.title() == "Only topics").isEnabled()
    menu.show_topics(layer_about(desk, "Fees & fares should fall"))
    entry(menu, "Only topics", "Fees && fares should fall").trigger()
    assert menu.filters.narrowed.topics == frozenset({"Fees & fares should fall"})
    menu.show_topics(layer_about(desk, "Another"))
    assert ticked(menu, "Only topics") == ["Fees && fares should fall"]


def test_one_document_after_the_other_leaves_nothing_behind(qtbot: QtBot, desk: Desk) -> None:
    menu = FilterMenu()
    qtbot.addWidget(menu)
    layer = layer_about(desk, "Fees should fall")
    menu.show_topics(layer)
    before = made()
    for _document in range(10):
        menu.show_topics(None)
        menu.show_topics(layer)
        entry(menu, "Only topics", "Fees should fall").trigger()
    assert made() <= before + 2
