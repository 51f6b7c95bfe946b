"""Networks counted beside the window: of the questions that follow one another the newest is answered."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.model.networks.discourse_network import TWO_MODE
from annotator.model.networks.relation_graph import NodeKey, RelationGraph
from annotator.services.charting.importance import MOST_SHOWN, PartOfGraph, WeightTable, important, weight_table
from annotator.services.exporting.chart_order import ChartOrder
from annotator.services.exporting.folder_charts import Charted, ChartFile, ChartStopped, FolderCharts
from annotator.services.folder.find_files import FoundSidecar
from annotator.services.folder.signature import signature_at
from annotator.services.index.index import FolderIndex
from annotator.services.index.view import FolderView
from annotator.ui.chart.wide_graph import DOCUMENT, LISTED
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

MOST_IN_MATRIX = 200
AT_ONCE = 400
"""A document of so many annotations at most is counted at once, so that its network stands with the step's frame."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file whose annotations count, as it is when it is asked for; ``layer`` and ``state`` are of what is open."""

    path: Path
    below: str = ""
    layer: Any = None
    state: object = None

    def chart_file(self) -> ChartFile:
        """Give the file with what tells its contents from former ones."""
        stamp = ("open", self.state) if self.layer is not None else signature_at(self.path)
        return ChartFile(FoundSidecar(self.path, self.below), stamp, self.layer)


@dataclass(frozen=True, slots=True)
class Look:
    """How much of an answer is shown: which window, which nodes and edges, and as a matrix in which order."""

    window: int = 0
    most: int = MOST_SHOWN[0]
    least: float = 0.0
    near: NodeKey | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown of an answer: its network or a window's, the part that is drawn, and the matrix if wanted."""

    charted: Charted
    graph: RelationGraph
    shown: PartOfGraph
    table: WeightTable | None = None


def seen(charted: Charted, look: Look) -> Seen:
    """Give what is to be shown."""
    windows = charted.series.windows if charted.series else ()
    graph = charted.at(min(look.window, len(windows) - 1)) if len(windows) else charted.built.graph
    near = look.near if look.near in graph.nodes else None
    if not look.order:
        return Seen(charted, graph, important(graph, look.most, look.least, near))
    two_mode = charted.order.network == TWO_MODE
    table = weight_table(graph, look.order, two_mode=two_mode, most=min(look.most, MOST_IN_MATRIX))
    held, joined = {*table.rows, *table.columns}, set(chain.from_iterable(table.of.values()))
    left = len(graph.nodes) - len(held), len(graph.edges) - len(joined)
    return Seen(charted, graph, PartOfGraph(RelationGraph({}, {}), *left), table)


class NetworkAsker(QObject):
    """Counts what is asked; ``answered`` comes with what is to be seen of the answer."""

    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = self._done = 0
        self._charts, self._small = FolderCharts(), FolderCharts()
        self._thread = OneThread("networks")

    @property
    def is_busy(self) -> bool:
        """Whether the newest question is not answered yet."""
        return self._done != self._turn

    def ask_index(self, order: ChartOrder, view: FolderView, look: Look) -> None:
        """Ask for a network of all that counts in the index."""
        self._turn += 1
        self._thread.submit(self._answer, self._turn, lambda: seen(self._charts.of_index(order, view), look))

    def ask(self, order: ChartOrder, places: Sequence[Place], look: Look) -> None:
        """Ask for a chart or a network of some files."""
        self._turn += 1
        turn = self._turn
        if len(places) == 1 and places[0].layer is not None and len(places[0].layer.annotations) <= AT_ONCE:
            self._take(turn, seen(self._small.chart(order, [places[0].chart_file()]), look))
            return

        def count() -> Seen:
            files = [place.chart_file() for place in places]
            return seen(self._charts.chart(order, files, lambda: turn == self._turn), look)

        self._thread.submit(self._answer, turn, count)

    def look(self, charted: Charted, look: Look) -> None:
        """Look at an answer in another way; at once where that takes no time."""
        if self.is_busy:
            # What is on its way was asked for with another look, and is looked at again when it is there.
            return
        self._turn += 1
        if (charted.count or 0) <= AT_ONCE and len(charted.built.graph.edges) <= AT_ONCE:
            self._take(self._turn, seen(charted, look))
        else:
            self._thread.submit(self._answer, self._turn, lambda: seen(charted, look))

    def do(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Do something else beside the window; ``then`` gets what it gives."""
        self._thread.submit(self._answer, 0, lambda: (then, work()))

    def _answer(self, turn: int, work: Callable[[], Any]) -> None:
        if turn and turn != self._turn:
            return
        try:
            found = work()
        except ChartStopped:
            return
        except Exception as error:  # noqa: BLE001 - nobody waits for it but this window
            sys.excepthook(type(error), error, error.__traceback__)
            return
        in_window(self, self._take, turn, found)

    def _take(self, turn: int, found: Any) -> None:
        if not turn:
            then, given = found
            then(given)
        elif turn == self._turn:
            self._done = turn
            self.answered.emit(found)


def places_of(scope: str, bridge: SessionBridge, listed: Callable[[], Sequence[Path]]) -> list[Place]:
    """Give the files that count: the open one, those of the documents listed, or of the whole folder, one a document.

    What is open stands in its file's place.
    """
    session, index = bridge.session, bridge.folder.index
    here = None
    if session is not None:
        here = Place(session.sidecar, "", session.layer.snapshot(), session.history.state)
    if scope == DOCUMENT or index is None:
        return [here] if here else []
    documents = set(listed()) if scope == LISTED else None
    return list(_speaking(index, here, documents))


def _speaking(index: FolderIndex, here: Place | None, documents: set[Path] | None) -> list[Place]:
    view = index.view()
    counts = view.counting()
    found = [
        facts for facts in view.files
        if facts is not None and counts[facts.number] and (documents is None or facts.document in documents)
    ]  # fmt: skip
    places = []
    for facts in sorted(found, key=view.document_name):
        below = view.document_name(facts).rpartition("/")[0]
        if here is not None and facts.path == here.path:
            places.append(Place(here.path, below, here.layer, here.state))
        else:
            places.append(Place(facts.path, below))
    return places
