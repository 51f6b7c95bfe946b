"""The chart beside the article of more than the article: the documents listed, or the folder, live and still."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.vocabulary import CLAIM, SPEAKERS
from annotator.services.editing.draft import Draft
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.roles import add_role
from annotator.ui.chart import wide_graph
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.chart.wide_graph import DOCUMENT, FOLDER, LISTED
from annotator.ui.toolkit.panel_parts import FilterLine
from annotator.ui.window.main_window import MainWindow
from tests.gui.test_networks import is_read, said


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ChartPanel:
    """The chart of an open article in a folder of three others."""
    said(tmp_path, "one.txt", "Norland", "Ostia", date="2022-01-10")
    said(tmp_path, "three.txt", "Kyodo", "Norland", date="2022-03-10", stance="disagree")
    (tmp_path / "below").mkdir()
    said(tmp_path / "below", "two.txt", "Norland", "Kyodo", date="2022-02-10")
    window.documents.open_folder(tmp_path)
    qtbot.waitUntil(lambda: is_read(window, 4))
    assert window.chart.panel
    return window.chart.panel


def go_on(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def rest(panel: ChartPanel, qtbot: QtBot) -> None:
    """Wait for the newest chart in the size that its key leaves it."""
    qtbot.waitUntil(lambda: panel.is_still)
    QApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: panel.is_still and panel.view.picture.height == panel.view.height())


def names(panel: ChartPanel) -> set[str]:
    return {node.label for node in panel.graph.nodes.values()}


def test_a_key_goes_on_to_the_documents_listed_and_to_the_folder(
    window: MainWindow, panel: ChartPanel, qtbot: QtBot
) -> None:
    own = names(panel)
    line = window.documents.findChild(FilterLine)
    assert line
    line.setText("two")
    go_on(window)
    assert (panel.wide.scope, panel.scopes.button.text()) == (LISTED, "Listed")
    qtbot.waitUntil(lambda: names(panel) == {"Norland", "Kyodo", "Trade is good"})
    line.setText("")
    qtbot.waitUntil(lambda: "Ostia" in names(panel))
    go_on(window)
    rest(panel, qtbot)
    assert panel.wide.scope == FOLDER
    assert names(panel) > own
    go_on(window)
    rest(panel, qtbot)
    assert (panel.wide.scope, names(panel)) == (DOCUMENT, own)


@pytest.fixture(params=[wide_graph.AT_ONCE, 0], ids=["small", "large"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the folder for one that is small, or for one whose chart is made beside the window."""
    monkeypatch.setattr(wide_graph, "AT_ONCE", request.param)


@pytest.mark.usefixtures("_size")
def test_it_changes_with_each_step_and_stands_still(window: MainWindow, panel: ChartPanel, qtbot: QtBot) -> None:
    panel.show_scope(FOLDER)
    rest(panel, qtbot)
    before = {box.key: (box.x, box.y) for box in panel.view.picture.nodes}
    session = window.bridge.session
    assert session
    claim = next(one for one in session.layer.annotations.values() if one.type == CLAIM)
    window.bridge.select(claim.id)

    def speaker(draft: Draft) -> None:
        add_role(draft, claim.id, SPEAKERS, entity_for_name(draft, "Zembla").id)

    window.bridge.run("Speaker", speaker)
    qtbot.waitUntil(lambda: "Zembla" in names(panel))
    rest(panel, qtbot)
    after = {box.key: (box.x, box.y) for box in panel.view.picture.nodes}
    assert sum(after[key] != place for key, place in before.items()) <= 1
    window.bridge.step_history(undo=True)
    qtbot.waitUntil(lambda: "Zembla" not in names(panel))


def test_what_a_line_rests_on_is_listed_of_all_documents_and_opens_there(
    window: MainWindow, panel: ChartPanel, qtbot: QtBot
) -> None:
    panel.show_scope(FOLDER)
    rest(panel, qtbot)
    norland = next(key for key, node in panel.graph.nodes.items() if node.label == "Norland")
    panel.view.node_picked.emit(norland)
    qtbot.waitUntil(lambda: window.evidence.passages is not None)
    assert window.evidence.passages
    found = {proof.passage.document for proof in window.evidence.passages.proofs}
    assert found >= {"one.txt", "three.txt", "below/two.txt"}
    assert panel.view.highlight.lit == {norland}
    rest(panel, qtbot)
    before = [(box.key, box.x, box.y) for box in panel.view.picture.nodes]
    where = [proof.passage.document for proof in window.evidence.passages.proofs].index("three.txt")
    window.evidence.passages.rows.activated.emit(window.evidence.passages.model.index(where, 0))
    qtbot.waitUntil(lambda: window.files.desk is not None and window.files.desk.document_path.name == "three.txt")
    rest(panel, qtbot)
    assert window.evidence.passages is not None
    assert [(box.key, box.x, box.y) for box in panel.view.picture.nodes] == before
    window.bridge.select(next(iter(window.bridge.session.layer.annotations)) if window.bridge.session else None)
    assert norland in panel.view.highlight.lit
    assert len(panel.view.highlight.lit) > 1
    QTest.keyClick(window.evidence.passages.rows, Qt.Key.Key_Escape)
    assert window.evidence.passages is None


def test_one_node_is_looked_at_with_its_neighbours_of_the_folder(
    window: MainWindow, panel: ChartPanel, qtbot: QtBot
) -> None:
    panel.show_scope(FOLDER)
    panel.wide.look(most=1)
    rest(panel, qtbot)
    assert len(names(panel)) == 1
    panel.open_node(next(iter(panel.graph.nodes)))
    rest(panel, qtbot)
    shown = {box.key[1] for box in panel.view.picture.nodes}
    assert len(shown) > 1
    panel.step_back()
    rest(panel, qtbot)
    assert panel.wide.around is None


def test_without_a_document_there_is_the_folder_s_chart(window: MainWindow, panel: ChartPanel, qtbot: QtBot) -> None:
    panel.show_scope(FOLDER)
    window.files.close_document()
    rest(panel, qtbot)
    assert window.panes["chart"].widget().isEnabled()
    assert "Ostia" in names(panel)
    panel.show_scope(DOCUMENT)
    rest(panel, qtbot)
    assert not panel.graph.nodes


def test_networks_give_way_to_the_chart_beside_the_article(window: MainWindow, panel: ChartPanel, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    pages = [window.network_room.is_shown]
    go_on(window)
    pages.append(window.network_room.is_shown)
    assert pages == [True, False]
    rest(panel, qtbot)
    assert panel.isVisible()
