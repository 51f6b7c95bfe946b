"""Networks in the window: asked for by fields and keys, with the command's figures, and back to their passages."""

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from annotator.model.vocabulary import CLAIM, SPEAKERS
from annotator.services.editing.draft import Draft
from annotator.services.exporting.chart_order import build_chart, find_charted
from annotator.services.exporting.folder_charts import FolderCharts
from annotator.ui.chart.wide_graph import DOCUMENT, FOLDER, LISTED
from annotator.ui.networks.asking import Look, seen
from annotator.ui.networks.matrix_view import heat
from annotator.ui.networks.network_page import MATRIX, NetworkPage
from annotator.ui.networks.saving import matrix_pdf, matrix_png
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Choice, FilterLine
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import Desk

NAMES = ("Norland", "Ostia", "Kyodo")


def said(folder: Path, name: str, *speakers: str, date: str, stance: str = "agree") -> Desk:
    desk = Desk(folder, "They said that trade is good.", name=name)
    claim = desk.annotate(CLAIM, "trade is good")
    desk.role(claim, SPEAKERS, *speakers)
    desk.set(claim, topic="Trade is good", stance=stance, date=date)
    desk.save()
    return desk


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> NetworkPage:
    """The page over a folder of four documents, one of them open."""
    said(tmp_path, "one.txt", "Norland", "Ostia", date="2022-01-10")
    said(tmp_path, "three.txt", "Kyodo", date="2022-03-10", stance="disagree")
    (tmp_path / "below").mkdir()
    said(tmp_path / "below", "two.txt", "Norland", "Kyodo", date="2022-02-10")
    window.documents.open_folder(tmp_path)
    qtbot.waitUntil(lambda: is_read(window, 4))
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    found = window.network_room.page
    assert found
    assert found.isVisible()
    choose(found.settings.scope, FOLDER)
    rest(found, qtbot)
    return found


def is_read(window: MainWindow, files: int) -> bool:
    index = window.bridge.folder.index
    return index is not None and index.standing().read == index.standing().expected == files


def choose(choice: Choice, value: str) -> None:
    choice.show_value(value)
    choice.chosen.emit()


def rest(page: NetworkPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.is_still)


def weights(page: NetworkPage) -> dict[tuple[str, str], float]:
    nodes = page.graph.nodes
    return {(nodes[one].label, nodes[other].label): weight for (_kind, one, other), weight in page.graph.weights()}


def test_the_folder_s_network_has_the_figures_of_the_command(page: NetworkPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.settings.communities.setChecked(True)
    for network, aggregate in (("one-mode", "congruence"), ("two-mode", "subtract"), ("direct", None)):
        choose(page.settings.network, network)
        if aggregate:
            choose(page.settings.aggregate, aggregate)
        rest(page, qtbot)
        order = replace(page.settings.order(), paths=(str(tmp_path),), annotators=("mkato",))
        found, several = find_charted(order)
        assert not several
        built = build_chart(order, found)
        assert page.graph.nodes.keys() == built.graph.nodes.keys()
        assert dict(page.graph.weights()) == dict(built.graph.weights())
        assert page.charted
        assert page.charted.built.left_out == built.left_out
        assert built.communities
        assert built.communities.sentence in page.said.text()
        assert "E-I index" in page.said.text()


def test_the_chart_of_a_document_leads_to_that_of_the_folder(
    window: MainWindow, page: NetworkPage, qtbot: QtBot
) -> None:
    page.left.emit()
    qtbot.waitUntil(lambda: window.chart.panel is not None)
    assert window.chart.panel
    window.chart.panel.scopes.networks_asked.emit()
    rest(page, qtbot)
    assert where(window) == "middle"
    assert page.settings.network.value == "direct"
    edge = next(key for key in page.graph.edges if page.graph.nodes[key[1]].label == "Ostia")
    page.view.edge_picked.emit(edge)
    qtbot.waitUntil(lambda: {proof.passage.document for proof in page.evidence.proofs} == {"one.txt"})
    page.view.node_picked.emit(next(key for key, node in page.graph.nodes.items() if node.label == "Kyodo"))
    qtbot.waitUntil(lambda: {proof.passage.document for proof in page.evidence.proofs} >= {"below/two.txt"})


def test_what_is_left_out_is_said_with_its_number(page: NetworkPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.settings.dates["start"].setText("2022-02")
    page.settings.dates["start"].editingFinished.emit()
    rest(page, qtbot)
    assert "outside the time asked for" in page.said.text()
    page.settings.dates["start"].setText("")
    page.settings.dates["start"].editingFinished.emit()
    choose(page.settings.rows, "topic")
    assert "joins nothing: choose two that differ" in page.said.text()


def where(window: MainWindow) -> str:
    room = window.network_room
    return "apart" if room.is_apart else "middle" if room.is_shown else "away"


def narrow(window: MainWindow, words: str) -> None:
    line = window.documents.findChild(FilterLine)
    assert line
    line.setText(words)


def test_scopes_are_the_document_those_listed_and_the_folder(
    window: MainWindow, page: NetworkPage, qtbot: QtBot
) -> None:
    assert len(page.files()) == 4
    narrow(window, "two")
    qtbot.waitUntil(lambda: [path.name for path in window.documents.shown_paths] == ["two.txt"])
    choose(page.settings.scope, LISTED)
    rest(page, qtbot)
    assert weights(page) == {("Kyodo", "Norland"): 1.0}
    choose(page.settings.scope, DOCUMENT)
    rest(page, qtbot)
    assert [place.path for place in page.places] == [window.bridge.session.sidecar]  # type: ignore[union-attr]


def test_a_step_is_seen_in_the_network(window: MainWindow, page: NetworkPage, desk: Desk, qtbot: QtBot) -> None:
    before = statements(page)
    window.bridge.run("Delete", take_claims)
    qtbot.waitUntil(lambda: page.is_still and statements(page) < before)
    window.bridge.step_history(undo=True)
    qtbot.waitUntil(lambda: page.is_still and statements(page) == before)


def statements(page: NetworkPage) -> int:
    assert page.charted
    return page.charted.count or 0


def take_claims(draft: Draft) -> None:
    for one in list(draft.layer.annotations.values()):
        if one.type == CLAIM and one.speakers:
            draft.remove("annotations", one.id)


def test_a_cell_of_the_matrix_leads_to_what_it_rests_on_and_that_into_the_text(
    window: MainWindow, page: NetworkPage, qtbot: QtBot
) -> None:
    page.show_as(MATRIX)
    rest(page, qtbot)
    matrix = page.matrix
    names = [matrix.weights.name(key) for key in matrix.weights.table.rows]
    matrix.setCurrentIndex(matrix.weights.index(names.index("Norland"), names.index("Kyodo")))
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.evidence.proofs))
    assert page.evidence.title.text() == f"Norland, Kyodo: 4 – {len(page.evidence.proofs)} passages"
    assert {proof.passage.document for proof in page.evidence.proofs} >= {"below/two.txt"}
    row = next(at for at, proof in enumerate(page.evidence.proofs) if proof.passage.document == "below/two.txt")
    page.evidence.rows.activated.emit(page.evidence.model.index(row, 0))
    qtbot.waitUntil(lambda: window.bridge.session is not None and "two.txt" in window.bridge.session.sidecar.name)
    qtbot.waitUntil(lambda: window.bridge.selected == page.evidence.proofs[row].annotation)
    assert where(window) == "away"
    # Another network has no such edge: nothing stays listed that it does not rest on.
    choose(page.settings.network, "two-mode")
    rest(page, qtbot)
    assert not page.evidence.proofs
    assert not page.evidence.title.text()


def test_edges_of_nodes_that_the_matrix_has_no_room_for_are_said(qtbot: QtBot, page: NetworkPage) -> None:
    assert page.charted is not None
    few = seen(page.charted, Look(order="weight", most=2))
    assert few.table is not None
    shown = {key for keys in few.table.of.values() for key in keys}
    assert few.shown.edges_left == len(page.graph.edges) - len(shown) > 0


def test_the_matrix_is_sorted_and_drawn(page: NetworkPage, qtbot: QtBot) -> None:
    page.show_as(MATRIX)
    choose(page.order, "name")
    rest(page, qtbot)
    names = [page.matrix.weights.name(key) for key in page.matrix.weights.table.rows]
    assert names == sorted(names, key=str.casefold)
    assert set(NAMES) <= set(names)
    assert matrix_png(page.matrix.weights)[:4] == b"\x89PNG"
    assert matrix_pdf(page.matrix.weights)[:5] == b"%PDF-"
    for name in (theme.LIGHT, theme.DARK):
        colors = theme.theme_of(name)
        for share in (-1.0, -0.4, 0.3, 1.0):
            assert theme.contrast(colors.text, heat(share, colors)) > 4.5


def test_windows_pass_by_under_the_slider(page: NetworkPage, qtbot: QtBot) -> None:
    choose(page.settings.network, "two-mode")
    page.settings.width_of_window.setValue(2)
    choose(page.settings.unit, "months")
    rest(page, qtbot)
    assert page.time.isVisible()
    assert page.charted
    assert page.charted.view is not None
    files = [place.chart_file() for place in page.files()]
    by_command = FolderCharts().chart(page.settings.order(), files)
    assert by_command.series
    assert len(by_command.series.windows) == page.time.slider.maximum() + 1
    seen = []
    for place in range(page.time.slider.maximum() + 1):
        page.time.slider.setValue(place)
        rest(page, qtbot)
        assert dict(page.graph.weights()) == dict(by_command.at(place).weights())
        assert page.time.label.text().startswith(by_command.series.windows.day(place).isoformat())
        seen.append(page.time.label.text())
    assert len(set(seen)) == len(seen) >= 1
    page.time.toggle()
    assert page.time.plays
    qtbot.waitUntil(lambda: not page.time.plays)
    page.settings.width_of_window.setValue(0)
    rest(page, qtbot)
    assert page.time.isHidden()


@pytest.mark.parametrize("form", [".gexf", ".graphml", ".csv", ".nodes.csv", ".matrix.csv", ".events.csv", ".dl"])
def test_it_is_saved_as_every_file_of_networks(
    page: NetworkPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = tmp_path / f"out{form}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(out), ""))
    page.save_asked.emit()
    qtbot.waitUntil(out.exists)
    if form in (".gexf", ".graphml"):
        read = nx.read_gexf(out) if form == ".gexf" else nx.read_graphml(out)
        assert len(read) == len(page.graph.nodes)


def test_a_node_is_shown_with_its_neighbours_and_escape_leads_back(
    window: MainWindow, page: NetworkPage, qtbot: QtBot
) -> None:
    key = next(key for key, node in page.graph.nodes.items() if node.label == "Ostia")
    page.view.node_opened.emit(key)
    rest(page, qtbot)
    assert {node.label for node in page.shown.graph.nodes.values()} >= {"Ostia", "Norland"}
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    rest(page, qtbot)
    assert where(window) == "middle"
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert where(window) == "away"
    assert window.panes["chart"].isVisible()


def test_networks_have_a_window_of_their_own_and_come_back(window: MainWindow, page: NetworkPage) -> None:
    page.apart_asked.emit()
    assert where(window) == "apart"
    assert page.isVisible()
    assert page.window() is not window
    assert window.view.isVisible()
    page.apart_asked.emit()
    assert where(window) == "middle"
    page.apart_asked.emit()
    page.left.emit()
    assert where(window) == "away"
    window.network_room.toggle()
    assert where(window) == "middle"


def test_networks_and_passages_give_way_to_each_other(window: MainWindow, page: NetworkPage) -> None:
    docks = [dock.objectName() for dock in window.panes if not dock.isHidden()]
    window.actions_by_name["passages"].trigger()
    assert (where(window), window.passages_room.is_shown) == ("away", True)
    window.actions_by_name["networks"].trigger()
    assert (where(window), window.passages_room.is_shown) == ("middle", False)
    assert [dock.objectName() for dock in window.panes if not dock.isHidden()] == docks
    window.actions_by_name["networks"].trigger()
    assert (where(window), window.panes["chart"].isHidden()) == ("away", False)
