"""Which annotations of a paragraph find room under its lines, and how many more there are where they do not."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from annotator.model.annotation import Annotation
from annotator.model.lanes import lanes
from annotator.model.span import Span
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.toolkit import theme

_LETTERS = 9
"""Pixels of the marks' letters."""
_ROUND, _SIDE = 3.0, 3.5

Found = Sequence[tuple[Annotation, list[Span]]]


@dataclass(frozen=True, slots=True)
class BlockLanes:
    """What is drawn of a paragraph's annotations, each with its spans as UTF-16 positions and its lane; and the rest.

    ``pitch`` is the pixels from one lane to the next.
    """

    drawn: Found
    lane_of: dict[str, int]
    pitch: float
    rest: Sequence[Span]

    def more(self, place: BlockPlace) -> Iterator[tuple[QRectF, int]]:
        """Give the words under which annotations found no room, one rectangle a line, each with their number."""
        starts = Counter(self.rest)
        for start, end in place.lines() if starts else ():
            inside = {span: count for span, count in starts.items() if span.start < end and span.end > start}
            if inside:
                edges = Span(min(span.start for span in inside), max(span.end for span in inside))
                yield from ((words, sum(inside.values())) for words in place.rectangles(*_cut(edges, start, end)))


def block_lanes(found: Found, room: float, widest: float, thinnest: float, first: Collection[str] = ()) -> BlockLanes:
    """Share out the room under the lines, in pixels, among the annotations of a paragraph.

    Lanes are ``widest`` pixels apart, and where they are many less, down to ``thinnest``; what then finds no room is
    left out, the long ones first and none of ``first``.
    """
    most = max(1, int(room / thinnest))
    lane_of = lanes(((span, annotation.id) for annotation, spans in found for span in spans), most, first)
    drawn = [each for each in found if each[0].id in lane_of]
    rest = [span for annotation, spans in found if annotation.id not in lane_of for span in spans]
    return BlockLanes(drawn, lane_of, min(widest, room / (max(lane_of.values(), default=0) + 1)), rest)


def paint_more(painter: QPainter, words: QRectF, count: int, top: float, height: float) -> None:
    """Paint "+12" at the right end of some words, in the room under their line that begins ``top`` pixels below it."""
    font = QFont(painter.font())
    font.setPixelSize(_LETTERS)
    text = f"+{count:,}"
    measure = QFontMetricsF(font)
    width, tall = measure.horizontalAdvance(text) + 2 * _SIDE, min(height, measure.height())
    corner = QPointF(max(words.left(), words.right() - width), words.bottom() + top + (height - tall) / 2)
    area = QRectF(corner.x(), corner.y(), width, tall)
    colors = theme.current()
    painter.setFont(font)
    painter.setPen(QColor(colors.border))
    painter.setBrush(QColor(colors.base))
    painter.drawRoundedRect(area, _ROUND, _ROUND)
    painter.setPen(QColor(colors.text))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _cut(span: Span, start: int, end: int) -> Span:
    return Span(max(span.start, start), min(span.end, end))
