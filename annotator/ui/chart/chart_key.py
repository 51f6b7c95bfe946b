"""What the chart's shapes, lines and colours mean, in one or two rows: only those that occur."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    CO_MENTION_EDGE,
    ENTITY,
    MEMBERSHIP_EDGE,
    POSITION_EDGE,
    TOPIC,
    RelationGraph,
)
from annotator.services.charting.lines import value_of
from annotator.ui.chart.chart_ink import AGAINST, BORDER_WIDTH, FOR, MIXED, line_ink, node_ink, tone_of
from annotator.ui.chart.chart_shapes import head_corners, rounded, shape_of, shape_path
from annotator.ui.chart.letters import chart_metrics
from annotator.ui.chart.marks import Group, Mark, Words, baseline
from annotator.ui.toolkit.theme import Theme
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

NODE, KIND, VALUE = "node", "kind", "value"
LEAST_HEIGHT: Final = 320
"""Panes and pictures less high than this have no room for the key."""
_MARGIN, _FOOT, _LEADING = 8.0, 5.0, 4.0
_SIGN_WIDTH, _LINE_WIDTH, _LINE_END, _HEAD = 15.0, 29.0, 23.0, 9.0
_SIGN_RADIUS, _THICK, _THIN = 4.2, 4.5, 2.0
_WORDS: Final = {
    "igo": ("intergovernmental", "IGO"),
    "organization": ("organization", "org."),
    "state": ("state", "state"),
    AGREEMENT_EDGE: ("agreement", "agreement"),
    CLAIM_EDGE: ("says about", "says"),
    CO_MENTION_EDGE: ("in one sentence", "together"),
    MEMBERSHIP_EDGE: ("member of", "member"),
    FOR: ("for", "for"),
    AGAINST: ("against", "against"),
    MIXED: ("neutral, mixed", "neutral"),
}
_TIGHTER: Final = ((8.0, 0, 12.0), (8.0, 1, 9.0), (8.0, 1, 6.0), (7.5, 1, 4.0))
"""Points, which of the words, and the gap between items: the first that needs no more rows than there are."""


_WIDE = 780
"""Pixels from which on one row has room for what usually occurs."""


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One thing that is explained: a node's shape, a kind of edge or a value; ``name`` is what the picture calls it.

    ``x`` and ``y`` are the left top of its sign and words, from the left top of the key.
    """

    sort: str
    name: str
    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> QRectF:
        """The place of sign and words."""
        return QRectF(self.x, self.y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class ChartKey:
    """The key as it is drawn across the foot: its items in their places, its height, and the size of its words."""

    items: tuple[KeyItem, ...] = ()
    height: int = 0
    points: float = 8.0


def key_names(graph: RelationGraph) -> list[tuple[str, str]]:
    """Give (sort, name) of what has to be explained in a graph."""
    shapes = dict.fromkeys(shape_of(node.kind, node.type) for node in graph.nodes.values())
    kinds = {CLAIM_EDGE if edge.kind == POSITION_EDGE else edge.kind for edge in graph.edges.values()}
    valued = (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE)
    tones = {tone_of(value_of(edge)) for edge in graph.edges.values() if edge.kind in valued}
    return [
        *((NODE, shape) for shape in sorted(shapes, key=lambda shape: shape == TOPIC)),
        *((KIND, kind) for kind in (AGREEMENT_EDGE, CLAIM_EDGE) if kind in kinds),
        *((VALUE, tone) for tone in (FOR, AGAINST, MIXED) if tone in tones),
        *((KIND, kind) for kind in (CO_MENTION_EDGE, MEMBERSHIP_EDGE) if kind in kinds),
    ]


def words_of(name: tuple[str, str]) -> str:
    """Give what a thing of the key is called, by its sort and name."""
    usual = ENTITY_TYPE_WORDS.get(name[1], name[1])
    return _WORDS.get(name[1], (usual, usual))[0]


def chart_key(names: Sequence[tuple[str, str]], width: float) -> ChartKey:
    """Lay a key out across so many pixels: in one row if it is wide, else in as few words as two rows need.

    A key of few words is as high as one of many would be, so that the chart above it keeps its size while it grows.
    """
    usual = _rows_high(1 if width >= _WIDE else 2)
    key = next((key for key in _tried(names, width) if key.height <= usual), None) or list(_tried(names, width))[-1]
    return replace(key, height=max(key.height, usual))


def _tried(names: Sequence[tuple[str, str]], width: float) -> Iterator[ChartKey]:
    return (_laid_out(names, width, points, which, gap) for points, which, gap in _TIGHTER)


def _rows_high(rows: int) -> int:
    return ceil(rows * (chart_metrics(_TIGHTER[0][0]).height() + _LEADING) + _FOOT)


def key_group(key: ChartKey, left: float, top: float, theme: Theme) -> Group:
    """Give a key as it is drawn at a place."""
    marks: list[Mark] = []
    words = []
    for item in key.items:
        x, y = left + item.x, top + item.y
        middle = y + item.height / 2
        marks += _node_marks(item, x, middle, theme) if item.sort == NODE else _line_marks(item, x, middle, theme)
        line = middle - chart_metrics(key.points).height() / 2 + baseline(key.points)
        words.append(Words(item.words, x + _sign_width(item.sort, item.name), line, key.points, theme.muted))
    return Group("key", tuple(marks), tuple(words))


def _laid_out(names: Sequence[tuple[str, str]], width: float, points: float, which: int, gap: float) -> ChartKey:
    metrics = chart_metrics(points)
    line = metrics.height() + _LEADING
    items: list[KeyItem] = []
    x, y = _MARGIN, 0.0
    for sort, name in names:
        usual = ENTITY_TYPE_WORDS.get(name, name)
        words = _WORDS.get(name, (usual, usual))[which]
        wide = _sign_width(sort, name) + metrics.horizontalAdvance(words)
        if x + wide > width - _MARGIN and x > _MARGIN:
            x, y = _MARGIN, y + line
        items.append(KeyItem(sort, name, words, x, y, wide, line))
        x += wide + gap
    return ChartKey(tuple(items), ceil(y + line + _FOOT) if items else 0, points)


def _sign_width(sort: str, name: str) -> float:
    return _SIGN_WIDTH if sort == NODE and name != TOPIC else _LINE_WIDTH


def _node_marks(item: KeyItem, x: float, y: float, theme: Theme) -> list[Mark]:
    if item.name == TOPIC:
        ink = node_ink(TOPIC, "", theme)
        return [Mark(rounded(QRectF(x + 1, y - 5, _LINE_END - 2, 10), 3), ink.fill, ink.border, BORDER_WIDTH)]
    path = shape_path(item.name, _SIGN_RADIUS).translated(x + _SIGN_RADIUS + 1, y)
    return [Mark(path, node_ink(ENTITY, item.name, theme).sign)]


def _line_marks(item: KeyItem, x: float, y: float, theme: Theme) -> list[Mark]:
    width = _THICK if item.name == AGREEMENT_EDGE else _THIN
    color = theme.muted
    dash: tuple[float, ...] = ()
    if item.sort == VALUE:
        ink = line_ink(CLAIM_EDGE, item.name, width, theme)
        color, dash = ink.color, ink.dash
    elif item.name in (CO_MENTION_EDGE, MEMBERSHIP_EDGE):
        color, width = line_ink(item.name, "none", width, theme).color, 1.3
    end = x + _LINE_END
    path = QPainterPath(QPointF(x, y))
    path.lineTo(end - (0.5 * _HEAD if item.name == CLAIM_EDGE else 0), y)
    marks = [Mark(path, line=color, width=width, dash=dash)]
    if item.name == CLAIM_EDGE:
        head = QPainterPath()
        head.addPolygon(QPolygonF([QPointF(end + corner[0], y + corner[1]) for corner in head_corners(_HEAD)]))
        head.closeSubpath()
        marks.append(Mark(head, color))
    return marks
