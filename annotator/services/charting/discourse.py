"""From annotation files to discourse networks: what counts, joined by name, with what was left out and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import sqrt
from typing import Final, NamedTuple

from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import ONE_MODE, Counts, one_mode, two_mode
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.networks.statements import (
    ENTITY_VARIABLES,
    HOLDERS,
    Counting,
    Statement,
    StatementOptions,
    Statements,
    countable,
    in_order_of_time,
    named_alike,
    statements,
)
from annotator.model.networks.time_windows import Window, WindowSeries

PAIR_WEIGHTS: Final = ("product", "root")
"""What two statements of a window weigh together: z₁·z₂, or √(z₁·z₂) as in Discourse Network Analyzer."""


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Which network, and how; ``window`` is a number of ``unit``s, 0 for one network of the whole time."""

    network: str = ONE_MODE
    aggregate: str = "ignore"
    normalise: str = "none"
    statements: StatementOptions = field(default_factory=StatementOptions)
    counting: Counting = field(default_factory=Counting)
    window: int = 0
    unit: str = "days"
    kernel: str = "uniform"
    pair_weight: str = PAIR_WEIGHTS[0]


class WindowCount(NamedTuple):
    """One window of a series: its day, and how many statements and edges it has."""

    day: str
    statements: int
    edges: int


@dataclass(slots=True)
class BuiltNetwork:
    """A network, the statements it counts, how many it leaves out, and how many names were taken for one already there.

    ``slices`` are its windows where it moves through time, those without edges too.
    """

    graph: RelationGraph
    counted: list[Statement]
    left_out: Counter[str]
    joined: int
    slices: tuple[WindowCount, ...] = ()


def discourse_network(
    layers: Iterable[tuple[str, Layer]], narrowed: AnnotationFilter, options: NetworkOptions
) -> BuiltNetwork:
    """Build the network of many documents, each with its name; dates are those of ``options.counting``.

    The order of the documents makes no difference.
    """
    return network_of((said_in(name, layer, narrowed, options.statements) for name, layer in layers), narrowed, options)


def said_in(name: str, layer: Layer, narrowed: AnnotationFilter, options: StatementOptions) -> Statements:
    """Give what one document says, whenever that was."""
    return statements(layer, name, replace(narrowed, start="", end="").of(layer), options)


def network_of(said: Iterable[Statements], narrowed: AnnotationFilter, options: NetworkOptions) -> BuiltNetwork:
    """Build the network of what documents say, each ``said_in`` it."""
    series = series_of(said, narrowed, options)
    graph, slices = series.over_time() if options.window else (series.whole(), ())
    return BuiltNetwork(graph, series.counted, series.left_out, series.joined, slices)


def series_of(said: Iterable[Statements], narrowed: AnnotationFilter, options: NetworkOptions) -> "NetworkSeries":
    """Give what counts of what documents say, and the networks that can be made of it."""
    found: list[Statement] = []
    left_out: Counter[str] = Counter()
    for one in said:
        found.extend(one.counted)
        left_out += one.left_out
    found = list(filter(_entity_test(narrowed, options.statements), in_order_of_time(found)))
    alike = list(named_alike(found))
    whole = countable(alike, options.counting)
    joined = _joined(whole.counted, zip(found, alike, strict=True))
    return NetworkSeries(whole.counted, left_out + whole.left_out, joined, options)


@dataclass(frozen=True)
class NetworkSeries:
    """Statements that count, and the networks that are made of them: of the whole time, or of one window."""

    counted: list[Statement]
    left_out: Counter[str]
    joined: int
    options: NetworkOptions

    @cached_property
    def windows(self) -> WindowSeries:
        """The windows, none where no width is asked for."""
        counting, options = self.options.counting, self.options
        if not options.window:
            return WindowSeries((), 1, options.kernel)
        ends = _day(counting.start, 0), _day(counting.end, 1)
        return WindowSeries(self.counted, options.window, options.kernel, ends, options.unit)

    def whole(self) -> RelationGraph:
        """Give the network of the whole time."""
        return _network(Counts(self.counted), self.options)

    def at(self, place: int) -> RelationGraph:
        """Give the network of one window."""
        return self._of(self.windows[place])

    def _of(self, window: Window) -> RelationGraph:
        weights = window.weights if self.options.pair_weight == "product" else map(sqrt, window.weights)
        return _network(Counts(window.statements, weights), self.options)

    def over_time(self) -> tuple[RelationGraph, tuple[WindowCount, ...]]:
        """Give all nodes, the edges of every window with its centre as their date, and the windows."""
        edges, slices = {}, []
        for window in self.windows:
            graph = self._of(window)
            day = window.centre.isoformat()
            slices.append(WindowCount(day, len(window.statements), len(graph.edges)))
            for (kind, source, target), edge in graph.edges.items():
                edges[f"{kind} {day}", source, target] = replace(edge, date=day)
        return RelationGraph(self.whole().nodes, edges, tuple(one.day for one in slices)), tuple(slices)


def _entity_test(narrowed: AnnotationFilter, options: StatementOptions) -> Callable[[Statement], bool]:
    """Give the test for statements of entities that are asked for and not left out."""
    wanted, shown = frozenset(map(name_key, narrowed.entities)), narrowed.entity_test()

    def passes(statement: Statement) -> bool:
        ends = ((options.rows, statement.actor), (options.columns, statement.topic))
        holders = [name for variable, (_type, name) in ends if variable in HOLDERS]
        asked = not wanted or not holders or any(name_key(name) in wanted for name in holders)
        entities = (name for variable, (_type, name) in ends if variable in ENTITY_VARIABLES)
        return asked and (shown is None or all(map(shown, entities)))

    return passes


def _network(counts: Counts, options: NetworkOptions) -> RelationGraph:
    if options.network == ONE_MODE:
        return one_mode(counts, options.aggregate, options.normalise, options.statements.rows)
    return two_mode(counts, options.aggregate, options.normalise)


def _day(text: str, which: int) -> date | None:
    found = days(text)
    day = found[which] if found else None
    return day.as_date() if day else None


def _joined(counted: list[Statement], named: Iterable[tuple[Statement, Statement]]) -> int:
    """Count the names that were taken for one already there: of other documents, or written otherwise in one."""
    ways: defaultdict[object, set[object]] = defaultdict(set)
    for written, one in named:
        ways[one.document, one.actor].add(written.actor)
        ways[one.document, one.topic].add(written.topic)
    actors = {(one.document, one.actor) for one in counted}
    topics = {(one.document, one.topic) for one in counted}
    kept = len({actor for _document, actor in actors}) + len({topic for _document, topic in topics})
    return sum(len(ways[key]) for key in (*actors, *topics)) - kept
