"""Networks as tables: the list of edges, and the matrix."""

from collections import Counter, defaultdict
from typing import Final

from annotator.formats.networks.graph_values import edge_values
from annotator.formats.tables.delimited import Cell, delimited_line
from annotator.model.networks.relation_graph import ENTITY, TOPIC, RelationGraph

NodeKey = tuple[str, str]
_SEPARATOR: Final = ","
_COLUMNS: Final = (
    "source", "target", "kind", "weight", "count", "symmetric", "status", "stance", "attitude", "date", "evidence",
)  # fmt: skip


def edge_list(graph: RelationGraph) -> bytes:
    """Give one row an edge; a symmetric edge stands once, and numbers are not rounded."""
    names = node_names(graph)
    lines = [delimited_line(_COLUMNS, _SEPARATOR)]
    for edge in graph.edges.values():
        values: dict[str, Cell] = {
            "source": names[edge.source],
            "target": names[edge.target],
            **dict(edge_values(edge)),
        }
        lines.append(delimited_line((values.get(column) for column in _COLUMNS), _SEPARATOR))
    return b"".join(lines)


def matrix(graph: RelationGraph, *, two_mode: bool = False) -> bytes:
    """Give the sums of the weights between every two nodes, from the row to the column, isolates included.

    A symmetric edge stands in both triangles. In two modes entities are the rows and topics the columns.
    """
    rows = [key for key in graph.nodes if not two_mode or key[0] == ENTITY]
    columns = [key for key in graph.nodes if not two_mode or key[0] == TOPIC]
    weights: dict[tuple[NodeKey, NodeKey], float] = defaultdict(float)
    for edge in graph.edges.values():
        weights[edge.source, edge.target] += edge.weight
        if edge.symmetric:
            weights[edge.target, edge.source] += edge.weight
    names = node_names(graph)
    lines = [delimited_line(("", *(names[key] for key in columns)), _SEPARATOR)]
    for row in rows:
        cells = (weights.get((row, column), 0.0) for column in columns)
        lines.append(delimited_line((names[row], *cells), _SEPARATOR))
    return b"".join(lines)


def node_names(graph: RelationGraph) -> dict[NodeKey, str]:
    """Give every node a name that no other has: with its type, and where that is not enough with its id."""
    names = {key: node.label for key, node in graph.nodes.items()}
    for attribute in ("type", "id"):
        often = Counter(names.values())
        for key, node in graph.nodes.items():
            if often[names[key]] > 1:
                names[key] = f"{names[key]} ({getattr(node, attribute) or node.kind})"
    return names
