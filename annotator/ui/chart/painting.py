"""Paints a composed chart with any painter: the same in the window, in pictures and on paper."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from annotator.services.charting.picture import ChartPicture, EdgeLine
from annotator.ui.chart.chart_ink import MIXED, tone_of
from annotator.ui.chart.edge_marks import edge_groups, faint_line
from annotator.ui.chart.highlight import NOTHING_LIT, Highlight
from annotator.ui.chart.marks import paint_groups, pen_of
from annotator.ui.chart.node_marks import box_groups, dot_groups, tray_groups
from annotator.ui.toolkit.theme import Theme


def paint_picture(painter: QPainter, picture: ChartPicture, theme: Theme, highlight: Highlight = NOTHING_LIT) -> None:
    """Paint a chart from the painter's origin; the ground is the caller's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if picture.dots:
        paint_many_lines(painter, picture, theme, highlight)
        paint_groups(painter, dot_groups(picture, theme, highlight))
    else:
        paint_groups(painter, edge_groups(picture, theme, highlight))
        paint_groups(painter, box_groups(picture, theme, highlight))
    paint_groups(painter, tray_groups(picture, theme, highlight))


def paint_many_lines(painter: QPainter, picture: ChartPicture, theme: Theme, highlight: Highlight) -> None:
    """Paint the lines between dots, those that look alike at once; what says most comes last."""
    from annotator.ui.chart.many_lines import lines_path

    painter.setBrush(Qt.BrushStyle.NoBrush)
    alike: dict[tuple[int, bool, str, str, float], list[EdgeLine]] = defaultdict(list)
    for edge in picture.edges:
        rank = highlight.rank(edge.key)
        alike[rank, tone_of(edge.value) != MIXED, edge.kind, edge.value, edge.width].append(edge)
    for _look, edges in sorted(alike.items(), key=lambda item: item[0]):
        state = highlight.state(edges[0].key)
        painter.setPen(pen_of(*faint_line(edges[0], picture, theme, state)))
        painter.drawPath(lines_path(edges))
