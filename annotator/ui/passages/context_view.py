"""A passage in its context: what is said of it, and the text around it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from annotator.formats.documents.plain_text import SourceError
from annotator.services.index.view import FileFacts
from annotator.services.index.words import PassageWords
from annotator.services.reading.document_file import read_document
from annotator.ui.passages.passage_model import who_in
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import PlainLabel, visible

AROUND: Final = 900
"""So many characters on each side of a passage are shown."""


@dataclass(frozen=True, slots=True)
class Context:
    """The words of a passage with those around it; ``said`` is what should be known of them."""

    before: str
    passage: str
    after: str
    said: str = ""


def context_of(facts: FileFacts, words: PassageWords, start: int, end: int) -> Context:
    """Read what stands around a passage; of a document that is another text, or not there, what its file has of it."""
    plain = Context(words.before, words.quote, words.after)
    try:
        document = read_document(facts.document)
    except (SourceError, OSError):
        return Context(plain.before, plain.passage, plain.after, "The document could not be read.")
    if start < 0:
        return Context(plain.before, plain.passage, plain.after, "The passage has no place in the text.")
    if facts.text_sha256 and facts.text_sha256 != document.info.text_sha256:
        return Context(plain.before, plain.passage, plain.after, "The document is not the text that was annotated.")
    text = document.text
    return Context(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


class ContextView(QWidget):
    """Shows one passage; empty without."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.facts, self.said = PlainLabel(), PlainLabel(), PlainLabel()
        for label in (self.title, self.facts, self.said):
            label.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("The passage in its context")
        self.text.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        for widget in (self.title, self.facts, self.text, self.said):
            layout.addWidget(widget)
        layout.setStretchFactor(self.text, 1)
        self._context: Context | None = None
        theme.notifier.changed.connect(self._mark)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._context = None
        self.title.setText("")
        self.facts.setText("Choose a passage to see it in its context.")
        self.text.clear()
        self.said.hide()

    def show_words(self, words: PassageWords) -> None:
        """Show what is said of a passage, and until its text comes what its file has of it."""
        self.title.setText(" · ".join(filter(None, (words.document, words.date, words.annotator))))
        codes = f"codes {', '.join(words.codes)}" if words.codes else ""
        said = (words.type, who_in(words), words.topic, words.stance, words.status, codes, words.note)
        self.facts.setText(" · ".join(filter(None, said)))
        self.show_context(Context(words.before, words.quote, words.after))

    def show_context(self, context: Context) -> None:
        """Show the text around the passage."""
        self._context = context
        before, passage, after = (visible_text(part) for part in (context.before, context.passage, context.after))
        self.text.setPlainText(before + passage + after)
        self.said.setText(context.said)
        self.said.setVisible(bool(context.said))
        self._mark()
        cursor = self.text.textCursor()
        cursor.setPosition(_units(before))
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def _mark(self) -> None:
        if self._context is None:
            return
        before, passage = visible_text(self._context.before), visible_text(self._context.passage)
        # Laid over the text: a format of its own would be that of the next text too.
        found = QTextEdit.ExtraSelection()
        found.format.setBackground(QColor(theme.current().found))
        found.format.setForeground(QColor(theme.current().text))
        found.cursor = QTextCursor(self.text.document())
        found.cursor.setPosition(_units(before))
        found.cursor.setPosition(_units(before + passage), QTextCursor.MoveMode.KeepAnchor)
        self.text.setExtraSelections([found])


def visible_text(text: str) -> str:
    """Give a text as the view shows it, with line ends that it knows."""
    lines = text.replace("\u2029", "\n").replace("\u2028", "\n").split("\n")
    return "\n".join(map(visible, lines))


def _units(text: str) -> int:
    """Count as Qt does."""
    return len(text.encode("utf-16-le")) // 2
