"""The key hides by a click, and what narrows the chart stands above it until it is taken back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.services.charting.chart_filters import ChartFilters
from annotator.ui.chart.chart_key import KIND, NODE, VALUE, key_names
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.chart.filter_chips import filters_in_words
from annotator.ui.chart.hiding import without
from tests.gui.conftest import press
from tests.unit.making import Desk


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> ChartPanel:
    panel = ChartPanel()
    qtbot.addWidget(panel)
    panel.resize(640, 560)
    panel.show()
    panel.show_session(desk.session)
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    return panel


def click(panel: ChartPanel, words: str) -> None:
    (item,) = [item for item in panel._legend.key.items if item.words == words]
    QTest.mouseClick(panel._legend, Qt.MouseButton.LeftButton, pos=item.box.center().toPoint())


def chips(panel: ChartPanel) -> list[str]:
    return [button.text() for button in panel.chips.buttons]


def test_a_click_in_the_key_hides_what_looks_so_and_a_second_one_shows_it(panel: ChartPanel, qtbot: QtBot) -> None:
    before = panel.graph
    click(panel, "topic")
    qtbot.waitUntil(lambda: panel.is_still)
    assert {kind for kind, _id in panel.graph.nodes} == {"entity"}
    assert chips(panel) == ["no topic ✕"]
    assert "topic (hidden)" in panel._legend.accessibleName()
    click(panel, "topic")
    qtbot.waitUntil(lambda: panel.is_still)
    assert panel.graph == before
    assert not panel.chips.isVisible()


def test_a_chip_takes_back_what_it_names(panel: ChartPanel, qtbot: QtBot) -> None:
    before = panel.graph
    panel.menu.use(replace(panel.menu.filters, entity_types=frozenset({"state"})))
    click(panel, "topic")
    qtbot.waitUntil(lambda: panel.is_still)
    assert chips(panel) == ["only state or territory ✕", "no topic ✕"]
    for _time in range(2):
        panel.chips.buttons[0].click()
        qtbot.waitUntil(lambda: panel.is_still)
    assert panel.graph == before
    assert panel.menu.filters.is_open


def test_when_all_is_hidden_the_pane_says_so_and_the_key_stays(panel: ChartPanel, qtbot: QtBot) -> None:
    for item in panel._legend.key.items:
        if item.sort == NODE:
            QTest.mouseClick(panel._legend, Qt.MouseButton.LeftButton, pos=item.box.center().toPoint())
    assert not panel.graph.nodes
    assert "hidden" in panel._hint.text()
    panel.chips.buttons[0].click()
    assert panel.graph.nodes


def test_the_key_is_walked_and_used_by_keys(panel: ChartPanel) -> None:
    legend = panel._legend
    items = legend.key.items
    legend.setFocus()
    press(legend, Qt.Key.Key_Right)
    assert legend.accessibleDescription() == f"{items[1].words}: hide it with Space"
    press(legend, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Space)
    assert legend.accessibleDescription() == f"{items[-1].words}: hidden, show it with Space"
    assert QTest.mouseClick(legend, Qt.MouseButton.LeftButton, pos=QPoint(legend.width() - 1, 0)) is None


def test_all_that_the_key_names_can_be_hidden_alone(panel: ChartPanel) -> None:
    graph = panel.graph
    for name in key_names(graph):
        left = without(graph, frozenset({name}))
        assert name not in key_names(left)
        assert set(left.edges) < set(graph.edges)
        assert len(left.nodes) < len(graph.nodes) if name[0] == NODE else left.nodes == graph.nodes
    assert without(graph, frozenset({(KIND, "nothing"), (VALUE, "nothing")})) == graph


def test_every_choice_is_told_and_taken_back_alone() -> None:
    narrowed = AnnotationFilter(
        topics=frozenset({"Peace"}), stances=frozenset({"agree"}), statuses=frozenset({"signed"}), start="2022"
    )
    kinds = frozenset({"agreement", "co-mention"})
    filters = ChartFilters(kinds, "all", "for", frozenset({"igo"}), narrowed)
    told = dict(filters_in_words(filters))
    assert list(told) == [
        "no claims", "in one sentence", "no positions", "positions of all", "as those they act for",
        "only intergovernmental organization", "only Peace", "only agree", "only signed", "from 2022",
    ]  # fmt: skip
    for words, without_it in told.items():
        assert list(dict(filters_in_words(without_it))) == [other for other in told if other != words]
    assert not list(filters_in_words(ChartFilters()))
