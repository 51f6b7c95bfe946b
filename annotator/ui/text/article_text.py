"""The text of an article with a caret: shown, read, selected and scrolled, never written to."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QWidget

from annotator.model.document import Document, DocumentInfo
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.services.keeping.whereabouts import Whereabouts
from annotator.ui.text.article_layout import ArticleLayout, BlockPlace, Pitch, Rooms
from annotator.ui.text.display_text import display_text
from annotator.ui.text.reading import DEFAULT_POINTS, LARGEST, SMALLEST, Reading
from annotator.ui.toolkit.focus_ring import OWN_FOCUS

_MARGIN = 20
_NO_INFO = DocumentInfo("")


class ArticleText(QPlainTextEdit):
    """Shows one document; all positions in and out are code points of the canonical text."""

    caret_moved = Signal()
    text_size_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._have_viewport()
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setCursorWidth(2)
        self.setAcceptDrops(False)
        self.setAccessibleName("Article")
        self.setProperty(OWN_FOCUS, True)
        self._document = Document("", _NO_INFO)
        self._offsets = Utf16Offsets("")
        self._reading = Reading()
        self._room_below = 0.0
        self._rooms: Rooms | None = None
        self._shown: QTextDocument | None = None
        self._places: tuple[object, list[BlockPlace]] | None = None
        self._put_text()
        self.cursorPositionChanged.connect(self.caret_moved)

    def _have_viewport(self) -> None:
        """Take a viewport that Python made: of Qt's own, PySide would look for its kind among all kinds of widgets."""
        viewport = QWidget()
        viewport.setBackgroundRole(QPalette.ColorRole.Base)
        viewport.setAutoFillBackground(True)
        viewport.setCursor(Qt.CursorShape.IBeamCursor)
        self.setViewport(viewport)

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

    def place(self) -> Whereabouts:
        """Say where the analyst is: what is selected, and what stands at the top."""
        cursor = self.textCursor()
        return Whereabouts(*map(self._offsets.from_utf16, (cursor.anchor(), cursor.position(), self._top())))

    def show_place(self, place: Whereabouts) -> None:
        """Go back to where the analyst was in this text."""
        self.select_span(Span(place.anchor, place.caret))
        # Paragraphs far away are laid out when they are shown, which moves the lines behind them.
        for _attempt in range(2):
            self.verticalScrollBar().setValue(self._line_of(place.top))

    def reveal(self, span: Span) -> None:
        """Scroll so far that the beginning of a span can be seen with some text around it."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(span.start))
        for _attempt in range(2):
            # Paragraphs far away are laid out when they are shown, which moves the lines behind them.
            if self.viewport().rect().adjusted(0, 8, 0, -24).contains(self.cursorRect(cursor).center()):
                return
            self.verticalScrollBar().setValue(max(0, self._line_of(span.start) - self._lines_in_view() // 3))

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._center_column()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        span = self.selected_span()
        data.setText(self._document.text[slice(*span)] if span else "")
        return data

    def canInsertFromMimeData(self, _source: QMimeData) -> bool:
        return False

    # For those who show more over the text -----------------------------------------------------------------------

    def _take_document(self, document: Document) -> None:
        """Count in a document from now on; ``_put_text`` shows it."""
        self._document = document
        self._offsets = Utf16Offsets(document.text)

    def _put_text(self) -> None:
        """Show the document from its beginning."""
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(_MARGIN)
        document.setDefaultFont(self._font())
        layout = ArticleLayout(document)
        layout.take_font(self._reading.gap, self._room_below, self._rooms)
        document.setDocumentLayout(layout)
        document.setPlainText(display_text(self._document.text))
        self.setDocument(document)
        # Qt deletes its own first document, but none of those that it was given.
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self._center_column()

    def _set_room_below(self, most: float, rooms: Rooms) -> None:
        """Leave further room under lines, as much as ``rooms`` says and at most so many pixels."""
        self._room_below, self._rooms = most, rooms
        self._put_text()

    def _blocks_in(self, rectangle: QRect) -> Iterator[BlockPlace]:
        """Give the paragraphs that can be seen in a rectangle of the viewport."""
        for place in self._seen():
            top = place.origin.y()
            if top <= rectangle.bottom() and top + place.height >= rectangle.top():
                yield place

    def _seen(self) -> list[BlockPlace]:
        """Give the paragraphs that can be seen: those of the last time, as long as nothing moved."""
        first, offset = self.firstVisibleBlock(), self.contentOffset()
        now = (self._laid_out(), first.blockNumber(), offset.y(), offset.x(), self.viewport().height())
        if self._places is None or self._places[0] != now:
            self._places = now, list(self._walk(first, offset))
        return self._places[1]

    def _laid_out(self) -> tuple[object, ...]:
        """Give what is another once lines may stand elsewhere in their paragraphs."""
        layout = self._layout()
        return id(layout), layout.changes, self.viewport().width()

    def _walk(self, block: QTextBlock, offset: QPointF) -> Iterator[BlockPlace]:
        """Give the paragraphs from one to the last that can be seen."""
        pitch, bottom = self._pitch(), self.viewport().rect().bottom()
        top = self.blockBoundingGeometry(block).translated(offset).top() if block.isValid() else 0.0
        while block.isValid() and top <= bottom:
            height = self.blockBoundingRect(block).height()
            yield BlockPlace(block, QPointF(offset.x(), top), pitch, height, pitch.gap - self._room_below)
            block, top = block.next(), top + height

    # Within ------------------------------------------------------------------------------------------------------

    def _take_font(self) -> None:
        document = self.document()
        document.setDefaultFont(self._font())
        self.setFont(self._font())
        self._layout().take_font(self._reading.gap, self._room_below, self._rooms)
        self._center_column()

    def _font(self) -> QFont:
        return self._reading.font(QApplication.font())

    def _center_column(self) -> None:
        column = self._reading.column * self.fontMetrics().height() + 2 * _MARGIN
        free = max(0, self.width() - self.verticalScrollBar().sizeHint().width() - column)
        self.setViewportMargins(free // 2, 0, free // 2, 0)

    def _pitch(self) -> Pitch:
        return self._layout().pitch

    def _layout(self) -> ArticleLayout:
        layout = self.document().documentLayout()
        assert isinstance(layout, ArticleLayout)
        return layout

    def _top(self) -> int:
        """Give where the first line that is seen begins, in Qt's units."""
        block = self.firstVisibleBlock()
        line = block.layout().lineAt(self.verticalScrollBar().value() - block.firstLineNumber())
        return block.position() + (line.textStart() if line.isValid() else 0)

    def _line_of(self, position: int) -> int:
        """Give the number of the line of a code point, as the scroll bar counts lines."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._offsets.to_utf16(position))
        block = cursor.block()
        line = block.layout().lineForTextPosition(cursor.positionInBlock()) if block.layout().lineCount() else None
        return block.firstLineNumber() + (line.lineNumber() if line and line.isValid() else 0)

    def _lines_in_view(self) -> int:
        return max(1, int(self.viewport().height() / max(1.0, self._pitch().step)))
