"""Lines that stand apart, so that underlines have a place of their own and nothing moves when one is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextLine
from PySide6.QtWidgets import QPlainTextDocumentLayout


class ArticleLayout(QPlainTextDocumentLayout):
    """Lays paragraphs out as Qt does, then moves their lines to a wider pitch."""

    def __init__(self, document: QTextDocument, gap: float) -> None:
        super().__init__(document)
        self.below = 0.0
        """Further room under each line, in pixels; to be set before the text is laid out."""
        self.take_font(gap)

    def take_font(self, gap: float) -> None:
        """Measure the document's font; ``gap`` is the room under each line, as a part of the font's height."""
        self._height = QFontMetricsF(self.document().defaultFont()).height()
        self._gap = gap

    @property
    def gap(self) -> float:
        """The room under each line, in pixels."""
        return round(self._height * self._gap) + self.below

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        rectangle = super().blockBoundingRect(block)
        if not block.isVisible() or rectangle.isEmpty():
            return rectangle
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            return rectangle
        first = layout.lineAt(0)
        pitch = first.height() + self.gap
        last = layout.lineAt(count - 1)
        if count > 1 and abs(last.y() - first.y() - (count - 1) * pitch) > 0.5:
            for index in range(1, count):
                line = layout.lineAt(index)
                line.setPosition(QPointF(line.x(), first.y() + index * pitch))
        rectangle.setHeight(first.y() + count * pitch)
        return rectangle


@dataclass(slots=True)
class BlockPlace:
    """A laid-out paragraph: where it begins in the text (UTF-16) and on screen, and the room under its lines."""

    block: QTextBlock
    origin: QPointF
    gap: float

    def rectangles(self, start: int, end: int) -> Iterator[QRectF]:
        """Give the rectangles of the words in ``[start, end)``, UTF-16 positions in the document, one a line."""
        first = self.block.position()
        for line, line_start, line_end in self._lines():
            if start < line_end and end > line_start:
                left = _x(line, max(start, line_start) - first)
                right = _x(line, min(end, line_end) - first)
                left, right = min(left, right), max(left, right)
                place = QPointF(left, line.y()) + self.origin
                yield QRectF(place.x(), place.y(), max(1.0, right - left), line.height())

    def lines(self) -> Iterator[tuple[int, int]]:
        """Give where each line begins and ends, as UTF-16 positions in the document."""
        return ((start, end) for _line, start, end in self._lines())

    def _lines(self) -> Iterator[tuple[QTextLine, int, int]]:
        layout, first = self.block.layout(), self.block.position()
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            start = first + line.textStart()
            yield line, start, start + line.textLength()


def _x(line: QTextLine, position: int) -> float:
    # The stub says object; Qt gives the place and the position it was moved to.
    x, _position = cast("tuple[float, int]", line.cursorToX(position))
    return x
