"""The graph of the open document, kept up with its changes; a large document is read aside."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.model import edits
from annotator.model.edits import Edit
from annotator.model.layer import Layer
from annotator.model.networks.growing_graph import GrowingGraph
from annotator.model.networks.relation_graph import CO_MENTION_EDGE, RelationGraph
from annotator.model.transaction import Change
from annotator.services.charting.chart_filters import ChartFilters
from annotator.services.editing.session import Session
from annotator.services.running.garbage import collector_paused
from annotator.ui.chart.highlight import Key
from annotator.ui.toolkit.in_window import in_window

READ_ASIDE: Final = 2_000
"""Layers of more annotations are read in another thread."""

FEW: Final = 64


class LiveGraph(QObject):
    """Follows a session; ``changed`` comes when ``graph`` is another.

    Reading aside carries a generation: what comes back after another document or filter was asked for is dropped.
    """

    changed = Signal()
    stayed = Signal()
    """The session went a step further, and the graph is the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._filters = ChartFilters()
        self._growing: GrowingGraph | None = None
        self._missed: list[Edit] = []
        self._generation = 0
        self._executor: ThreadPoolExecutor | None = None

    @property
    def graph(self) -> RelationGraph:
        """The graph as it is now; empty without a document, and while one is read."""
        return self._growing.graph if self._growing else RelationGraph({}, {})

    @property
    def is_reading(self) -> bool:
        """Whether a document is being read."""
        return self._session is not None and self._growing is None

    def show(self, session: Session | None, filters: ChartFilters) -> None:
        """Read a document, or none, as far as filters let it through."""
        self._generation += 1
        self._session, self._filters = session, filters
        self._growing = None
        self._missed.clear()
        if session is None:
            self.changed.emit()
        elif len(session.layer.annotations) <= READ_ASIDE:
            self._growing = GrowingGraph(session.layer, filters.options(session.layer, session.document.text))
            self.changed.emit()
        else:
            self._read_aside(session)

    def follow(self, change: Change) -> None:
        """Take in a step of the session."""
        session = self._session
        if session is None or not change.edits:
            return
        if self._growing is None:
            self._missed.extend(change.edits)
        elif self._growing.layer is not session.layer or self._reaches_all(change):
            self.show(session, self._filters)
        else:
            before = self._growing.graph
            self._follow(self._growing, session, change.edits)
            (self.stayed if self._growing.graph is before else self.changed).emit()

    def keys_of(self, annotation_ids: frozenset[str]) -> frozenset[Key]:
        """Give the nodes and edges that rest on any of some annotations."""
        graph = self.graph
        # Few are asked what they say; for many it is quicker to go once through what everything rests on.
        if self._growing and len(annotation_ids) < max(FEW, len(graph.nodes) + len(graph.edges)):
            return frozenset(key for one in annotation_ids for key in self._growing.keys_of(one))
        parts = (graph.nodes.items(), graph.edges.items())
        return frozenset(key for part in parts for key, one in part if not annotation_ids.isdisjoint(one.evidence))

    def _follow(self, growing: GrowingGraph, session: Session, changed: Sequence[Edit]) -> None:
        narrowed = self._filters.narrowed.topics and any(edit.table == edits.TOPICS for edit in changed)
        options = self._filters.options(session.layer, session.document.text) if narrowed else None
        growing.follow(changed, options)

    def _reaches_all(self, change: Change) -> bool:
        """Tell whether a change of the document's details may let other annotations pass, or cut other sentences."""
        narrowed = self._filters.narrowed
        counts = bool(narrowed.start or narrowed.end) or CO_MENTION_EDGE in self._filters.kinds
        return counts and change.touches([edits.DOCUMENT])

    def _read_aside(self, session: Session) -> None:
        self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="graph")
        generation, layer, text = self._generation, session.layer.snapshot(), session.document.text

        def tell(done: "Future[GrowingGraph | None]") -> None:
            in_window(self, self._take, generation, done)

        self._executor.submit(self._read, generation, layer, text, self._filters).add_done_callback(tell)

    def _read(self, generation: int, layer: Layer, text: str, filters: ChartFilters) -> GrowingGraph | None:
        # What is no longer wanted when its turn comes is not even begun.
        if generation != self._generation:
            return None
        with collector_paused():
            return GrowingGraph(layer, filters.options(layer, text))

    def _take(self, generation: int, done: "Future[GrowingGraph | None]") -> None:
        growing, session = done.result(), self._session
        if generation != self._generation or session is None or growing is None:
            return
        growing.layer = session.layer
        self._follow(growing, session, self._missed)
        self._missed.clear()
        self._growing = growing
        self.changed.emit()
