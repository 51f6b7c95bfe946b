"""Two annotators' relationship charts side by side, what only one has in colour; SVG without any Qt."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from annotator.model.joined_graph import join_graphs
from annotator.model.relation_graph import RelationGraph, relation_graph
from annotator.services.chart_layout import Place, layout
from annotator.services.review.align import Alignment

_SIZE, _MARGIN, _LONGEST_NAME = 460, 70, 28
_MOST_NODES = 150
"""Charts of more nodes would be a ball of wool; the report says so instead."""


class NamedGraph(NamedTuple):
    """One annotator's chart, its nodes known by type and name so that two can be held against each other."""

    annotator: str
    graph: RelationGraph


def named_graphs(alignment: Alignment) -> list[NamedGraph]:
    """Give every annotator's chart."""
    return [
        NamedGraph(annotator, join_graphs([("", relation_graph(layer))]).graph)
        for annotator, layer in alignment.layers.items()
    ]


def chart_pair(charts: Sequence[NamedGraph]) -> str:
    """Draw the charts as SVG, one a figure, every node at one place in all of them."""
    keys = list(dict.fromkeys(key for chart in charts for key in chart.graph.nodes))
    if not keys or len(keys) > _MOST_NODES:
        return ""
    rank = {key: number for number, key in enumerate(keys)}
    ends = dict.fromkeys((rank[e.source], rank[e.target]) for chart in charts for e in chart.graph.edges.values())
    places = _scaled(layout(keys, list(ends)))
    return "".join(_figure(chart, [c.graph for c in charts if c is not chart], places) for chart in charts)


def _scaled(places: dict[tuple[str, str], Place]) -> dict[tuple[str, str], Place]:
    lows, highs = ([pick(place[axis] for place in places.values()) for axis in (0, 1)] for pick in (min, max))
    room = _SIZE - 2 * _MARGIN

    def at(value: float, axis: int) -> float:
        extent = highs[axis] - lows[axis]
        return _MARGIN + (room * (value - lows[axis]) / extent if extent else room / 2)

    return {key: (at(x, 0), at(y, 1)) for key, (x, y) in places.items()}


def _figure(chart: NamedGraph, others: Sequence[RelationGraph], places: dict[tuple[str, str], Place]) -> str:
    parts = []
    for key, edge in chart.graph.edges.items():
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        own = "" if all(key in other.edges for other in others) else " own"
        title = escape(f"{edge.kind} {edge.value or ''} ({edge.count})")
        parts.append(
            f'<line class="edge {escape(edge.kind)}{own}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}">'
            f"<title>{title}</title></line>"
        )
    for name_key, node in chart.graph.nodes.items():
        x, y = places[name_key]
        own = "" if all(name_key in other.nodes for other in others) else " own"
        name = node.label if len(node.label) <= _LONGEST_NAME else f"{node.label[: _LONGEST_NAME - 1]}…"
        parts.append(
            f'<g class="node{own}"><title>{escape(node.label)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
            f'<text x="{x:.1f}" y="{y - 9:.1f}">{escape(name)}</text></g>'
        )
    label = escape(f"Relationship chart of {chart.annotator}")
    return (
        f'<figure><svg viewBox="0 0 {_SIZE} {_SIZE}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(chart.annotator)}</figcaption></figure>"
    )
