"""The article: read-only text with a caret, over which the annotations are painted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.ui.text.annotation_painter import AnnotationPainter, BlockPlace
from annotator.ui.text.article_layout import ArticleLayout
from annotator.ui.text.block_contents import BlockContents
from annotator.ui.text.display_text import display_text
from annotator.ui.text.pointer import Pointer
from annotator.ui.text.reading import DEFAULT_POINTS, LARGEST, SMALLEST, Reading
from annotator.ui.text.review_lanes import ReviewLanes

if TYPE_CHECKING:
    from annotator.model.transaction import Change

_MARGIN = 20
_REPAINTED_ALONE = 100
_NO_INFO = DocumentInfo("")


class ArticleView(QPlainTextEdit):
    """Shows one document and one layer of it; all positions in and out are code points of the canonical text."""

    annotation_picked = Signal(str)
    """An annotation was clicked; "" where there is none."""
    lane_picked = Signal(int, str)
    """An annotation in the lanes was clicked: the number of its layer, and its id there."""
    caret_moved = Signal()
    text_size_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setCursorWidth(2)
        self.setAcceptDrops(False)
        self.setAccessibleName("Article")
        self.describe: Callable[[str], str] = lambda _identifier: ""
        self.describe_lane: Callable[[int, str], str] = lambda _band, _identifier: ""
        self._document = Document("", _NO_INFO)
        self._offsets = Utf16Offsets("")
        self._contents = BlockContents(None, self._offsets)
        self._painter = AnnotationPainter()
        self._reading = Reading()
        self._lanes = ReviewLanes()
        self._pointer = Pointer(self)
        self._shown: QTextDocument | None = None
        self._put_text("")
        self.cursorPositionChanged.connect(self.caret_moved)

    # What is shown -----------------------------------------------------------------------------------------------

    def show_document(self, document: Document, layer: Layer) -> None:
        """Show a document from its beginning; one that is shown already stays as it is."""
        if self._contents.layer is layer:
            return
        self._document = document
        self._offsets = Utf16Offsets(document.text)
        self._contents = BlockContents(layer, self._offsets)
        self._painter.highlights.selected = None
        self._painter.highlights.lit = frozenset()
        self.set_hits(())
        self._put_text(display_text(document.text))

    def show_lanes(self, layers: Sequence[tuple[str, Layer]]) -> None:
        """Show layers to compare under the lines, each with the letter of its annotator."""
        self._lanes.show(layers, self._offsets)
        self._put_text(display_text(self._document.text))

    def show_focus(self, span: Span | None) -> None:
        """Show the place that a review looks at, and scroll there."""
        self._lanes.focus = span
        if span:
            self.reveal(span)
        self.viewport().update()

    def layer_changed(self, change: "Change") -> None:
        """Repaint what a change touched, and nothing else."""
        touched = change.touched(edits.ANNOTATIONS)
        if len(touched) > _REPAINTED_ALONE:
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
        self._painter.highlights.lit = annotation_ids
        self.viewport().update()

    def set_hits(self, hits: Sequence[Span], current: Span | None = None) -> None:
        """Show the places that were searched for, in order."""
        self._painter.highlights.hits = hits
        self._painter.highlights.current_hit = current
        self.viewport().update()

    # Where the analyst is ----------------------------------------------------------------------------------------

    @property
    def document_text(self) -> str:
        """The canonical text."""
        return self._document.text

    def selected_span(self) -> Span | None:
        """Give the selection, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = map(self._offsets.from_utf16, (cursor.selectionStart(), cursor.selectionEnd()))
        return Span(start, end) if start < end else None

    def caret(self) -> int:
        """Give the position of the caret."""
        return self._offsets.from_utf16(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Put the caret somewhere and end the selection."""
        self.select_span(Span(position, position))

    def select_span(self, span: Span) -> None:
        """Select some text, with the caret at its end."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_utf16(span.start))
        cursor.setPosition(self._offsets.to_utf16(span.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def clear_selection(self) -> None:
        """End the selection; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def reveal(self, span: Span) -> None:
        """Scroll so far that the beginning of a span can be seen with some text around it."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(span.start))
        for _attempt in range(2):
            # Paragraphs far away are laid out when they are shown, which moves the lines behind them.
            if self.viewport().rect().adjusted(0, 8, 0, -24).contains(self.cursorRect(cursor).center()):
                return
            block = cursor.block()
            line = block.layout().lineForTextPosition(cursor.positionInBlock()) if block.layout().lineCount() else None
            number = block.firstLineNumber() + (line.lineNumber() if line and line.isValid() else 0)
            self.verticalScrollBar().setValue(max(0, number - self._lines_in_view() // 3))

    def annotations_at_point(self, point: QPoint) -> list[str]:
        """Give the ids of the annotations under a point of the viewport, the shortest first."""
        cursor = self.cursorForPosition(point)
        rectangle = self.cursorRect(cursor)
        position = cursor.position() - (1 if point.x() < rectangle.left() else 0)
        if abs(point.x() - rectangle.center().x()) > 2 * rectangle.height():
            return []
        return self._contents.ids_at(self._offsets.from_utf16(max(0, position)))

    def lane_at(self, point: QPoint) -> tuple[int, str] | None:
        """Give what stands in the lanes at a point of the viewport: the number of its layer, and its id there."""
        places = self._blocks_in(QRect(point, point)) if self._lanes.height else ()
        return next(filter(None, (self._lanes.at(place, point) for place in places)), None)

    def annotations_under_caret(self) -> list[str]:
        """Give the ids of the annotations at the caret, the shortest first; those that end there come last."""
        caret = self.caret()
        return list(dict.fromkeys([*self._contents.ids_at(caret), *self._contents.ids_at(caret - 1)]))

    # Text size ---------------------------------------------------------------------------------------------------

    def zoom(self, steps: int) -> None:
        """Make the text larger by so many points, or smaller; 0 gives it its usual size."""
        self.set_reading(replace(self._reading, points=self._reading.points + steps if steps else DEFAULT_POINTS))
        self.text_size_changed.emit(self._reading.points)

    def set_reading(self, reading: Reading) -> None:
        """Set the text anew without telling anybody."""
        self._reading = replace(reading, points=min(LARGEST, max(SMALLEST, reading.points)))
        self._take_font()

    # Qt's overrides ----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Qt would keep some keys for a text that could be edited; this one has actions for them.
            event.ignore()
            return False
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        places = list(self._blocks_in(event.rect()))
        found = [(place, self._contents.annotations(place.block)) for place in places]
        with QPainter(self.viewport()) as painter:
            painter.setClipRect(event.rect())
            for place, annotations in found:
                self._lanes.paint_focus(painter, place, self._contents)
                self._painter.paint_fills(painter, place, annotations)
                self._painter.paint_hits(painter, place, self._contents)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setClipRect(event.rect())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, annotations in found:
                self._painter.paint_lanes(painter, place, annotations)
                self._lanes.paint(painter, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._center_column()
        super().resizeEvent(event)
        # What is said of a place in review stands below the article, and may need more room than what was said before.
        if (focus := self._lanes.focus) and event.size().height() < event.oldSize().height():
            self.reveal(focus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._pointer.pressed(event):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pointer.released(event):
            return
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self._pointer.clicked(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._pointer.explain(event)
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        span = self.selected_span()
        data.setText(self._document.text[slice(*span)] if span else "")
        return data

    def canInsertFromMimeData(self, _source: QMimeData) -> bool:
        return False

    # Within ------------------------------------------------------------------------------------------------------

    def _put_text(self, text: str) -> None:
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(_MARGIN)
        document.setDefaultFont(self._font())
        layout = ArticleLayout(document, self._reading.gap)
        layout.below = self._lanes.height
        document.setDocumentLayout(layout)
        document.setPlainText(text)
        self.setDocument(document)
        # Qt deletes its own first document, but none of those that it was given.
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self._center_column()

    def _take_font(self) -> None:
        document = self.document()
        document.setDefaultFont(self._font())
        self.setFont(self._font())
        layout = document.documentLayout()
        if isinstance(layout, ArticleLayout):
            layout.take_font(self._reading.gap)
        self._center_column()

    def _font(self) -> QFont:
        return self._reading.font(QApplication.font())

    def _center_column(self) -> None:
        column = self._reading.column * self.fontMetrics().height() + 2 * _MARGIN
        free = max(0, self.width() - self.verticalScrollBar().sizeHint().width() - column)
        self.setViewportMargins(free // 2, 0, free // 2, 0)

    def _gap(self) -> float:
        layout = self.document().documentLayout()
        return layout.gap if isinstance(layout, ArticleLayout) else 0.0

    def _blocks_in(self, rectangle: QRect) -> Iterator[BlockPlace]:
        block, gap = self.firstVisibleBlock(), self._gap() - self._lanes.height
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top() if block.isValid() else 0.0
        left = self.contentOffset().x()
        while block.isValid() and top <= rectangle.bottom():
            height = self.blockBoundingRect(block).height()
            if top + height >= rectangle.top():
                yield BlockPlace(block, QPointF(left, top), gap)
            block, top = block.next(), top + height

    def _repaint(self, annotation: Annotation) -> None:
        if not annotation.fragments:
            return
        start, end = map(self._offsets.to_utf16, (annotation.start, annotation.end))
        for place in self._blocks_in(self.viewport().rect()):
            first = place.block.position()
            if first < end and first + place.block.length() > start:
                height = self.blockBoundingRect(place.block).height()
                area = QRectF(0, place.origin.y(), self.viewport().width(), height)
                self.viewport().update(area.toAlignedRect())

    def _lines_in_view(self) -> int:
        pitch = self.fontMetrics().height() + self._gap()
        return max(1, int(self.viewport().height() / max(1.0, pitch)))
