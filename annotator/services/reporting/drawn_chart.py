"""A relationship chart as plain shapes in the colours of the light theme, for files written without a screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final, NamedTuple

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    MEMBERSHIP_EDGE,
    POSITION_EDGE,
    TOPIC,
    RelationGraph,
)
from annotator.services.charting.composing import picture_of
from annotator.services.charting.folding import simplified
from annotator.services.charting.lines import value_of
from annotator.services.charting.picture import ChartPicture, DotName, EdgeLine, NodeBox, Place, TrayEntry
from annotator.services.charting.plain_letters import PlainLetters

_SIZE: Final = (700.0, 480.0)
_ROOM_OF_A_NODE: Final = 16_000
"""Square pixels for each node that has an edge, where these are more than ``_SIZE`` has."""
_TEXT, _MUTED, _GROUND, _OUTLINE, _GREY = "1a1d21", "5a6370", "ffffff", "858c96", "b7bbc2"
_TYPES: Final = {
    "person": ("2f6fb5", "person"), "organization": ("7a5195", "organization"), "state": ("a3472f", "state"),
    "igo": ("4b7a2b", "intergovernmental"), "group": ("8a6a00", "group"), "place": ("3c7d86", "place"),
    "other": ("5f6873", "other"), TOPIC: ("858c96", "topic"),
}  # fmt: skip
_TONES: Final = {
    "for": ("0a6b50", (), "for"), "against": ("b3261e", (6.0, 3.4), "against"),
    "neutral": (_MUTED, (1.8, 2.6), "neutral, mixed"),
}  # fmt: skip
_TONE_OF: Final = {"for": "for", "standing": "for", "against": "against", "opposed": "against"}
_CORNERS: Final = {
    "state": (6, 0.0),
    "igo": (4, 0.0),
    "group": (3, -pi / 2),
    "place": (5, -pi / 2),
    "other": (8, pi / 8),
}
_SIGN, _SIGN_MIDDLE, _TEXT_LEFT = 4.4, 10.5, 19.0
_KEY_ROW, _KEY_POINTS = 18.0, 8.0
_HEAD: Final = 9.0


class Line(NamedTuple):
    """A curve with one control point; ``hollow`` ones are two rails, ``head`` the corners of an arrow's head."""

    start: Place
    control: Place
    end: Place
    color: str
    width: float
    dash: tuple[float, ...] = ()
    hollow: bool = False
    head: tuple[Place, ...] = ()
    title: str = ""


class Shape(NamedTuple):
    """A filled outline: a box with round ``corner``, or the polygon of ``corners``, or a circle within the box."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    border: str = ""
    corner: float = 0.0
    corners: tuple[Place, ...] = ()
    circle: bool = False
    title: str = ""


class Words(NamedTuple):
    """One or more lines of letters in the middle of a box, or from its left; ``points`` is the font's size."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    points: float
    bold: bool = False
    color: str = _TEXT
    middle: bool = False
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """What is drawn in which order, in pixels; ``told`` says what was left out."""

    width: float
    height: float
    parts: tuple[Line | Shape | Words, ...]
    told: str = ""


def drawn_chart(graph: RelationGraph) -> DrawnChart:
    """Compose a chart for a page; a large one is made smaller, which is told."""
    smaller = simplified(graph)
    shown = smaller.graph
    linked = {end for edge in shown.edges.values() for end in (edge.source, edge.target)}
    larger = max(1.0, len(linked) * _ROOM_OF_A_NODE / (_SIZE[0] * _SIZE[1])) ** 0.5
    size = (_SIZE[0] * larger, _SIZE[1] * larger)
    picture, _held = picture_of(shown, size, PlainLetters())
    key = list(_key(shown, size[0]))
    rows = 1 + max((round(part.y / _KEY_ROW) for part in key if isinstance(part, Words)), default=0)
    below = [_moved(part, size[1]) for part in key]
    parts = (*_lines(picture, shown), *_nodes(picture), *_tray(picture), *below)
    left = smaller.folded + smaller.left_out
    told = f"Of {len(graph.nodes):,} nodes {left:,} are folded into their neighbours or left out." if left else ""
    return DrawnChart(size[0], size[1] + rows * _KEY_ROW + 6, parts, told)


def _lines(picture: ChartPicture, graph: RelationGraph) -> Iterator[Line]:
    for line in sorted(picture.edges, key=lambda line: line.kind != AGREEMENT_EDGE):
        edge = graph.edges[line.key]
        ends = [graph.nodes[key].label for key in (edge.source, edge.target)]
        value = f", {edge.value}" if edge.value and edge.kind != MEMBERSHIP_EDGE else ""
        title = f"{ends[0]} – {ends[1]}: {edge.kind}{value} ({edge.count:,})"
        color, dash, _word = _ink(line.kind, line.value)
        hollow = line.kind == AGREEMENT_EDGE and line.value != "standing"
        head = _head(line) if line.directed else ()
        yield Line(line.start, line.control, line.end, color, line.width, dash, hollow, head, title)


def _ink(kind: str, value: str) -> tuple[str, tuple[float, ...], str]:
    if kind not in (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE) and value == "none":
        return _GREY, (), ""
    return _TONES[_TONE_OF.get(value, "neutral")]


def _head(line: EdgeLine) -> tuple[Place, ...]:
    (x, y), (from_x, from_y) = line.end, line.control if line.control != line.end else line.start
    length = hypot(x - from_x, y - from_y) or 1.0
    along = (x - from_x) / length, (y - from_y) / length
    size = max(_HEAD, 2.2 * line.width)
    back = x - size * along[0], y - size * along[1]
    aside = 0.42 * size * along[1], 0.42 * size * along[0]
    return line.end, (back[0] - aside[0], back[1] + aside[1]), (back[0] + aside[0], back[1] - aside[1])


def _nodes(picture: ChartPicture) -> Iterator[Shape | Words]:
    names = {name.key: name for name in picture.names}
    for box in picture.nodes:
        kind = TOPIC if box.kind == TOPIC else box.type
        color = _TYPES.get(kind, _TYPES["other"])[0]
        if picture.dots:
            yield from _sign(kind, *box.middle, box.width / 2, box.label)
            yield from _beside(names.get(box.key))
            continue
        corner = 4.0 if kind == TOPIC else min(11.0, box.height / 2)
        fill = "fafbfc" if kind == TOPIC else _pale(color)
        yield Shape(box.x, box.y, box.width, box.height, fill, color, corner, title=box.label)
        if kind != TOPIC:
            yield from _sign(kind, box.x + _SIGN_MIDDLE, box.y + box.height / 2, _SIGN)
        yield _name(box, 0.0 if kind == TOPIC else _TEXT_LEFT)


def _name(box: NodeBox, left: float) -> Words:
    place = box.x + left, box.y, box.width - left, box.height
    return Words(box.lines, *place, box.points, box.bold, middle=not left)


def _beside(name: DotName | None) -> Iterator[Words]:
    if name:
        yield Words(name.lines, name.x, name.y, name.width, name.height, name.points, name.bold, middle=True)


def _tray(picture: ChartPicture) -> Iterator[Shape | Words]:
    for entry in picture.tray:
        yield from _loose(entry)
    for text in (picture.tray_title, picture.tray_more):
        if text:
            yield Words((text.text,), text.x, text.y, text.width, text.height, 8.0, color=_MUTED)


def _loose(entry: TrayEntry) -> Iterator[Shape | Words]:
    yield from _sign(TOPIC if entry.kind == TOPIC else entry.type, entry.x + 6, entry.y + entry.height / 2, 3.8)
    yield Words((entry.text,), entry.x + 14, entry.y, entry.width - 14, entry.height, 8.0, color=_MUTED)


def _sign(kind: str, x: float, y: float, radius: float, title: str = "") -> Iterator[Shape]:
    """Draw the shape that tells a type without its colour."""
    color = _TYPES.get(kind, _TYPES["other"])[0]
    if kind in _CORNERS:
        number, turn = _CORNERS[kind]
        angles = [at / number * 2 * pi + turn for at in range(number)]
        corners = tuple((x + cos(angle) * radius * 1.12, y + sin(angle) * radius * 1.12) for angle in angles)
        yield Shape(x - radius, y - radius, 2 * radius, 2 * radius, color, corners=corners, title=title)
    elif kind == TOPIC:
        size = 2.6 * radius, 1.6 * radius
        yield Shape(x - size[0] / 2, y - size[1] / 2, *size, _GROUND, _OUTLINE, 2.0, title=title)
    else:
        side = 0.9 * radius if kind == "organization" else radius
        yield Shape(x - side, y - side, 2 * side, 2 * side, color, circle=kind != "organization", title=title)


def _key(graph: RelationGraph, width: float) -> Iterator[Line | Shape | Words]:
    """Explain the shapes and lines that occur, in rows that begin at 0."""
    x, y = 8.0, 0.0
    for sort, name, word in _explained(graph):
        sign = 12.0 if sort == "node" else 26.0
        long = sign + 6 + PlainLetters().fitted(word, _KEY_POINTS, 1e6, 1).width + 14
        if x + long > width and x > 8.0:
            x, y = 8.0, y + _KEY_ROW
        middle = y + _KEY_ROW / 2
        if sort == "node":
            yield from _sign(name, x + 6, middle, _SIGN)
        else:
            color, dash, _word = _TONES.get(name, (_MUTED, (), ""))
            start, end = (x, middle), (x + 24, middle)
            head = ((x + 26, middle), (x + 18, middle - 3.5), (x + 18, middle + 3.5)) if name == CLAIM_EDGE else ()
            yield Line(
                start,
                ((start[0] + end[0]) / 2, middle),
                end,
                color,
                4.0 if name == AGREEMENT_EDGE else 1.8,
                dash,
                head=head,
            )
        yield Words((word,), x + sign + 6, y, long, _KEY_ROW, _KEY_POINTS, color=_MUTED)
        x += long


def _explained(graph: RelationGraph) -> Iterator[tuple[str, str, str]]:
    kinds = dict.fromkeys(TOPIC if node.kind == TOPIC else node.type for node in graph.nodes.values())
    yield from (("node", kind, _TYPES.get(kind, (kind, kind))[1]) for kind in kinds)
    edges = {edge.kind for edge in graph.edges.values()}
    if AGREEMENT_EDGE in edges:
        yield "line", AGREEMENT_EDGE, "agreement"
    if edges & {CLAIM_EDGE, POSITION_EDGE}:
        yield "line", CLAIM_EDGE, "says about"
    told = [edge for edge in graph.edges.values() if edge.kind in (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE)]
    tones = {_TONE_OF.get(value_of(edge), "neutral") for edge in told}
    yield from (("line", tone, _TONES[tone][2]) for tone in _TONES if tone in tones)
    if MEMBERSHIP_EDGE in edges:
        yield "line", MEMBERSHIP_EDGE, "member of"


def _moved(part: Line | Shape | Words, down: float) -> Line | Shape | Words:
    if isinstance(part, Line):
        ends = ((x, y + down) for x, y in (part.start, part.control, part.end))
        head = tuple((x, y + down) for x, y in part.head)
        start, control, end = ends
        return part._replace(start=start, control=control, end=end, head=head)
    if isinstance(part, Shape):
        return part._replace(y=part.y + down, corners=tuple((x, y + down) for x, y in part.corners))
    return part._replace(y=part.y + down)


def _pale(color: str) -> str:
    parts = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(255 * 0.83 + part * 0.17):02x}" for part in parts)
