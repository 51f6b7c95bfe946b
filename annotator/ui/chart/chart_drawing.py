"""Draws a chart with any painter, in pixels: the same in the window and in pictures."""

from collections import defaultdict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from annotator.model.networks.relation_graph import CO_MENTION_EDGE, MEMBERSHIP_EDGE, POSITION_EDGE
from annotator.ui.chart.chart_labels import label_boxes
from annotator.ui.chart.chart_scene import ChartScene, EdgeMark
from annotator.ui.toolkit.theme import Theme

Pixels = NDArray[np.float64]
LABEL_POINTS = 9.0
MOST_LABELS = 160
_DIM = 0.22


def draw_chart(painter: QPainter, scene: ChartScene, places: Pixels, area: QRectF, theme: Theme) -> None:
    """Draw edges, nodes and labels; ``places`` has a row (x, y) in pixels for every node."""
    if not scene.nodes:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.scale = _scale(places)
    seen = (
        (places[:, 0] > area.left() - 40) & (places[:, 0] < area.right() + 40)
        & (places[:, 1] > area.top() - 40) & (places[:, 1] < area.bottom() + 40)
    )  # fmt: skip
    _draw_edges(painter, scene, places, theme)
    for index in np.nonzero(seen)[0]:
        _draw_node(painter, scene, int(index), QPointF(*places[index]), theme)
    _draw_labels(painter, scene, places, seen, area=area, theme=theme)


def _scale(places: Pixels) -> float:
    """Give how large nodes are drawn: full size where each has some 48 pixels of room to every side."""
    if len(places) < 2:
        return 1.0
    width, height = np.maximum(places.max(axis=0) - places.min(axis=0), 60.0)
    return float(np.clip(np.sqrt(width * height / len(places)) / 62.0, 0.45, 1.0))


def shape_path(shape: str, radius: float) -> QPainterPath:
    """Give the outline of a node around the origin: the type is told by shape as well as by colour."""
    path = QPainterPath()
    if shape == "organization":
        path.addRect(QRectF(-radius * 0.9, -radius * 0.9, radius * 1.8, radius * 1.8))
    elif shape == "topic":
        path.addRoundedRect(QRectF(-radius * 1.3, -radius * 0.8, radius * 2.6, radius * 1.6), 4, 4)
    elif shape in _CORNERS:
        corners, turn = _CORNERS[shape]
        angles = np.arange(corners) / corners * 2 * np.pi + turn
        points = [QPointF(float(np.cos(a)), float(np.sin(a))) * radius * 1.12 for a in angles]
        path.addPolygon(QPolygonF([*points, points[0]]))
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    return path


_CORNERS = {
    "state": (6, 0.0),
    "igo": (4, 0.0),
    "group": (3, -np.pi / 2),
    "place": (5, -np.pi / 2),
    "other": (8, np.pi / 8),
}


def edge_pen(kind: str, value: str, width: float, theme: Theme) -> QPen:
    """Give the pen of an edge: colour by its value, dotted for membership, dashed for positions."""
    pen = QPen(theme.value_color(value), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if kind == MEMBERSHIP_EDGE:
        pen.setStyle(Qt.PenStyle.DotLine)
    elif kind == POSITION_EDGE:
        pen.setDashPattern([5 / max(1.0, width), 3 / max(1.0, width)])
    elif kind == CO_MENTION_EDGE:
        pen.setColor(QColor(theme.border))
    return pen


def _draw_edges(painter: QPainter, scene: ChartScene, places: Pixels, theme: Theme) -> None:
    plain: dict[tuple[object, ...], list[QLineF]] = defaultdict(list)
    pens: dict[tuple[object, ...], tuple[QPen, float]] = {}
    for index, edge in enumerate(scene.edges):
        opacity = _DIM if scene.anything_lit and index not in scene.lit_edges else 1.0
        start, end = places[edge.source], places[edge.target]
        if not edge.directed and edge.bend == 0:
            key: tuple[object, ...] = (edge.kind, edge.value, edge.width, opacity)
            if key not in pens:
                pens[key] = (edge_pen(edge.kind, edge.value, edge.width, theme), opacity)
            plain[key].append(QLineF(start[0], start[1], end[0], end[1]))
        else:
            painter.setOpacity(opacity)
            _draw_bent(painter, edge, QLineF(*start, *end), _reach(scene, edge.target), theme)
    for key, lines in plain.items():
        pen, opacity = pens[key]
        painter.setOpacity(opacity)
        painter.setPen(pen)
        painter.drawLines(lines)
    painter.setOpacity(1.0)


def _draw_bent(painter: QPainter, edge: EdgeMark, line: QLineF, radius: float, theme: Theme) -> None:
    start, end = line.p1(), line.p2()
    length = line.length()
    if length < 1:
        return
    normal = QPointF(-line.dy() / length, line.dx() / length)
    middle = (start + end) / 2 + normal * edge.bend * 2
    pen = edge_pen(edge.kind, edge.value, edge.width, theme)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not edge.directed:
        path = QPainterPath(start)
        path.quadTo(middle, end)
        painter.drawPath(path)
        return
    arrive = QLineF(middle, end)
    head = 6.0 + 1.6 * edge.width
    if arrive.length() <= radius + head:
        arrive = QLineF(start, end)
    direction = QPointF(arrive.dx() / arrive.length(), arrive.dy() / arrive.length())
    tip = end - direction * radius
    base = tip - direction * head
    path = QPainterPath(start)
    path.quadTo(middle, base)
    painter.drawPath(path)
    side = QPointF(-direction.y(), direction.x()) * head * 0.45
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(QPolygonF([tip, base + side, base - side]))


def _reach(scene: ChartScene, rank: int) -> float:
    """Give how far from a node's middle an arrow ends."""
    return scene.radius(rank) * (1.3 if scene.nodes[rank].shape == "topic" else 1.1) + 2


def _draw_node(painter: QPainter, scene: ChartScene, index: int, place: QPointF, theme: Theme) -> None:
    node = scene.nodes[index]
    lit = index in scene.lit_nodes
    painter.setOpacity(_DIM + 0.1 if scene.anything_lit and not lit else 1.0)
    painter.save()
    painter.translate(place)
    color = theme.entity_color(node.shape)
    path = shape_path(node.shape, scene.radius(index))
    if node.shape == "topic":
        painter.setBrush(QColor(theme.base))
        painter.setPen(QPen(color, 1.8))
    else:
        painter.setBrush(color)
        painter.setPen(QPen(QColor(theme.base), 1.5))
    painter.drawPath(path)
    if lit or index == scene.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QPen(QColor(theme.accent), 2.2)
        if index == scene.focused:
            ring.setStyle(Qt.PenStyle.DashLine if not lit else Qt.PenStyle.SolidLine)
        painter.setPen(ring)
        painter.drawPath(shape_path(node.shape, scene.radius(index) + 4))
    painter.restore()
    painter.setOpacity(1.0)


@lru_cache(maxsize=4096)
def _label_size(label: str, family: str, points: float) -> tuple[float, float]:
    metrics = QFontMetricsF(_font(family, points))
    return metrics.horizontalAdvance(label) + 6, metrics.height()


def _font(family: str, points: float) -> QFont:
    font = QFont(family) if family else QFont()
    font.setPointSizeF(points)
    return font


def _draw_labels(
    painter: QPainter, scene: ChartScene, places: Pixels, seen: NDArray[np.bool_], *, area: QRectF, theme: Theme
) -> None:
    family = painter.font().family()
    painter.setFont(_font(family, LABEL_POINTS))

    def weight(index: int) -> tuple[bool, bool, float]:
        return (index == scene.focused, index in scene.lit_nodes, scene.nodes[index].radius)

    order = sorted(map(int, np.nonzero(seen)[0]), key=weight, reverse=True)[:MOST_LABELS]
    sizes = [_label_size(scene.nodes[index].label, family, LABEL_POINTS) for index in order]
    ground = QColor(theme.base)
    ground.setAlphaF(0.82)
    for index, box in label_boxes(scene, places, order, np.array(sizes).reshape(-1, 2), area).items():
        painter.setOpacity(0.45 if scene.anything_lit and index not in scene.lit_nodes else 1.0)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, scene.nodes[index].label)
    painter.setOpacity(1.0)
