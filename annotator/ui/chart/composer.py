"""Composes the chart's pictures, beside the window where it takes a while, and holds what is shown."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Signal

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.arranging import MOST_BOXES
from annotator.services.charting.composing import crossings_saved, picture_of, tidied
from annotator.services.charting.holding import PlacesOfStates, let_go, pinned
from annotator.services.charting.picture import ChartPicture, ChartPlaces, NodeKey, Place, Size
from annotator.ui.chart.letters import FontLetters
from annotator.ui.toolkit.in_window import in_window

COMPOSED_ASIDE: Final = 30
"""Charts of more linked nodes are composed in another thread, unless they only grow."""

_Composed: TypeAlias = tuple[ChartPicture, ChartPlaces]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be composed, and for which of the many graphs that follow one another."""

    generation: int
    graph: RelationGraph
    size: Size
    state: object


class Composer(QObject):
    """Gives a picture of each graph that it is shown; a picture of an older graph that comes late is dropped.

    ``composed`` comes with the picture, at once or later, ``graph`` is what it is of, and ``held`` what the next one
    grows from.
    """

    composed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.graph = RelationGraph({}, {})
        self.held: ChartPlaces | None = None
        self._letters = FontLetters()
        self._generation = 0
        self._done = 0
        self._order: _Order | None = None
        self._places = PlacesOfStates()
        self._executor: ThreadPoolExecutor | None = None

    @property
    def waiting(self) -> bool:
        """Whether the newest picture is still on its way."""
        return self._done != self._generation

    def forget(self) -> None:
        """Hold nothing of what was shown, and drop what is on its way."""
        self._generation += 1
        self._done = self._generation
        self.held = self._order = None
        self._places = PlacesOfStates()

    def compose(self, graph: RelationGraph, size: Size, state: object = None, *, may_be_other: bool = False) -> None:
        """Compose a graph from what is held; a state that was shown before in this size has its places again.

        Of a graph that ``may_be_other`` much can be new, which takes a while though it grows.
        """
        known = self._places.at(state)
        held = known if known and known.size == size else self.held
        linked = {end for edge in graph.edges.values() for end in (edge.source, edge.target)}
        grows = held is not None and held.size == size and not linked.isdisjoint(held.degrees)
        order = self._next(graph, size, state)
        work = partial(picture_of, graph, size, self._letters, held)
        self._start(order, work, aside=len(linked) > (MOST_BOXES if grows and not may_be_other else COMPOSED_ASIDE))

    def stay(self, state: object) -> None:
        """Hold the places of what is shown for a further state with the same graph."""
        if self._order and self.held:
            self._order = replace(self._order, state=state)
            self._places.keep(state, self.held)

    def tidy(self) -> None:
        """Give all nodes of the newest graph new places, but for the pinned ones."""
        if self._order and self.held:
            order = self._next(self._order.graph, self._order.size, self._order.state)
            work = partial(tidied, order.graph, order.size, self._letters, self.held)
            self._start(order, work, aside=len(order.graph.nodes) > COMPOSED_ASIDE)

    def pin(self, key: NodeKey, place: Place) -> None:
        """Put a node where it stays."""
        if self._order and self.held:
            order = self._next(self._order.graph, self._order.size, self._order.state)
            held = pinned(self.held, key, place)
            self._start(order, partial(picture_of, order.graph, order.size, self._letters, held), aside=False)

    def let_go(self, key: NodeKey) -> None:
        """Let a pinned node move again when all are tidied."""
        if self._order and self.held:
            order = self._next(self._order.graph, self._order.size, self._order.state)
            held = let_go(self.held, key)
            self._start(order, partial(picture_of, order.graph, order.size, self._letters, held), aside=False)

    def crossings_saved(self, picture: ChartPicture) -> "Future[int] | None":
        """Count aside how many crossings a tidied picture would save; None where nothing is shown."""
        if self._order is None or self.held is None:
            return None
        return self._aside().submit(crossings_saved, picture, self._order.graph, self._letters, self.held)

    def _next(self, graph: RelationGraph, size: Size, state: object) -> _Order:
        self._generation += 1
        self._order = _Order(self._generation, graph, size, state)
        return self._order

    def _start(self, order: _Order, work: Callable[[], _Composed], *, aside: bool) -> None:
        if aside:
            future = self._aside().submit(_ready_to_paint, work)
            future.add_done_callback(partial(self._tell, order))
        else:
            self._show(order, *work())

    def _tell(self, order: _Order, done: "Future[_Composed]") -> None:
        in_window(self, self._take, order, done)

    def _aside(self) -> ThreadPoolExecutor:
        self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="chart")
        return self._executor

    def _take(self, order: _Order, done: "Future[_Composed]") -> None:
        if order.generation == self._generation:
            self._show(order, *done.result())

    def _show(self, order: _Order, picture: ChartPicture, held: ChartPlaces) -> None:
        self._done = order.generation
        self.graph, self.held = order.graph, held
        self._places.keep(order.state, held)
        self.composed.emit(picture)


def _ready_to_paint(work: Callable[[], _Composed]) -> _Composed:
    picture, held = work()
    if picture.dots:
        # What paints many lines takes a while to load: here nobody waits for it.
        from annotator.ui.chart import many_lines  # noqa: F401
    return picture, held
