"""Colleagues' annotations under the lines of the article, a band for each annotator with a letter in the margin."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextBlock

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.model.vocabulary import AGREEMENT, CLAIM
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.text.lanes_in_block import BlockLanes, block_lanes, paint_more
from annotator.ui.toolkit import theme

BAND = 12.0
"""Pixels under each line for each annotator."""
_PITCH, _THINNEST_PITCH = 3.2, 2.6
_NEAR = BAND / 2
_LETTER_WIDTH = 12.0


class ReviewLanes:
    """Paints the layers that are compared; ``focus`` is the place that is looked at."""

    def __init__(self) -> None:
        self._bands: list[tuple[str, BlockContents]] = []
        self.focus: Span | None = None

    @property
    def height(self) -> float:
        """The room that all bands need under a line in which all have something, in pixels."""
        return BAND * len(self._bands)

    def rooms(self, block: QTextBlock, lines: Sequence[tuple[int, int]]) -> list[float]:
        """Give the room that each line of a paragraph needs: none for those who have nothing there."""
        return [BAND * len(used) for used in self._used(block, lines)]

    def _used(self, block: QTextBlock, lines: Sequence[tuple[int, int]]) -> list[list[int]]:
        """Give for each line of a paragraph the numbers of the bands in which something stands."""
        found = [
            [span for _annotation, spans in contents.annotations(block) for span in spans]
            for _letter, contents in self._bands
        ]
        return [
            [number for number, spans in enumerate(found) if any(one.start < end and one.end > start for one in spans)]
            for start, end in lines
        ]

    def _tops(self, place: BlockPlace) -> dict[tuple[int, float], float]:
        """Give how far below its words a band begins, by its number and where the line stands."""
        lines = [*place.lines()]
        return {
            (number, words.top()): place.gap + row * BAND
            for (start, end), used in zip(lines, self._used(place.block, lines), strict=True)
            for words in place.rectangles(start, end)
            for row, number in enumerate(used)
        }

    def show(self, layers: Sequence[tuple[str, Layer]], offsets: Utf16Offsets) -> None:
        """Show layers, each with the letter of its annotator."""
        self._bands = [(letter, BlockContents(layer, offsets)) for letter, layer in layers]
        self.focus = None

    def paint_focus(self, painter: QPainter, place: BlockPlace, contents: BlockContents) -> None:
        """Paint the ground of what is looked at."""
        if self.focus is None or not self._bands:
            return
        for rectangle in place.rectangles(*contents.utf16(self.focus)):
            painter.fillRect(rectangle, QColor(theme.current().selection))

    def paint(self, painter: QPainter, place: BlockPlace) -> None:
        """Paint all bands under the lines of a paragraph."""
        tops = self._tops(place) if self._bands else {}
        for number, (letter, contents) in enumerate(self._bands):
            begun = set()
            lanes = _lanes(contents, place)
            for annotation, line, top in _lines(place, lanes, number, tops):
                _paint_line(painter, annotation.type, line)
                begun.add(top)
            for words, count in lanes.more(place):
                paint_more(painter, words, count, tops.get((number, words.top()), place.gap), BAND)
            for y in begun:
                self._paint_letter(painter, QPointF(place.origin.x(), y), letter)

    def at(self, place: BlockPlace, point: QPoint) -> tuple[int, str] | None:
        """Give the number of the layer and the id of the annotation whose line is nearest to a point, or None."""
        tops = self._tops(place)
        near = [
            (abs(line.y1() - point.y()), number, annotation.id)
            for number, (_letter, contents) in enumerate(self._bands)
            for annotation, line, _top in _lines(place, _lanes(contents, place), number, tops)
            if abs(line.y1() - point.y()) <= _NEAR and line.x1() - 1 <= point.x() <= line.x2() + 1
        ]
        return min(near)[1:] if near else None

    def _paint_letter(self, painter: QPainter, corner: QPointF, letter: str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(10)
        painter.setFont(font)
        # So small, muted letters would be too pale.
        painter.setPen(QColor(theme.current().text))
        area = QRectF(corner.x() + 4, corner.y() - 2, _LETTER_WIDTH, BAND - 2)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)


def _lanes(contents: BlockContents, place: BlockPlace) -> BlockLanes:
    return block_lanes(contents.annotations(place.block), BAND - 3.0, _PITCH, _THINNEST_PITCH)


def _lines(
    place: BlockPlace, lanes: BlockLanes, number: int, tops: Mapping[tuple[int, float], float]
) -> Iterator[tuple[Annotation, QLineF, float]]:
    """Give the lines of a band in a paragraph, each with where the band begins under the words."""
    for annotation, spans in lanes.drawn:
        for start, end in spans:
            for words in place.rectangles(start, end):
                top = words.bottom() + tops.get((number, words.top()), place.gap)
                y = top + 1.5 + lanes.lane_of[annotation.id] * lanes.pitch
                yield annotation, QLineF(words.left() + 0.5, y, words.right() - 0.5, y), top


def _paint_line(painter: QPainter, annotation_type: str, line: QLineF) -> None:
    pen = QPen(theme.current().type_color(annotation_type), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if annotation_type == CLAIM:
        pen.setDashPattern([3.0, 1.4])
    elif annotation_type == AGREEMENT:
        pen.setWidthF(2.4)
    painter.setPen(pen)
    painter.drawLine(line)
