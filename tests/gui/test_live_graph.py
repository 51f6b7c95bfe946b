"""The window's graph follows the document step by step, and what was made aside for another one is dropped."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.growing_graph import GrowingGraph
from annotator.model.networks.relation_graph import relation_graph
from annotator.services.charting.chart_filters import ChartFilters
from annotator.services.charting.composing import picture_of
from annotator.services.editing.topics import edit_topic
from annotator.ui.chart import composer, live_graph
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Charts are all composed aside, and only while the gate is open."""
    gate = Event()

    def wait(*arguments: Any) -> Any:
        gate.wait()
        return picture_of(*arguments)

    monkeypatch.setattr(composer, "picture_of", wait)
    monkeypatch.setattr(composer, "COMPOSED_ASIDE", 0)
    monkeypatch.setattr(composer, "MOST_BOXES", 0)
    yield gate
    gate.set()


def other_desk(folder: Path) -> Desk:
    """Give a document with one agreement of two whom the usual one does not know."""
    folder.mkdir()
    desk = Desk(folder, "Norland and Ostia agreed.", "other.txt")
    made = desk.annotate("agreement", "Norland and Ostia agreed")
    desk.role(made, "parties", "Norland", "Ostia")
    return desk


def labels(panel: ChartPanel) -> set[str]:
    return {box.label for box in panel.view.picture.nodes}


@pytest.fixture
def panel(qtbot: QtBot) -> ChartPanel:
    panel = ChartPanel()
    qtbot.addWidget(panel)
    panel.resize(640, 560)
    panel.show()
    return panel


def test_another_document_never_shows_the_chart_of_the_first(
    panel: ChartPanel, desk: Desk, tmp_path: Path, qtbot: QtBot, gate: Event
) -> None:
    shown: list[set[str]] = []
    panel.composer.composed.connect(lambda picture: shown.append({box.label for box in picture.nodes}))
    panel.show_session(desk.session)
    panel.show_session(other_desk(tmp_path / "other").session)
    assert panel.composer.waiting
    gate.set()
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    assert labels(panel) == {"Norland", "Ostia"}
    assert "Aiko Mori" not in set().union(*shown)
    assert {node.label for node in panel.graph.nodes.values()} == {"Norland", "Ostia"}


def test_what_was_shown_of_the_first_is_gone_before_the_second_is_composed(
    panel: ChartPanel, desk: Desk, tmp_path: Path, qtbot: QtBot, gate: Event
) -> None:
    gate.set()
    panel.show_session(desk.session)
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    gate.clear()
    panel.show_session(other_desk(tmp_path / "other").session)
    assert not panel.view.picture.nodes
    assert not panel.graph.nodes


def test_one_walks_through_the_text_while_the_chart_is_laid_out(
    window: MainWindow, desk: Desk, qtbot: QtBot, gate: Event
) -> None:
    panel = window.chart.panel
    assert panel
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: panel.composer.waiting)
    before = panel.graph
    press(window.view, *[Qt.Key.Key_Tab] * 8)
    assert panel.graph is before
    # What is shown can be asked for; what is not yet, is nowhere.
    assert all(panel.describe(key) for key in panel.view.keys)
    gate.set()
    qtbot.waitUntil(lambda: panel.is_still)
    assert panel.graph is not before
    assert all(panel.describe(key) for key in panel.view.keys)


def test_steps_are_taken_in_and_nothing_is_read_anew(
    window: MainWindow, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = window.chart.panel
    session = window.bridge.session
    assert panel
    assert session
    made: list[object] = []
    monkeypatch.setattr(live_graph, "GrowingGraph", lambda *arguments: made.append(arguments))
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    nodes = len(relation_graph(session.layer).nodes)
    qtbot.waitUntil(lambda: panel.is_still and len(panel.graph.nodes) == nodes)
    assert panel.graph == relation_graph(session.layer)
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: panel.is_still and len(panel.graph.nodes) == nodes - 1)
    assert panel.graph == relation_graph(session.layer)
    assert not made


def test_a_large_document_is_read_aside_and_what_is_done_meanwhile_is_in_it(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_graph, "READ_ASIDE", 1)
    gate = Event()

    def wait(*arguments: Any) -> GrowingGraph:
        gate.wait()
        return GrowingGraph(*arguments)

    monkeypatch.setattr(live_graph, "GrowingGraph", wait)
    live = live_graph.LiveGraph()
    session = desk.session
    session.subscribe(live.follow)
    live.show(session, ChartFilters())
    made = desk.annotate("agreement", "Norland criticised Ostia")
    desk.role(made, "parties", "Norland", "Ostia")
    session.undo()
    assert live.is_reading
    assert not live.graph.nodes
    gate.set()
    qtbot.waitUntil(lambda: not live.is_reading)
    assert live.graph == relation_graph(session.layer)


def test_a_reading_that_comes_late_is_dropped(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_graph, "READ_ASIDE", 0)
    gate = Event()

    def wait(*arguments: Any) -> GrowingGraph:
        gate.wait()
        return GrowingGraph(*arguments)

    monkeypatch.setattr(live_graph, "GrowingGraph", wait)
    live = live_graph.LiveGraph()
    seen: list[set[str]] = []
    live.changed.connect(lambda: seen.append({node.label for node in live.graph.nodes.values()}))
    live.show(desk.session, ChartFilters())
    live.show(other_desk(tmp_path / "other").session, ChartFilters())
    gate.set()
    qtbot.waitUntil(lambda: not live.is_reading)
    assert seen == [{"Norland", "Ostia"}]


def test_a_narrowed_chart_follows_topics_that_are_renamed(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    live = live_graph.LiveGraph()
    session = desk.session
    session.subscribe(live.follow)
    (topic,) = session.layer.topics.values()
    live.show(session, ChartFilters(narrowed=AnnotationFilter(topics=frozenset({topic.name}))))
    assert live.graph.edges
    draft = session.draft()
    edit_topic(draft, topic.id, name="Something else")
    session.commit(draft, "Rename")
    assert not live.graph.edges
    session.undo()
    assert live.graph.edges


def test_what_one_annotation_lights_is_not_searched_for_in_all_evidence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = live_graph.LiveGraph()
    live.show(desk.session, ChartFilters())
    graph = live.graph
    asked: list[str] = []
    keys_of = GrowingGraph.keys_of

    def ask(growing: GrowingGraph, identifier: str) -> Any:
        asked.append(identifier)
        return keys_of(growing, identifier)

    monkeypatch.setattr(GrowingGraph, "keys_of", ask)
    for identifier in desk.layer.annotations:
        found = live.keys_of(frozenset({identifier}))
        assert found == {key for key in (*graph.nodes, *graph.edges) if identifier in graph.evidence_of(key)}
    assert asked == list(desk.layer.annotations)
    monkeypatch.setattr(live_graph, "FEW", 0)
    everybody = frozenset(desk.layer.annotations) | {f"gone {number}" for number in range(50)}
    assert live.keys_of(everybody) == {*graph.nodes, *graph.edges}
    assert len(asked) == len(desk.layer.annotations)


def test_what_says_nothing_composes_nothing(panel: ChartPanel, qtbot: QtBot, desk: Desk) -> None:
    panel.show_session(desk.session)
    desk.session.subscribe(panel.layer_changed)
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    composed: list[Any] = []
    panel.composer.composed.connect(composed.append)
    stayed: list[None] = []
    panel.live.stayed.connect(lambda: stayed.append(None))
    made = desk.annotate("claim", "closely")
    assert stayed
    assert panel.is_still
    desk.role(made, "speakers", "Norland")
    desk.role(made, "targets", "Ostia")
    qtbot.waitUntil(lambda: bool(composed) and panel.is_still)
    assert len(composed) == 1
