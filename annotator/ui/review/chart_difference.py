"""In what everybody's relationship charts differ, as one chart in the place of the chart."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.networks.relation_graph import EdgeKey, NodeKey, RelationGraph
from annotator.services.agreement.difference_charts import NamedGraph, not_all_have, united
from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.composer import Composer
from annotator.ui.chart.describing import described
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import counted


def difference_of(charts: Sequence[NamedGraph], who: str | None = None) -> RelationGraph:
    """Give what not all charts have, with the nodes that it is linked to; of one annotator, or of everybody."""
    whole = united(charts)
    own = _own(charts, who)
    edges = {key: edge for key, edge in whole.edges.items() if key in own}
    ends = {end for edge in edges.values() for end in (edge.source, edge.target)}
    return RelationGraph({key: node for key, node in whole.nodes.items() if key in own or key in ends}, edges)


def _own(charts: Sequence[NamedGraph], who: str | None = None) -> frozenset[NodeKey | EdgeKey]:
    chosen = [chart for chart in charts if who in (None, chart.annotator)]
    return frozenset().union(*(not_all_have(chart, charts) for chart in chosen))


class ChartDifference(QWidget):
    """What not all have in full colour, what that is linked to in grey; pointed at, each says who has it."""

    escape_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._charts: Sequence[NamedGraph] = ()
        self._called: dict[str, str] = {}
        self.count = PlainLabel()
        self.count.setWordWrap(True)
        self.whose = Choice("Whose differences the chart shows")
        self.view = ChartView()
        self.view.setAccessibleName("Chart of what not all have")
        self._composer = Composer(self)
        self._composer.composed.connect(self._show)
        self.whose.chosen.connect(self._fill)
        self.view.resized.connect(self._compose)
        self.view.fit_asked.connect(self.view.fit)
        self.view.escape_pressed.connect(self.escape_pressed)
        top, column = QHBoxLayout(), QVBoxLayout(self)
        top.addWidget(self.count, 1)
        top.addWidget(self.whose)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._graph = RelationGraph({}, {})

    def show_charts(self, charts: Sequence[NamedGraph], called: dict[str, str]) -> bool:
        """Show in what these charts differ; tells whether they do in more than who stands alone."""
        self._charts, self._called = charts, called
        self.whose.put_choices(dict[str | None, str]([(None, "Everybody"), *called.items()]))
        self._fill()
        return bool(self._graph.edges)

    def _fill(self) -> None:
        who = self.whose.value
        self._graph = difference_of(self._charts, who)
        own = _own(self._charts, who)
        nodes = sum(key in own for key in self._graph.nodes)
        self.count.setText(f"{counted(nodes, 'node')} and {counted(len(self._graph.edges), 'edge')} that not all have")
        self.view.set_lit(own)
        self.view.describe = self.view.tip = partial(self._describe, self._graph)
        self._compose()

    def _describe(self, graph: RelationGraph, key: object) -> str:
        words = described(graph, key)
        having = [
            self._called[chart.annotator]
            for chart in self._charts
            if key in chart.graph.nodes or key in chart.graph.edges
        ]
        return f"{words}\n{', '.join(having)}" if words else ""

    def _compose(self) -> None:
        if self._graph.nodes:
            self._composer.compose(self._graph, (float(self.view.width()), float(self.view.height())))

    def _show(self, picture: ChartPicture) -> None:
        self.view.show_picture(picture, glide=False)
