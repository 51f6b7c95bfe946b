"""What is selected, how many annotations there are, and whether all is saved."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStatusBar, QWidget

from annotator.model.annotation import Annotation
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import counted

MESSAGE_MILLISECONDS = 6000
_QUOTE = 60
_CHOICE_LETTERS = 12


class StatusLine(QStatusBar):
    """The window's last line; ``show_saved`` is told how safe the work is.

    A message is about the last step: it goes with the next one, or with another selection.
    """

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setSizeGripEnabled(False)
        self._task = ""
        self._is_fresh = False
        self._choice: QWidget | None = None
        self._selected, self._count, self._saved = PlainLabel(), PlainLabel(), PlainLabel()
        self._selected.setAccessibleName("Selected annotation")
        self._count.setAccessibleName("Number of annotations")
        self._saved.setAccessibleName("Saved or not")
        self._selected.setContentsMargins(6, 0, 0, 0)
        self._saved.setContentsMargins(6, 0, 8, 0)
        self.addWidget(self._selected, 1)
        self.addPermanentWidget(self._count)
        self.addPermanentWidget(self._saved)
        bridge.message.connect(self._say)
        for news in (bridge.selection_changed, bridge.changed, bridge.session_changed):
            news.connect(self._go_on)
        self._show_all()

    def add_choice(self, choice: QWidget) -> None:
        """Show a choice before what is said about saving; it takes a quarter of the line at most, messages the rest."""
        self._choice = choice
        # Its words are cut before they hold a window wider than a small screen.
        choice.setMinimumWidth(choice.fontMetrics().averageCharWidth() * _CHOICE_LETTERS)
        self.insertPermanentWidget(1, choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._choice:
            self._choice.setMaximumWidth(self.width() // 4)

    @property
    def saved_text(self) -> str:
        """What is said about saving."""
        return self._saved.text()

    def show_saved(self, text: str) -> None:
        """Say how safe the work is."""
        self._saved.setText(text)

    def show_task(self, text: str) -> None:
        """Say what has been begun and how it goes on, as long as that is so; "" ends it."""
        self._task = text
        self._show_selected()

    def _say(self, text: str) -> None:
        self.showMessage(text, MESSAGE_MILLISECONDS)
        # What the same step still brings about does not make it old.
        self._is_fresh = True
        QTimer.singleShot(0, self, self._grow_old)

    def _grow_old(self) -> None:
        self._is_fresh = False

    def _go_on(self) -> None:
        if not self._is_fresh:
            self.clearMessage()
        self._show_all()

    def _show_all(self) -> None:
        session = self._bridge.session
        count = len(session.layer.annotations) if session else 0
        self._count.setText("" if session is None else counted(count, "annotation"))
        self._show_selected()

    def _show_selected(self) -> None:
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None:
            self._selected.setText("")
        elif self._task:
            self._selected.setText(self._task)
        elif annotation is None:
            self._selected.setText("Nothing selected")
        else:
            self._selected.setText(_in_words(annotation))


def _in_words(annotation: Annotation) -> str:
    quote = " ".join(annotation.text.split())
    short = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    return f"{annotation.type.capitalize()} “{short}”"
