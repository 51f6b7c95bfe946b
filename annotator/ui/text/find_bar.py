"""Find in the document: a slim bar under the article."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model.span import Span
from annotator.services.searching.find_in_text import ExpressionError, find_in_text
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.find_way import FindWay
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.safe_text import PlainLabel, explain
from annotator.ui.toolkit.tool_button import tool_button

TYPING_MILLISECONDS = 80


class FindBar(QWidget):
    """Finds while one types; Enter and Shift+Enter go on, Esc goes back to the text with the place selected."""

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._hits: list[Span] = []
        self._current: Span | None = None
        self._searched = ""
        self._wrong = ""
        self._origin = 0
        self._edit = QLineEdit(clearButtonEnabled=True)
        show_hint(self._edit, "Find in document")
        self._edit.setAccessibleName("Find in document")
        self._edit.installEventFilter(self)
        self._way = FindWay(narrow=True)
        self._count = PlainLabel()
        self._count.setAccessibleName("Number of places found")
        self._timer = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        for widget in (
            self._edit,
            tool_button("↑", "Find previous", self.previous),
            tool_button("↓", "Find next", self.next),
            self._way,
            self._count,
            tool_button("✕", "Close find", self.close_bar),
        ):
            layout.addWidget(widget, 1 if widget is self._edit else 0)
        self._edit.textChanged.connect(self._timer.start)
        self._way.changed.connect(self._search)
        self._timer.timeout.connect(self._search)
        self.hide()

    def open(self) -> None:
        """Show the bar with the selected words in it."""
        span = self._view.selected_span()
        self._origin = span.start if span else self._view.caret()
        self.show()
        if span and "\n" not in (words := self._view.document_text[slice(*span)]):
            self._edit.setText(words)
        self._edit.selectAll()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search()

    def next(self) -> None:
        """Go to the next place, from the last one round to the first."""
        self._step(1)

    def previous(self) -> None:
        """Go to the previous place."""
        self._step(-1)

    def close_bar(self) -> None:
        """Hide the bar and go back to the text, with the place found selected."""
        self._settle()
        self.hide()
        self._view.set_hits(())
        if self._current:
            self._view.select_span(self._current)
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._step(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        # What was typed last is looked for before a key acts on what was found.
        if self._timer.isActive():
            self._timer.stop()
            self._search()

    def _search(self) -> None:
        self._searched = self._view.document_text
        self._wrong = ""
        try:
            self._hits = find_in_text(self._view.document_text, self._edit.text(), self._way.way)
        except ExpressionError as error:
            self._hits, self._wrong = [], str(error)
        index = bisect_left(self._hits, (self._origin, self._origin))
        self._show(self._hits[index % len(self._hits)] if self._hits else None)

    def _step(self, direction: int) -> None:
        if self._searched is not self._view.document_text:
            # Another document was opened since.
            self._search()
        if self._timer.isActive():
            self._settle()
        elif self._hits and self._current:
            index = self._hits.index(self._current) + direction
            self._show(self._hits[index % len(self._hits)])
            self._origin = self._current.start
        if not self.isVisible() and self._current:
            self._view.set_hits(())
            self._view.select_span(self._current)

    def _show(self, hit: Span | None) -> None:
        self._current = hit
        self._view.set_hits(self._hits, hit)
        if hit:
            self._view.reveal(hit)
        rank = bisect_left(self._hits, hit) + 1 if hit else 0
        if self._edit.text().strip():
            found = f"{rank:,} of {len(self._hits):,}" if self._hits else "Not found"
            self._count.setText("Not looked for" if self._wrong else found)
        else:
            self._count.setText("")
        explain(self._count, self._wrong)
