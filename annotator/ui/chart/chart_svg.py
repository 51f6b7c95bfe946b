"""The chart as an SVG file of our own making: every node and edge is a group that says what it is."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QPainterPath

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.picture import ChartPicture, EdgeLine, NodeBox, NodeKey, TrayEntry
from annotator.ui.chart.chart_shapes import box_of, head_corners, head_length, line_back
from annotator.ui.chart.describing import described, edges_in_words
from annotator.ui.chart.edge_marks import edge_groups, faint_edge_groups
from annotator.ui.chart.highlight import NOTHING_LIT
from annotator.ui.chart.marks import HALO_WIDTH, Group, Mark, Words
from annotator.ui.chart.node_marks import box_groups, dot_groups, tray_groups
from annotator.ui.toolkit.safe_text import visible
from annotator.ui.toolkit.theme import Theme
from annotator.ui.toolkit.words_on_screen import counted

TITLE: Final = "Relationship chart"
_MOST_IN_WORDS = 200
_PIXELS_OF_A_POINT = 96 / 72
# XML 1.0 has no place for these, not even escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LETTER_OF: Final = {
    QPainterPath.ElementType.MoveToElement: "M",
    QPainterPath.ElementType.LineToElement: "L",
    QPainterPath.ElementType.CurveToElement: "C",
    QPainterPath.ElementType.CurveToDataElement: "",
}


class _Head(NamedTuple):
    """A head that several edges share: its colour, its length, and how far before its tip their lines end."""

    color: str
    length: float
    back: float


class _Place(NamedTuple):
    """A node and the box that holds its shape and name."""

    node: NodeBox | TrayEntry
    box: QRectF


def chart_svg(picture: ChartPicture, foot: Sequence[Group], graph: RelationGraph, theme: Theme, height: float) -> bytes:
    """Write a picture with its foot; what the groups say of themselves is told in ``docs/networks.md``."""
    heads: dict[_Head, str] = {}
    dots = picture.dots
    edges = faint_edge_groups(picture, theme) if dots else edge_groups(picture, theme, NOTHING_LIT)
    nodes = dot_groups(picture, theme, NOTHING_LIT) if dots else box_groups(picture, theme, NOTHING_LIT)
    lines: dict[object, EdgeLine] = {edge.key: edge for edge in picture.edges}
    places = _places(picture)
    body = [_edge(group, lines[group.key], graph, heads) for group in edges]
    tray = tray_groups(picture, theme, NOTHING_LIT)
    body += [_group(group, places.get(group.key)) for group in (*nodes, *tray, *foot)]
    width, high = _number(picture.width), _number(height)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high}" viewBox="0 0 {width} {high}" '
        f'role="img" aria-labelledby="title desc" font-family="{_families()}">'
    )
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        root,
        f'<title id="title">{TITLE}</title>',
        f'<desc id="desc">{_text(_description(graph))}</desc>',
        "<defs>",
        *(_marker(head, name) for head, name in heads.items()),
        "</defs>",
        f'<rect width="{width}" height="{high}" fill="{theme.base}"/>',
        *body,
        "</svg>\n",
    )
    return "\n".join(parts).encode()


def _places(picture: ChartPicture) -> dict[object, _Place]:
    names = {name.key: QRectF(name.x, name.y, name.width, name.height) for name in picture.names}
    found: dict[object, _Place] = {
        node.key: _Place(node, box_of(node).united(names.get(node.key, QRectF()))) for node in picture.nodes
    }
    for entry in picture.tray:
        found[entry.key] = _Place(entry, QRectF(entry.x, entry.y, entry.width, entry.height))
    return found


def _edge(group: Group, edge: EdgeLine, graph: RelationGraph, heads: dict[_Head, str]) -> str:
    """Write an edge as one path with its head; the ground beside and within it stands apart."""
    marker = ""
    if group.head:
        head = _Head(group.head.fill, round(head_length(edge), 2), round(line_back(edge), 2))
        marker = f' marker-end="url(#{heads.setdefault(head, f"head{len(heads) + 1}")})"'
    data = {
        "kind": edge.kind,
        "value": edge.value,
        "from": _name(edge.source),
        "to": _name(edge.target),
        "count": str(edge.count),
    }
    evidence = json.dumps(graph.evidence_of(edge.key), ensure_ascii=False)
    under, over = ("".join(_mark(mark, ' class="ground"') for mark in marks) for marks in (group.under, group.over))
    return (
        f'{under}<g class="edge"{_data(data)}><title>{_text(described(graph, edge.key))}</title>'
        f"<metadata>{_text(evidence)}</metadata>{_mark(group.marks[0], marker)}</g>{over}"
    )


def _group(group: Group, place: _Place | None) -> str:
    data: dict[str, str] = {}
    title = label = ""
    if place:
        label, box = place.node.label, place.box
        title = f"<title>{_text(label)}</title>"
        data = {
            "key": _name(place.node.key),
            "kind": place.node.kind,
            "type": place.node.type,
            "label": label,
            "box": " ".join(map(_number, (box.x(), box.y(), box.width(), box.height()))),
        }
    marks = "".join(_mark(mark) for mark in (*group.under, *group.marks))
    words = _name_lines(group.words, label) if label else "".join(map(_line, group.words))
    return f'<g class="{group.what}"{_data(data)}>{title}{marks}{words}</g>'


def _mark(mark: Mark, more: str = "") -> str:
    line = ""
    if mark.line:
        line = f' stroke="{mark.line}" stroke-width="{_number(mark.width)}" stroke-linejoin="round"'
    if mark.dash:
        line += f' stroke-dasharray="{" ".join(map(_number, mark.dash))}"'
    return f'<path d="{path_data(mark.path)}" fill="{mark.fill or "none"}"{line}{more}/>'


def path_data(path: QPainterPath) -> str:
    """Give an outline as SVG writes it: moves, lines and curves."""
    elements = [path.elementAt(number) for number in range(path.elementCount())]
    return " ".join(f"{_LETTER_OF[one.type]}{_number(one.x)} {_number(one.y)}" for one in elements)


def _marker(head: _Head, name: str) -> str:
    """Write a head that stands with its tip before the end of a line, in the direction in which it arrives."""
    length = head.length
    corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in head_corners(length))
    return (
        f'<marker id="{name}" orient="auto" markerUnits="userSpaceOnUse" markerWidth="{_number(length)}" '
        f'markerHeight="{_number(length)}" viewBox="{_number(-length)} {_number(-length / 2)} {_number(length)} '
        f'{_number(length)}" refX="{_number(-head.back)}" refY="0">'
        f'<polygon points="{corners}" fill="{head.color}"/></marker>'
    )


def _name_lines(lines: tuple[Words, ...], label: str) -> str:
    """Write the lines of a name, which read as one: a space ends a line that ended at one."""
    name = " ".join(visible(label).split())
    written, at = [], 0
    for words in lines:
        at = name.find(words.text, at) + len(words.text) if words.text in name[at:] else len(name)
        written.append(_line(words, " " if name[at : at + 1] == " " else ""))
    return "".join(written)


def _line(words: Words, end: str = "") -> str:
    return f'<text x="{_number(words.x)}" y="{_number(words.y)}"{_letters(words)}>{_text(words.text)}{end}</text>'


def _letters(words: Words) -> str:
    weight = ' font-weight="600"' if words.bold else ""
    halo = ""
    if words.halo:
        halo = (
            f' stroke="{words.halo}" stroke-width="{_number(HALO_WIDTH)}" stroke-linejoin="round" paint-order="stroke"'
        )
    return f' font-size="{_number(words.points * _PIXELS_OF_A_POINT)}" fill="{words.color}"{weight}{halo}'


def _description(graph: RelationGraph) -> str:
    size = f"{counted(len(graph.nodes), 'node')}, {counted(len(graph.edges), 'edge')}"
    words = edges_in_words(graph, _MOST_IN_WORDS)
    return f"{size}. {words}." if words else f"{size}."


def _families() -> str:
    family = QGuiApplication.font().family()
    return _attribute(f"'{family}', sans-serif" if family else "sans-serif")


def _name(key: NodeKey) -> str:
    """Give a node's key as one word that no other node has."""
    return ":".join(key)


def _data(values: Mapping[str, str]) -> str:
    return "".join(f' data-{name}="{_attribute(value)}"' for name, value in values.items())


def _attribute(text: str) -> str:
    """Give a text as a reader gets it back: line ends and tabs are kept."""
    return re.sub("[\t\n\r]", lambda match: f"&#{ord(match.group())};", _text(text))


def _text(text: str) -> str:
    """Give a text that XML can hold: what it has no place for is shown by its code."""
    return escape(_UNWRITABLE.sub(lambda match: f"‹U+{ord(match.group()):04X}›", text))


def _number(value: float) -> str:
    """Give a number to a hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
