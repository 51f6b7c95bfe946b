"""Two annotators' relationship charts side by side, what only one has in colour; SVG without any Qt."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from math import hypot
from typing import NamedTuple

from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import TOPIC, EdgeKey, NodeKey, RelationGraph, relation_graph
from annotator.services.charting.composing import picture_of
from annotator.services.charting.lines import value_of, width_of
from annotator.services.charting.picture import ChartPicture, DotName, EdgeLine, NodeBox
from annotator.services.charting.plain_letters import PIXELS_A_POINT, PlainLetters
from annotator.services.charting.tray import title_of
from annotator.services.comparing.align import Alignment

_SIZE = (620, 480)
_ROOM_OF_A_NODE = 16_000
"""Square pixels of a picture for each node that has an edge, where these are more than ``_SIZE`` has."""
_MOST_NODES = 150
"""Charts of more nodes would be a ball of wool; the report says so instead."""
TOO_MANY = f"The relationship charts are not drawn: they have more than {_MOST_NODES} nodes."
_BELOW_MIDDLE, _PITCH = 0.35, 1.07
_HEAD = 9.0
_MARGIN = 8.0


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
    tray = tuple(entry for entry in picture.tray if entry.key in graph.nodes)
    title = picture.tray_title
    if title and not picture.tray_hidden:
        title = replace(title, text=title_of(len(tray))) if tray else None
    return replace(
        picture,
        nodes=tuple(box for box in picture.nodes if box.key in graph.nodes),
        names=tuple(name for name in picture.names if name.key in graph.nodes),
        edges=tuple(
            replace(line, value=value_of(edge), count=edge.count, width=width_of(edge))
            for line in picture.edges
            if (edge := graph.edges.get(line.key))
        ),
        tray=tray,
        tray_title=title,
    )


def not_all_have(chart: NamedGraph, charts: Sequence[NamedGraph]) -> frozenset[NodeKey | EdgeKey]:
    """Give the nodes and edges of a chart that are missing in another one."""
    others = [other.graph for other in charts if other is not chart]
    nodes = {key for key in chart.graph.nodes if not all(key in other.nodes for other in others)}
    edges = {key for key in chart.graph.edges if not all(key in other.edges for other in others)}
    return frozenset(nodes | edges)


def are_too_many(charts: Sequence[NamedGraph]) -> bool:
    """Tell whether charts have more nodes than are drawn."""
    return len(united(charts).nodes) > _MOST_NODES


def chart_pair(charts: Sequence[NamedGraph]) -> str:
    """Draw the charts as SVG, one a figure, every node at one place in all of them; who has no relations is named."""
    whole = united(charts)
    if not 0 < len(whole.nodes) <= _MOST_NODES:
        return ""
    linked = {end for edge in whole.edges.values() for end in (edge.source, edge.target)}
    larger = max(1.0, len(linked) * _ROOM_OF_A_NODE / (_SIZE[0] * _SIZE[1])) ** 0.5
    related = RelationGraph({key: whole.nodes[key] for key in linked}, whole.edges)
    picture, _held = picture_of(related, (_SIZE[0] * larger, _SIZE[1] * larger), PlainLetters())
    parts = ((chart, part_of(picture, chart.graph), not_all_have(chart, charts)) for chart in charts)
    return "".join(_figure(*part, drawn=bool(linked)) for part in parts)


def nameless(picture: ChartPicture) -> list[str]:
    """Give the names of the nodes that have no room for one."""
    named = {name.key for name in picture.names}
    return [box.label for box in picture.nodes if not any(line.strip() for line in box.lines) and box.key not in named]


def _figure(chart: NamedGraph, picture: ChartPicture, own: frozenset[NodeKey | EdgeKey], *, drawn: bool) -> str:
    """Give one chart with its words; where nobody has relations there is nothing to be ``drawn``."""
    nodes = chart.graph.nodes
    placed = {box.key for box in picture.nodes}
    alone = ", ".join(_alone(node.label, key in own) for key, node in nodes.items() if key not in placed)
    label = escape(f"Relationship chart of {chart.annotator}")
    unnamed = ", ".join(f"<bdi>{escape(name)}</bdi>" for name in nameless(picture))
    said = (("without relations", alone), ("without room for a name", unnamed))
    caption = escape(chart.annotator) + "".join(f"; {what}: {names}" for what, names in said if names)
    names = {name.key: name for name in picture.names}
    parts = [
        *(_line(line, _in_words(chart.graph, line.key), line.key in own) for line in picture.edges),
        *(_node(box, names.get(box.key), box.key in own) for box in picture.nodes),
    ]
    pane = f'<svg viewBox="{_view(picture)}" role="img" aria-label="{label}">{"".join(parts)}</svg>' if drawn else ""
    return f"<figure>{pane}<figcaption>{caption}</figcaption>{_list_in_words(chart, own)}</figure>"


def _view(picture: ChartPicture) -> str:
    """Give what is to be seen: the pane, and where curves lead out of it that as well."""
    reached = [
        ((start + 2 * bend + end) / 4 for start, bend, end in zip(line.start, line.control, line.end, strict=True))
        for line in picture.edges
    ]
    xs, ys = zip((0.0, 0.0), (picture.width, picture.height), *reached, strict=True)
    left, top = (min(side) - _MARGIN * (min(side) < 0) for side in (xs, ys))
    right, bottom = (
        max(side) + _MARGIN * (max(side) > whole) for side, whole in ((xs, picture.width), (ys, picture.height))
    )
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def _in_words(graph: RelationGraph, key: EdgeKey) -> str:
    """Give a relation as it would be read out."""
    edge = graph.edges[key]
    source, target = graph.nodes[edge.source].label, graph.nodes[edge.target].label
    value = f", {edge.value}" if edge.value else ""
    return f"{source} {'–' if edge.symmetric else '→'} {target}: {edge.kind}{value} ({edge.count})"


def _list_in_words(chart: NamedGraph, own: frozenset[NodeKey | EdgeKey]) -> str:
    """Give all relations as a list, for those who do not see the picture."""
    said = {True: ", which not all have", False: ""}
    lines = sorted((_in_words(chart.graph, key), key in own) for key in chart.graph.edges)
    items = "".join(f"<li><bdi>{escape(words)}</bdi>{said[alone]}</li>" for words, alone in lines)
    return f"<details><summary>In words</summary><ul>{items}</ul></details>" if items else ""


def _line(line: EdgeLine, words: str, own: bool) -> str:
    (x, y), (bend_x, bend_y), (to_x, to_y) = line.start, line.control, line.end
    return (
        f'<g class="{_class("edge", line.kind, line.value, own=own)}"><title>{escape(words)}</title><path '
        f'd="M{x:.1f} {y:.1f} Q{bend_x:.1f} {bend_y:.1f} {to_x:.1f} {to_y:.1f}" stroke-width="{line.width:.1f}"/>'
        f"{_head(line) if line.directed else ''}</g>"
    )


def _head(line: EdgeLine) -> str:
    x, y = line.end
    along_x, along_y = x - line.control[0], y - line.control[1]
    length = hypot(along_x, along_y) or 1.0
    back, aside = _HEAD / length, 0.42 * _HEAD / length
    corners = (
        (x, y),
        *(
            (x - back * along_x - side * aside * along_y, y - back * along_y + side * aside * along_x)
            for side in (1, -1)
        ),
    )
    return f'<polygon points="{" ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in corners)}"/>'


def _node(box: NodeBox, name: DotName | None, own: bool) -> str:
    """Draw a box with its name, or a dot with the name that found a place beside it."""
    corner = 4 if box.kind == TOPIC else min(11.0, box.height / 2)
    text = _words(name.lines, name.points, name) if name else _words(box.lines, box.points, box)
    return (
        f'<g class="{_class("node", box.kind, own=own)}"><title>{escape(box.label)}</title><rect x="{box.x:.1f}" '
        f'y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner:.1f}"/>{text}</g>'
    )


def _words(lines: Sequence[str], points: float, place: NodeBox | DotName) -> str:
    size = points * PIXELS_A_POINT
    x, middle = place.x + place.width / 2, place.y + place.height / 2
    first = middle + size * (_BELOW_MIDDLE - _PITCH * (len(lines) - 1) / 2)
    return "".join(
        f'<text x="{x:.1f}" y="{first + row * size * _PITCH:.1f}" font-size="{size:.1f}">{escape(line)} </text>'
        for row, line in enumerate(lines)
    )


def _class(*words: str, own: bool) -> str:
    return escape(" ".join((*words, *(["own"] if own else []))))


def _alone(label: str, own: bool) -> str:
    return f'<bdi class="{"own" if own else ""}">{escape(label)}</bdi>'
