"""The outlines of nodes, lines and heads of arrows, for any painter and for SVG."""

from functools import lru_cache
from math import cos, hypot, pi, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from annotator.model.networks.relation_graph import TOPIC
from annotator.services.charting.picture import EdgeLine, NodeBox, Place

SIGN_RADIUS: Final = 4.4
TRAY_SIGN_RADIUS: Final = 3.8
_SIGN_MIDDLE, _TEXT_LEFT = 10.5, 19.0
_TOPIC_CORNER, _PILL_CORNER = 4.0, 11.0
_CORNERS: Final = {
    "state": (6, 0.0),
    "igo": (4, 0.0),
    "group": (3, -pi / 2),
    "place": (5, -pi / 2),
    "other": (8, pi / 8),
}


@lru_cache(maxsize=256)
def shape_path(shape: str, radius: float) -> QPainterPath:
    """Give the outline of a shape around the origin: the type is told by shape as well as by colour."""
    path = QPainterPath()
    if shape == "organization":
        path.addRect(QRectF(-radius * 0.9, -radius * 0.9, radius * 1.8, radius * 1.8))
    elif shape == TOPIC:
        path.addRoundedRect(QRectF(-radius * 1.3, -radius * 0.8, radius * 2.6, radius * 1.6), 2, 2)
    elif shape in _CORNERS:
        corners, turn = _CORNERS[shape]
        angles = [number / corners * 2 * pi + turn for number in range(corners)]
        points = [QPointF(cos(angle), sin(angle)) * radius * 1.12 for angle in angles]
        path.addPolygon(QPolygonF([*points, points[0]]))
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def shape_of(kind: str, entity_type: str) -> str:
    """Give the name of a node's shape."""
    return TOPIC if kind == TOPIC else entity_type


def box_of(node: NodeBox) -> QRectF:
    """Give a node's box."""
    return QRectF(node.x, node.y, node.width, node.height)


def corner_of(node: NodeBox) -> float:
    """Give the radius of a box's corners: topics are text boxes, entities pills."""
    return _TOPIC_CORNER if node.kind == TOPIC else min(node.height / 2, _PILL_CORNER)


def rounded(box: QRectF, corner: float, by: float = 0.0) -> QPainterPath:
    """Give the outline of a box, farther out by so many pixels."""
    path = QPainterPath()
    path.addRoundedRect(box.adjusted(-by, -by, by, by), corner + by, corner + by)
    return path


def sign_place(node: NodeBox) -> Place:
    """Give the middle of an entity's shape in its box."""
    return node.x + _SIGN_MIDDLE, node.y + node.height / 2


def text_left(node: NodeBox, width: float) -> float:
    """Give where a line of a box's name begins that is so wide: beside the shape, or in the middle of a topic's box."""
    return node.x + (node.width - width) / 2 if node.kind == TOPIC else node.x + _TEXT_LEFT


def is_straight(edge: EdgeLine) -> bool:
    """Tell whether an edge is drawn as a straight line."""
    (x, y), (to_x, to_y), (bend_x, bend_y) = edge.start, edge.end, edge.control
    return hypot((x + to_x) / 2 - bend_x, (y + to_y) / 2 - bend_y) < 0.5


def line_end(edge: EdgeLine) -> Place:
    """Give where an edge's line ends: within its head, which is narrower at the tip than the line is wide."""
    if not edge.directed:
        return edge.end
    along, back = arrival(edge), line_back(edge)
    return edge.end[0] - along[0] * back, edge.end[1] - along[1] * back


def line_back(edge: EdgeLine) -> float:
    """Give how many pixels before the tip of its head the line of a directed edge ends."""
    return min(1.2 * edge.width, head_length(edge) * 0.5)


def line_path(edge: EdgeLine) -> QPainterPath:
    """Give an edge's line without its head."""
    path = QPainterPath(QPointF(*edge.start))
    end = QPointF(*line_end(edge))
    if is_straight(edge):
        path.lineTo(end)
    else:
        path.quadTo(QPointF(*edge.control), end)
    return path


def head_points(edge: EdgeLine) -> list[Place]:
    """Give the corners of the notched head of a directed edge, the tip first."""
    x, y = arrival(edge)
    return [
        (edge.end[0] + x * along - y * aside, edge.end[1] + y * along + x * aside)
        for along, aside in head_corners(head_length(edge))
    ]


def head_corners(length: float) -> list[Place]:
    """Give the corners of a head that points along x and has its tip in the origin."""
    return [(0.0, 0.0), (-length, 0.42 * length), (-0.78 * length, 0.0), (-length, -0.42 * length)]


def head_length(edge: EdgeLine) -> float:
    """Give the length of an edge's head in pixels: shorter where the line itself is."""
    chord = hypot(edge.end[0] - edge.start[0], edge.end[1] - edge.start[1])
    return max(4.0, min(6.5 + 1.5 * edge.width, 0.8 * chord))


def arrival(edge: EdgeLine) -> Place:
    """Give the direction in which an edge arrives, of length 1."""
    for x, y in (edge.control, edge.start):
        length = hypot(edge.end[0] - x, edge.end[1] - y)
        if length > 1e-3:
            return (edge.end[0] - x) / length, (edge.end[1] - y) / length
    return 1.0, 0.0
