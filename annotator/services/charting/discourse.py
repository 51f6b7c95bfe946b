"""From annotation files to discourse networks: what counts, joined by name, with what was left out and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import ONE_MODE, Counts, one_mode, two_mode
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.networks.statements import (
    Counting,
    Statement,
    StatementOptions,
    countable,
    named_alike,
    statements,
)
from annotator.model.networks.time_windows import windows


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """Which network, and how; ``window`` is a number of days, 0 for one network of the whole time."""

    network: str = ONE_MODE
    aggregate: str = "ignore"
    normalise: str = "none"
    statements: StatementOptions = field(default_factory=StatementOptions)
    counting: Counting = field(default_factory=Counting)
    window: int = 0
    kernel: str = "uniform"


@dataclass(slots=True)
class BuiltNetwork:
    """A network, how many statements it counts and leaves out, and how many names were taken for one already there."""

    graph: RelationGraph
    counted: int
    left_out: Counter[str]
    joined: int


def discourse_network(
    layers: Iterable[tuple[str, Layer]], narrowed: AnnotationFilter, options: NetworkOptions
) -> BuiltNetwork:
    """Build the network of many documents, each with its name; dates are those of ``options.counting``."""
    found: list[Statement] = []
    for name, layer in layers:
        keep = replace(narrowed, start="", end="").of(layer)
        found.extend(statements(layer, name, keep, options.statements))
    alike = list(named_alike(found))
    whole = countable(alike, options.counting)
    counted = whole.counted
    graph = _over_time(counted, options) if options.window else _network(Counts(counted), options)
    return BuiltNetwork(graph, len(counted), whole.left_out, _joined(counted, zip(found, alike, strict=True)))


def _network(counts: Counts, options: NetworkOptions) -> RelationGraph:
    build = one_mode if options.network == ONE_MODE else two_mode
    return build(counts, options.aggregate, options.normalise)


def _over_time(counted: list[Statement], options: NetworkOptions) -> RelationGraph:
    """Give all nodes, and the edges of every window with its centre as their date."""
    whole = _network(Counts(counted), options)
    edges = {}
    range_ = _day(options.counting.start, 0), _day(options.counting.end, 1)
    for window in windows(counted, options.window, options.kernel, *range_):
        graph = _network(Counts(window.statements, window.weigh), options)
        day = window.centre.isoformat()
        for (kind, source, target), edge in graph.edges.items():
            edges[f"{kind} {day}", source, target] = replace(edge, date=day)
    return RelationGraph(whole.nodes, edges)


def _day(text: str, which: int) -> date | None:
    found = days(text)
    try:
        return date.fromisoformat(found[which]) if found else None
    except ValueError:
        return None


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
