"""The annotations of one paragraph as they are drawn: made once, and painted as long as nothing of it changes."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.model.vocabulary import AGREEMENT, CLAIM
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.lanes_in_block import BlockLanes, Found, paint_more
from annotator.ui.toolkit import theme

FIRST_LANE = 2.5
"""Pixels from the words to the first underline."""
_MOST_FILLS = 2
"""So many fills of one type lie over one another, and one that stands out alone: all of forty would hide the words."""
_FILL = {"plain": 26, "lit": 64, "selected": 84}
_FILL_DARK = {"plain": 30, "lit": 60, "selected": 76}
"""So strong (of 255) that words keep their contrast of 4.5 to 1 where every type stands out."""
_DASHES = (4.5, 2.2)
_DOTS = (1.2, 3.6)

StateOf = Callable[[Annotation], str]
"""Says how an annotation stands out: selected, lit or plain."""


class _Stroke(NamedTuple):
    """How a line looks: its colour, its width and its dashes, both in pixels, and how its ends are cut."""

    color: str
    width: float
    dashes: tuple[float, ...] = ()
    cap: Qt.PenCapStyle = Qt.PenCapStyle.SquareCap


@dataclass(slots=True)
class BlockDrawing:
    """What is painted of a paragraph's annotations, where the paragraph stood when this was made."""

    origin: QPointF
    gap: float
    fills: Sequence[tuple[QRectF, QColor]]
    strokes: Mapping[_Stroke, list[QLineF]]
    more: Sequence[tuple[QRectF, int]]
    """Where annotations found no room, and how many."""

    def paint_fills(self, painter: QPainter, place: BlockPlace) -> None:
        """Paint what lies behind the words, where the paragraph stands now."""
        away = place.origin - self.origin
        painter.translate(away)
        for rectangle, color in self.fills:
            painter.fillRect(rectangle, color)
        painter.translate(-away)

    def paint_lanes(self, painter: QPainter, place: BlockPlace) -> None:
        """Paint the underlines, and how many more there would be where they find no room."""
        away = place.origin - self.origin
        painter.translate(away)
        for look, lines in self.strokes.items():
            painter.setPen(_pen(look))
            painter.drawLines(lines)
        for words, count in self.more:
            paint_more(painter, words, count, 0, self.gap)
        painter.translate(-away)


def drawing_of(place: BlockPlace, lanes: BlockLanes, state_of: StateOf) -> BlockDrawing:
    """Draw the annotations of a paragraph in the theme in use."""
    fills = [*_fills(place, lanes.drawn, state_of)]
    strokes: defaultdict[_Stroke, list[QLineF]] = defaultdict(list)
    for annotation, spans in lanes.drawn:
        offset = FIRST_LANE + lanes.lane_of[annotation.id] * lanes.pitch
        thick = min(1.6 if state_of(annotation) == "plain" else 2.6, max(1.0, lanes.pitch - 1.2))
        for look, line in _lines(place, annotation, spans, offset, thick):
            strokes[look].append(line)
    return BlockDrawing(place.origin, place.gap, fills, strokes, tuple(lanes.more(place)))


def _fills(place: BlockPlace, found: Found, state_of: StateOf) -> Iterator[tuple[QRectF, QColor]]:
    colors = theme.current()
    for span, kinds in _stretches(found, state_of):
        rectangles = place.rectangles(*span)
        for annotation_type, state in kinds:
            color = _fill(colors.type_color(annotation_type).rgb(), _alpha(annotation_type, state, colors.is_dark))
            for rectangle in rectangles:
                yield rectangle, color


def _alpha(annotation_type: str, state: str, is_dark: bool) -> int:
    strength = (_FILL_DARK if is_dark else _FILL)[state]
    # Claims and agreements are long: a strong fill would be all that one sees.
    return strength // 2 if annotation_type in (CLAIM, AGREEMENT) else strength


def _stretches(found: Found, state_of: StateOf) -> Iterator[tuple[Span, list[tuple[str, str]]]]:
    """Give each stretch of words that lies under the same annotations, with the types and states of its fills."""
    edges = [
        (edge, step, (annotation.type, state_of(annotation)))
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


def _strongest(over: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give of each type that lies over some words the state that stands out most, or some plain ones."""
    there = {kind[0] for kind, count in over.items() if count}
    kinds = []
    for annotation_type in sorted(there):
        state = next(state for state in ("selected", "lit", "plain") if over[annotation_type, state])
        count = min(over[annotation_type, state], _MOST_FILLS) if state == "plain" else 1
        kinds += [(annotation_type, state)] * count
    return kinds


def _lines(
    place: BlockPlace, annotation: Annotation, spans: Sequence[Span], offset: float, thick: float
) -> Iterator[tuple[_Stroke, QLineF]]:
    """Give the underlines of an annotation ``offset`` pixels below its words, and the dots that join its fragments."""
    color = theme.current().type_color(annotation.type).name()
    for rectangle in itertools.chain.from_iterable(place.rectangles(*span) for span in spans):
        y = rectangle.bottom() + offset
        left, right = rectangle.left() + 0.5, rectangle.right() - 0.5
        if annotation.type == AGREEMENT:
            thin = _Stroke(color, max(0.8, thick * 0.55))
            yield thin, QLineF(left, y - thick * 0.55, right, y - thick * 0.55)
            yield thin, QLineF(left, y + thick * 0.75, right, y + thick * 0.75)
        else:
            dashes = _DASHES if annotation.type == CLAIM else ()
            yield _Stroke(color, thick, dashes, Qt.PenCapStyle.FlatCap), QLineF(left, y, right, y)
    for one, other in itertools.pairwise(spans):
        for rectangle in place.rectangles(one.end, other.start):
            y = rectangle.bottom() + offset
            yield _Stroke(color, 1.2, _DOTS), QLineF(rectangle.left(), y, rectangle.right(), y)


@lru_cache(maxsize=256)
def _fill(rgb: int, alpha: int) -> QColor:
    color = QColor.fromRgb(rgb)
    color.setAlpha(alpha)
    return color


@lru_cache(maxsize=256)
def _pen(look: _Stroke) -> QPen:
    """Give the pen of a line, one for all that look alike and so not to be changed; Qt counts dashes in widths."""
    pen = QPen(QColor(look.color), look.width)
    pen.setCapStyle(look.cap)
    if look.dashes:
        pen.setDashPattern([pixels / look.width for pixels in look.dashes])
    return pen
