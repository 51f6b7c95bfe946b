"""Paints a composed chart with any painter: the same in the window, in pictures and on paper."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from annotator.services.charting.picture import ChartPicture, DotName, EdgeLine, NodeBox
from annotator.ui.chart.box_pixels import Box, BoxPixels
from annotator.ui.chart.chart_ink import MIXED, tone_of
from annotator.ui.chart.chart_shapes import box_of
from annotator.ui.chart.edge_marks import edge_groups, faint_line
from annotator.ui.chart.highlight import ALL_GREY, NOTHING_LIT, Highlight
from annotator.ui.chart.letters import FontLetters
from annotator.ui.chart.marks import Group, outlines_of, paint_groups, paint_outlines, pen_of
from annotator.ui.chart.node_marks import box_groups, dot_groups, tray_groups
from annotator.ui.toolkit.theme import Theme

_NAME_POINTS, _WIDEST_NAME, _BESIDE = 8.5, 130.0, 3.0


def paint_picture(painter: QPainter, picture: ChartPicture, theme: Theme, highlight: Highlight = NOTHING_LIT) -> None:
    """Paint a chart from the painter's origin; the ground is the caller's."""
    Painted(picture, theme, grey=highlight.greys).paint(painter)
    paint_standing_out(painter, picture, theme, highlight)


class Painted:
    """All of a picture as usual, or all of it grey for what stands out to be painted over it; made once."""

    def __init__(self, picture: ChartPicture, theme: Theme, *, grey: bool) -> None:
        self._picture, self._theme = picture, theme
        self._highlight = ALL_GREY if grey else NOTHING_LIT
        self._below, self._boxes, self._above = _layers(picture, theme, self._highlight)
        self._lines = [] if picture.dots else outlines_of(self._below)

    def is_of(self, picture: ChartPicture, theme: Theme) -> bool:
        """Tell whether it is of the very picture in these colours."""
        return self._picture is picture and self._theme is theme

    def paint(self, painter: QPainter, pixels: BoxPixels | None = None) -> None:
        """Paint it from the painter's origin, with ``pixels`` that are kept of its boxes."""
        if self._picture.dots:
            paint_many_lines(painter, self._picture, self._theme, self._highlight)
            paint_groups(painter, self._below)
        paint_outlines(painter, self._lines)
        if pixels:
            pixels.paint(painter, self._as_boxes)
        else:
            paint_groups(painter, self._boxes)
        paint_groups(painter, self._above)

    @cached_property
    def _as_boxes(self) -> list[Box]:
        nodes: dict[Hashable, NodeBox] = {node.key: node for node in self._picture.nodes}
        colors = (self._theme.name, self._highlight.greys)
        boxes = ((nodes[group.key], group) for group in self._boxes)
        # Words, since they remember their hash, which is asked for at each frame.
        return [Box(repr((colors, replace(node, x=0.0, y=0.0))), box_of(node), group) for node, group in boxes]


def paint_standing_out(painter: QPainter, picture: ChartPicture, theme: Theme, highlight: Highlight) -> None:
    """Paint what a highlight changes over a chart that was painted whole."""

    def stands_out(key: object) -> bool:
        return key in highlight.lit or key in highlight.kept or key == highlight.focused

    part = replace(
        picture,
        nodes=tuple(box for box in picture.nodes if stands_out(box.key)),
        names=names_beside([box for box in picture.nodes if stands_out(box.key)], picture),
        edges=tuple(edge for edge in picture.edges if stands_out(edge.key)),
        tray=tuple(entry for entry in picture.tray if stands_out(entry.key)),
        tray_title=None,
        tray_more=None,
    )
    if part.dots:
        paint_many_lines(painter, part, theme, highlight)
    for layer in _layers(part, theme, highlight):
        paint_groups(painter, layer)


def names_beside(dots: Sequence[NodeBox], picture: ChartPicture) -> tuple[DotName, ...]:
    """Give names to dots that stand out: those without one get theirs beside them, on whatever is there."""
    if not picture.dots:
        return ()
    known = {name.key: name for name in picture.names}
    return tuple(known.get(dot.key) or _name_beside(dot, picture.width) for dot in dots)


def _name_beside(dot: NodeBox, width: float) -> DotName:
    name = FontLetters().fitted(dot.label, _NAME_POINTS, _WIDEST_NAME, 1)
    right = dot.x + dot.width + _BESIDE
    left = right if right + name.width <= width else dot.x - _BESIDE - name.width
    top = dot.y + (dot.height - name.height) / 2
    return DotName(dot.key, name.lines, _NAME_POINTS, False, left, top, name.width, name.height)


def _layers(picture: ChartPicture, theme: Theme, highlight: Highlight) -> tuple[list[Group], list[Group], list[Group]]:
    """Give what is painted one by one, all but the lines between dots: below the boxes, the boxes, and above them."""
    tray = tray_groups(picture, theme, highlight)
    if picture.dots:
        return dot_groups(picture, theme, highlight), [], tray
    return edge_groups(picture, theme, highlight), box_groups(picture, theme, highlight), tray


def paint_many_lines(painter: QPainter, picture: ChartPicture, theme: Theme, highlight: Highlight) -> None:
    """Paint the lines between dots, those that look alike at once; what says most comes last."""
    if not picture.edges:
        return
    from annotator.ui.chart.many_lines import lines_path

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    alike: dict[tuple[int, bool, str, str, float], list[EdgeLine]] = defaultdict(list)
    for edge in picture.edges:
        rank = highlight.rank(edge.key)
        alike[rank, tone_of(edge.value) != MIXED, edge.kind, edge.value, edge.width].append(edge)
    for _look, edges in sorted(alike.items(), key=lambda item: item[0]):
        state = highlight.state(edges[0].key)
        painter.setPen(pen_of(*faint_line(edges[0], picture, theme, state)))
        painter.drawPath(lines_path(edges))
