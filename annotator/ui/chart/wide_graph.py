"""The graph of the documents listed, or of the folder, kept up with the index while it is looked at."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.networks.relation_graph import MEMBERSHIP_EDGE, NodeKey, RelationGraph
from annotator.services.charting.chart_filters import ChartFilters
from annotator.services.charting.importance import MOST_SHOWN
from annotator.ui.chart.highlight import Key
from annotator.ui.folder.folder_bridge import FolderBridge

if TYPE_CHECKING:
    # Loaded with the first look at a folder's chart.
    from annotator.services.exporting.wide_chart import WideChart, WideOrder
    from annotator.services.index.index import FolderIndex
    from annotator.services.index.view import FolderView

DOCUMENT, LISTED, FOLDER = "document", "listed", "folder"
AT_ONCE: Final = 20_000
"""The chart of so many annotations at most is made at once, so that it stands with the frame of the step."""
FRAME_MILLISECONDS: Final = 16
_WHILE_READING: Final = 400
"""Milliseconds between two looks while files are being read: each would be another chart."""
_LOST_SECONDS: Final = 10
"""An answer that has not come after so long does not hold up the next question any more."""
_MOST_TOPICS: Final = 40


class WideGraph(QObject):
    """Gives the chart of a scope other than the open document; ``changed`` comes when ``graph`` is another."""

    changed = Signal()
    lit_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scope = DOCUMENT
        self.filters = ChartFilters()
        self.most, self.least = MOST_SHOWN[0], 1
        self.around: NodeKey | None = None
        self.listed: Callable[[], Sequence[Path]] = list
        self.is_seen: Callable[[], bool] = lambda: True
        self.chart: WideChart | None = None
        self.lit: frozenset[Key] = frozenset()
        self._folder: FolderBridge | None = None
        self._lit_in: tuple[Path, frozenset[str]] | None = None
        self._is_stale = False
        self._asked_at: float | None = None
        self._frame = QTimer(self, singleShot=True)
        self._frame.timeout.connect(self._ask)

    @property
    def is_on(self) -> bool:
        """Whether more than the open document is shown."""
        return self.scope != DOCUMENT

    @property
    def graph(self) -> RelationGraph:
        """What is shown of the scope's chart; empty before it is there."""
        return self.chart.part.graph if self.chart else RelationGraph({}, {})

    @property
    def near(self) -> RelationGraph | None:
        """The node that is looked at alone with its neighbours of the whole scope."""
        return self.chart.near if self.chart and self.chart.order.around == self.around else None

    @property
    def is_reading(self) -> bool:
        """Whether a chart is on its way."""
        waits = self._is_asked or self._frame.isActive() or (self._is_stale and self.is_seen())
        return self.is_on and waits

    @property
    def topics(self) -> list[str]:
        """The topics that most documents of the folder have."""
        index = self._index
        return [one.name for one in index.names.topics("", _MOST_TOPICS)] if index else []

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges are not shown."""
        return (self.chart.part.nodes_left, self.chart.part.edges_left) if self.chart else (0, 0)

    def use(self, folder: FolderBridge, listed: Callable[[], Sequence[Path]]) -> None:
        """Follow a folder, of which some documents are listed."""
        self._folder, self.listed = folder, listed
        folder.changed.connect(lambda _change: self.follow())
        folder.opened.connect(self.follow)

    def show(self, scope: str, filters: ChartFilters) -> None:
        """Show another scope, or the same through other filters."""
        if scope != self.scope:
            self.chart, self.around, self.lit = None, None, frozenset()
        self.scope, self.filters = scope, filters
        self._is_stale = self.is_on
        self._ask()

    def look(self, *, most: int | None = None, least: int | None = None) -> None:
        """Show so many nodes, and lines of so many events at least."""
        self.most, self.least = most or self.most, least or self.least
        self._is_stale = self.is_on
        self._ask()

    def go_around(self, node: NodeKey | None) -> None:
        """Look at one node alone with all its neighbours, or at all again."""
        self.around = node
        self._is_stale = self.is_on
        self._ask()

    def follow(self) -> None:
        """Show what has changed with the next frame, if anybody looks."""
        if self.is_on:
            self._is_stale = True
            self._wait()

    def light(self, sidecar: Path, annotation_ids: frozenset[str]) -> None:
        """Have the nodes and edges stand out that rest on some annotations of a file."""
        self._lit_in = (sidecar, annotation_ids)
        self._light()

    def light_key(self, key: Key) -> None:
        """Have a node or an edge stand out."""
        self.lit = frozenset((key,))
        self.lit_changed.emit()

    def _wait(self) -> None:
        if self.is_seen() and not self._frame.isActive() and not self._is_asked:
            reads = self._folder is not None and self._folder.is_reading and self.chart is not None
            self._frame.start(_WHILE_READING if reads else FRAME_MILLISECONDS)

    @property
    def _index(self) -> "FolderIndex | None":
        return self._folder.index if self._folder else None

    @property
    def _is_asked(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked_at is not None and monotonic() - self._asked_at < _LOST_SECONDS

    def _order(self) -> "WideOrder":
        from annotator.services.exporting.wide_chart import WideOrder

        documents = frozenset(self.listed()) if self.scope == LISTED else None
        return WideOrder(self.filters, documents, self.most, self.least, self.around)

    def _ask(self) -> None:
        """Ask for what is shown now; while an answer is on its way the next question waits for it."""
        self._frame.stop()
        folder, index = self._folder, self._index
        if not self.is_on or self._is_asked:
            return
        if folder is None or index is None:
            self._is_stale, self.chart = False, None
            self.changed.emit()
            return
        if not self._is_stale or not self.is_seen():
            return
        self._is_stale = False
        question = self._question(index)
        if self._is_small(index):
            self._take(question(index.view()))
        else:
            self._asked_at = monotonic()
            folder.ask("chart", _answered(question), self._take_later)

    def _question(self, index: "FolderIndex") -> "Callable[[FolderView], WideChart]":
        from annotator.services.exporting.wide_chart import memberships_in, wide_chart

        order = self._order()
        # Of a large folder nobody is shown whom nothing but a membership links, so that it is not looked up unasked.
        wanted = self._is_small(index) or MEMBERSHIP_EDGE in self.filters.kinds
        members = memberships_in(index.edges.sums()[0]) if wanted else ()
        return lambda view: wide_chart(view, order, members)

    def _is_small(self, index: "FolderIndex") -> bool:
        return len(index.view().annotations) <= AT_ONCE

    def _take_later(self, chart: "WideChart | None") -> None:
        self._asked_at = None
        if chart is not None:
            self._take(chart)
        if self._is_stale:
            self._wait()

    def _take(self, chart: "WideChart") -> None:
        if not self.is_on:
            return
        if chart.order.documents is not None and self.scope != LISTED:
            return
        self.chart = chart
        self._light()
        self.changed.emit()

    def _light(self) -> None:
        chart, folder, index = self.chart, self._folder, self._index
        if chart is None or folder is None or index is None or self._lit_in is None:
            return
        sidecar, ids = self._lit_in
        if not ids:
            if self.lit:
                self.lit = frozenset()
                self.lit_changed.emit()
            return
        if self._is_small(index):
            self._take_lit(keys_in(chart, sidecar, ids))
        else:
            folder.ask("chart-lit", lambda _view: keys_in(chart, sidecar, ids), self._take_lit)

    def _take_lit(self, keys: Iterable[Key]) -> None:
        self.lit = frozenset(keys)
        self.lit_changed.emit()


def _answered(question: "Callable[[FolderView], WideChart]") -> "Callable[[FolderView], WideChart | None]":
    """Give a question that is answered whatever happens, so that the next one is asked."""

    def answer(view: "FolderView") -> "WideChart | None":
        try:
            return question(view)
        except Exception as error:  # noqa: BLE001 - nobody waits for it but this window
            sys.excepthook(type(error), error, error.__traceback__)
            return None

    return answer


def keys_in(chart: "WideChart", sidecar: Path, annotation_ids: Iterable[str]) -> frozenset[Key]:
    """Give what of a chart rests on some annotations of a file."""
    from annotator.services.index.narrowing import row_of

    rows = (row_of(chart.view, sidecar, one) for one in annotation_ids)
    return chart.keys_of(row for row in rows if row is not None)
