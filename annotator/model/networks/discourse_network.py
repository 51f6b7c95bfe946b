"""Discourse networks: actors joined by the topics they speak on, or actors with their topics.

The formulas are those of P. Leifeld, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in The Oxford
Handbook of Political Networks (2017), with the normalisations as docs/networks.md has them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from math import sqrt
from typing import Final

from annotator.model.networks.relation_graph import ENTITY, JOINT_EDGES, POSITION_EDGE, TOPIC, Edge, Node, RelationGraph
from annotator.model.networks.statements import LEVELS, MIXED, Statement

ONE_MODE: Final = "one-mode"
TWO_MODE: Final = "two-mode"
AGGREGATES: Final = {
    ONE_MODE: JOINT_EDGES,
    TWO_MODE: ("ignore", "subtract", "combine"),
}
NORMALISATIONS: Final = {
    ONE_MODE: ("none", "average", "jaccard", "cosine", "product"),
    TWO_MODE: ("none", "activity", "prominence"),
}
_RANGE: Final = max(LEVELS.values()) - min(LEVELS.values())
_AGREE, _DISAGREE = "agree", "disagree"

Actor = tuple[str, str]
Cells = dict[tuple[str, str], float]
"""How much one actor said, by topic and stance."""
Weigh = Callable[[Statement], float]


class Counts:
    """X[actor, topic, stance] with the evidence of each cell; ``weigh`` gives what one statement counts."""

    def __init__(self, statements: Iterable[Statement], weigh: Weigh = lambda _statement: 1.0) -> None:
        self.cells: dict[Actor, Cells] = {}
        self.topics: dict[str, dict[Actor, dict[str, float]]] = {}
        self.evidence: dict[tuple[Actor, str, str], list[str]] = defaultdict(list)
        for statement in statements:
            actor, topic, stance = statement.actor, statement.topic, statement.stance
            weight = weigh(statement)
            cells = self.cells.setdefault(actor, defaultdict(float))
            cells[topic, stance] += weight
            self.topics.setdefault(topic, {}).setdefault(actor, defaultdict(float))[stance] += weight
            self.evidence[actor, topic, stance].append(statement.evidence)

    def total(self, actor: Actor) -> float:
        """Give all that an actor said."""
        return sum(self.cells[actor].values())


def one_mode(counts: Counts, aggregate: str, normalise: str) -> RelationGraph:
    """Join actors who speak on the same topics; every pair once, both ends alike.

    Weights: ``ignore`` multiplies the numbers of statements on a topic, ``congruence`` and ``conflict`` weigh each pair
    of statements by how near and how far the stances are, ``subtract`` is the difference of the two. Normalised weights
    may exceed 1.
    """
    weights: dict[tuple[Actor, Actor], float] = defaultdict(float)
    evidence: dict[tuple[Actor, Actor], dict[str, None]] = defaultdict(dict)
    for topic, holders in counts.topics.items():
        for a, b in combinations(sorted(holders), 2):
            for k, x in holders[a].items():
                for m, y in holders[b].items():
                    if part := x * y * _nearness(aggregate, k, m):
                        weights[a, b] += part
                        for cell in ((a, topic, k), (b, topic, m)):
                            evidence[a, b].update(dict.fromkeys(counts.evidence[cell]))
    edges = {}
    for (a, b), weight in sorted(weights.items()):
        divisor = _ONE_MODE_DIVISORS[normalise](counts, a, b, aggregate)
        if weight and divisor:
            edge = _joint_edge(aggregate, a, b, weight / divisor, tuple(evidence[a, b]))
            edges[edge.kind, edge.source, edge.target] = edge
    return RelationGraph({node.key: node for node in _actors(counts)}, edges)


def two_mode(counts: Counts, aggregate: str, normalise: str) -> RelationGraph:
    """Join actors with the topics they speak on.

    Weights: ``ignore`` counts statements, ``subtract`` those that agree less those that disagree, ``combine`` is 1 for
    an actor who only agrees, 2 for one who only disagrees, 3 for both.
    """
    nodes = {node.key: node for node in (*_actors(counts), *_topics(counts))}
    edges = {}
    for topic, holders in sorted(counts.topics.items()):
        for actor, cells in sorted(holders.items()):
            weight = _TWO_MODE[aggregate](cells)
            column = sum(sum(others.values()) for others in holders.values())
            divisor = {"none": 1.0, "activity": counts.total(actor), "prominence": column}[normalise]
            if weight and divisor:
                proofs = {stance: counts.evidence[actor, topic, stance] for stance in cells}
                stances = tuple(stance for stance, found in proofs.items() for _one in found)
                evidence = tuple(dict.fromkeys(one for found in proofs.values() for one in found))
                ends = (entity_key(actor), (TOPIC, topic))
                edges[(POSITION_EDGE, *ends)] = Edge(
                    POSITION_EDGE, *ends, len(stances), stances, evidence, weight / divisor
                )
    return RelationGraph(nodes, edges)


def entity_key(actor: Actor) -> tuple[str, str]:
    """Give the key of an actor's node."""
    return (ENTITY, f"{actor[0]}:{actor[1]}")


def _nearness(aggregate: str, one: str, other: str) -> float:
    if aggregate == "ignore":
        return 1.0
    apart = abs(LEVELS[one] - LEVELS[other]) / _RANGE
    return {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregate]


def _joint_edge(aggregate: str, a: Actor, b: Actor, weight: float, evidence: tuple[str, ...]) -> Edge:
    value = {"congruence": _AGREE, "conflict": _DISAGREE, "ignore": None}.get(
        aggregate, _AGREE if weight > 0 else _DISAGREE
    )
    return Edge(aggregate, entity_key(a), entity_key(b), len(evidence), (value,), evidence, weight)


def _average(counts: Counts, a: Actor, b: Actor, _aggregate: str) -> float:
    return (counts.total(a) + counts.total(b)) / 2


def _product(counts: Counts, a: Actor, b: Actor, _aggregate: str) -> float:
    return counts.total(a) * counts.total(b)


def _jaccard(counts: Counts, a: Actor, b: Actor, _aggregate: str) -> float:
    one, other = counts.cells[a], counts.cells[b]
    alone = sum(x for cell, x in one.items() if cell not in other)
    alone += sum(y for cell, y in other.items() if cell not in one)
    return alone + sum(x * other[cell] for cell, x in one.items() if cell in other)


def _cosine(counts: Counts, a: Actor, b: Actor, aggregate: str) -> float:
    return _length(counts.cells[a], aggregate) * _length(counts.cells[b], aggregate)


def _length(cells: Cells, aggregate: str) -> float:
    """Give the length of an actor's count vector: over topics where stances are ignored, else over both."""
    lengths: dict[object, float] = defaultdict(float)
    for cell, x in cells.items():
        lengths[cell[0] if aggregate == "ignore" else cell] += x
    return sqrt(sum(x * x for x in lengths.values()))


_ONE_MODE_DIVISORS: Final[dict[str, Callable[[Counts, Actor, Actor, str], float]]] = {
    "none": lambda _counts, _a, _b, _aggregate: 1.0,
    "average": _average,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "product": _product,
}


def _combined(cells: dict[str, float]) -> float:
    agrees = any(cells.get(stance) for stance in (_AGREE, MIXED))
    disagrees = any(cells.get(stance) for stance in (_DISAGREE, MIXED))
    return agrees + 2 * disagrees


_TWO_MODE: Final[dict[str, Callable[[dict[str, float]], float]]] = {
    "ignore": lambda cells: sum(cells.values()),
    "subtract": lambda cells: cells.get(_AGREE, 0.0) - cells.get(_DISAGREE, 0.0),
    "combine": _combined,
}


def _actors(counts: Counts) -> Iterator[Node]:
    for actor in sorted(counts.cells, key=lambda one: (one[1], one[0])):
        proofs = [one for cell in counts.cells[actor] for one in counts.evidence[(actor, *cell)]]
        evidence = tuple(dict.fromkeys(proofs))
        yield Node(*entity_key(actor), actor[1], actor[0], len(evidence), evidence)


def _topics(counts: Counts) -> Iterator[Node]:
    for topic, holders in sorted(counts.topics.items()):
        proofs = [
            one for actor, cells in holders.items() for stance in cells for one in counts.evidence[actor, topic, stance]
        ]
        evidence = tuple(dict.fromkeys(proofs))
        yield Node(TOPIC, topic, topic, "", len(evidence), evidence)
