"""The edges of a chart as they are drawn."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from annotator.model.networks.relation_graph import AGREEMENT_EDGE
from annotator.services.charting.picture import ChartPicture, EdgeLine
from annotator.ui.chart.chart_ink import MIXED, State, line_ink, mixed, tone_of
from annotator.ui.chart.chart_shapes import head_points, line_path
from annotator.ui.chart.highlight import Highlight
from annotator.ui.chart.marks import Group, Mark
from annotator.ui.toolkit.theme import Theme

GROUND = 1.5
"""Pixels of ground beside a line: what crosses reads as over and under."""
_LIT_WIDER = 0.8
_FEW, _MANY, _THINNER, _THINNEST = 60, 400, 0.55, 0.35
_RAIL = 1.25
"""Pixels of each of the two lines of a hollow one."""


def edge_groups(picture: ChartPicture, theme: Theme, highlight: Highlight) -> list[Group]:
    """Give the edges of boxes, the broad ones first and what stands out last."""
    order = sorted(picture.edges, key=lambda edge: (highlight.rank(edge.key), edge.kind != AGREEMENT_EDGE))
    return [_edge_group(edge, theme, highlight.state(edge.key)) for edge in order]


def faint_edge_groups(picture: ChartPicture, theme: Theme) -> list[Group]:
    """Give the edges between dots: plain lines, those that tell a value last."""
    order = sorted(picture.edges, key=lambda edge: tone_of(edge.value) != MIXED)
    return [
        Group("edge", (Mark(line_path(edge), "", *faint_line(edge, picture, theme, State.USUAL)),), key=edge.key)
        for edge in order
    ]


def _edge_group(edge: EdgeLine, theme: Theme, state: State) -> Group:
    width = edge.width + (_LIT_WIDER if state is State.LIT else 0)
    ink = line_ink(edge.kind, edge.value, edge.width, theme, state)
    path = line_path(edge)
    return Group(
        "edge",
        marks=(Mark(path, line=ink.color, width=width, dash=ink.dash),),
        under=(Mark(path, line=theme.base, width=width + 2 * GROUND),),
        over=(Mark(path, line=theme.base, width=max(1.0, width - 2 * _RAIL)),) if ink.hollow else (),
        head=_head(edge, ink.color) if edge.directed else None,
        key=edge.key,
    )


def _head(edge: EdgeLine, color: str) -> Mark:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*corner) for corner in head_points(edge)]))
    path.closeSubpath()
    return Mark(path, color)


def faint_line(edge: EdgeLine, picture: ChartPicture, theme: Theme, state: State) -> tuple[str, float]:
    """Give colour and width of a line between dots: paler and thinner the more there are, so that none hides a node."""
    color = line_ink(edge.kind, edge.value, edge.width, theme, state).color
    nodes, edges = max(1, len(picture.nodes)), max(1, len(picture.edges))
    strength = max(0.12, min(0.8, 4 * nodes / edges / float(nodes / _FEW) ** 0.5))
    width = min(3.0, edge.width * (_THINNER if nodes < _MANY else _THINNEST))
    return color if state is State.LIT else mixed(theme.base, color, strength), width
