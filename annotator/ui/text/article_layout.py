"""Lines that stand evenly apart, so that underlines have a place of their own and nothing moves when one is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextLayout, QTextLine
from PySide6.QtWidgets import QPlainTextDocumentLayout

_SLACK = 0.5
"""Pixels that a line may stand off its place before it is moved."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class Pitch:
    """What all lines have in common, in pixels: the document's font, whatever fonts help out, and the room under it."""

    ascent: float
    height: float
    gap: float

    @property
    def step(self) -> float:
        """From one line to the next."""
        return self.height + self.gap

    def top(self, line: QTextLine) -> float:
        """Where the words of a line begin that are set in the document's font."""
        return line.y() + line.ascent() - self.ascent


class ArticleLayout(QPlainTextDocumentLayout):
    """Lays paragraphs out as Qt does, then moves their lines to one pitch, and those that run leftwards to the right.

    A line that takes letters from another font is as high as that font: only what stands on one base line is even.
    """

    def __init__(self, document: QTextDocument, gap: float) -> None:
        super().__init__(document)
        self.below = 0.0
        """Further room under each line, in pixels; to be set before the text is laid out."""
        self.take_font(gap)

    def take_font(self, gap: float) -> None:
        """Measure the document's font; ``gap`` is the room under each line, as a part of the font's height."""
        metrics = QFontMetricsF(self.document().defaultFont())
        self._ascent, self._height = metrics.ascent(), metrics.height()
        self._gap = gap

    @property
    def pitch(self) -> Pitch:
        """How the lines stand now."""
        return Pitch(self._ascent, float(ceil(self._height)), round(self._height * self._gap) + self.below)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        rectangle = super().blockBoundingRect(block)
        if not block.isVisible() or rectangle.isEmpty():
            return rectangle
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            return rectangle
        pitch = self.pitch
        if any(abs(pitch.top(layout.lineAt(index)) - index * pitch.step) > _SLACK for index in (0, count - 1)):
            for index in range(count):
                line = layout.lineAt(index)
                line.setPosition(QPointF(line.x(), index * pitch.step + pitch.ascent - line.ascent()))
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            _align_right(layout)
        rectangle.setHeight(count * pitch.step)
        return rectangle


def _align_right(layout: QTextLayout) -> None:
    option = layout.textOption()
    if option.alignment() != _RIGHT:
        option.setAlignment(_RIGHT)
        layout.setTextOption(option)


@dataclass(slots=True)
class BlockPlace:
    """A laid-out paragraph: where it begins in the text (UTF-16) and on screen, and the room under its lines."""

    block: QTextBlock
    origin: QPointF
    pitch: Pitch
    gap: float
    """As much of the pitch's gap as annotations of the text itself may take."""

    def rectangles(self, start: int, end: int) -> Iterator[QRectF]:
        """Give the rectangles of the words in ``[start, end)``, UTF-16 positions in the document, one a line."""
        first = self.block.position()
        for line, line_start, line_end in self._lines():
            if start < line_end and end > line_start:
                left = _x(line, max(start, line_start) - first)
                right = _x(line, min(end, line_end) - first)
                left, right = min(left, right), max(left, right)
                place = QPointF(left, self.pitch.top(line)) + self.origin
                yield QRectF(place.x(), place.y(), max(1.0, right - left), self.pitch.height)

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
