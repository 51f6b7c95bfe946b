"""What is hidden of a chart by a click on its key."""

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    POSITION_EDGE,
    Edge,
    RelationGraph,
)
from annotator.services.charting.lines import value_of
from annotator.ui.chart.chart_ink import tone_of
from annotator.ui.chart.chart_key import KIND, NODE, VALUE
from annotator.ui.chart.chart_shapes import shape_of

Names = frozenset[tuple[str, str]]
"""Things of the key, by sort and name."""


def without(graph: RelationGraph, hidden: Names) -> RelationGraph:
    """Give a graph without the nodes and edges that look like what is hidden."""
    if not hidden:
        return graph
    nodes = {key: node for key, node in graph.nodes.items() if (NODE, shape_of(node.kind, node.type)) not in hidden}
    edges = {
        key: edge
        for key, edge in graph.edges.items()
        if edge.source in nodes and edge.target in nodes and hidden.isdisjoint(_names_of(edge))
    }
    return RelationGraph(nodes, edges)


def _names_of(edge: Edge) -> tuple[tuple[str, str], ...]:
    kind = (KIND, CLAIM_EDGE if edge.kind == POSITION_EDGE else edge.kind)
    valued = edge.kind in (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE)
    return (kind, (VALUE, tone_of(value_of(edge)))) if valued else (kind,)
