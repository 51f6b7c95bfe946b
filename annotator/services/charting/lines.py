"""Edges as the lines of a picture: what their values are called, how thick they are, and which have heads."""

from collections.abc import Iterable

from annotator.model.networks.relation_graph import AGREEMENT_EDGE, CO_MENTION_EDGE, MEMBERSHIP_EDGE, Edge
from annotator.model.vocabulary import STATUS_GROUP_OF
from annotator.services.charting.curves import Curves
from annotator.services.charting.picture import EdgeLine

_FOR_OR_AGAINST = {"favourable": "for", "agree": "for", "critical": "against", "disagree": "against"}


def lines_of(edges: Iterable[Edge], curves: Curves) -> tuple[EdgeLine, ...]:
    """Give the line of each edge along its curve."""
    ways = zip(curves.start.tolist(), curves.control.tolist(), curves.end.tolist(), strict=True)
    return tuple(_line(edge, *map(tuple, way)) for edge, way in zip(edges, ways, strict=True))


def _line(edge: Edge, *way: tuple[float, float]) -> EdgeLine:
    return EdgeLine(
        (edge.kind, edge.source, edge.target),
        edge.kind,
        value_of(edge),
        edge.source,
        edge.target,
        edge.count,
        width_of(edge),
        not edge.symmetric and edge.kind != MEMBERSHIP_EDGE,
        *way,
    )


def value_of(edge: Edge) -> str:
    """Give an edge's value as a picture has it: "for", "against", …, of an agreement the group of its statuses."""
    value = "none" if edge.kind == MEMBERSHIP_EDGE else edge.value or "none"
    return STATUS_GROUP_OF.get(value, value) if edge.kind == AGREEMENT_EDGE else _FOR_OR_AGAINST.get(value, value)


def width_of(edge: Edge) -> float:
    """Give the width of an edge's line in pixels: agreements are thick, and more evidence makes any line thicker."""
    if edge.kind == AGREEMENT_EDGE:
        return min(6.5, 2.4 + 0.9 * edge.count)
    return 1.3 if edge.kind in (MEMBERSHIP_EDGE, CO_MENTION_EDGE) else min(5.0, 1.1 + 0.6 * edge.count)
