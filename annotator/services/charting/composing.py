"""From a graph to a composed chart, in a pane of a given size."""

import numpy as np

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CO_MENTION_EDGE,
    MEMBERSHIP_EDGE,
    TOPIC,
    Edge,
    Node,
    RelationGraph,
)
from annotator.model.vocabulary import STATUS_GROUP_OF
from annotator.services.charting.chart_layout import layout
from annotator.services.charting.picture import (
    ChartPicture,
    ChartPlaces,
    EdgeLine,
    Letters,
    NodeBox,
    Place,
    Size,
    TrayEntry,
    TrayText,
)

_MARGIN = 60.0
_TRAY = 24.0


def picture_of(
    graph: RelationGraph, size: Size, letters: Letters, held: ChartPlaces | None = None
) -> tuple[ChartPicture, ChartPlaces]:
    """Compose a chart, and give what to hold of it for the next time; ``held`` places stay where they are."""
    linked = {end for edge in graph.edges.values() for end in (edge.source, edge.target)}
    nodes = [node for node in graph.nodes.values() if node.key in linked]
    loose = [node for node in graph.nodes.values() if node.key not in linked]
    places = {**(held.places if held else {}), **_places(graph, nodes, size)}
    boxes = tuple(_box(node, places[node.key], letters) for node in nodes)
    of = {box.key: box for box in boxes}
    edges = tuple(_line(edge, of[edge.source], of[edge.target]) for edge in graph.edges.values())
    tray = tuple(_tray_entry(node, number, size, letters) for number, node in enumerate(loose[:4]))
    top = size[1] - _TRAY
    picture = ChartPicture(
        *size,
        nodes=boxes,
        edges=edges,
        tray=tray,
        tray_hidden=len(loose) - len(tray),
        tray_top=top,
        tray_title=TrayText(f"Not linked yet ({len(loose)})", 8, top, 100, _TRAY) if loose else None,
    )
    return picture, ChartPlaces(size, places)


def value_of(edge: Edge) -> str:
    """Give an edge's value as a picture has it."""
    value = edge.value or "none"
    if edge.kind == AGREEMENT_EDGE:
        return STATUS_GROUP_OF.get(value, value)
    return {"favourable": "for", "agree": "for", "critical": "against", "disagree": "against"}.get(value, value)


def width_of(edge: Edge) -> float:
    """Give the width of an edge's line in pixels."""
    if edge.kind == AGREEMENT_EDGE:
        return min(6.5, 2.4 + 0.9 * edge.count)
    return 1.3 if edge.kind in (MEMBERSHIP_EDGE, CO_MENTION_EDGE) else min(5.0, 1.1 + 0.6 * edge.count)


def _places(graph: RelationGraph, nodes: list[Node], size: Size) -> dict[tuple[str, str], Place]:
    keys = [node.key for node in nodes]
    rank = {key: number for number, key in enumerate(keys)}
    places = layout(keys, [(rank[edge.source], rank[edge.target]) for edge in graph.edges.values()])
    points = np.array([places[key] for key in keys], dtype=np.float64).reshape(-1, 2)
    if len(points):
        extent = np.maximum(np.ptp(points, axis=0), 0.5)
        points = (points - points.min(axis=0)) / extent * (np.array(size) - 2 * _MARGIN) + _MARGIN
    return {key: (float(x), float(y)) for key, (x, y) in zip(keys, points, strict=True)}


def _box(node: Node, place: Place, letters: Letters) -> NodeBox:
    topic = node.kind == TOPIC
    name = letters.fitted(node.label, 9.0, 118, 3, balanced=True)
    width, height = name.width + (14 if topic else 26), name.height + 6
    left, top = place[0] - width / 2, place[1] - height / 2
    return NodeBox(
        node.key, node.kind, node.type, node.label, name.lines, name.shortened, 9.0, False, left, top, width, height
    )


def _line(edge: Edge, source: NodeBox, target: NodeBox) -> EdgeLine:
    (x, y), (to_x, to_y) = source.middle, target.middle
    return EdgeLine(
        (edge.kind, edge.source, edge.target),
        edge.kind,
        value_of(edge),
        edge.source,
        edge.target,
        edge.count,
        width_of(edge),
        not edge.symmetric and edge.kind != MEMBERSHIP_EDGE,
        (x, y),
        ((x + to_x) / 2, (y + to_y) / 2),
        (to_x, to_y),
    )


def _tray_entry(node: Node, number: int, size: Size, letters: Letters) -> TrayEntry:
    text = letters.fitted(node.label, 8.0, 78, 1)
    left, top = 110.0 + 96 * number, size[1] - _TRAY
    return TrayEntry(node.key, node.kind, node.type, node.label, text.lines[0], left, top, text.width + 21, _TRAY)
