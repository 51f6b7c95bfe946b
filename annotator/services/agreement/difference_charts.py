"""Two annotators' relationship charts side by side, what only one has in colour; SVG without any Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple

from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import Edge, EdgeKey, NodeKey, RelationGraph, relation_graph
from annotator.services.charting.chart_layout import Position, layout
from annotator.services.charting.lines import value_of, width_of
from annotator.services.charting.picture import ChartPicture
from annotator.services.comparing.align import Alignment

_SIZE, _MARGIN, _LONGEST_NAME, _LETTER = 460, 40, 28, 6.0
_MOST_NODES = 150
"""Charts of more nodes would be a ball of wool; the report says so instead."""

Key = tuple[str, str]


class NamedGraph(NamedTuple):
    """One annotator's chart, its nodes known by type and name so that two can be held against each other."""

    annotator: str
    graph: RelationGraph


def named_graphs(alignment: Alignment) -> list[NamedGraph]:
    """Give every annotator's chart, in which entities that are the same one have one name."""
    layers = alignment.layers
    named = {annotator: dict(layer.entities) for annotator, layer in layers.items()}
    for (first, known), *others in alignment.same.same_entities():
        entity = layers[first].entities[known]
        for annotator, other in others:
            named[annotator][other] = replace(named[annotator][other], name=entity.name, type=entity.type)
    return [
        NamedGraph(annotator, join_graphs([("", relation_graph(replace(layer, entities=named[annotator])))]).graph)
        for annotator, layer in layers.items()
    ]


def united(charts: Sequence[NamedGraph]) -> RelationGraph:
    """Give all that any of the charts has, so that it can be composed once for all of them."""
    nodes = {key: node for chart in reversed(charts) for key, node in chart.graph.nodes.items()}
    edges = {key: edge for chart in reversed(charts) for key, edge in chart.graph.edges.items()}
    return RelationGraph(nodes, edges)


def part_of(picture: ChartPicture, graph: RelationGraph) -> ChartPicture:
    """Give what one chart has of a picture of several: its nodes and edges where they stand in all of them."""
    return replace(
        picture,
        nodes=tuple(box for box in picture.nodes if box.key in graph.nodes),
        names=tuple(name for name in picture.names if name.key in graph.nodes),
        edges=tuple(
            replace(line, value=value_of(edge), count=edge.count, width=width_of(edge))
            for line in picture.edges
            if (edge := graph.edges.get(line.key))
        ),
        tray=tuple(entry for entry in picture.tray if entry.key in graph.nodes),
    )


def not_all_have(chart: NamedGraph, charts: Sequence[NamedGraph]) -> frozenset[NodeKey | EdgeKey]:
    """Give the nodes and edges of a chart that are missing in another one."""
    others = [other.graph for other in charts if other is not chart]
    nodes = {key for key in chart.graph.nodes if not all(key in other.nodes for other in others)}
    edges = {key for key in chart.graph.edges if not all(key in other.edges for other in others)}
    return frozenset(nodes | edges)


def chart_pair(charts: Sequence[NamedGraph]) -> str:
    """Draw the charts as SVG, one a figure, every node at one place in all of them; who has no relations is named."""
    if not 0 < len({key for chart in charts for key in chart.graph.nodes}) <= _MOST_NODES:
        return ""
    edges = [edge for chart in charts for edge in chart.graph.edges.values()]
    keys = list(dict.fromkeys(key for edge in edges for key in (edge.source, edge.target)))
    rank = {key: number for number, key in enumerate(keys)}
    ends = dict.fromkeys((rank[edge.source], rank[edge.target]) for edge in edges)
    places = _scaled(layout(keys, list(ends))) if keys else {}
    return "".join(_figure(chart, [c.graph for c in charts if c is not chart], places) for chart in charts)


def _scaled(places: dict[Key, Position]) -> dict[Key, Position]:
    lows, highs = ([pick(place[axis] for place in places.values()) for axis in (0, 1)] for pick in (min, max))
    room = _SIZE - 2 * _MARGIN

    def at(value: float, axis: int) -> float:
        extent = highs[axis] - lows[axis]
        return _MARGIN + (room * (value - lows[axis]) / extent if extent else room / 2)

    return {key: (at(x, 0), at(y, 1)) for key, (x, y) in places.items()}


def _figure(chart: NamedGraph, others: Sequence[RelationGraph], places: dict[Key, Position]) -> str:
    graph = chart.graph
    own = {key for key in graph.nodes if not all(key in other.nodes for other in others)}
    drawn = [key for key in graph.nodes if key in places]
    # Where names would overlap, the later ones are left out: first comes what stands out, then what is spoken of most.
    drawn.sort(key=lambda key: (key not in own, -graph.nodes[key].annotations))
    names = _free_names({key: _short(graph.nodes[key].label) for key in drawn}, places)
    parts = [
        *(_line(e, places, not all(key in other.edges for other in others)) for key, e in graph.edges.items()),
        *(_node(graph.nodes[key].label, places[key], names.get(key, ""), key in own) for key in drawn),
    ]
    alone = ", ".join(_alone(graph.nodes[key].label, key in own) for key in graph.nodes if key not in places)
    label = escape(f"Relationship chart of {chart.annotator}")
    caption = escape(chart.annotator) + (f"; without relations: {alone}" if alone else "")
    return (
        f'<figure><svg viewBox="0 0 {_SIZE} {_SIZE}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _line(edge: Edge, places: dict[Key, Position], own: bool) -> str:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    title = escape(f"{edge.kind} {edge.value or ''} ({edge.count})")
    return (
        f'<line class="edge {escape(edge.kind)}{" own" if own else ""}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
        f'y2="{y2:.1f}"><title>{title}</title></line>'
    )


def _node(label: str, place: Position, name: str, own: bool) -> str:
    return (
        f'<g class="node{" own" if own else ""}"><title>{escape(label)}</title>'
        f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="5"/>{name}</g>'
    )


def _alone(label: str, own: bool) -> str:
    return f'<bdi class="{"own" if own else ""}">{escape(label)}</bdi>'


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _free_names(names: dict[Key, str], places: dict[Key, Position]) -> dict[Key, str]:
    """Give the names that have room as SVG: above their node, below or beside it, inside the picture, on no other."""
    taken = [_Box(x - 5, y - 5, x + 5, y + 5) for x, y in places.values()]
    found = {}
    for key, name in names.items():
        for box in _boxes(len(name) * _LETTER, *places[key]):
            if not any(map(box.overlaps, taken)):
                taken.append(box)
                found[key] = f'<text x="{box.left:.1f}" y="{box.bottom - 2:.1f}">{escape(name)}</text>'
                break
    return found


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def _boxes(wide: float, x: float, y: float) -> Iterator[_Box]:
    """Give where a name of so many pixels may stand around its node."""
    for left, bottom in ((x - wide / 2, y - 7), (x - wide / 2, y + 19), (x + 8, y + 6), (x - 8 - wide, y + 6)):
        inside = min(max(left, 2), _SIZE - wide - 2)
        yield _Box(inside, bottom - 12, inside + wide, bottom)
