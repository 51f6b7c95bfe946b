"""The chart under the hand: what is pointed at, picked, dragged, opened, walked to and told."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.networks.relation_graph import CLAIM_EDGE, ENTITY, Edge, Node, NodeKey, RelationGraph
from annotator.services.charting.neighbourhood import neighbourhood
from annotator.services.charting.picture import ChartPicture, NodeBox
from annotator.services.editing.entities import edit_entity
from annotator.ui.chart import box_pixels
from annotator.ui.chart.box_pixels import BoxPixels
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.chart.composer import COMPOSED_ASIDE, Composer
from annotator.ui.chart.painting import Painted, names_beside, paint_picture
from annotator.ui.toolkit import theme
from tests.gui.conftest import press
from tests.unit.making import Desk

pytestmark = pytest.mark.usefixtures("qapp")
SCALE = 4


@pytest.fixture
def panel(desk: Desk, qtbot: QtBot) -> Iterator[ChartPanel]:
    panel = ChartPanel()
    qtbot.addWidget(panel)
    panel.resize(620, 620)
    panel.show()
    panel.show_session(desk.session)
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.view.picture.nodes))
    yield panel
    panel.show_session(None)


def node(panel: ChartPanel, label: str) -> NodeKey:
    return next(key for key, node in panel.graph.nodes.items() if node.label == label)


def place(panel: ChartPanel, label: str) -> QPoint:
    return panel.view.place_of(node(panel, label)).center()


def move(panel: ChartPanel, to: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(to), panel.view.mapToGlobal(QPointF(to)),
                        Qt.MouseButton.NoButton, button, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(panel.view, event)


def drag(panel: ChartPanel, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=start)
    move(panel, (start + end) / 2, Qt.MouseButton.LeftButton)
    move(panel, end, Qt.MouseButton.LeftButton)
    panel.view.grab()
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=end)


def test_a_click_picks_a_node_an_edge_or_nothing(panel: ChartPanel, qtbot: QtBot) -> None:
    picked: list[tuple[object, object]] = []
    panel.evidence_picked.connect(lambda key, evidence: picked.append((key, evidence)))
    line = panel.view.picture.edges[0]
    curve = QPointF(*line.start) * 0.25 + QPointF(*line.control) * 0.5 + QPointF(*line.end) * 0.25
    for spot in (place(panel, "Aiko Mori"), curve.toPoint(), QPoint(2, 2)):
        QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=spot)
    mori = node(panel, "Aiko Mori")
    assert picked == [
        (mori, panel.graph.nodes[mori].evidence), (line.key, panel.graph.edges[line.key].evidence), (None, ()),
    ]  # fmt: skip


def test_pointing_keeps_the_neighbours_and_greys_the_rest(panel: ChartPanel) -> None:
    bianchi, mori = node(panel, "Carlo Bianchi"), node(panel, "Aiko Mori")
    move(panel, place(panel, "Carlo Bianchi"))
    kept = panel.view.shown_highlight().kept
    edges = {key for key in panel.graph.edges if bianchi in key}
    assert {bianchi, mori} | edges <= kept
    assert kept < set(panel.view.keys)
    move(panel, QPoint(2, 2))
    assert not panel.view.shown_highlight().kept


def test_a_node_that_is_dragged_stays_there_and_tidy_leaves_it(panel: ChartPanel, qtbot: QtBot) -> None:
    mori = node(panel, "Aiko Mori")
    drag(panel, place(panel, "Aiko Mori"), QPoint(330, 300))
    qtbot.waitUntil(lambda: panel.is_still)
    (box,) = [box for box in panel.view.picture.nodes if box.key == mori]
    assert box.pinned
    assert abs(box.middle[0] - 330) < 3 > abs(box.middle[1] - 300)
    panel.tidy()
    qtbot.waitUntil(lambda: panel.is_still)
    (again,) = [box for box in panel.view.picture.nodes if box.key == mori]
    assert again.middle == pytest.approx(box.middle)
    assert panel.is_pinned(mori)
    panel.let_go(mori)
    assert not panel.is_pinned(mori)
    assert not any(box.pinned for box in panel.view.picture.nodes)


def test_the_ground_is_dragged_and_the_wheel_zooms_around_the_mouse(panel: ChartPanel) -> None:
    before = place(panel, "Aiko Mori")
    drag(panel, QPoint(2, 2), QPoint(42, 32))
    assert place(panel, "Aiko Mori") - before == QPoint(40, 30)
    spot = QPointF(place(panel, "Aiko Mori"))
    held = panel.view.camera.to_picture(spot)
    panel.view.zoom(2.0, spot)
    assert panel.view.camera.to_picture(spot) == held
    assert panel.view.camera.scale == 2.0
    assert panel.view.key_at(spot) == node(panel, "Aiko Mori")
    press(panel.view, Qt.Key.Key_0)
    assert not panel.view.camera.moved


def test_annotating_leaves_scale_and_offset_alone(panel: ChartPanel, qtbot: QtBot, desk: Desk) -> None:
    panel.view.zoom(1.5, QPointF(100, 100))
    seen = panel.view.camera.transform
    desk.session.subscribe(panel.layer_changed)
    nodes = len(panel.graph.nodes)
    desk.annotate("actor", "Norland")
    qtbot.waitUntil(lambda: len(panel.graph.nodes) > nodes and panel.is_still)
    assert panel.view.camera.transform == seen


def test_a_double_click_shows_a_node_with_its_neighbours_alone(panel: ChartPanel, qtbot: QtBot) -> None:
    everything = {box.key for box in panel.view.picture.nodes}
    escaped = []
    panel.escape_pressed.connect(lambda: escaped.append(True))
    topic = next(key for key in panel.graph.nodes if key[0] != ENTITY)
    for steps in (1, 2):
        QTest.mouseDClick(panel.view, Qt.MouseButton.LeftButton, pos=panel.view.place_of(topic).center())
        qtbot.waitUntil(lambda: panel.is_still)
        shown = {box.key for box in panel.view.picture.nodes}
        assert shown == {topic, *neighbourhood(panel.graph, topic, steps).nodes}
        assert len(shown) < len(everything)
        assert panel._around == (topic, steps)
    press(panel.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.is_still)
    assert {box.key for box in panel.view.picture.nodes} == everything
    assert not escaped
    press(panel.view, Qt.Key.Key_Escape)
    assert escaped


def test_the_keys_walk_and_pick(panel: ChartPanel, qtbot: QtBot) -> None:
    panel.view.setFocus()
    press(panel.view, Qt.Key.Key_Right)
    first = panel.view.highlight.focused
    press(panel.view, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right)
    assert first in panel.view.keys
    assert panel.view.accessibleDescription()
    with qtbot.waitSignal(panel.view.node_picked):
        press(panel.view, Qt.Key.Key_Return)


def test_the_tip_gives_the_first_quote(panel: ChartPanel) -> None:
    tip = panel.view.tip(next(iter(panel.graph.edges)))
    assert tip.count("\n") == 2
    assert "“" in tip


def test_what_moves_glides_and_comes_to_its_end(panel: ChartPanel, qtbot: QtBot) -> None:
    drag(panel, place(panel, "Aiko Mori"), QPoint(330, 300))
    qtbot.waitUntil(lambda: panel.is_still)
    with qtbot.waitSignal(panel.view.glide.ended):
        panel.tidy()
        panel.view.grab()
    assert panel.view.glide.picture is panel.view.picture


def test_no_glide_where_the_system_asks_for_none(panel: ChartPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.chart.glide.is_animated", lambda: False)
    drag(panel, place(panel, "Aiko Mori"), QPoint(330, 300))
    panel.tidy()
    assert not panel.view.glide.running


def test_screen_readers_are_told_nodes_and_edges(panel: ChartPanel) -> None:
    chart = QAccessible.queryAccessibleInterface(panel.view)
    names = [chart.child(number).text(QAccessible.Text.Name) for number in range(chart.childCount())]
    assert len(names) == len(panel.graph.nodes) + len(panel.graph.edges)
    assert {"Aiko Mori", "Carlo Bianchi"} <= set(names)
    assert any("→" in name for name in names)
    mori = chart.child(names.index("Aiko Mori"))
    assert mori.text(QAccessible.Text.Description).startswith("person, ")
    assert mori.role() == QAccessible.Role.ListItem
    assert mori.rect().size() == panel.view.place_of(node(panel, "Aiko Mori")).size()
    assert chart.childAt(*mori.rect().center().toTuple()).text(QAccessible.Text.Name) == "Aiko Mori"
    panel.view.focus_node(node(panel, "Carlo Bianchi"))
    assert chart.focusChild().text(QAccessible.Text.Name) == "Carlo Bianchi"


def test_a_low_pane_hides_its_key_behind_a_button(panel: ChartPanel) -> None:
    assert panel._legend.isVisible()
    panel.resize(620, 300)
    assert not panel._legend.isVisible()
    assert panel._key.isVisible()
    panel._key.click()
    assert panel._legend.isVisible()


def test_a_name_is_found_in_the_chart(panel: ChartPanel) -> None:
    panel.view.setFocus()
    panel.find_name()
    QTest.keyClicks(panel._finder, "mor")
    assert panel.view.highlight.focused == node(panel, "Aiko Mori")
    assert panel.view.shown_highlight().kept == {node(panel, "Aiko Mori")}
    QTest.keyClicks(panel._finder, "!")
    assert not panel.view.shown_highlight().kept
    panel._finder.setText("i")
    first = panel.view.highlight.focused
    press(panel._finder, Qt.Key.Key_Return)
    assert panel.view.highlight.focused not in (first, None)
    press(panel._finder, Qt.Key.Key_Escape)
    assert not panel._finder.isVisible()
    assert panel.view.hasFocus()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_not_selected_stays_readable(panel: ChartPanel, name: str) -> None:
    theme.apply(name)
    mori, bianchi = node(panel, "Aiko Mori"), node(panel, "Carlo Bianchi")
    topic = next(box for box in panel.view.picture.nodes if box.key[0] != ENTITY)
    panel.view.set_lit(frozenset({mori}))
    (grey,) = (box for box in panel.view.picture.nodes if box.key == bianchi)
    pixels = rendered(panel)
    ground = theme.current().base
    for box in (grey, topic):
        inside = QRectF(box.x + 20, box.y + 3, box.width - 26, box.height - 6)
        assert strongest(pixels, inside, fill_of(pixels, box)) >= 4.5
        border = QRectF(box.x + box.width / 2 - 4, box.y - 1, 8, 2)
        assert strongest(pixels, border, ground) >= 3
    for line in panel.view.picture.edges:
        x, y = (0.25 * a + 0.5 * b + 0.25 * c for a, b, c in zip(line.start, line.control, line.end, strict=True))
        assert strongest(pixels, QRectF(x - 5, y - 5, 10, 10), ground) >= 3
    ring = next(box for box in panel.view.picture.nodes if box.key == mori)
    assert strongest(pixels, QRectF(ring.x + ring.width / 2 - 3, ring.y - 5, 6, 3), ground) >= 3


def rendered(panel: ChartPanel) -> QImage:
    """Give what is painted, four times as large: a thin stroke has its own colour in its middle."""
    view = panel.view
    image = QImage(view.size() * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().base))
    with QPainter(image) as painter:
        painter.scale(SCALE, SCALE)
        paint_picture(painter, view.picture, theme.current(), view.shown_highlight())
    return image


def strongest(image: QImage, place: QRectF, ground: str) -> float:
    """Give the contrast of the pixel that stands out most from a ground."""
    spots = QRectF(place.topLeft() * SCALE, place.size() * SCALE).toRect()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(spots.left(), spots.right() + 1)
        for y in range(spots.top(), spots.bottom() + 1)
    }
    return max(theme.contrast(color, ground) for color in colors)


def fill_of(image: QImage, box: NodeBox) -> str:
    return image.pixelColor(round((box.x + 4) * SCALE), round((box.y + box.height / 2) * SCALE)).name()


def test_dots_that_stand_out_are_named(panel: ChartPanel) -> None:
    dots = replace(panel.view.picture, dots=True, names=())
    named = names_beside(dots.nodes, dots)
    assert [name.key for name in named] == [dot.key for dot in dots.nodes]
    assert all(name.lines and name.x >= 0 and name.x + name.width <= dots.width for name in named)
    panel.view.show_picture(dots, glide=False)
    move(panel, place(panel, "Aiko Mori"))
    plain = panel.view.grab().toImage()
    move(panel, QPoint(2, 2))
    assert panel.view.grab().toImage() != plain


def test_what_stands_out_is_painted_over_the_pixels_that_are_kept(panel: ChartPanel) -> None:
    move(panel, place(panel, "Aiko Mori"))
    image = QImage(panel.view.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().base))
    with QPainter(image) as painter:
        paint_picture(painter, panel.view.picture, theme.current(), panel.view.shown_highlight())
    assert panel.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) == image


def test_boxes_that_are_kept_look_as_painted_anew_wherever_they_stand(panel: ChartPanel) -> None:
    view, pixels = panel.view, BoxPixels()

    def image(kept: BoxPixels | None) -> QImage:
        made = QImage(view.size(), QImage.Format.Format_RGB32)
        made.fill(QColor(theme.current().base))
        with QPainter(made) as painter:
            painter.setTransform(view.camera.transform)
            Painted(view.picture, theme.current(), grey=False).paint(painter, kept)
        return made

    for by in (QPointF(0, 0), QPointF(7, 3), QPointF(0.5, 0.25)):
        view.camera.pan(by)
        assert image(pixels) == image(pixels) == image(None)
    view.zoom(1.3)
    assert image(pixels) == image(pixels) == image(None)
    assert pixels._kept
    view.zoom(8)
    assert image(pixels) == image(pixels) == image(None)
    assert not pixels._kept, "from near they would take hundreds of megabytes"


def test_of_all_boxes_no_more_pixels_are_kept_than_there_is_room_for(
    panel: ChartPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box_pixels, "_KEPT", 20_000)
    pixels = BoxPixels()
    image = QImage(panel.view.size(), QImage.Format.Format_RGB32)
    for step in range(40):
        with QPainter(image) as painter:
            painter.translate(step / 40, 0)
            Painted(panel.view.picture, theme.current(), grey=False).paint(painter, pixels)
        assert sum(one.width() * one.height() for one in pixels._kept.values()) <= 20_000
    assert pixels._kept


def test_the_places_of_a_state_come_back_with_it(panel: ChartPanel, qtbot: QtBot, desk: Desk) -> None:
    desk.session.subscribe(panel.layer_changed)

    def places() -> dict[NodeKey, tuple[float, float]]:
        qtbot.waitUntil(lambda: panel.is_still)
        return {box.key: box.middle for box in panel.view.picture.nodes}

    seen = [places()]
    for quote, target in (("Norland", "Ostia"), ("Cafe", "Norland"), ("closely", "Aiko Mori")):
        claim = desk.annotate("claim", quote)
        seen.append(places())
        desk.role(claim, "speakers", quote)
        seen.append(places())
        desk.role(claim, "targets", target)
        seen.append(places())
    assert len(seen[-1]) > len(seen[0])
    for before in reversed(seen[:-1]):
        desk.session.undo()
        assert places() == before
    for after in seen[1:]:
        desk.session.redo()
        assert places() == after


def test_a_picture_that_comes_late_for_another_graph_is_dropped(qtbot: QtBot) -> None:
    keys = [(ENTITY, str(number)) for number in range(COMPOSED_ASIDE + 5)]
    ring = [Edge(CLAIM_EDGE, one, keys[number - 1], 1, (None,), ()) for number, one in enumerate(keys)]
    large = RelationGraph(
        {key: Node(*key, key[1], "person", 1, ()) for key in keys},
        {(edge.kind, edge.source, edge.target): edge for edge in ring},
    )
    composer = Composer()
    came: list[ChartPicture] = []
    composer.composed.connect(came.append)
    composer.compose(large, (620.0, 560.0))
    assert composer.waiting
    composer.forget()
    composer.compose(RelationGraph({}, {}), (620.0, 560.0))
    composer.compose(large, (800.0, 600.0))
    qtbot.waitUntil(lambda: not composer.waiting)
    assert [(picture.width, len(picture.nodes)) for picture in came] == [(620, 0), (800, len(keys))]


def test_members_are_folded_into_their_group_and_let_out(panel: ChartPanel, qtbot: QtBot, desk: Desk) -> None:
    desk.session.subscribe(panel.layer_changed)
    mori, bianchi = node(panel, "Aiko Mori"), node(panel, "Carlo Bianchi")
    draft = desk.session.draft()
    edit_entity(draft, mori[1], member_of=(bianchi[1],))
    desk.session.commit(draft, "Member")
    qtbot.waitUntil(lambda: panel.is_still and panel.folds.can_fold(panel.live.graph, bianchi))
    before = set(panel.graph.nodes)
    panel.view.setFocus()
    panel.view.focus_node(bianchi)
    press(panel.view, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: panel.is_still)
    assert mori not in panel.graph.nodes
    assert panel.graph.nodes[bianchi].label == "Carlo Bianchi +1"
    panel.set_lit_annotations(frozenset(panel.live.graph.nodes[mori].evidence))
    assert bianchi in panel.view.highlight.lit
    press(panel.view, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: panel.is_still)
    assert set(panel.graph.nodes) == before
