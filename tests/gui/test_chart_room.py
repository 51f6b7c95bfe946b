"""The room that panes have: shares of the window, the chart view, the chart's own window, and evidence beside it."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.user.settings import SettingsStore
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.window.chart_room import COLUMN
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press


def resize(window: MainWindow, width: int, height: int, qtbot: QtBot) -> None:
    window.resize(width, height)
    window.panes.shares.apply()
    qtbot.waitUntil(lambda: window.size().width() == width)
    QApplication.processEvents()


def widths(window: MainWindow) -> dict[str, int]:
    return {dock.objectName(): dock.width() for dock in window.panes if not dock.visibleRegion().isEmpty()}


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 900), (1920, 1080), (2560, 1440)])
def test_the_chart_has_its_share_of_every_window(window: MainWindow, qtbot: QtBot, width: int, height: int) -> None:
    resize(window, width, height, qtbot)
    chart, inspector = window.panes["chart"], window.panes["inspector"]
    assert max(460, 0.36 * width) <= chart.width() <= 0.4 * width
    assert 0.62 <= chart.height() / (chart.height() + inspector.height()) <= 0.68
    assert window.view.width() >= 400
    resize(window, 1280, 800, qtbot)
    assert window.panes["chart"].width() == pytest.approx(486, abs=2)


def test_in_a_small_window_the_article_has_room_before_the_chart(window: MainWindow, qtbot: QtBot) -> None:
    resize(window, 960, 540, qtbot)
    assert (window.width(), window.height()) == (960, 540)
    assert window.view.width() >= 340
    assert window.panes["chart"].width() >= 340


def test_what_is_dragged_is_the_share_from_then_on_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    resize(window, 1280, 800, qtbot)
    edge = QPointF(window.panes["chart"].x() - 3, 300)
    for kind, place in (("Press", edge), ("Move", edge - QPointF(100, 0)), ("Release", edge - QPointF(100, 0))):
        left = Qt.MouseButton.LeftButton
        what = QMouseEvent.Type[f"MouseButton{kind}" if kind != "Move" else "MouseMove"]
        event = QMouseEvent(what, place, window.mapToGlobal(place), left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, event)
        QApplication.processEvents()
    assert window.panes["chart"].width() == pytest.approx(586, abs=6)
    resize(window, 1920, 1080, qtbot)
    assert window.panes["chart"].width() == pytest.approx(586 / 1280 * 1920, abs=10)
    assert window.panes.shares.chosen().keys() == {"chart", "inspector"}
    window.close()
    assert SettingsStore().settings.pane_shares.keys() == {"chart", "inspector"}


def test_f9_gives_the_chart_all_but_a_column_and_esc_gives_the_panes_back(window: MainWindow, qtbot: QtBot) -> None:
    resize(window, 1280, 800, qtbot)
    window.panes["entities"].raise_()
    QApplication.processEvents()
    before = widths(window)
    press(window.view, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.panes["chart"].width() == 1280 - COLUMN)
    assert widths(window).keys() == {"chart"}
    evidence, article = window.evidence, window.view
    assert evidence.isVisible()
    assert evidence.mapToGlobal(QPoint()).y() < article.mapToGlobal(QPoint()).y()
    resize(window, 1500, 800, qtbot)
    qtbot.waitUntil(lambda: window.panes["chart"].width() == 1500 - COLUMN)
    resize(window, 1280, 800, qtbot)
    panel = window.chart.panel
    assert panel
    assert panel.view.hasFocus()
    press(panel.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: widths(window) == before)
    assert not evidence.isVisible()


def test_esc_in_the_article_leaves_the_chart_view_last(window: MainWindow) -> None:
    window.chart_room.toggle()
    window.view.setFocus()
    window.bridge.select(next(iter(window.bridge.session.layer.annotations)))  # type: ignore[union-attr]
    press(window.view, Qt.Key.Key_Escape)
    assert window.chart_room.is_large
    press(window.view, Qt.Key.Key_Escape)
    assert not window.chart_room.is_large


def test_a_double_click_on_the_panes_title_is_the_chart_view(window: MainWindow) -> None:
    dock = window.panes["chart"]
    place = QPointF(40, 8)
    event = QMouseEvent(
        QMouseEvent.Type.MouseButtonDblClick, place, dock.mapToGlobal(place), Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(dock, event)
    assert window.chart_room.is_large
    assert not dock.isFloating()


def test_the_chart_has_a_window_of_its_own_that_comes_back_when_it_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    dock = window.panes["chart"]
    QTest.keyClick(window.view, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert dock.isFloating()
    assert dock.windowFlags() & Qt.WindowType.WindowMaximizeButtonHint
    dock.setGeometry(40, 50, 700, 500)
    dock.close()
    qtbot.waitUntil(lambda: not dock.isFloating() and dock.isVisible())
    assert window.store.settings.chart_window
    QTest.keyClick(window.view, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: dock.size().toTuple() == (700, 500))
    window.close()
    assert SettingsStore().settings.chart_window


# Evidence ------------------------------------------------------------------------------------------------------------


def chart(window: MainWindow) -> ChartPanel:
    assert window.chart.panel
    return window.chart.panel


def pick(window: MainWindow, label: str) -> tuple[str, ...]:
    """Pick a node as a click on it does, and give its evidence."""
    panel = chart(window)
    key = next(key for key, node in panel.graph.nodes.items() if node.label == label)
    panel.view.node_picked.emit(key)
    return panel.graph.nodes[key].evidence


def focus_in(window: MainWindow, widget: QWidget, qtbot: QtBot) -> None:
    window.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def test_a_node_lists_its_sentences_and_they_are_gone_through_by_key(window: MainWindow, qtbot: QtBot) -> None:
    focus_in(window, chart(window).view, qtbot)
    evidence = pick(window, "Aiko Mori")
    panel, bridge = window.evidence, window.bridge
    assert panel.isVisible()
    assert [panel.model.id_at(row) for row in range(panel.model.rowCount())] == list(evidence)
    seen = [bridge.selected]
    for _time in evidence:
        press(chart(window).view, Qt.Key.Key_F4)
        seen.append(bridge.selected)
    assert seen == [*evidence, evidence[0]]
    QTest.keyClick(chart(window).view, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert bridge.selected == evidence[-1]
    assert panel.count.text() == f"{len(evidence)} of {len(evidence)}"
    assert bridge.lit == frozenset(evidence)


def test_a_row_says_sentence_date_annotator_and_document(window: MainWindow) -> None:
    pick(window, "Aiko Mori")
    spoken = window.evidence.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Minister Aiko Mori said she and her counterpart Carlo Bianchi agreed to train together., mkato · talks.txt"
    )


def test_text_and_inspector_follow_the_evidence_and_enter_goes_there(window: MainWindow, qtbot: QtBot) -> None:
    focus_in(window, chart(window).view, qtbot)
    pick(window, "Aiko Mori")
    panel = window.evidence
    # Once more is Enter on what is listed already: it leads into the list.
    pick(window, "Aiko Mori")
    assert panel.rows.hasFocus()
    press(panel.rows, Qt.Key.Key_Down)
    annotation = window.bridge.annotation
    assert annotation
    assert annotation.id == panel.model.id_at(1)
    assert any(label.text().startswith("Aiko Mori said she") for label in window.inspector.findChildren(PlainLabel))
    press(panel.rows, Qt.Key.Key_Return)
    assert window.view.hasFocus()
    assert window.view.caret() == annotation.start
    press(window.view, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert not window.bridge.lit


def test_what_is_deleted_is_no_evidence_any_more(window: MainWindow) -> None:
    evidence = pick(window, "Aiko Mori")
    press(window.view, Qt.Key.Key_Delete)
    panel = window.evidence
    assert [panel.model.id_at(row) for row in range(panel.model.rowCount())] == list(evidence[1:])
