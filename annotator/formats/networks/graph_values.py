"""What the nodes and edges of a network carry, in whatever file."""

from collections.abc import Iterator
from typing import Final

from annotator.formats.tables.delimited import Cell
from annotator.model.networks.relation_graph import AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE, Edge, Node, RelationGraph

NODE_KEYS: Final = {"label": "string", "kind": "string", "type": "string", "annotations": "int"}
COMMUNITY: Final = {"community": "int"}
EDGE_KEYS: Final = {
    "kind": "string", "count": "int", "weight": "double", "symmetric": "boolean", "status": "string",
    "stance": "string", "attitude": "string", "date": "string", "evidence": "string",
}  # fmt: skip
"""Names and GraphML types, in the order in which they are written."""
_VALUE_KEY: Final = {AGREEMENT_EDGE: "status", CLAIM_EDGE: "attitude", POSITION_EDGE: "stance"}


def node_keys(graph: RelationGraph) -> dict[str, str]:
    """Give the names and types of what the nodes of a network carry."""
    return NODE_KEYS | (COMMUNITY if graph.communities else {})


def node_values(node: Node, graph: RelationGraph) -> Iterator[tuple[str, Cell]]:
    """Give a node's attributes by name."""
    yield "label", node.label
    yield "kind", node.kind
    yield "type", node.type
    yield "annotations", node.annotations
    if node.key in graph.communities:
        yield "community", graph.communities[node.key]


def edge_values(edge: Edge) -> Iterator[tuple[str, Cell]]:
    """Give an edge's attributes by name; what it does not have is left out."""
    yield "kind", edge.kind
    yield "count", edge.count
    yield "weight", edge.weight
    yield "symmetric", "true" if edge.symmetric else "false"
    if edge.kind in _VALUE_KEY and edge.value:
        yield _VALUE_KEY[edge.kind], edge.value
    if edge.date:
        yield "date", edge.date
    yield "evidence", "; ".join(edge.evidence)
