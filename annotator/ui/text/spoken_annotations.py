"""The annotations for those who hear the article: attributes of its text, and announced when the caret enters them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.vocabulary import AGREEMENT, CLAIM
from annotator.ui.text.block_contents import BlockContents

_UNDERLINE = QTextCharFormat.UnderlineStyle
STYLES: Final = {CLAIM: _UNDERLINE.DashUnderline, AGREEMENT: _UNDERLINE.WaveUnderline}
"""What readers are told of a type's underline: dash, wave, and solid for an actor."""
MOST_SPOKEN: Final = 3


class SpokenAnnotations:
    """Works while something listens that Qt knows of, and costs nothing else.

    Qt tells of a text's attributes those that its formats have; an underline is the one that fits. It is transparent
    here, since the article paints its own.
    """

    def __init__(self, view: QPlainTextEdit) -> None:
        self._view = view
        self._told: object = None
        self._over: list[str] = []

    def follow(self, contents: BlockContents, describe: Callable[[str], str], caret: int) -> None:
        """Tell of the annotations of the caret's paragraph, and say which ones the caret has come into."""
        if not QAccessible.isActive():
            return
        self._underline(self._view.textCursor().block(), contents)
        before, self._over = self._over, contents.ids_at(caret)
        if entered := [identifier for identifier in self._over if identifier not in before]:
            words = [", ".join(describe(identifier).split("\n")) for identifier in entered[:MOST_SPOKEN]]
            rest = len(entered) - MOST_SPOKEN
            self.say("; ".join([*words, f"and {rest:,} more"] if rest > 0 else words))

    def say(self, words: str) -> None:
        """Have a screen reader say something when it has said what it is saying."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def _underline(self, block: QTextBlock, contents: BlockContents) -> None:
        found = contents.annotations(block)
        told = (block.blockNumber(), [(annotation.id, annotation.type, spans) for annotation, spans in found])
        if told == self._told:
            return
        self._told = told
        # Readers would hear of a text that was changed.
        with QSignalBlocker(self._view.document()):
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(QTextCharFormat())
            longest_first = sorted(found, key=lambda each: -sum(span.end - span.start for span in each[1]))
            for annotation, spans in longest_first:
                for start, end in spans:
                    cursor.setPosition(start)
                    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(_format(annotation.type))


def _format(annotation_type: str) -> QTextCharFormat:
    char_format = QTextCharFormat()
    char_format.setUnderlineStyle(STYLES.get(annotation_type, _UNDERLINE.SingleUnderline))
    char_format.setUnderlineColor(QColor(0, 0, 0, 0))
    return char_format
