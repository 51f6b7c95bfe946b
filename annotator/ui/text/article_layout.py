"""Lines that stand apart, so that underlines have a place of their own and nothing moves when one is added."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextDocument
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
