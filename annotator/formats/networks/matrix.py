"""Networks as tables: the lists of edges, nodes and statements, and the matrix."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from annotator.formats.networks.graph_values import edge_values, node_keys, node_values
from annotator.formats.tables.delimited import Cell, delimited_line
from annotator.model.networks.relation_graph import ENTITY, SYMMETRIC_KINDS, TOPIC, RelationGraph
from annotator.model.networks.statements import Statement

NodeKey = tuple[str, str]
_SEPARATOR: Final = ","
_COLUMNS: Final = (
    "source", "target", "kind", "weight", "count", "symmetric", "status", "stance", "attitude", "date", "evidence",
)  # fmt: skip
_EVENT_COLUMNS: Final = (
    "date", "row", "row_type", "column", "column_type", "stance", "document", "annotation",
)  # fmt: skip


def edge_list(graph: RelationGraph) -> Iterator[bytes]:
    """Give one row an edge; a symmetric edge stands once, and numbers are not rounded."""
    names = node_names(graph)
    yield delimited_line(_COLUMNS, _SEPARATOR)
    for edge in graph.edges.values():
        values: dict[str, Cell] = {
            "source": names[edge.source],
            "target": names[edge.target],
            **dict(edge_values(edge)),
        }
        yield delimited_line((values.get(column) for column in _COLUMNS), _SEPARATOR)


def event_list(found: Iterable[Statement]) -> Iterator[bytes]:
    """Give one row a counted statement, in the order of time."""
    yield delimited_line(_EVENT_COLUMNS, _SEPARATOR)
    for one in found:
        annotation = one.evidence.removeprefix(f"{one.document}:")
        cells = (one.date, one.actor[1], one.actor[0], one.topic[1], one.topic[0], one.stance, one.document, annotation)
        yield delimited_line(cells, _SEPARATOR)


def node_list(graph: RelationGraph) -> Iterator[bytes]:
    """Give one row a node: the name under which edges and matrix have it, and what it carries."""
    names, columns = node_names(graph), tuple(node_keys(graph))
    yield delimited_line(("name", *columns, "evidence"), _SEPARATOR)
    for key, node in graph.nodes.items():
        values = dict(node_values(node, graph))
        cells = (names[key], *(values.get(column) for column in columns), "; ".join(node.evidence))
        yield delimited_line(cells, _SEPARATOR)


def matrix(graph: RelationGraph, *, two_mode: bool = False) -> Iterator[bytes]:
    """Give the sums of the weights between every two nodes, from the row to the column, isolates included.

    A symmetric edge stands in both triangles. In two modes entities are the rows and topics the columns.
    """
    rows, columns = _axes(graph, two_mode=two_mode)
    names = node_names(graph)
    yield delimited_line(("", *(names[key] for key in columns)), _SEPARATOR)
    for row, weights in _rows(graph, rows, columns):
        yield delimited_line((names[row], *weights), _SEPARATOR)


def ucinet(graph: RelationGraph, *, two_mode: bool = False) -> Iterator[bytes]:
    """Give the matrix as a DL file of UCINET, in full: labels embedded in rows and columns, numbers not rounded.

    The language is described in S. P. Borgatti, M. G. Everett and L. C. Freeman, UCINET 6 for Windows (2002); labels
    stand in quotation marks, which it has no way to write within them: an apostrophe stands for each.
    """
    rows, columns = _axes(graph, two_mode=two_mode)
    labels = {key: '"' + " ".join(name.replace('"', "'").split()) + '"' for key, name in node_names(graph).items()}
    size = f"nr={len(rows)}, nc={len(columns)}" if two_mode else f"n={len(rows)}"
    lines = [f"dl {size} format=fullmatrix"]
    if two_mode:
        lines += ["row labels:", *(labels[key] for key in rows), "column labels:", *(labels[key] for key in columns)]
    else:
        lines += ["labels:", *(labels[key] for key in rows)]
    lines.append("data:")
    yield ("\r\n".join(lines) + "\r\n").encode()
    for _row, weights in _rows(graph, rows, columns):
        yield (" ".join(map(str, weights)) + "\r\n").encode()


def _axes(graph: RelationGraph, *, two_mode: bool) -> tuple[list[NodeKey], list[NodeKey]]:
    rows = [key for key in graph.nodes if not two_mode or key[0] == ENTITY]
    return rows, [key for key in graph.nodes if not two_mode or key[0] == TOPIC]


def _rows(
    graph: RelationGraph, rows: list[NodeKey], columns: list[NodeKey]
) -> Iterator[tuple[NodeKey, "array[float]"]]:
    """Give every row with the sums of the weights from it to each column."""
    places = {key: place for place, key in enumerate(columns)}
    empty = array("d", bytes(8 * len(columns)))
    sums = dict.fromkeys(rows, empty)

    def add(row: NodeKey, column: NodeKey, weight: float) -> None:
        if row in sums and column in places:
            if sums[row] is empty:
                sums[row] = empty[:]
            sums[row][places[column]] += weight

    for (kind, source, target), weight in graph.weights():
        add(source, target, weight)
        if kind.partition(" ")[0] in SYMMETRIC_KINDS:
            add(target, source, weight)
    yield from sums.items()


def node_names(graph: RelationGraph) -> dict[NodeKey, str]:
    """Give every node a name that no other has: with its type, and where that is not enough with its id."""
    names = {key: node.label for key, node in graph.nodes.items()}
    for attribute in ("type", "id"):
        often = Counter(names.values())
        for key, node in graph.nodes.items():
            if often[names[key]] > 1:
                names[key] = f"{names[key]} ({getattr(node, attribute) or node.kind})"
    return names
