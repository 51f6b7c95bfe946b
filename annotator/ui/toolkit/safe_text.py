"""Widgets that show an analyst's or an article's words: as plain text, always.

Qt guesses whether a text is markup, and markup in an article could load files: nothing of a document, of a name or of
a path reaches a label, a tool tip or a message but through here.
"""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

# Controls that reorder or hide text are shown as their code, so that a name cannot pretend to be another.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """Give a text with reordering and invisible characters shown as ``‹U+202E›``."""
    return _UNSEEN.sub(lambda match: f"‹U+{ord(match.group()):04X}›", text)


def no_mnemonic(text: str) -> str:
    """Give a text as a button or a menu shows it to the letter: an ampersand in it is an ampersand."""
    return visible(text).replace("&", "&&")


def tool_tip(text: str) -> str:
    """Give a text as a tool tip that is shown to the letter: markup in it is text."""
    escaped = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped.replace(chr(10), '<br>')}</qt>" if text else ""


def explain(widget: QWidget, text: str) -> None:
    """Say what a widget is for, in its tool tip and to screen readers, who are to hear no markup."""
    widget.setToolTip(tool_tip(text))
    widget.setAccessibleDescription(visible(text))


class PlainLabel(QLabel):
    """A label that shows its text to the letter; what it is called is told to screen readers before the text."""

    _called = ""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(visible(text))
        self._tell()

    def setAccessibleName(self, name: str) -> None:
        self._called = name
        self._tell()

    def _tell(self) -> None:
        if self._called:
            super().setAccessibleName(": ".join(filter(None, (self._called, self.text()))))


class YieldingLabel(PlainLabel):
    """A line that is shortened where there is no room for all of it, and never holds a window wide."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), self.alignment(), self.palette(), self.isEnabled(), words, self.foregroundRole()
        )


def message_box(
    parent: QWidget | None, title: str, text: str, details: str = "", icon: QMessageBox.Icon = QMessageBox.Icon.Warning
) -> QMessageBox:
    """Give a message box, not yet shown, whose texts are shown to the letter."""
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(visible(title))
    box.setText(visible(text))
    box.setInformativeText(visible(details))
    return box
