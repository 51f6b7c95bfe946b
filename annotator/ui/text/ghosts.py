"""Suggestions in the article: outlines, in the colour and the line of their type, around words that nobody marked."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, AGREEMENT
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.toolkit import theme

_LINE: Final = {ACTOR: Qt.PenStyle.SolidLine, AGREEMENT: Qt.PenStyle.DashDotLine}
_ROUND, _WIDTH, _CURRENT_WIDTH, _FILL = 3.0, 1.0, 2.0, 46


class Ghost(Protocol):
    """What is suggested at some fragments of the text, which are code points."""

    @property
    def type(self) -> str:
        """The type of the annotation that it would be."""

    @property
    def fragments(self) -> tuple[Span, ...]:
        """The words that it would mark."""


@dataclass(slots=True)
class Ghosts:
    """The suggestions that are shown by place, and the one that keys are about; nothing of them is in the layer."""

    shown: Sequence[Ghost] = ()
    current: Ghost | None = None
    _spans: list[tuple[Span, Ghost]] = field(default_factory=list)
    _longest: int = 0

    def show(self, shown: Iterable[Ghost], current: Ghost | None) -> None:
        """Show others."""
        self.shown, self.current = tuple(shown), current
        spans = ((span, ghost) for ghost in self.shown for span in ghost.fragments)
        self._spans = sorted(spans, key=lambda one: one[0])
        self._longest = max((span.end - span.start for span, _ghost in self._spans), default=0)

    def paint(self, painter: QPainter, place: BlockPlace, contents: BlockContents) -> None:
        """Paint those of one paragraph, the one that keys are about last."""
        if not self._spans:
            return
        start, end = contents.bounds(place.block)
        first = bisect_left(self._spans, start - self._longest, key=lambda one: one[0].start)
        behind = bisect_left(self._spans, end, key=lambda one: one[0].start)
        inside = [one for one in self._spans[first:behind] if one[0].end > start]
        for span, ghost in sorted(inside, key=lambda one: one[1] is self.current):
            for rectangle in place.rectangles(*contents.utf16(span)):
                _paint(painter, rectangle, ghost, is_current=ghost is self.current)


def _paint(painter: QPainter, words: QRectF, ghost: Ghost, *, is_current: bool) -> None:
    color = QColor(theme.current().type_color(ghost.type))
    pen = QPen(color, _CURRENT_WIDTH if is_current else _WIDTH, _LINE.get(ghost.type, Qt.PenStyle.DashLine))
    painter.setPen(pen)
    fill = QColor(color)
    fill.setAlpha(_FILL)
    painter.setBrush(fill if is_current else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(words.adjusted(-1, 0.5, 1, -0.5), _ROUND, _ROUND)
    painter.setBrush(Qt.BrushStyle.NoBrush)
