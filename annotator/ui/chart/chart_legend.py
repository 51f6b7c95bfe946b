"""What the chart's shapes and colours mean: only those that occur."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.networks.relation_graph import CLAIM_EDGE, POSITION_EDGE, TOPIC, RelationGraph
from annotator.model.vocabulary import STATUS_GROUP_OF
from annotator.ui.chart.chart_drawing import edge_pen, shape_path
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.theme import Theme
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_SWATCH, _GAP, _POINTS = 22.0, 12.0, 8.5
_SHORT = {"igo": "intergovernmental", "state": "state or territory"}


def legend_entries(graph: RelationGraph) -> list[tuple[str, str, str]]:
    """Give ("node" or the kind of edge, its value, its words) for each shape and each colour of an edge."""
    shapes = dict.fromkeys(TOPIC if node.kind == TOPIC else node.type for node in graph.nodes.values())
    nodes = [("node", shape, _SHORT.get(shape, ENTITY_TYPE_WORDS.get(shape, shape))) for shape in shapes]
    values: dict[tuple[str, str], None] = {}
    for edge in graph.edges.values():
        value = edge.value or ""
        values[edge.kind, STATUS_GROUP_OF.get(value, value)] = None
    edges = [(kind, value, f"{kind}, {value}" if value else kind) for kind, value in values]
    return nodes + edges


def draw_legend(painter: QPainter, entries: list[tuple[str, str, str]], area: QRectF, colors: Theme) -> float:
    """Draw entries from the left, in as many lines as they need; gives the height used."""
    font = painter.font()
    font.setPointSizeF(_POINTS)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetricsF(font)
    line = metrics.height() + 5
    x, y = area.left(), area.top()
    for what, value, words in entries:
        width = _SWATCH + metrics.horizontalAdvance(words) + _GAP
        if x + width > area.right() and x > area.left():
            x, y = area.left(), y + line
        _draw_swatch(painter, what, value, QPointF(x + _SWATCH / 2 - 3, y + line / 2), colors)
        painter.setPen(QColor(colors.muted))
        painter.drawText(QRectF(x + _SWATCH, y, width, line), Qt.AlignmentFlag.AlignVCenter, words)
        x += width
    return y + line - area.top() if entries else 0.0


def _draw_swatch(painter: QPainter, what: str, value: str, place: QPointF, colors: Theme) -> None:
    painter.save()
    painter.translate(place)
    if what != "node":
        pen = edge_pen(what, value, 2.0, colors)
        painter.setPen(pen)
        painter.drawLine(QPointF(-8, 0), QPointF(8, 0))
        if what in (CLAIM_EDGE, POSITION_EDGE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen.color())
            painter.drawPolygon(QPolygonF([QPointF(9, 0), QPointF(3, 3.5), QPointF(3, -3.5)]))
    else:
        color = colors.entity_color(value)
        painter.setPen(QPen(color, 1.2))
        painter.setBrush(QColor(colors.base) if value == TOPIC else color)
        painter.drawPath(shape_path(value, 4.6))
    painter.restore()


class ChartLegend(QWidget):
    """A strip under the chart, as high as its lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[str, str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)
        theme.notifier.changed.connect(self.update)

    def show_graph(self, graph: RelationGraph) -> None:
        """Explain what occurs in a graph."""
        entries = legend_entries(graph)
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName("Legend: " + "; ".join(words for _what, _value, words in entries))
            self.setFixedHeight(self._needed_height())
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setFixedHeight(self._needed_height())

    def _needed_height(self) -> int:
        font = self.font()
        font.setPointSizeF(_POINTS)
        metrics = QFontMetricsF(font)
        lines, x = 1, 0.0
        for _what, _value, words in self._entries:
            needed = _SWATCH + metrics.horizontalAdvance(words) + _GAP
            if x + needed > self.width() - 16 and x > 0:
                lines, x = lines + 1, 0.0
            x += needed
        return int(lines * (metrics.height() + 5) + 8) if self._entries else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_legend(painter, self._entries, QRectF(self.rect()).adjusted(8, 3, -8, 0), theme.current())
