"""From annotation files to discourse networks: what counts, joined by name, with what was left out and why."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
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
    countable,
    in_order_of_time,
    named_alike,
    statements,
)
from annotator.model.networks.time_windows import windows

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
    found: list[Statement] = []
    left_out: Counter[str] = Counter()
    for name, layer in layers:
        keep = replace(narrowed, start="", end="").of(layer)
        said = statements(layer, name, keep, options.statements)
        found.extend(said.counted)
        left_out += said.left_out
    found = list(filter(_entity_test(narrowed, options.statements), in_order_of_time(found)))
    alike = list(named_alike(found))
    whole = countable(alike, options.counting)
    counted = whole.counted
    graph, slices = _over_time(counted, options) if options.window else (_network(Counts(counted), options), ())
    joined = _joined(counted, zip(found, alike, strict=True))
    return BuiltNetwork(graph, counted, left_out + whole.left_out, joined, slices)


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


def _over_time(counted: list[Statement], options: NetworkOptions) -> tuple[RelationGraph, tuple[WindowCount, ...]]:
    """Give all nodes, the edges of every window with its centre as their date, and the windows."""
    whole = _network(Counts(counted), options)
    edges, slices = {}, []
    range_ = _day(options.counting.start, 0), _day(options.counting.end, 1)
    for window in windows(counted, options.window, options.kernel, range_, options.unit):
        weights = window.weights if options.pair_weight == "product" else map(sqrt, window.weights)
        graph = _network(Counts(window.statements, weights), options)
        day = window.centre.isoformat()
        slices.append(WindowCount(day, len(window.statements), len(graph.edges)))
        for (kind, source, target), edge in graph.edges.items():
            edges[f"{kind} {day}", source, target] = replace(edge, date=day)
    return RelationGraph(whole.nodes, edges, tuple(one.day for one in slices)), tuple(slices)


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
