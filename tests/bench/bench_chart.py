"""The chart: a frame while it is moved, where the mouse comes to another node, and painted anew."""

from functools import cache
from typing import Any

import networkx as nx
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.networks.relation_graph import CLAIM_EDGE, ENTITY, Edge, Node, RelationGraph
from annotator.services.charting.composing import picture_of
from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.letters import FontLetters

SIZES = {"30/40": (30, 40), "100/250": (100, 250), "1000/5000": (1000, 5000)}
_VALUES = ("favourable", "critical", "neutral")


def chart(nodes: int, edges: int) -> RelationGraph:
    keys = [(ENTITY, str(number)) for number in range(nodes)]
    made = {key: Node(*key, f"Name number {key[1]}", "person", 1, ()) for key in keys}
    found: dict[Any, Edge] = {}
    step = 1
    while len(found) < edges:
        for number, key in enumerate(keys):
            other = keys[(number + step * step) % nodes]
            if key != other and len(found) < edges:
                found[CLAIM_EDGE, key, other] = Edge(CLAIM_EDGE, key, other, 1, (_VALUES[number % 3],), ())
        step += 1
    return RelationGraph(made, found)


@cache
def laid_out(size: str) -> Any:
    """Lay a chart out once for all tests of its frames."""
    return picture_of(chart(*SIZES[size]), (1000.0, 800.0), FontLetters())


class Plain(QWidget):
    """The yardstick: the same lines, boxes and words, straight and in one colour."""

    def __init__(self, picture: ChartPicture) -> None:
        super().__init__()
        self._lines = [QLineF(*edge.start, *edge.end) for edge in picture.edges]
        self._boxes = [(QRectF(node.x, node.y, node.width, node.height), node.label) for node in picture.nodes]

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawLines(self._lines)
            for box, label in self._boxes:
                painter.drawRect(box)
                painter.drawText(box, label)


def compare(benchmark: Any, size: str, yardstick: str) -> None:
    benchmark.extra_info.update(grows_with="nodes", size=SIZES[size][0], yardstick=f"{yardstick}[{size}]")


@pytest.mark.parametrize("size", SIZES)
def test_plain_frame(benchmark: Any, qtbot: QtBot, size: str) -> None:
    plain = Plain(laid_out(size)[0])
    qtbot.addWidget(plain)
    plain.resize(1000, 800)
    with qtbot.waitExposed(plain):
        plain.show()
    benchmark.pedantic(plain.repaint, rounds=20, warmup_rounds=2)


@pytest.fixture(params=SIZES)
def view(request: pytest.FixtureRequest, benchmark: Any, qtbot: QtBot) -> ChartView:
    compare(benchmark, request.param, "test_plain_frame")
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(1000, 800)
    view.show()
    picture, _held = laid_out(request.param)
    view.show_picture(picture, glide=False)
    view.repaint()
    return view


def test_frame_while_moved(benchmark: Any, view: ChartView) -> None:
    def move() -> None:
        view.camera.pan(QPointF(1, 1))
        view._rest.start()
        view.repaint()

    benchmark.pedantic(move, rounds=60, warmup_rounds=3)


def test_frame_at_another_node(benchmark: Any, view: ChartView) -> None:
    boxes = iter(view.picture.nodes * 70)

    def point() -> None:
        view._hover(next(boxes).key)
        view.repaint()

    benchmark.pedantic(point, rounds=60, warmup_rounds=3)


def test_frame_painted_anew(benchmark: Any, view: ChartView) -> None:
    def anew() -> None:
        view.camera.pan(QPointF(0.5, 0.5))
        view._rest.stop()
        view.repaint()

    benchmark.pedantic(anew, rounds=20, warmup_rounds=2)


@pytest.mark.parametrize("size", SIZES)
def test_plain_layout(benchmark: Any, size: str) -> None:
    """The yardstick: springs alone, which part no boxes and lead no lines."""
    graph = nx.Graph((source, target) for _kind, source, target in chart(*SIZES[size]).edges)
    benchmark.pedantic(nx.spring_layout, (graph,), {"seed": 1, "method": "force"}, rounds=1)


@pytest.mark.parametrize("size", SIZES)
def test_layout(benchmark: Any, qapp: object, size: str) -> None:
    compare(benchmark, size, "test_plain_layout")
    graph = chart(*SIZES[size])
    benchmark.pedantic(picture_of, (graph, (1000.0, 800.0), FontLetters()), rounds=1)
