"""Lines that stand evenly apart, so that underlines have a place of their own and nothing moves when one is added."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument, QTextLayout, QTextLine
from PySide6.QtWidgets import QPlainTextDocumentLayout

_SLACK = 0.5
"""Pixels that a line may stand off its place before it is moved."""
Rooms = Callable[[QTextBlock, Sequence[tuple[int, int]]], Sequence[float]]
"""Gives for each line of a paragraph, by where it begins and ends in UTF-16, the further room under it in pixels."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True)
class Pitch:
    """What all lines have in common, in pixels: the document's font, whatever fonts help out, and the room under it."""

    ascent: float
    height: float
    gap: float

    @cached_property
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

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.changes = 0
        """Grows with all that may move a line or lay it out anew."""
        self.take_font(0.0)
        self.update.connect(self._forget)
        self.updateBlock.connect(self._forget)

    def take_font(self, gap: float, below: float = 0.0, rooms: Rooms | None = None) -> None:
        """Measure the document's font; ``gap`` is the room under each line, as a part of the font's height.

        ``below`` is the most further room that a line has, in pixels, and ``rooms`` says how much each one has. To be
        told before the text is laid out.
        """
        self._rooms = rooms if below else None
        self._below = below
        self._tops: dict[int, tuple[tuple[int, float], list[float]]] = {}
        self._forget()
        metrics = QFontMetricsF(self.document().defaultFont())
        height = metrics.height()
        self.pitch = Pitch(metrics.ascent(), float(ceil(height)), round(height * gap) + below)
        """How the lines stand now."""

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        rectangle = super().blockBoundingRect(block)
        number, as_laid_out = block.blockNumber(), rectangle.height()
        # Lines that Qt lays out anew are as high as Qt makes them.
        if (standing := self._standing.get(number)) and standing[0] == as_laid_out:
            rectangle.setHeight(standing[1])
            return rectangle
        if not block.isVisible() or rectangle.isEmpty():
            return rectangle
        layout = block.layout()
        count = layout.lineCount()
        if count == 0:
            return rectangle
        pitch = self.pitch
        tops: Sequence[float] | _Even = self._tops_of(block, layout, count) if self._rooms else _Even(pitch.step)
        if any(abs(pitch.top(layout.lineAt(at)) - tops[at]) > _SLACK for at in {0, count - 1}):
            for index in range(count):
                line = layout.lineAt(index)
                line.setPosition(QPointF(line.x(), tops[index] + pitch.ascent - line.ascent()))
        rectangle.setHeight(tops[count])
        if block.textDirection() == Qt.LayoutDirection.RightToLeft:
            _align_right(layout)
        else:
            self._standing[number] = super().blockBoundingRect(block).height(), tops[count]
        return rectangle

    def _forget(self, _what: object = None) -> None:
        """Know of no paragraph any more how its lines stand."""
        self.changes += 1
        self._standing: dict[int, tuple[float, float]] = {}
        """How high each paragraph is as Qt says once its lines stand in their places, and as it is."""

    def _tops_of(self, block: QTextBlock, layout: QTextLayout, count: int) -> list[float]:
        """Give where each line of a paragraph begins that has room of its own below it, and where the last one ends."""
        first = layout.lineAt(0)
        # The text stays as it is: its lines are others only where they are of another width.
        broken = count, first.width()
        known = self._tops.get(block.blockNumber())
        if known is None or known[0] != broken:
            known = self._tops[block.blockNumber()] = broken, self._measured(block, layout, count)
        return known[1]

    def _measured(self, block: QTextBlock, layout: QTextLayout, count: int) -> list[float]:
        assert self._rooms
        starts = [block.position() + layout.lineAt(index).textStart() for index in range(count)]
        ends = [*starts[1:], block.position() + block.length() - 1]
        step = self.pitch.step - self._below
        return [0.0, *accumulate(step + room for room in self._rooms(block, [*zip(starts, ends, strict=True)]))]


class _Even:
    """Where lines begin that are all as far apart."""

    def __init__(self, step: float) -> None:
        self._step = step

    def __getitem__(self, index: int) -> float:
        return index * self._step


def _align_right(layout: QTextLayout) -> None:
    option = layout.textOption()
    if option.alignment() != _RIGHT:
        option.setAlignment(_RIGHT)
        layout.setTextOption(option)


class _Line(NamedTuple):
    """A line: at which UTF-16 positions of the document it begins and ends, and where its words are, in pixels."""

    start: int
    end: int
    top: float
    line: QTextLine


@dataclass
class BlockPlace:
    """A laid-out paragraph as it stands: where it begins in the text (UTF-16) and on screen, and the room for lanes.

    To be asked as long as nothing is laid out anew.
    """

    block: QTextBlock
    origin: QPointF
    pitch: Pitch
    height: float
    gap: float
    """As much of the pitch's gap as annotations of the text itself may take."""
    _x_of: dict[tuple[int, int], float] = field(default_factory=dict, init=False)
    _rectangles_of: dict[tuple[int, int], tuple[QRectF, ...]] = field(default_factory=dict, init=False)

    def rectangles(self, start: int, end: int) -> Sequence[QRectF]:
        """Give the rectangles of the words in ``[start, end)``, UTF-16 positions in the document, one a line."""
        found = self._rectangles_of.get((start, end))
        if found is None:
            self._rectangles_of[start, end] = found = tuple(self._measure(start, end))
        return found

    def _measure(self, start: int, end: int) -> Iterator[QRectF]:
        lines = self._lines
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(lines)):
            line = lines[index]
            if line.start >= end:
                return
            if start < line.end:
                left, right = self._x(index, max(start, line.start)), self._x(index, min(end, line.end))
                yield QRectF(min(left, right), line.top, max(1.0, abs(right - left)), self.pitch.height)

    def lines(self) -> Iterator[tuple[int, int]]:
        """Give where each line begins and ends, as UTF-16 positions in the document."""
        return ((line.start, line.end) for line in self._lines)

    @cached_property
    def _lines(self) -> list[_Line]:
        layout, first = self.block.layout(), self.block.position()
        found = []
        for line in map(layout.lineAt, range(layout.lineCount())):
            start = first + line.textStart()
            found.append(_Line(start, start + line.textLength(), self.pitch.top(line) + self.origin.y(), line))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self._lines]

    def _x(self, index: int, position: int) -> float:
        """Give where a position of a line stands on screen; many annotations begin and end in one place."""
        x = self._x_of.get((index, position))
        if x is None:
            # The stub says object; Qt gives the place and the position it was moved to.
            at = position - self.block.position()
            x, _position = cast("tuple[float, int]", self._lines[index].line.cursorToX(at))
            self._x_of[index, position] = x = x + self.origin.x()
        return x
