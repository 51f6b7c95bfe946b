"""Charts and networks of a folder's files as they are asked for in the window: what a file says is read once.

The figures are those of ``annotator chart``: the same functions count, in the same order.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.layer import Layer
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.networks.statements import Statement, broadest_topics
from annotator.services.charting.discourse import NetworkSeries, said_in, series_of
from annotator.services.charting.folding import linking_memberships
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.exporting.chart_order import (
    DIRECT,
    BuiltChart,
    ChartOrder,
    chart_in,
    looked_at,
    why_not_read,
)
from annotator.services.exporting.folder_edges import graph_of, relations_of
from annotator.services.folder.find_files import FoundSidecar
from annotator.services.index.network_windows import network_of_window, window_places
from annotator.services.index.networks import FolderNetwork, network_of
from annotator.services.index.statement_rows import FolderStatements, folder_statements
from annotator.services.index.view import FolderView
from annotator.services.keeping.annotated_file import read_sidecar_bytes

_QUESTIONS: Final = 3
"""Of so many questions what files say is kept: who goes to and fro between two networks waits once for each."""
_STOP_EVERY: Final = 50
"""So many files are looked at between two questions whether the answer is still wanted."""


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A file that counts: ``stamp`` tells what it holds from what it held before, ``layer`` is what is open of it."""

    found: FoundSidecar
    stamp: object
    layer: Layer | None = None


class Windows(Protocol):
    """The windows of a network, by their places; ``day`` is the middle of one."""

    def __len__(self) -> int: ...

    def day(self, at: int, /) -> date:
        """Give the middle of a window."""


class Series(Protocol):
    """The networks through which one moves."""

    @property
    def windows(self) -> Windows:
        """The windows, none where there are none."""

    def at(self, place: int, /) -> RelationGraph:
        """Give the network of one window."""


class IndexSeries:
    """The networks of a folder's windows, each made of the statements that lie in it when it is looked at."""

    def __init__(self, network: FolderNetwork) -> None:
        self._network = network
        self._found = list(window_places(network))

    @property
    def windows(self) -> "IndexSeries":
        """The windows."""
        return self

    def __len__(self) -> int:
        return len(self._found)

    def day(self, at: int) -> date:
        """Give the middle of a window."""
        day: str = self._found[at][0]
        return datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)

    def at(self, place: int) -> RelationGraph:
        """Give the network of one window."""
        _day, places, weights = self._found[place]
        found = network_of_window(self._network, places, weights)
        return graph_of(found) if isinstance(found, FolderNetwork) else found


@dataclass(slots=True)
class Charted:
    """What was asked for: a chart as the command builds it, and of a network all that can be made of its statements.

    ``view`` is the state of the index that it was counted in, None where files were read for it; ``count`` is how many
    statements count, None of relations.
    """

    order: ChartOrder
    built: BuiltChart
    series: Series | None = None
    view: FolderView | None = None
    count: int | None = None

    @property
    def statements(self) -> Sequence[Statement]:
        """The statements that count, where files were read for them."""
        return self.series.counted if isinstance(self.series, NetworkSeries) else ()

    def at(self, place: int) -> RelationGraph:
        """Give the network of one window."""
        assert self.series
        return self.series.at(place)


class ChartStopped(Exception):
    """The answer is not wanted any more."""


@dataclass(slots=True)
class _Read:
    """What a file says, None with a sentence where it cannot be read."""

    stamp: object
    said: Any = None
    problem: str = ""


@dataclass
class FolderCharts:
    """Answers one order after the other; what files say is kept as long as the orders ask them the same."""

    _known: dict[object, dict[Path, _Read]] = field(default_factory=dict)
    """By what was asked of files, the last asked last."""
    _found: tuple[object, FolderStatements] | None = None
    """What the index was asked last, and its statements."""

    def chart(
        self, order: ChartOrder, files: Iterable[ChartFile], is_wanted: Callable[[], bool] = lambda: True
    ) -> Charted:
        """Give what an order asks for, of some files in order. Raises ChartStopped where it is not wanted any more."""
        built = BuiltChart()
        said = self._said(order, files, built, is_wanted)
        if order.network == DIRECT:
            return Charted(order, _direct(order, said, built))
        series = series_of((one for _name, one in said), order.narrowed, order.network_options())
        if not is_wanted():
            raise ChartStopped
        built.graph, built.joined, built.left_out = series.whole(), series.joined, series.left_out
        built.statements = series.counted
        return Charted(order, looked_at(order, built), series, count=len(series.counted))

    def of_index(self, order: ChartOrder, view: FolderView) -> Charted:
        """Give a network of all files that count in the index: no file is read, and only edges that are seen are made.

        What ``is_for_index`` says no to is not for it.
        """
        if order.network == DIRECT:
            return Charted(order, looked_at(order, BuiltChart(relations_of(view, order.level))), view=view)
        options, asked = order.network_options(), (_question(order), view)
        if self._found is None or self._found[0] != asked:
            broadest = order.topics == "broadest"
            self._found = asked, folder_statements(view, options.statements, order.narrowed, broadest=broadest)
        network = network_of(self._found[1], options)
        built = BuiltChart(graph_of(network), network.joined, left_out=network.left_out)
        series = IndexSeries(network) if order.window else None
        return Charted(order, looked_at(order, built), series, view, len(network.statements))

    def _said(
        self, order: ChartOrder, files: Iterable[ChartFile], built: BuiltChart, is_wanted: Callable[[], bool]
    ) -> Iterator[tuple[str, Any]]:
        asked = _question(order)
        known = self._known[asked] = self._known.pop(asked, {})
        while len(self._known) > _QUESTIONS:
            del self._known[next(iter(self._known))]
        for number, file in enumerate(files):
            if number % _STOP_EVERY == 0 and not is_wanted():
                raise ChartStopped
            read = known.get(file.found.path)
            if read is None or read.stamp != file.stamp:
                read = known[file.found.path] = _read(order, file)
            if read.problem:
                built.failed[file.found.shown] = read.problem
            if read.said is not None:
                built.done.append(file.found.shown)
                yield read.said


def is_for_index(order: ChartOrder) -> bool:
    """Tell whether an order can be answered by the index alone: windows without a kernel, relations of everything."""
    if order.network == DIRECT:
        return order.narrowed.is_open and order.topics == "own"
    return not order.window or order.kernel in (None, "uniform")


def _question(order: ChartOrder) -> object:
    """Give what files are asked; how what they say is counted does not matter to them."""
    if order.network == DIRECT:
        return DIRECT, order.narrowed, order.level, order.topics
    return replace(order.narrowed, start="", end=""), order.network_options().statements, order.topics


def _read(order: ChartOrder, file: ChartFile) -> _Read:
    try:
        layer = file.layer or load_sidecar(read_sidecar_bytes(file.found.path), duplicates=False).layer
    except (SidecarError, OSError) as error:
        return _Read(file.stamp, None, why_not_read(error))
    layer, problem = named_by_codebook(layer, file.found)
    name = file.found.document_name(layer.document.name)
    layer = broadest_topics(layer) if order.topics == "broadest" else layer
    if order.network == DIRECT:
        return _Read(file.stamp, (name, chart_in(order, layer)), problem)
    return _Read(file.stamp, (name, said_in(name, layer, order.narrowed, order.network_options().statements)), problem)


def _direct(
    order: ChartOrder, said: Iterable[tuple[str, tuple[RelationGraph, int, Counter[str]]]], built: BuiltChart
) -> BuiltChart:
    charts = []
    for name, (graph, joined, left_out) in said:
        charts.append((name, graph))
        built.joined += joined
        built.left_out += left_out
    whole = join_graphs(charts)
    built.graph, built.joined = linking_memberships(whole.graph), built.joined + whole.joined
    return looked_at(order, built)
