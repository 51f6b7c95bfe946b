"""The right button and the menu key offer what can be done with what they are pressed on, each with its key."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.user.settings import SettingsStore
from annotator.ui.window.context_menus import ON_TYPE
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import Desk


@pytest.fixture(autouse=True)
def _close_menus(qapp: QApplication) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def ask(widget: QWidget, point: QPoint, reason: QContextMenuEvent.Reason) -> dict[str, str]:
    """Press the right button or the menu key; gives the words of the menu that opens, with their keys."""
    QApplication.sendEvent(widget, QContextMenuEvent(reason, point, widget.mapToGlobal(point)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    rows = [action for action in menu.actions() if not action.isSeparator()]
    return {
        action.text().partition("\t")[0].replace("&", ""): action.text().partition("\t")[2]
        or action.shortcut().toString()
        for action in rows
    }


MOUSE, KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


def test_on_an_annotation_it_is_selected_and_all_that_fits_its_type_is_offered(window: MainWindow, desk: Desk) -> None:
    view = window.view
    view.set_caret(desk.span("Carlo Bianchi").start + 3)
    point = view.cursorRect().center()
    view.set_caret(0)
    offered = ask(view.viewport(), point, MOUSE)
    annotation = window.bridge.annotation
    assert annotation
    assert annotation.type == "actor"
    assert offered["Annotate all occurrences…"] == "A"
    assert offered["Delete annotation"] == "Del"
    assert "Speaker…" not in offered
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    before = len(desk.session.layer.annotations)
    next(action for action in menu.actions() if action.text() == "De&lete annotation").trigger()
    assert window.bridge.session
    assert len(window.bridge.session.layer.annotations) == before - 1


def test_on_words_the_types_are_offered_and_the_selection_stays(window: MainWindow, desk: Desk) -> None:
    view, span = window.view, desk.span("Norland")
    view.set_caret(span.start + 2)
    point = view.cursorRect().center()
    view.select_span(span)
    offered = ask(view.viewport(), point, MOUSE)
    assert (offered["Annotate as actor"], offered["Copy"]) == ("1", "Ctrl+C")
    assert view.selected_span() == span


def test_the_menu_key_asks_about_what_is_selected(window: MainWindow, desk: Desk) -> None:
    claim = next(a for a in desk.session.layer.in_order() if a.type == "claim")
    window.bridge.select(claim.id)
    window.view.set_caret(claim.start)
    assert ask(window.view.viewport(), QPoint(), KEY)["Speaker…"] == "S"


@pytest.mark.parametrize("annotation_type", list(ON_TYPE))
def test_the_list_of_annotations_offers_the_same(window: MainWindow, desk: Desk, annotation_type: str) -> None:
    found = next(a for a in desk.session.layer.in_order() if a.type == annotation_type)
    window.bridge.select(found.id)
    window.panes.show("annotations")
    rows = window.annotations.rows
    offered = ask(rows.viewport(), rows.visualRect(rows.currentIndex()).center(), MOUSE)
    assert all(offered.values())
    assert ("Stance" in offered, "Agree" in offered) == (False, annotation_type != "actor")


@pytest.mark.parametrize(("pane", "words"), [("entities", "Rename"), ("topics", "Rename"), ("documents", "Open")])
def test_rows_of_the_other_lists_have_menus(window: MainWindow, pane: str, words: str) -> None:
    window.panes.show(pane)
    rows = getattr(window, pane).rows
    rows.selectRow(0)
    assert words in ask(rows.viewport(), QPoint(5, 5), MOUSE)


def test_nodes_edges_and_the_chart_have_menus(window: MainWindow, qtbot: QtBot) -> None:
    window.chart.load()
    panel = window.chart.panel
    assert panel
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    box = panel.view.picture.nodes[0]
    offered = ask(panel.view, panel.view.place_of(box.key).center(), MOUSE)
    assert offered["Light up the evidence"] == "Return"
    assert "Show it with its neighbours alone" in offered
    _shut()
    panel.view.focus_node(box.key)
    assert "Show it with its neighbours alone" in ask(panel.view, QPoint(), KEY)
    _shut()
    offered = ask(panel.view, QPoint(1, 1), MOUSE)
    assert "Light up the evidence" not in offered
    assert offered["Fit all in"] == "0"


def _shut() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def test_the_toolbar_acts_on_the_selection_names_keys_and_can_be_hidden_for_good(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    bar = window.tool_bar
    assert bar.isVisible()
    window.view.select_span(desk.span("Norland"))
    action = window.actions_by_name["annotate_actor"]
    button = bar.widgetForAction(action)
    assert button.toolTip() == "Annotate as actor (1)"
    before = len(desk.session.layer.annotations)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.bridge.session
    assert len(window.bridge.session.layer.annotations) == before + 1
    assert window.view.hasFocus()
    window.actions_by_name["toolbar"].trigger()
    assert not bar.isVisible()
    window.close()
    again = MainWindow(SettingsStore())
    qtbot.addWidget(again)
    again.show()
    assert not again.tool_bar.isVisible()
