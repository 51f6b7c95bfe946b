"""What one annotator has, in a card of constant height: the words that not all have are marked, a button takes it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QTextEdit, QVBoxLayout

from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, explain, visible

LINES = 4
"""So many lines of an opinion are seen at once; a longer one scrolls."""
NARROWEST = 96
"""Pixels of width that a card keeps."""
_MARGIN, _ROOM = 6, 20


def fit(button: PushButton) -> None:
    """Make a button no wider than its words: the style gives short ones more."""
    button.setFixedWidth(button.fontMetrics().horizontalAdvance(button.text()) + _ROOM)


class OneLine(PlainLabel):
    """A label that never makes its place wider or higher: what has no room is in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole(self) -> str:
        """All that it says."""
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = visible(" ".join(text.split()))
        explain(self, self._whole)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class OpinionText(QPlainTextEdit):
    """Words to be read, with some of them marked; what stands behind ``main`` of them is muted."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        # A click leaves the keys with the list.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumWidth(0)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 2)
        self._marked: Sequence[Span] = ()
        self._main = 0
        theme.notifier.changed.connect(self._paint_marks)

    def show_words(self, said: str, marked: Sequence[Span], rest: str) -> None:
        """Show what is said with some of its words marked, and the rest below it."""
        self._marked, self._main = marked, len(said)
        whole = f"{said}\n{rest}" if rest else said
        if whole != self.toPlainText():
            self.setPlainText(whole)
        self._paint_marks()

    def _paint_marks(self) -> None:
        colors, offsets = theme.current(), Utf16Offsets(self.toPlainText())
        mark, muted = QTextCharFormat(), QTextCharFormat()
        mark.setBackground(QColor(colors.found))
        mark.setForeground(QColor(colors.text))
        mark.setFontUnderline(True)
        muted.setForeground(QColor(colors.muted))
        rest = Span(self._main, len(self.toPlainText()))
        parts = [(span, mark) for span in self._marked] + ([(rest, muted)] if rest.start < rest.end else [])
        self.setExtraSelections([self._selection(span, offsets, form) for span, form in parts])

    def _selection(self, span: Span, offsets: Utf16Offsets, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(offsets.to_utf16(span.start))
        cursor.setPosition(offsets.to_utf16(span.end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, form
        return selection


class OpinionCard(QFrame):
    """One annotator's opinion; stays where it is from one difference to the next."""

    def __init__(self, letter: str, key: str, name: str, take: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("opinion")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(NARROWEST)
        self._name = name
        self.whose, self.said = OneLine(), OpinionText()
        self.whose.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.button = PushButton(f"Take {letter or key}" if letter == key else f"Take {letter} ({key})")
        self.button.setAccessibleName(f"Take what {name} has")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        fit(self.button)
        self.button.clicked.connect(take)
        top = QHBoxLayout()
        top.addWidget(self.whose, 1)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.said)

    def show_opinion(self, whose: str, said: str, marked: Sequence[Span] = (), rest: str = "") -> None:
        """Show whose opinion it is, the opinion with what not all have marked, and the whole that it is about."""
        self.whose.setText(whose)
        said = visible(said)
        self.said.show_words(said, marked, visible(rest))
        differing = ", ".join(said[slice(*span)] for span in marked)
        self.said.setAccessibleName(f"{self._name}, differing: {differing}" if differing else self._name)
