"""What the panels are made of: the way back to the text, fields that commit once, a line to narrow a list down."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from annotator.model.typed_text import plain_name
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.quiet_combo import QuietCombo
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.toolkit.safe_text import visible

FILTER_PAUSE_MILLISECONDS = 120
NOTE_LINES = 3


class Panel(QWidget):
    """A widget from which Esc leads back to the text."""

    escape_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)


class FilterLine(QLineEdit):
    """Narrows a list down while words are typed; Down goes into the list, Esc first clears the words."""

    narrowed = Signal(str)
    """The words to filter by, after a short pause."""

    def __init__(self, what: str, rows: RowList) -> None:
        super().__init__(clearButtonEnabled=True)
        show_hint(self, f"Filter {what}")
        self.setAccessibleName(f"Filter {what}")
        self._rows = rows
        self._pause = QTimer(self, singleShot=True, interval=FILTER_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(lambda: self.narrowed.emit(self.text()))
        self.textChanged.connect(lambda _text: self._pause.start())
        rows.typed.connect(self._take_over)
        rows.left.connect(self.setFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter_list()
        else:
            super().keyPressEvent(event)

    def _enter_list(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.narrowed.emit(self.text())
        model = self._rows.model()
        if model.rowCount():
            self._rows.setFocus()
            if not self._rows.selectionModel().hasSelection():
                self._rows.selectRow(0)

    def _take_over(self, letters: str) -> None:
        self.setFocus()
        self.insert(letters)


class Choice(QuietCombo):
    """A list of values with words for them."""

    chosen = Signal()

    def __init__(self, name: str, words: dict[str | None, str] | None = None) -> None:
        super().__init__(name, letters=6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put_choices(words or {})
        self.activated.connect(lambda _index: self.chosen.emit())

    def put_choices(self, words: dict[str | None, str]) -> None:
        """Offer these values; none is announced as chosen."""
        with QSignalBlocker(self):
            self.clear()
            for value, word in words.items():
                self.addItem(visible(word), value)

    @property
    def value(self) -> str | None:
        """The value that is shown."""
        data = self.currentData()
        return None if data is None else str(data)

    def show_value(self, value: str | None) -> None:
        """Show a value; one that is not on the list is added to it, so that nothing else seems to stand there."""
        with QSignalBlocker(self):
            index = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
            if index < 0:
                self.addItem(visible(f"{value} (not a known value)"), value)
                index = self.count() - 1
            self.setCurrentIndex(index)


class Field(QLineEdit):
    """One line of text that is committed when the analyst is done with it."""

    def __init__(self, name: str, commit: Callable[[str], object], hint: str = "") -> None:
        super().__init__()
        show_hint(self, hint)
        self.setAccessibleName(name)
        self._shown = ""
        self._commit = commit
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show what is recorded, unless it is being edited right now."""
        if self.hasFocus() and self.text() != self._shown and text == self._shown:
            return
        self._shown = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def take_back(self) -> None:
        """Show what is recorded in place of what was typed."""
        self.setText(self._shown)

    def _finish(self) -> None:
        # Enter and leaving both finish: only the first of them has something to commit.
        text = plain_name(self.text())
        if text != self._shown and not self.isReadOnly():
            self._commit(text)


class NoteField(QPlainTextEdit):
    """Lines of text, committed while they are typed, so that closing the window loses none."""

    edited = Signal(str)

    def __init__(self, name: str, hint: str = "", lines: int = NOTE_LINES) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._lines = lines
        self.setMinimumHeight(self._high(1))
        self.setMaximumHeight(self._high(lines))
        self._given = ""
        if hint:
            show_hint(self, hint)
        self.textChanged.connect(self._on_text)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high(self._lines))

    def show_text(self, text: str) -> None:
        """Show what is recorded; the caret stays where it is when that is what stands here."""
        if text not in (self._given, self._typed()):
            with QSignalBlocker(self):
                self.setPlainText(text)
        self._given = text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _high(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + 14

    def _on_text(self) -> None:
        self._given = self._typed()
        self.edited.emit(self._given)

    def _typed(self) -> str:
        # The plain text would have spaces in the place of no-break spaces.
        return self.document().toRawText().replace("\u2029", "\n")
