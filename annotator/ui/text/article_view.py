"""The article: its text, the annotations painted over it, and what the mouse picks among them."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.ui.text.annotation_painter import AnnotationPainter
from annotator.ui.text.article_layout import BlockPlace
from annotator.ui.text.article_text import ArticleText
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.text.block_drawing import BlockDrawing
from annotator.ui.text.ghosts import Ghost, Ghosts
from annotator.ui.text.pointer import Pointer
from annotator.ui.text.review_lanes import ReviewLanes
from annotator.ui.text.spoken_annotations import SpokenAnnotations
from annotator.ui.toolkit import theme

if TYPE_CHECKING:
    from annotator.model.transaction import Change

_REPAINTED_ALONE = 100
_KEPT = 200
"""So many paragraphs' drawings are kept."""


class ArticleView(ArticleText):
    """Shows one document and one layer of it; all positions in and out are code points of the canonical text."""

    annotation_picked = Signal(str)
    """An annotation was clicked; "" where there is none."""
    menu_wanted = Signal(str, QPoint)
    """The annotation on which a menu is wanted, "" for the words that are selected or under the caret; and where."""
    lane_picked = Signal(int, str)
    """An annotation in the lanes was clicked: the number of its layer, and its id there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe: Callable[[str], str] = lambda _identifier: ""
        self.describe_lane: Callable[[int, str], str] = lambda _band, _identifier: ""
        self._contents = BlockContents(None, self._offsets)
        self._painter = AnnotationPainter()
        self._lanes = ReviewLanes()
        self._ghosts = Ghosts()
        self._drawings: dict[int, BlockDrawing] = {}
        self._drawn_in: object = None
        self._drawn: Span | None = None
        self._holds_alt = False
        self._spoken = SpokenAnnotations(self)
        self.caret_moved.connect(self._speak)
        self._pointer = Pointer(self, self)
        self._pointer.annotation_picked.connect(self.annotation_picked)
        self._pointer.lane_picked.connect(self.lane_picked)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_document(self, document: Document, layer: Layer) -> None:
        """Show a document from its beginning; one that is shown already stays as it is."""
        if self._contents.layer is layer:
            return
        self._take_document(document)
        self._contents = BlockContents(layer, self._offsets)
        self._drawings.clear()
        self._painter.highlights.selected = None
        self._painter.highlights.lit = frozenset()
        self.set_hits(())
        self.set_words(())
        self.set_ghosts(())
        self._put_text()

    def show_lanes(self, layers: Sequence[tuple[str, Layer]]) -> None:
        """Show layers to compare under the lines, each with the letter of its annotator."""
        self._lanes.show(layers, self._offsets)
        self._set_room_below(self._lanes.height, self._lanes.rooms)

    def show_focus(self, span: Span | None) -> None:
        """Show the place that a review looks at, and scroll there."""
        self._lanes.focus = span
        if span:
            self.reveal(span)
        self.viewport().update()

    def layer_changed(self, change: "Change") -> None:
        """Repaint what a change touched, and nothing else."""
        self._speak()
        touched = change.touched(edits.ANNOTATIONS)
        if len(touched) > _REPAINTED_ALONE:
            self._drawings.clear()
            self.viewport().update()
            return
        for edit in touched.values():
            for record in (edit.before, edit.after):
                if isinstance(record, Annotation):
                    self._repaint(record)

    def set_selected(self, annotation_id: str | None) -> None:
        """Let one annotation stand out as the selected one."""
        before, self._painter.highlights.selected = self._painter.highlights.selected, annotation_id
        for identifier in {before, annotation_id}:
            if annotation := self._contents.annotation(identifier):
                self._repaint(annotation)

    @property
    def selected(self) -> str | None:
        """The annotation that stands out as the selected one."""
        return self._painter.highlights.selected

    def set_lit(self, annotation_ids: frozenset[str]) -> None:
        """Let annotations stand out as evidence."""
        if annotation_ids == self._painter.highlights.lit:
            return
        self._painter.highlights.lit = annotation_ids
        self._drawings.clear()
        self.viewport().update()

    def set_hits(self, hits: Sequence[Span], current: Span | None = None) -> None:
        """Show the places that were searched for, in order."""
        self._painter.highlights.hits = hits
        self._painter.highlights.current_hit = current
        self.viewport().update()

    def set_ghosts(self, shown: Iterable[Ghost], current: Ghost | None = None) -> None:
        """Show suggestions, by place, and the one that keys are about."""
        self._ghosts.show(shown, current)
        self.viewport().update()

    @property
    def ghosts(self) -> Sequence[Ghost]:
        """The suggestions that are shown."""
        return self._ghosts.shown

    def set_words(self, words: Sequence[Span]) -> None:
        """Light up words, faintly; in order."""
        self._painter.highlights.words = words
        self.viewport().update()

    @property
    def words(self) -> Sequence[Span]:
        """The words that are lit up, in order."""
        return self._painter.highlights.words

    # What is where -----------------------------------------------------------------------------------------------

    def annotations_at_point(self, point: QPoint) -> list[str]:
        """Give the ids of the annotations under a point of the viewport, the shortest first."""
        cursor = self.cursorForPosition(point)
        rectangle = self.cursorRect(cursor)
        position = cursor.position() - (1 if point.x() < rectangle.left() else 0)
        if abs(point.x() - rectangle.center().x()) > 2 * rectangle.height():
            return []
        return self._contents.ids_at(self._offsets.from_utf16(max(0, position)))

    def area_of(self, span: Span) -> QRect:
        """Give what can be seen of some text, as a rectangle of the viewport; an empty one for none of it."""
        start, end = self._contents.utf16(span)
        area = QRectF()
        for place in self._blocks_in(self.viewport().rect()):
            for rectangle in place.rectangles(start, end):
                area = area.united(rectangle)
        return area.toAlignedRect().intersected(self.viewport().rect())

    def lane_at(self, point: QPoint) -> tuple[int, str] | None:
        """Give what stands in the lanes at a point of the viewport: the number of its layer, and its id there."""
        places = self._blocks_in(QRect(point, point)) if self._lanes.height else ()
        return next(filter(None, (self._lanes.at(place, point) for place in places)), None)

    def annotations_under_caret(self) -> list[str]:
        """Give the ids of the annotations at the caret, the shortest first; those that end there come last."""
        caret = self.caret()
        return list(dict.fromkeys([*self._contents.ids_at(caret), *self._contents.ids_at(caret - 1)]))

    @property
    def is_as_drawn(self) -> bool:
        """Whether the selection is to stay as it is: Alt was held while it was made with the mouse."""
        return self._drawn is not None and self._drawn == self.selected_span()

    # Qt's overrides ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        places = list(self._blocks_in(event.rect()))
        found = [(place, self._drawing(place)) for place in places]
        with QPainter(self.viewport()) as painter:
            painter.setClipRect(event.rect())
            for place, drawing in found:
                self._lanes.paint_focus(painter, place, self._contents)
                drawing.paint_fills(painter, place)
                self._painter.paint_hits(painter, place, self._contents)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setClipRect(event.rect())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, drawing in found:
                self._painter.paint_words(painter, place, self._contents)
                self._ghosts.paint(painter, place, self._contents)
                drawing.paint_lanes(painter, place)
                self._lanes.paint(painter, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is said of a place in review stands below the article, and may need more room than what was said before.
        if (focus := self._lanes.focus) and event.size().height() < event.oldSize().height():
            self.reveal(focus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._holds_alt = _has_alt(event)
        if not self._pointer.pressed(event):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pointer.released(event):
            return
        super().mouseReleaseEvent(event)
        self._drawn = self.selected_span() if self._holds_alt or _has_alt(event) else None
        if not self.textCursor().hasSelection():
            self._pointer.clicked(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            on = "" if self.textCursor().hasSelection() else self.selected or ""
            self.menu_wanted.emit(on, self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
            return
        point = event.pos()
        if self.textCursor().hasSelection() and self._is_on_selection(point):
            self.menu_wanted.emit("", event.globalPos())
            return
        there = self.annotations_at_point(point)
        self.setTextCursor(self.cursorForPosition(point))
        self.menu_wanted.emit(self.selected if self.selected in there else (there or [""])[0], event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._pointer.explain(event)
            return True
        return super().viewportEvent(event)

    # Within ------------------------------------------------------------------------------------------------------

    def _is_on_selection(self, point: QPoint) -> bool:
        cursor = self.textCursor()
        return cursor.selectionStart() <= self.cursorForPosition(point).position() <= cursor.selectionEnd()

    def _speak(self) -> None:
        self._spoken.follow(self._contents, self.describe, self.caret())

    def _drawing(self, place: BlockPlace) -> BlockDrawing:
        """Give how the annotations of a paragraph are drawn: as the last time, as long as nothing of it changed."""
        now = (self._laid_out(), theme.current())
        if now != self._drawn_in or len(self._drawings) > _KEPT:
            self._drawings.clear()
            self._drawn_in = now
        number = place.block.blockNumber()
        if (drawing := self._drawings.get(number)) is None:
            drawing = self._painter.drawing(place, self._contents.annotations(place.block))
            self._drawings[number] = drawing
        return drawing

    def _repaint(self, annotation: Annotation) -> None:
        """Draw the paragraphs of an annotation anew."""
        if not annotation.fragments:
            return
        document = self.document()
        first, last = (document.findBlock(self._offsets.to_utf16(at)) for at in (annotation.start, annotation.end))
        changed = range(first.blockNumber(), last.blockNumber() + 1)
        for number in [number for number in self._drawings if number in changed]:
            del self._drawings[number]
        for place in self._seen():
            if place.block.blockNumber() in changed:
                area = QRectF(0, place.origin.y(), self.viewport().width(), place.height)
                self.viewport().update(area.toAlignedRect())


def _has_alt(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
