"""What of a large network is shown: those who matter most, and the weights between them as a table of numbers."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.relation_graph import (
    ENTITY,
    MEMBERSHIP_EDGE,
    SYMMETRIC_KINDS,
    TOPIC,
    Edge,
    EdgeKey,
    MadeWhenAsked,
    NodeKey,
    RelationGraph,
)
from annotator.services.folding.list_order import list_key

MOST_SHOWN: Final = (60, 100, 200)
"""How many nodes a picture may be asked to show."""
EDGES_OF_A_NODE: Final = 2
"""So many edges for each node a picture has at most."""
BY_WEIGHT, BY_NAME, BY_TYPE, BY_COMMUNITY = "weight", "name", "type", "community"
ORDERS: Final = (BY_WEIGHT, BY_NAME, BY_TYPE, BY_COMMUNITY)


class ProvedEdges(MadeWhenAsked):
    """Edges whose evidence is looked up when it is asked for, as is that of their nodes."""

    @abstractmethod
    def proofs(self, key: object) -> tuple[str, ...]:
        """Give what a node or an edge rests on, by its key; none for an unknown one."""


class NumberedEdges(ProvedEdges):
    """Edges that are held as arrays: places among the ``ends`` and weights; all are of one kind."""

    kind: str
    ends: Sequence[NodeKey]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    weight: NDArray[np.float64]

    @abstractmethod
    def made(self, places: NDArray[np.intp]) -> dict[EdgeKey, Edge]:
        """Make the edges of some places."""

    def strength(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give what the edges of some places weigh together at each end."""
        weight, size = np.abs(self.weight[places]), len(self.ends)
        found = np.bincount(self.source[places], weight, size) + np.bincount(self.target[places], weight, size)
        return found.astype(np.float64)


def strengths(graph: RelationGraph) -> dict[NodeKey, float]:
    """Give what all edges of each node weigh together, whatever their signs."""
    if isinstance(edges := graph.edges, NumberedEdges):
        return dict(zip(edges.ends, edges.strength(np.arange(len(edges.source))).tolist(), strict=True))
    found: defaultdict[NodeKey, float] = defaultdict(float)
    for (_kind, source, target), weight in graph.weights():
        found[source] += abs(weight)
        found[target] += abs(weight)
    return found


@dataclass(frozen=True, slots=True)
class PartOfGraph:
    """A graph of those who matter most, and how many nodes and edges were left out of it."""

    graph: RelationGraph
    nodes_left: int
    edges_left: int


def important(graph: RelationGraph, most: int, least: float = 0.0, near: NodeKey | None = None) -> PartOfGraph:
    """Leave the ``most`` nodes whose edges weigh most, and of their edges those that weigh ``least`` or more.

    With a node ``near`` it is that one and its neighbours. Of many edges the heaviest are left: more could not be told
    apart. No edge is made that is left out.
    """
    if isinstance(graph.edges, NumberedEdges):
        return _important_numbers(graph, graph.edges, most, least, near)
    weights = [(key, weight) for key, weight in graph.weights() if abs(weight) >= least]
    if near is not None:
        around = {near}
        for (_kind, one, other), _weight in weights:
            around |= {one, other} if near in (one, other) else set()
        weights = [(key, weight) for key, weight in weights if key[1] in around and key[2] in around]
    strength: defaultdict[NodeKey, float] = defaultdict(float)
    for (_kind, source, target), weight in weights:
        strength[source] += abs(weight)
        strength[target] += abs(weight)
    ranked = sorted(strength, key=lambda key: (key != near, -strength[key], key))
    kept = set(ranked[:most])
    inside = [(key, weight) for key, weight in weights if key[1] in kept and key[2] in kept]
    heavy = sorted(inside, key=lambda one: -abs(one[1]))[: EDGES_OF_A_NODE * len(kept)]
    drawn = {key for key, _weight in heavy}
    edges = [key for key, _weight in inside if key in drawn]
    shown = replace(
        graph,
        nodes={key: node for key, node in graph.nodes.items() if key in kept},
        edges={key: graph.edges[key] for key in edges},
        days=(),
    )
    return PartOfGraph(shown, len(graph.nodes) - len(shown.nodes), len(graph.edges) - len(edges))


def heaviest_edges(graph: RelationGraph) -> PartOfGraph:
    """Leave all nodes, and of the edges that are no memberships as many of the heaviest as a picture has at most."""
    told = [edge for edge in graph.edges.values() if edge.kind != MEMBERSHIP_EDGE]
    heavy = sorted(told, key=lambda edge: -abs(edge.weight))[: EDGES_OF_A_NODE * len(graph.nodes)]
    drawn = {(edge.kind, edge.source, edge.target) for edge in heavy}
    kept = {key: edge for key, edge in graph.edges.items() if edge.kind == MEMBERSHIP_EDGE or key in drawn}
    return PartOfGraph(replace(graph, edges=kept), 0, len(graph.edges) - len(kept))


def _important_numbers(
    graph: RelationGraph, edges: NumberedEdges, most: int, least: float, near: NodeKey | None
) -> PartOfGraph:
    places = np.flatnonzero(np.abs(edges.weight) >= least)
    numbers = {key: place for place, key in enumerate(edges.ends)}
    kept = np.zeros(len(edges.ends), np.bool_)
    if near is not None:
        here = numbers[near]
        touching = places[(edges.source[places] == here) | (edges.target[places] == here)]
        around = np.zeros(len(edges.ends), np.bool_)
        around[[here, *edges.source[touching], *edges.target[touching]]] = True
        places = places[around[edges.source[places]] & around[edges.target[places]]]
        kept[here] = True
    strength = edges.strength(places)
    ranked = np.argsort(-strength, kind="stable")
    others = ranked[(strength[ranked] > 0) & ~kept[ranked]]
    kept[others[: max(0, most - int(kept.sum()))]] = True
    inside = places[kept[edges.source[places]] & kept[edges.target[places]]]
    heavy = np.argsort(-np.abs(edges.weight[inside]), kind="stable")[: EDGES_OF_A_NODE * int(kept.sum())]
    made = edges.made(np.sort(inside[heavy]))
    nodes = {key: node for key, node in graph.nodes.items() if key in numbers and kept[numbers[key]]}
    shown = replace(graph, nodes=nodes, edges=made, days=())
    return PartOfGraph(shown, len(graph.nodes) - len(nodes), len(edges) - len(made))


@dataclass(frozen=True)
class WeightTable:
    """Weights between nodes in rows and in columns; where nothing joins two it is 0. ``of`` gives a cell's edges."""

    rows: tuple[NodeKey, ...]
    columns: tuple[NodeKey, ...]
    weights: NDArray[np.float64]
    of: dict[tuple[int, int], list[EdgeKey]]

    @property
    def largest(self) -> float:
        """The largest weight there is, whatever its sign."""
        return float(np.abs(self.weights).max()) if self.weights.size else 0.0


def weight_table(
    graph: RelationGraph, order: str = BY_WEIGHT, *, two_mode: bool = False, most: int = 100
) -> WeightTable:
    """Give the sums of the weights between the nodes that matter most, as the matrix in a file has them.

    A symmetric edge stands in both triangles. In two modes entities are the rows and topics the columns.
    """
    strength = strengths(graph)
    ranked = sorted(graph.nodes, key=lambda key: (-strength.get(key, 0.0), key))
    rows = _ordered(graph, [key for key in ranked if not two_mode or key[0] == ENTITY][:most], order)
    columns = _ordered(graph, [key for key in ranked if key[0] == TOPIC][:most], order) if two_mode else rows
    at_row, at_column = ({key: place for place, key in enumerate(keys)} for keys in (rows, columns))
    weights = np.zeros((len(rows), len(columns)))
    of: defaultdict[tuple[int, int], list[EdgeKey]] = defaultdict(list)
    for key, weight in _between(graph, {*rows, *columns}):
        kind, source, target = key
        ends = (
            ((source, target), (target, source)) if kind.partition(" ")[0] in SYMMETRIC_KINDS else ((source, target),)
        )
        for row, column in ends:
            if row in at_row and column in at_column:
                weights[at_row[row], at_column[column]] += weight
                of[at_row[row], at_column[column]].append(key)
    return WeightTable(tuple(rows), tuple(columns), weights, dict(of))


def _between(graph: RelationGraph, there: Collection[NodeKey]) -> Iterable[tuple[EdgeKey, float]]:
    """Give the edges between some nodes with their weights."""
    if not isinstance(edges := graph.edges, NumberedEdges):
        return graph.weights()
    kept = np.array([key in there for key in edges.ends], np.bool_)
    places = np.flatnonzero(kept[edges.source] & kept[edges.target])
    found = zip(
        edges.source[places].tolist(), edges.target[places].tolist(), edges.weight[places].tolist(), strict=True
    )
    return [((edges.kind, edges.ends[one], edges.ends[other]), weight) for one, other, weight in found]


def _ordered(graph: RelationGraph, ranked: list[NodeKey], order: str) -> list[NodeKey]:
    """Put nodes in another order than by their weight; those of one type or community stay by it."""
    if order == BY_NAME:
        return sorted(ranked, key=lambda key: (list_key(graph.nodes[key].label), key))
    if order == BY_TYPE:
        return sorted(ranked, key=lambda key: graph.nodes[key].type)
    if order == BY_COMMUNITY:
        return sorted(ranked, key=lambda key: graph.communities.get(key, 0))
    return ranked


def evidence_in(graph: RelationGraph, keys: Iterable[EdgeKey]) -> tuple[str, ...]:
    """Give what some edges rest on, each once."""
    return tuple(dict.fromkeys(one for key in keys for one in proofs_of(graph, key)))


def proofs_of(graph: RelationGraph, key: object) -> tuple[str, ...]:
    """Give what a node or an edge rests on, by its key."""
    edges = graph.edges
    return edges.proofs(key) if isinstance(edges, ProvedEdges) else graph.evidence_of(key)
