"""Paints the annotations of one paragraph: a soft fill behind the words, and a line in a lane of its own under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.text.block_drawing import FIRST_LANE, BlockDrawing, drawing_of
from annotator.ui.text.lanes_in_block import BlockLanes, Found, block_lanes
from annotator.ui.toolkit import theme

LANE_PITCH = 4.0
"""Pixels from one underline to the next, less where there are more lanes than room."""
THINNEST_PITCH = 2.6
"""Where not even that is left to each of them, some are left out and counted: nearer lines would be one."""
_DOT = 1.2


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
        return block_lanes(found, place.gap - FIRST_LANE, LANE_PITCH, THINNEST_PITCH, first)

    def drawing(self, place: BlockPlace, found: Found) -> BlockDrawing:
        """Draw a paragraph's annotations."""
        return drawing_of(place, self.lanes(place, found), self._state)

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

    def _state(self, annotation: Annotation) -> str:
        if annotation.id == self.highlights.selected:
            return "selected"
        return "lit" if annotation.id in self.highlights.lit else "plain"
