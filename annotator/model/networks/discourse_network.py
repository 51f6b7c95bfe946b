"""Discourse networks: actors joined by the topics they speak on, or actors with their topics.

The formulas are those of P. Leifeld, "Discourse Network Analysis: Policy Debates as Dynamic Networks", in The Oxford
Handbook of Political Networks (2017), with the normalisations as docs/networks.md has them.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from math import sqrt
from typing import Final

from annotator.model.networks.relation_graph import (
    ENTITY,
    JOINT_EDGES,
    POSITION_EDGE,
    TOPIC,
    Edge,
    EdgeKey,
    MadeWhenAsked,
    Node,
    RelationGraph,
)
from annotator.model.networks.statements import (
    ENTITY_VARIABLES,
    LEVELS,
    MIXED,
    SPEAKER,
    Statement,
    Unit,
)

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

Cells = dict[tuple[Unit, str], float]
"""How much one actor said, by topic and stance."""
_Row = tuple["array[int]", "array[float]"]
Divisor = Callable[["Counts", Unit, Unit, str], float]


class Counts:
    """X[actor, topic, stance] with the evidence of each cell.

    ``weights`` are what the statements count, 1 if not given; one that counts 0 is not there.
    """

    def __init__(self, statements: Iterable[Statement], weights: Iterable[float] = repeat(1.0)) -> None:
        self.cells: dict[Unit, Cells] = {}
        self.topics: dict[Unit, dict[Unit, dict[str, float]]] = {}
        self.evidence: dict[tuple[Unit, Unit, str], list[str]] = defaultdict(list)
        self._spoken: dict[Unit, list[Unit]] = defaultdict(list)
        self._totals: dict[Unit, float] = {}
        self._lengths: dict[tuple[Unit, str], float] = {}
        for statement, weight in zip(statements, weights, strict=False):
            if not weight:
                continue
            actor, topic, stance = statement.actor, statement.topic, statement.stance
            cells = self.cells.setdefault(actor, defaultdict(float))
            cells[topic, stance] += weight
            self.topics.setdefault(topic, {}).setdefault(actor, defaultdict(float))[stance] += weight
            self.evidence[actor, topic, stance].append(statement.evidence)

    def proofs_of_actors(self) -> Iterator[tuple[Unit, list[str]]]:
        """Give every actor by name, with the evidence of all that he said."""
        for actor in sorted(self.cells, key=lambda one: (one[1], one[0])):
            yield actor, [one for cell in self.cells[actor] for one in self.evidence[(actor, *cell)]]

    def proofs_of_topics(self) -> Iterator[tuple[Unit, list[str]]]:
        """Give every topic by name, with the evidence of all that was said on it."""
        for topic, holders in sorted(self.topics.items()):
            yield (
                topic,
                [
                    one
                    for actor, cells in holders.items()
                    for stance in cells
                    for one in self.evidence[actor, topic, stance]
                ],
            )

    def total(self, actor: Unit) -> float:
        """Give all that an actor said."""
        if actor not in self._totals:
            self._totals[actor] = sum(self.cells[actor].values())
        return self._totals[actor]

    def length(self, actor: Unit, aggregate: str) -> float:
        """Give the length of an actor's counts, by which a cosine divides."""
        if (actor, aggregate) not in self._lengths:
            self._lengths[actor, aggregate] = _length(self.cells[actor], aggregate)
        return self._lengths[actor, aggregate]

    def proofs_of_pair(self, a: Unit, b: Unit, aggregate: str) -> tuple[str, ...]:
        """Give the evidence of what joins two actors, each once."""
        found: dict[str, None] = {}
        for topic in self._topics_of(a):
            holders = self.topics[topic]
            if b not in holders:
                continue
            for k, x in holders[a].items():
                for m, y in holders[b].items():
                    if x * y * _nearness(aggregate, k, m):
                        found.update(dict.fromkeys(self.evidence[a, topic, k]))
                        found.update(dict.fromkeys(self.evidence[b, topic, m]))
        return tuple(found)

    def _topics_of(self, actor: Unit) -> list[Unit]:
        if not self._spoken:
            for topic, holders in self.topics.items():
                for holder in holders:
                    self._spoken[holder].append(topic)
        return self._spoken[actor]


def one_mode(counts: Counts, aggregate: str, normalise: str, rows: str = SPEAKER) -> RelationGraph:
    """Join actors who speak on the same topics, or what else stands in the ``rows``; every pair once, both ends alike.

    Weights: ``ignore`` multiplies the numbers of statements on a topic, ``congruence`` and ``conflict`` weigh each pair
    of statements by how near and how far the stances are, ``subtract`` is the difference of the two. Normalised weights
    may exceed 1.
    """
    kind = ENTITY if rows in ENTITY_VARIABLES else TOPIC
    nodes = {node.key: node for node in _units(kind, counts.proofs_of_actors())}
    return RelationGraph(nodes, JointEdges(counts, aggregate, normalise, kind))


class JointEdges(MadeWhenAsked):
    """The edges of a network of actors by their keys, in the order of both ends.

    Millions of pairs are held as numbers; an edge is made, and its evidence looked up, when it is asked for.
    """

    def __init__(self, counts: Counts, aggregate: str, normalise: str, kind: str) -> None:
        self._counts = counts
        self._aggregate = aggregate
        self._units = sorted(counts.cells)
        self._nodes = [unit_key(kind, unit) for unit in self._units]
        self._places = {node: place for place, node in enumerate(self._nodes)}
        joined = _joint_weights(counts, aggregate, self._units)
        self._rows = [self._row(place, row, normalise) for place, row in enumerate(joined)]
        self._length = sum(len(others) for others, _weights in self._rows)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[EdgeKey]:
        return (key for key, _weight in self.weights())

    def __getitem__(self, key: EdgeKey) -> Edge:
        if (found := self._found(key)) is None:
            raise KeyError(key)
        return self._edge(*found)

    def __contains__(self, key: object) -> bool:
        return self._found(key) is not None

    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        """Give the keys with the weights; no edge is made."""
        for a, (others, weights) in enumerate(self._rows):
            for b, weight in zip(others, weights, strict=True):
                yield (self._aggregate, self._nodes[a], self._nodes[b]), weight

    def _found(self, key: object) -> tuple[int, int, float] | None:
        """Give the places of an edge's ends and its weight, None where there is no such edge."""
        if not isinstance(key, tuple) or len(key) != 3 or key[0] != self._aggregate:
            return None
        a, b = (self._places.get(end, -1) for end in key[1:])
        others, weights = self._rows[a] if a >= 0 else (array("L"), array("d"))
        at = bisect_left(others, b)
        return (a, b, weights[at]) if at < len(others) and others[at] == b else None

    def _row(self, place: int, joined: Mapping[int, float], normalise: str) -> "_Row":
        """Give the places of those whom an actor is joined with, in order, and the weights; 0 is left out."""
        divisor_of, others, weights = _ONE_MODE_DIVISORS[normalise], array("L"), array("d")
        for other, weight in sorted(joined.items()):
            divisor = divisor_of(self._counts, self._units[place], self._units[other], self._aggregate)
            if weight and divisor:
                others.append(other)
                weights.append(weight / divisor)
        return others, weights

    def _edge(self, a: int, b: int, weight: float) -> Edge:
        proofs = self._counts.proofs_of_pair(self._units[a], self._units[b], self._aggregate)
        return _joint_edge(self._aggregate, (self._nodes[a], self._nodes[b]), weight, proofs)


def _stances(counts: Counts) -> set[str]:
    return {stance for cells in counts.cells.values() for _topic, stance in cells}


def _joint_weights(counts: Counts, aggregate: str, units: list[Unit]) -> Iterator[dict[int, float]]:
    """Give for every actor what joins him with those behind him, by their places."""
    places = {unit: place for place, unit in enumerate(units)}
    spoken: list[list[tuple[dict[str, float], list[int], list[dict[str, float]]]]] = [[] for _unit in units]
    for holders in counts.topics.values():
        ordered = sorted((places[unit], cells) for unit, cells in holders.items())
        there, said = [place for place, _cells in ordered], [cells for _place, cells in ordered]
        for place, cells in ordered:
            spoken[place].append((cells, there, said))
    stances = _stances(counts)
    near = {(k, m): _nearness(aggregate, k, m) for k in stances for m in stances}
    for place, topics in enumerate(spoken):
        row: dict[int, float] = defaultdict(float)
        for cells, there, said in topics:
            for at in range(bisect_left(there, place) + 1, len(there)):
                for k, x in cells.items():
                    for m, y in said[at].items():
                        row[there[at]] += x * y * near[k, m]
        yield row


def two_mode(counts: Counts, aggregate: str, normalise: str) -> RelationGraph:
    """Join actors with the topics they speak on; what stands in the rows is an entity, in the columns a topic.

    Weights: ``ignore`` counts statements, ``subtract`` those that agree less those that disagree, ``combine`` is 1 for
    an actor who only agrees, 2 for one who only disagrees, 3 for both.
    """
    found = (*_units(ENTITY, counts.proofs_of_actors()), *_units(TOPIC, counts.proofs_of_topics()))
    nodes = {node.key: node for node in found}
    edges = {}
    for topic, holders in sorted(counts.topics.items()):
        column = sum(sum(cells.values()) for cells in holders.values())
        for actor, cells in sorted(holders.items()):
            weight = _TWO_MODE[aggregate](cells)
            divisor = {"none": 1.0, "activity": counts.total(actor), "prominence": column}[normalise]
            if weight and divisor:
                proofs = {stance: counts.evidence[actor, topic, stance] for stance in cells}
                stances = tuple(stance for stance, found in proofs.items() for _one in found)
                evidence = tuple(dict.fromkeys(one for found in proofs.values() for one in found))
                ends = (unit_key(ENTITY, actor), unit_key(TOPIC, topic))
                edges[(POSITION_EDGE, *ends)] = Edge(
                    POSITION_EDGE, *ends, len(stances), stances, evidence, weight / divisor
                )
    return RelationGraph(nodes, edges)


def unit_key(kind: str, unit: Unit) -> tuple[str, str]:
    """Give the key of a unit's node: by type and name, of a topic by its name."""
    return (kind, f"{unit[0]}:{unit[1]}" if unit[0] or kind == ENTITY else unit[1])


def _nearness(aggregate: str, one: str, other: str) -> float:
    if aggregate == "ignore":
        return 1.0
    apart = abs(LEVELS[one] - LEVELS[other]) / _RANGE
    return {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregate]


def _joint_edge(
    aggregate: str, ends: tuple[tuple[str, str], tuple[str, str]], weight: float, evidence: tuple[str, ...]
) -> Edge:
    value = {"congruence": _AGREE, "conflict": _DISAGREE, "ignore": None}.get(
        aggregate, _AGREE if weight > 0 else _DISAGREE
    )
    return Edge(aggregate, *ends, len(evidence), (value,), evidence, weight)


def _average(counts: Counts, a: Unit, b: Unit, _aggregate: str) -> float:
    return (counts.total(a) + counts.total(b)) / 2


def _product(counts: Counts, a: Unit, b: Unit, _aggregate: str) -> float:
    return counts.total(a) * counts.total(b)


def _jaccard(counts: Counts, a: Unit, b: Unit, _aggregate: str) -> float:
    one, other = counts.cells[a], counts.cells[b]
    alone = sum(x for cell, x in one.items() if cell not in other)
    alone += sum(y for cell, y in other.items() if cell not in one)
    return alone + sum(x * other[cell] for cell, x in one.items() if cell in other)


def _cosine(counts: Counts, a: Unit, b: Unit, aggregate: str) -> float:
    return counts.length(a, aggregate) * counts.length(b, aggregate)


def _length(cells: Cells, aggregate: str) -> float:
    """Give the length of an actor's counts: over topics where stances are ignored, else by how near stances are.

    With the product Σⱼ Σₖ Σₗ x[j,k] y[j,l] (1 − |k−l|/R) of congruence, which is positive definite, so that no cosine
    exceeds 1 (the soft cosine of G. Sidorov and others, doi:10.13053/cys-18-3-2043); it is the usual one where no
    stance is neutral.
    """
    by_topic: dict[Unit, dict[str, float]] = defaultdict(dict)
    for (topic, stance), x in cells.items():
        by_topic[topic][stance] = x
    kind = "ignore" if aggregate == "ignore" else "congruence"
    return sqrt(
        sum(
            x * y * _nearness(kind, k, m)
            for said in by_topic.values()
            for k, x in said.items()
            for m, y in said.items()
        )
    )


_ONE_MODE_DIVISORS: Final[dict[str, Divisor]] = {
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


def _units(kind: str, proofs: Iterable[tuple[Unit, Iterable[str]]]) -> Iterator[Node]:
    for unit, found in proofs:
        evidence = tuple(dict.fromkeys(found))
        yield Node(*unit_key(kind, unit), unit[1], unit[0], len(evidence), evidence)
