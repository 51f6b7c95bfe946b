"""Composes the chart's pictures, beside the window where it takes a while, and holds what is shown."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.arranging import MOST_BOXES
from annotator.services.charting.composing import picture_of
from annotator.services.charting.picture import ChartPicture, ChartPlaces, NodeKey, Place, Size
from annotator.ui.chart.letters import FontLetters

COMPOSED_ASIDE: Final = 30
"""Charts of more linked nodes are composed in another thread, unless they only grow."""
MOST_REVISIONS: Final = 500
"""So many revisions of a document have their places kept, the last ones."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be composed, and for which of the many graphs that follow one another."""

    generation: int
    graph: RelationGraph
    size: Size
    held: ChartPlaces | None
    revision: object


class Composer(QObject):
    """Gives a picture of each graph that it is shown; a picture of an older graph that comes late is dropped.

    ``composed`` comes with the picture, at once or later. ``held`` is what the next picture grows from.
    """

    composed = Signal(object)
    _came_aside = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held: ChartPlaces | None = None
        self._letters = FontLetters()
        self._generation = 0
        self._done = 0
        self._order: _Order | None = None
        self._places_of: OrderedDict[int, tuple[object, ChartPlaces]] = OrderedDict()
        self._executor: ThreadPoolExecutor | None = None
        self._came_aside.connect(self._take)

    @property
    def waiting(self) -> bool:
        """Whether the newest picture is still on its way."""
        return self._done != self._generation

    def forget(self) -> None:
        """Hold nothing of what was shown, and drop what is on its way."""
        self._generation += 1
        self._done = self._generation
        self.held = self._order = None
        self._places_of.clear()

    def compose(self, graph: RelationGraph, size: Size, revision: object = None) -> None:
        """Compose a graph from what is held; a revision that was shown before in this size has its places again."""
        known = self._places_of.get(id(revision))
        held = known[1] if known and known[1].size == size else self.held
        self._start(graph, size, held, revision)

    def tidy(self) -> None:
        """Give all nodes of the newest graph new places, but for the pinned ones."""
        if self._order:
            self._start(self._order.graph, self._order.size, _afresh(self.held), self._order.revision)

    def pin(self, key: NodeKey, place: Place) -> None:
        """Put a node where it stays."""
        if self._order and self.held:
            held = self.held
            held = replace(held, places={**held.places, key: place}, pinned=held.pinned | {key}, origin=None)
            self._start(self._order.graph, self._order.size, held, self._order.revision)

    def fresh_crossings(self) -> "Future[int | None] | None":
        """Count aside how many crossings a tidied picture would have; None where nothing is shown."""
        order = self._order
        if order is None:
            return None
        return self._aside().submit(
            lambda: picture_of(order.graph, order.size, self._letters, _afresh(self.held))[0].quality.crossings
        )

    def _start(self, graph: RelationGraph, size: Size, held: ChartPlaces | None, revision: object) -> None:
        self._generation += 1
        self._order = order = _Order(self._generation, graph, size, held, revision)
        if _takes_long(order):
            future = self._aside().submit(picture_of, graph, size, self._letters, held)
            future.add_done_callback(lambda done: self._came_aside.emit(order, done))
        else:
            self._show(order, *picture_of(graph, size, self._letters, held))

    def _aside(self) -> ThreadPoolExecutor:
        self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="chart")
        return self._executor

    def _take(self, order: _Order, done: "Future[tuple[ChartPicture, ChartPlaces]]") -> None:
        if order.generation == self._generation:
            self._show(order, *done.result())

    def _show(self, order: _Order, picture: ChartPicture, held: ChartPlaces) -> None:
        self._done = order.generation
        self.held = held
        self._places_of[id(order.revision)] = (order.revision, held)
        while len(self._places_of) > MOST_REVISIONS:
            self._places_of.popitem(last=False)
        self.composed.emit(picture)


def _afresh(held: ChartPlaces | None) -> ChartPlaces | None:
    """Give what is held as if nothing had been shown yet: only pinned nodes keep their places."""
    return replace(held, degrees={}, origin=None) if held else None


def _takes_long(order: _Order) -> bool:
    linked = {end for edge in order.graph.edges.values() for end in (edge.source, edge.target)}
    grows = order.held is not None and order.held.size == order.size and not linked.isdisjoint(order.held.degrees)
    return len(linked) > (MOST_BOXES if grows else COMPOSED_ASIDE)
