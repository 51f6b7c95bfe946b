"""Everybody's relationship chart side by side, laid out alike, with what not all have in full colour."""

from typing import NamedTuple

import numpy as np
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.agreement.difference_charts import NamedGraph, named_graphs
from annotator.services.charting.chart_layout import Position, layout
from annotator.services.running.progress import Progress
from annotator.services.settling.review import Review
from annotator.ui.chart.chart_scene import ChartScene, chart_scene
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.toolkit.safe_text import PlainLabel

_HINT = "What all have is pale; what not all have stands out."


class LaidOut(NamedTuple):
    """Everybody's chart, and where each node stands in all of them."""

    charts: list[NamedGraph]
    places: dict[tuple[str, str], Position]


def laid_out(review: Review, progress: Progress) -> LaidOut:
    """Lay the charts out alike; may be called in any thread."""
    progress(0, 2, "Drawing the charts")
    charts = named_graphs(review.alignment)
    progress(1, 2, "Laying the charts out")
    keys = list(dict.fromkeys(key for chart in charts for key in chart.graph.nodes))
    rank = {key: number for number, key in enumerate(keys)}
    edges = {(rank[e.source], rank[e.target]) for chart in charts for e in chart.graph.edges.values()}
    return LaidOut(charts, layout(keys, sorted(edges)))


class ChartsView(QDialog):
    """One chart an annotator; ``scenes`` are by annotator id."""

    def __init__(self, review: Review, drawn: LaidOut, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Charts side by side")
        self.resize(1120, 600)
        self.scenes: dict[str, ChartScene] = {}
        charts, places = drawn
        row = QHBoxLayout()
        for chart in charts:
            others = [other.graph for other in charts if other is not chart]
            scene = chart_scene(chart.graph)
            _let_own_stand_out(scene, chart.graph, others)
            self.scenes[chart.annotator] = scene
            view = ChartView()
            name = review.colleagues[chart.annotator].name
            view.setAccessibleName(f"Chart of {name}")
            points = np.array([places[node.key] for node in scene.nodes], dtype=np.float64).reshape(-1, 2)
            view.show_chart(scene, points)
            view.escape_pressed.connect(self.close)
            own = f"{len(scene.lit_nodes)} nodes and {len(scene.lit_edges)} edges that not all have"
            column = QVBoxLayout()
            column.addWidget(PlainLabel(f"{name}: {own}"))
            column.addWidget(view, 1)
            row.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(PlainLabel(_HINT))
        whole.addLayout(row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole.addWidget(buttons)


def _let_own_stand_out(scene: ChartScene, graph: RelationGraph, others: list[RelationGraph]) -> None:
    own = {key for key in graph.nodes if not all(key in other.nodes for other in others)}
    scene.lit_nodes = frozenset(scene.rank[key] for key in own)
    scene.lit_edges = frozenset(
        number for number, mark in enumerate(scene.edges) if not all(mark.key in other.edges for other in others)
    )
