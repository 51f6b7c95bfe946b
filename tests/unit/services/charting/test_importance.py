"""What of a large network is shown, and its weights as a table: sums as in the matrix of a file."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.networks.matrix import matrix
from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, Node, RelationGraph
from annotator.services.charting.importance import EDGES_OF_A_NODE, ORDERS, important, weight_table

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
