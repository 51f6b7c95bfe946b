"""What of a large network is shown, and its weights as a table: sums as in the matrix of a file."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from annotator.formats.networks.matrix import matrix
from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, EdgeKey, Node, RelationGraph
from annotator.services.charting.importance import (
    EDGES_OF_A_NODE,
    ORDERS,
    NumberedEdges,
    important,
    strengths,
    weight_table,
)

KINDS = ("claim", "position", "ignore", "agreement")


@st.composite
def graphs(draw: st.DrawFn) -> RelationGraph:
    keys = [(ENTITY, f"e{n}") for n in range(draw(st.integers(0, 6)))] + [
        (TOPIC, f"t{n}") for n in range(draw(st.integers(0, 4)))
    ]
    nodes = {key: Node(*key, f"Name {key[1]}", "state", 1, ("d:a",)) for key in keys}
    edges = {}
    for _time in range(draw(st.integers(0, 20)) if len(keys) > 1 else 0):
        one, other = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
        kind = draw(st.sampled_from(KINDS))
        ends = sorted((one, other)) if kind in ("ignore", "agreement") else (one, other)
        weight = draw(st.sampled_from((-2.0, 0.5, 1.0, 3.25)))
        edges[kind, ends[0], ends[1]] = Edge(kind, ends[0], ends[1], 1, (None,), ("d:a",), weight)
    return RelationGraph(nodes, edges)


@given(graphs(), st.sampled_from(ORDERS), st.booleans())
def test_the_table_has_the_numbers_of_the_file(graph: RelationGraph, order: str, two_mode: bool) -> None:
    table = weight_table(graph, order, two_mode=two_mode)
    head, *rows = list(csv.reader(io.StringIO(b"".join(matrix(graph, two_mode=two_mode)).decode())))
    told = {(row[0], name): float(cell) for row in rows for name, cell in zip(head[1:], row[1:], strict=True)}
    shown = {
        (graph.nodes[row].label, graph.nodes[column].label): float(table.weights[at, place])
        for at, row in enumerate(table.rows) for place, column in enumerate(table.columns)
    }  # fmt: skip
    assert shown == told
    for (at, place), keys in table.of.items():
        assert sum(graph.edges[key].weight for key in keys) == table.weights[at, place]


@given(graphs(), st.integers(1, 8), st.sampled_from((0.0, 0.6, 2.0)))
def test_the_heaviest_are_left_and_nothing_lighter_than_what_is_asked(
    graph: RelationGraph, most: int, least: float
) -> None:
    found = important(graph, most, least)
    shown = found.graph
    assert len(shown.nodes) <= most
    assert len(shown.edges) <= EDGES_OF_A_NODE * max(1, len(shown.nodes))
    assert all(
        abs(edge.weight) >= least and {edge.source, edge.target} <= shown.nodes.keys() for edge in shown.edges.values()
    )
    assert (found.nodes_left, found.edges_left) == (
        len(graph.nodes) - len(shown.nodes),
        len(graph.edges) - len(shown.edges),
    )
    near = next(iter(shown.nodes), None)
    if near:
        around = important(graph, most, least, near).graph
        assert near in around.nodes


class Numbered(NumberedEdges):
    """Edges of one kind as arrays, over a graph that has them as they are."""

    def __init__(self, graph: RelationGraph, kind: str) -> None:
        self.kind, self.ends = kind, list(graph.nodes)
        self._of = {key: edge for key, edge in graph.edges.items() if key[0] == kind}
        self._keys = list(self._of)
        places = {key: place for place, key in enumerate(self.ends)}
        self.source = np.array([places[key[1]] for key in self._keys], np.intp)
        self.target = np.array([places[key[2]] for key in self._keys], np.intp)
        self.weight = np.array([edge.weight for edge in self._of.values()], np.float64)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[EdgeKey]:
        return iter(self._keys)

    def __getitem__(self, key: EdgeKey) -> Edge:
        return self._of[key]

    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        return ((key, edge.weight) for key, edge in self._of.items())

    def made(self, places: NDArray[np.intp]) -> dict[EdgeKey, Edge]:
        return {self._keys[place]: self._of[self._keys[place]] for place in places.tolist()}

    def proofs(self, key: object) -> tuple[str, ...]:
        return ("proof",)


@given(graphs(), st.sampled_from(KINDS), st.integers(1, 8), st.sampled_from((0.0, 0.6)), st.booleans())
def test_edges_held_as_arrays_are_left_and_summed_alike(
    graph: RelationGraph, kind: str, most: int, least: float, is_near: bool
) -> None:
    numbered = RelationGraph(graph.nodes, Numbered(graph, kind))
    plain = RelationGraph(graph.nodes, dict(numbered.edges))
    near = next(iter(graph.nodes), None) if is_near else None
    one, other = (important(each, most, least, near) for each in (numbered, plain))
    # Of nodes that weigh alike either may be left.
    weights = [sorted(abs(edge.weight) for edge in each.graph.edges.values()) for each in (one, other)]
    if most >= len(graph.nodes):
        assert weights[0] == weights[1]
        assert one.graph.nodes.keys() - {near} == other.graph.nodes.keys() - {near}
    assert len(one.graph.nodes) <= most
    table, same = weight_table(numbered), weight_table(plain)
    assert (table.rows, table.weights.tolist(), table.of) == (same.rows, same.weights.tolist(), same.of)
    assert {key: weight for key, weight in strengths(numbered).items() if weight} == pytest.approx(
        dict(strengths(plain))
    )


def test_who_is_near_does_not_take_the_place_of_a_neighbour() -> None:
    one, other = (TOPIC, "t0"), (TOPIC, "t1")
    nodes = {key: Node(*key, key[1], "state", 1, ("d:a",)) for key in (one, other)}
    graph = RelationGraph(nodes, {("claim", one, other): Edge("claim", one, other, 1, (None,), ("d:a",), -2.0)})
    found = important(RelationGraph(nodes, Numbered(graph, "claim")), 2, 0.0, one)
    assert found.graph.nodes.keys() == {one, other}
    assert len(found.graph.edges) == 1
