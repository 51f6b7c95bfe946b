"""The nodes of a chart as they are drawn: boxes with names, dots, and the tray of those that are not linked yet."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from annotator.model.networks.relation_graph import TOPIC
from annotator.services.charting.picture import ChartPicture, DotName, NodeBox, NodeKey, TrayEntry, TrayText
from annotator.ui.chart.chart_ink import BORDER_WIDTH, RING_WIDTH, State, node_ink
from annotator.ui.chart.chart_shapes import (
    SIGN_RADIUS,
    TRAY_SIGN_RADIUS,
    box_of,
    corner_of,
    rounded,
    shape_of,
    shape_path,
    sign_place,
    text_left,
)
from annotator.ui.chart.highlight import Highlight
from annotator.ui.chart.letters import LINE_PITCH, chart_metrics
from annotator.ui.chart.marks import Group, Mark, Words, baseline
from annotator.ui.toolkit.theme import Theme

GROUND = 2.5
"""Pixels of ground around a box, so that lines end before it."""
TRAY_POINTS: Final = 8.0
_RING_GAP, _PIN = 3.0, 2.6
_TRAY_SIGN, _TRAY_TEXT = 6.0, 14.0
_FOCUS_DASH = (4.0, 3.0)


def box_groups(picture: ChartPicture, theme: Theme, highlight: Highlight) -> list[Group]:
    """Give the boxes with their names, what stands out last."""
    order = sorted(picture.nodes, key=lambda node: highlight.rank(node.key))
    return [_box_group(node, theme, highlight) for node in order]


def dot_groups(picture: ChartPicture, theme: Theme, highlight: Highlight) -> list[Group]:
    """Give the dots, those with a name after the others."""
    names = {name.key: name for name in picture.names}
    order = sorted(picture.nodes, key=lambda node: (node.key in names, highlight.rank(node.key)))
    return [_dot_group(node, names.get(node.key), theme, highlight) for node in order]


def tray_groups(picture: ChartPicture, theme: Theme, highlight: Highlight) -> list[Group]:
    """Give the rows at the foot that name who is not linked yet, under a fine line."""
    texts = [text for text in (picture.tray_title, picture.tray_more) if text]
    if not texts and not picture.tray:
        return []
    rule = QPainterPath(QPointF(8, picture.tray_top))
    rule.lineTo(picture.width - 8, picture.tray_top)
    words = tuple(_middle_words(text, text.text, text.x, theme.muted) for text in texts)
    head = Group("tray", (Mark(rule, line=theme.border, width=1.0),), words)
    return [head, *(_loose_group(entry, theme, highlight) for entry in picture.tray)]


def name_lines(node: NodeBox, color: str) -> tuple[Words, ...]:
    """Give the lines of the name in a box."""
    metrics = chart_metrics(node.points, bold=node.bold)
    pitch = metrics.height() * LINE_PITCH
    top = node.y + (node.height - pitch * len(node.lines)) / 2 - (metrics.height() - pitch) / 2
    first = top + baseline(node.points, bold=node.bold)
    return tuple(
        Words(
            line, text_left(node, metrics.horizontalAdvance(line)), first + row * pitch, node.points, color, node.bold
        )
        for row, line in enumerate(node.lines)
    )


def _box_group(node: NodeBox, theme: Theme, highlight: Highlight) -> Group:
    ink = node_ink(node.kind, node.type, theme, highlight.state(node.key))
    box, corner = box_of(node), corner_of(node)
    marks = [Mark(rounded(box, corner), ink.fill, ink.border, BORDER_WIDTH)]
    marks += _ring(box, corner, node.key, theme, highlight)
    if node.kind != TOPIC:
        marks.append(Mark(shape_path(node.type, SIGN_RADIUS).translated(*sign_place(node)), ink.sign))
    if node.pinned:
        marks.append(_pin(box, corner, theme))
    return Group(
        "node",
        tuple(marks),
        name_lines(node, ink.text),
        under=(Mark(rounded(box, corner, GROUND), theme.base),),
        key=node.key,
    )


def _ring(box: QRectF, corner: float, key: NodeKey, theme: Theme, highlight: Highlight) -> list[Mark]:
    """Give what tells that a node stands out, or that the keys are at it."""
    lit = highlight.state(key) is State.LIT
    if not lit and key != highlight.focused:
        return []
    dash = () if lit else _FOCUS_DASH
    return [Mark(rounded(box, corner, _RING_GAP), line=theme.accent, width=RING_WIDTH, dash=dash)]


def _pin(box: QRectF, corner: float, theme: Theme) -> Mark:
    """Give the small mark of a node that was put where it is."""
    path = QPainterPath()
    path.addEllipse(QPointF(box.right() - corner * 0.3, box.top() + corner * 0.3), _PIN, _PIN)
    return Mark(path, theme.text, theme.base, BORDER_WIDTH)


def _dot_group(node: NodeBox, name: DotName | None, theme: Theme, highlight: Highlight) -> Group:
    ink = node_ink(node.kind, node.type, theme, highlight.state(node.key))
    radius = node.width / 2
    path = shape_path(shape_of(node.kind, node.type), radius * (0.85 if node.kind == TOPIC else 1.0))
    path = path.translated(*node.middle)
    if node.kind == TOPIC:
        mark = Mark(path, theme.base, ink.text, max(0.8, min(1.4, radius * 0.25)))
    else:
        mark = Mark(path, ink.sign, theme.base, 0.8)
    ring = _ring(box_of(node), radius, node.key, theme, highlight)
    return Group("node", (mark, *ring), _dot_name(name, theme, highlight) if name else (), key=node.key)


def _dot_name(name: DotName, theme: Theme, highlight: Highlight) -> tuple[Words, ...]:
    metrics = chart_metrics(name.points, bold=name.bold)
    pitch = metrics.height() * LINE_PITCH
    first = name.y + baseline(name.points, bold=name.bold)
    color = theme.muted if highlight.state(name.key) is State.GREY else theme.text
    return tuple(
        Words(
            line,
            name.x + (name.width - metrics.horizontalAdvance(line)) / 2,
            first + row * pitch,
            name.points,
            color,
            name.bold,
            theme.base,
        )
        for row, line in enumerate(name.lines)
    )


def _loose_group(entry: TrayEntry, theme: Theme, highlight: Highlight) -> Group:
    ink = node_ink(entry.kind, entry.type, theme, highlight.state(entry.key))
    sign = shape_path(shape_of(entry.kind, entry.type), TRAY_SIGN_RADIUS)
    middle = entry.y + entry.height / 2
    box = QRectF(entry.x, entry.y + 2, entry.width, entry.height - 4)
    lit = highlight.state(entry.key) is State.LIT
    words = _middle_words(entry, entry.text, entry.x + _TRAY_TEXT, theme.text if lit else theme.muted)
    topic = entry.kind == TOPIC
    mark = Mark(
        sign.translated(entry.x + _TRAY_SIGN, middle),
        theme.base if topic else ink.sign,
        ink.border if topic else "",
        BORDER_WIDTH,
    )
    ring = _ring(box, 4.0, entry.key, theme, highlight)
    return Group("loose", (mark, *ring), (words,), key=entry.key)


def _middle_words(place: TrayEntry | TrayText, text: str, left: float, color: str) -> Words:
    metrics = chart_metrics(TRAY_POINTS)
    top = place.y + (place.height - metrics.height()) / 2
    return Words(text, left, top + baseline(TRAY_POINTS), TRAY_POINTS, color)
