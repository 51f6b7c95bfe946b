"""The chart of the open document: kept in step with it, lit with its text, narrowed at will."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from annotator.model.networks.relation_graph import ENTITY, Edge, RelationGraph, relation_graph
from annotator.model.transaction import Change
from annotator.services.charting.chart_layout import Position, layout
from annotator.services.editing.session import Session
from annotator.ui.chart.chart_legend import ChartLegend
from annotator.ui.chart.chart_scene import ChartScene, NodeKey, chart_scene, light
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.filter_menu import FilterMenu
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import counted

FRAME_MILLISECONDS = 16
LAID_OUT_ASIDE = 300
"""Charts of more nodes are laid out in another thread."""
_EMPTY = "The chart grows while you annotate: mark who speaks and who agrees."


class ChartPanel(QWidget):
    """Rebuilds the graph at most once a frame and keeps the places of the nodes that stay."""

    evidence_picked = Signal(object, object)
    escape_pressed = Signal()
    _laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph = RelationGraph({}, {})
        self.view = ChartView()
        self.menu = FilterMenu(self)
        self._session: Session | None = None
        self._places: dict[NodeKey, Position] = {}
        self._alone: set[NodeKey] = set()
        self._lit: frozenset[str] = frozenset()
        self._waiting: tuple[ChartScene, Future[dict[NodeKey, Position]]] | None = None
        self._executor: ThreadPoolExecutor | None = None
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MILLISECONDS)
        self._timer.timeout.connect(self.rebuild)
        self._legend = ChartLegend()
        self._put_together()
        self.view.node_picked.connect(self._pick)
        self.view.edge_picked.connect(self._pick)
        self.view.nothing_picked.connect(lambda: self.evidence_picked.emit(None, ()))
        self.view.escape_pressed.connect(self.escape_pressed)
        self.view.describe = self.describe
        self.menu.changed.connect(self.rebuild)
        self._laid_out.connect(self._take_places)
        self.setFocusProxy(self.view)

    def show_session(self, session: Session | None) -> None:
        """Show another document's chart, or none."""
        if session is not self._session:
            self._places, self._alone = {}, set()
        self._session = session
        self.rebuild()
        self.view.fit()

    def layer_changed(self, change: Change) -> None:
        """Mark the chart as stale; it is built again with the next frame."""
        if change.edits and not self._timer.isActive():
            self._timer.start()

    def set_lit_annotations(self, annotation_ids: frozenset[str]) -> None:
        """Let the nodes and edges stand out whose evidence is among some annotations."""
        self._lit = annotation_ids
        light(self.view.chart, self.graph, annotation_ids)
        self.view.repaint_chart()

    def rebuild(self) -> None:
        """Build the graph from the layer as it is now."""
        self._timer.stop()
        session = self._session
        layer = session.layer if session else None
        self.menu.show_topics(layer)
        if session and layer:
            self.graph = relation_graph(layer, self.menu.filters.options(layer, session.document.text))
        else:
            self.graph = RelationGraph({}, {})
        scene = chart_scene(self.graph)
        light(scene, self.graph, self._lit)
        self._let_newly_joined_move(scene)
        new = [node.key for node in scene.nodes if node.key not in self._places]
        if len(new) > LAID_OUT_ASIDE:
            self._lay_out_aside(scene)
        else:
            self._show(scene, layout([node.key for node in scene.nodes], scene.pairs(), self._places))
        self._say()

    def arrange(self) -> None:
        """Find new places for all nodes."""
        self._places = {}
        self.rebuild()
        self.view.fit()

    def describe(self, key: object) -> str:
        """Give a node or an edge in words."""
        graph = self.graph
        if key in graph.nodes:
            node = graph.nodes[key]
            kind = node.type if node.kind == ENTITY else "topic"
            return f"{node.label}\n{kind}, {counted(node.annotations, 'annotation')}"
        edge: Edge | None = graph.edges.get(key)  # type: ignore[call-overload]
        if edge is None:
            return ""
        source, target = graph.nodes[edge.source].label, graph.nodes[edge.target].label
        arrow = "–" if edge.symmetric else "→"
        value = f", {edge.value}" if edge.value else ""
        return f"{source} {arrow} {target}\n{edge.kind}, {edge.count}{value}"

    def _put_together(self) -> None:
        self._filter = tool_button("Show", "What the chart shows", lambda: None)
        self._filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._filter.setMenu(self.menu)
        fit = tool_button("Fit", "Bring the whole chart into view (0)", self.view.fit)
        arrange = tool_button("Arrange", "Find new places for all nodes", self.arrange)
        self._counts = PlainLabel()
        self._counts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._counts.setAccessibleName("Size of the chart")
        line = QHBoxLayout()
        line.setContentsMargins(6, 2, 10, 2)
        line.addWidget(self._filter)
        line.addWidget(fit)
        line.addWidget(arrange)
        line.addStretch(1)
        line.addWidget(self._counts)
        hint = PlainLabel(_EMPTY)
        hint.setWordWrap(True)
        hint.setMargin(24)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._stack = QStackedWidget()
        self._stack.addWidget(hint)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        column.addWidget(self._legend)

    def _let_newly_joined_move(self, scene: ChartScene) -> None:
        """Forget the places of nodes that stood alone and have an edge now, so that they come to their neighbours."""
        joined = {rank for pair in scene.pairs() for rank in pair}
        alone = {node.key for rank, node in enumerate(scene.nodes) if rank not in joined}
        for key in self._alone - alone:
            self._places.pop(key, None)
        self._alone = alone

    def _lay_out_aside(self, scene: ChartScene) -> None:
        self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="chart")
        keys = [node.key for node in scene.nodes]
        future = self._executor.submit(layout, keys, scene.pairs(), dict(self._places))
        self._waiting = (scene, future)
        future.add_done_callback(lambda _future: self._laid_out.emit())

    def _take_places(self) -> None:
        if self._waiting and self._waiting[1].done():
            scene, future = self._waiting
            self._waiting = None
            self._show(scene, future.result())
            self.view.fit()

    def _show(self, scene: ChartScene, places: dict[NodeKey, Position]) -> None:
        # Places of nodes that have gone are kept: undo brings them back to where they were.
        self._places.update(places)
        points = np.array([places[node.key] for node in scene.nodes], dtype=np.float64).reshape(-1, 2)
        self.view.show_chart(scene, points)

    def _say(self) -> None:
        graph = self.graph
        self._stack.setCurrentIndex(1 if graph.nodes else 0)
        narrowed = "" if self.menu.filters.is_open else ", narrowed"
        self._counts.setText(
            f"{counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}{narrowed}"
            if self._session
            else ""
        )
        lines = [self.describe(key).replace("\n", ": ") for key in graph.edges]
        self.setAccessibleDescription(". ".join(lines[:50]))
        self._legend.show_graph(graph)

    def _pick(self, key: object) -> None:
        self.evidence_picked.emit(key, self.graph.evidence_of(key))
