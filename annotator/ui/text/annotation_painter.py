"""Paints the annotations of one paragraph: a soft fill behind the words, and a line in a lane of its own under them."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.model.vocabulary import AGREEMENT, CLAIM
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.text.lanes_in_block import BlockLanes, Found, block_lanes, paint_more
from annotator.ui.toolkit import theme

LANE_PITCH = 4.0
"""Pixels from one underline to the next, less where there are more lanes than room."""
THINNEST_PITCH = 2.6
"""Where not even that is left to each of them, some are left out and counted: nearer lines would be one."""
_FIRST_LANE = 2.5
_DOT = 1.2
_MOST_FILLS = 2
"""So many fills of one type lie over one another, and one that stands out alone: all of forty would hide the words."""
_FILL = {"plain": 26, "lit": 64, "selected": 84}
_FILL_DARK = {"plain": 30, "lit": 60, "selected": 76}
"""So strong (of 255) that words keep their contrast of 4.5 to 1 where every type stands out."""


@dataclass(slots=True)
class Highlights:
    """What stands out: the selected annotation, lit evidence, places that were searched for, words of the codebook."""

    selected: str | None = None
    lit: frozenset[str] = frozenset()
    hits: Sequence[Span] = field(default=())
    current_hit: Span | None = None
    words: Sequence[Span] = field(default=())


class AnnotationPainter:
    """Draws with the theme in use; knows nothing of the document but what it is given."""

    def __init__(self) -> None:
        self.highlights = Highlights()

    def lanes(self, place: BlockPlace, found: Found) -> BlockLanes:
        """Give what of a paragraph's annotations is painted, what stands out before all others."""
        shown = {annotation.id for annotation, _spans in found}
        first = {*self.highlights.lit & shown, *({self.highlights.selected or ""} & shown)}
        return block_lanes(found, place.gap - _FIRST_LANE, LANE_PITCH, THINNEST_PITCH, first)

    def paint_fills(self, painter: QPainter, place: BlockPlace, lanes: BlockLanes) -> None:
        """Paint what lies behind the words."""
        colors = theme.current()
        strength = _FILL_DARK if colors.is_dark else _FILL
        painter.setPen(Qt.PenStyle.NoPen)
        for span, kinds in self._fills(lanes.drawn):
            rectangles = list(place.rectangles(*span))
            for annotation_type, state in kinds:
                color = QColor(colors.type_color(annotation_type))
                # Claims and agreements are long: a strong fill would be all that one sees.
                color.setAlpha(strength[state] // (2 if annotation_type in (CLAIM, AGREEMENT) else 1))
                for rectangle in rectangles:
                    painter.fillRect(rectangle, color)

    def paint_hits(self, painter: QPainter, place: BlockPlace, contents: BlockContents) -> None:
        """Paint the places that were searched for."""
        colors, highlights = theme.current(), self.highlights
        for hit in contents.hits(place.block, highlights.hits):
            for rectangle in place.rectangles(*contents.utf16(hit)):
                painter.fillRect(rectangle, QColor(colors.found))
                if hit == highlights.current_hit:
                    painter.setPen(QPen(QColor(colors.text), 1.5))
                    painter.drawRect(rectangle)

    def paint_words(self, painter: QPainter, place: BlockPlace, contents: BlockContents) -> None:
        """Paint a fine dotted line under words that are lit up, nearer to them than any annotation's."""
        pen = QPen(QColor(theme.current().muted), _DOT, Qt.PenStyle.DotLine)
        for word in contents.hits(place.block, self.highlights.words):
            painter.setPen(pen)
            for rectangle in place.rectangles(*contents.utf16(word)):
                y = rectangle.bottom() + _DOT / 2
                painter.drawLine(QLineF(rectangle.left(), y, rectangle.right(), y))

    def paint_lanes(self, painter: QPainter, place: BlockPlace, lanes: BlockLanes) -> None:
        """Paint the underlines, and how many more there would be where they find no room."""
        for annotation, spans in lanes.drawn:
            offset = _FIRST_LANE + lanes.lane_of[annotation.id] * lanes.pitch
            for start, end in spans:
                for rectangle in place.rectangles(start, end):
                    self._underline(painter, annotation, rectangle, offset, lanes.pitch)
            self._join(painter, annotation, place, spans, offset)
        for words, count in lanes.more(place):
            paint_more(painter, words, count, 0, place.gap)

    def _fills(self, found: Found) -> Iterator[tuple[Span, list[tuple[str, str]]]]:
        """Give each stretch of words that lies under the same annotations, with the types and states of its fills."""
        edges = [
            (edge, step, (annotation.type, self._state(annotation)))
            for annotation, spans in found
            for span in spans
            for edge, step in zip(span, (1, -1), strict=True)
        ]
        over: Counter[tuple[str, str]] = Counter()
        before = 0
        for edge, step, kind in sorted(edges):
            if edge > before and (kinds := _strongest(over)):
                yield Span(before, edge), kinds
            over[kind] += step
            before = edge

    def _underline(
        self, painter: QPainter, annotation: Annotation, rectangle: QRectF, offset: float, pitch: float
    ) -> None:
        color = theme.current().type_color(annotation.type)
        thick = 1.6 if self._state(annotation) == "plain" else 2.6
        thick = min(thick, max(1.0, pitch - 1.2))
        y = rectangle.bottom() + offset
        left, right = rectangle.left() + 0.5, rectangle.right() - 0.5
        pen = QPen(color, thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if annotation.type == CLAIM:
            pen.setDashPattern([4.5 / thick, 2.2 / thick])
        painter.setPen(pen)
        if annotation.type == AGREEMENT:
            painter.setPen(QPen(color, max(0.8, thick * 0.55)))
            painter.drawLine(QLineF(left, y - thick * 0.55, right, y - thick * 0.55))
            painter.drawLine(QLineF(left, y + thick * 0.75, right, y + thick * 0.75))
        else:
            painter.drawLine(QLineF(left, y, right, y))

    def _join(
        self, painter: QPainter, annotation: Annotation, place: BlockPlace, spans: Sequence[Span], offset: float
    ) -> None:
        """Join the fragments of one annotation in a paragraph by dots."""
        if len(spans) < 2:
            return
        pen = QPen(theme.current().type_color(annotation.type), 1.2)
        pen.setDashPattern([1.0, 3.0])
        painter.setPen(pen)
        for one, other in itertools.pairwise(spans):
            for rectangle in place.rectangles(one.end, other.start):
                y = rectangle.bottom() + offset
                painter.drawLine(QLineF(rectangle.left(), y, rectangle.right(), y))

    def _state(self, annotation: Annotation) -> str:
        if annotation.id == self.highlights.selected:
            return "selected"
        return "lit" if annotation.id in self.highlights.lit else "plain"


def _strongest(over: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give of each type that lies over some words the state that stands out most, or some plain ones."""
    kinds = []
    for annotation_type in sorted({kind[0] for kind in over if over[kind]}):
        state = next(state for state in ("selected", "lit", "plain") if over[annotation_type, state])
        count = min(over[annotation_type, state], _MOST_FILLS) if state == "plain" else 1
        kinds += [(annotation_type, state)] * count
    return kinds
