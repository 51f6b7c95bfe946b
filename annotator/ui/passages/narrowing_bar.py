"""What the passages are narrowed to: typed words, a button a column, dates, and chips that take each back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.services.index.counts import Counted
from annotator.services.index.narrowing import Narrowing
from annotator.services.index.view import ALL, SPEAKING
from annotator.ui.passages.value_popup import ValuePopup
from annotator.ui.toolkit.chips import Chip, ChipRow
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.flow_row import FlowRow
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.push_button import ENTER, PushButton
from annotator.ui.toolkit.tool_button import ToolButton, tool_button

PAUSE_MILLISECONDS: Final = 250
TITLES: Final = {
    "type": "Type", "entity": "Entity", "role": "Role", "topic": "Topic", "code": "Code", "stance": "Stance",
    "status": "Status", "annotator": "Annotator", "document": "Document",
}  # fmt: skip
"""The columns that have a button, with its words."""
OTHER_TITLES: Final = {
    "mention": "mentions", "speaker": "speaker", "target": "target", "via": "via", "party": "party", "month": "month",
    "year": "year", "broadest": "topic",
}  # fmt: skip
ROLES: Final = {
    "entities": "actor", "speakers": "speaker", "targets": "target", "via": "via", "parties": "party",
}  # fmt: skip
_WHOSE: Final[dict[str | None, str]] = {SPEAKING: "One file a document", ALL: "All annotators' files"}

Count = Callable[[str, Narrowing, Callable[[list[Counted]], None]], object]
"""Counts the passages that are left by a column, and hands the values on later."""


class _Words(QLineEdit):
    """What is typed; Down and Enter lead on to the passages, Esc first clears the words."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, *ENTER):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NarrowingBar(QWidget):
    """Holds the narrowing; ``changed`` comes when it is another one."""

    changed = Signal()
    entered = Signal()
    """Enter or Down was pressed behind the words: the passages are wanted."""

    def __init__(self, count: Count) -> None:
        super().__init__()
        self.narrowing = Narrowing()
        self._count = count
        self.words = _Words(clearButtonEnabled=True)
        show_hint(self.words, "Words in and beside passages, in names and notes")
        self.words.setAccessibleName("Words in passages")
        self.whose = Choice("Whose annotations count", _WHOSE)
        self.buttons = {column: self._button(column, title) for column, title in TITLES.items()}
        self.first = TextField("From", "from", dates=True)
        self.last = TextField("To", "to", dates=True)
        self.chips = ChipRow("What narrows the passages")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._take_words)
        self.words.left.connect(self._take_words)
        self.words.left.connect(self.entered)
        self.words.textChanged.connect(lambda _text: self._pause.start())
        self.whose.chosen.connect(lambda: self.put(replace(self.narrowing, whose=self.whose.value or SPEAKING)))
        self.first.entered.connect(lambda text: self.put(replace(self.narrowing, first=text)))
        self.last.entered.connect(lambda text: self.put(replace(self.narrowing, last=text)))
        self._put_together()

    def put(self, narrowing: Narrowing) -> None:
        """Narrow to something else, and show it."""
        if self._pause.isActive() and narrowing.words == self.narrowing.words:
            # What was typed a moment ago is not lost to a click elsewhere.
            narrowing = replace(narrowing, words=self.words.text())
        if narrowing == self.narrowing:
            return
        self.narrowing = narrowing
        if self.words.text() != narrowing.words:
            self.words.setText(narrowing.words)
        self._pause.stop()
        self.first.show_text(narrowing.first)
        self.last.show_text(narrowing.last)
        self.whose.show_value(narrowing.whose if isinstance(narrowing.whose, str) else ALL)
        self.chips.show_chips(list(self._chips()))
        self.changed.emit()

    def told(self) -> Iterator[str]:
        """Say what narrows the passages, a sentence each."""
        for column, values in self.narrowing.chosen.items():
            if values:
                yield f"{_title(column).capitalize()}: {', '.join(values.values())}."
        if words := self.narrowing.words.strip():
            yield f"With the words “{words}”."
        if self.narrowing.first or self.narrowing.last:
            yield f"From {self.narrowing.first or 'the beginning'} to {self.narrowing.last or 'the end'}."

    def ask(self, column: str) -> ValuePopup:
        """Open the list of a column's values."""
        chosen = self.narrowing.chosen.get(column, {})
        popup = ValuePopup(self, TITLES[column], chosen)
        popup.chosen.connect(lambda values: self._choose(column, values))
        if column == "role":
            popup.show_values([Counted(key, word, 0, 0) for key, word in ROLES.items()])
            popup.rest.hide()
        else:
            self._count(column, self.narrowing.without(column), popup.show_values)
        popup.open_below(self.buttons[column])
        return popup

    def _take_words(self) -> None:
        self._pause.stop()
        self.put(replace(self.narrowing, words=self.words.text()))

    def _choose(self, column: str, values: dict[int | str, str]) -> None:
        self.put(replace(self.narrowing, chosen={**self.narrowing.chosen, column: values}))

    def _chips(self) -> Iterator[Chip]:
        for column, values in self.narrowing.chosen.items():
            for key, label in values.items():
                take_back = partial(self._take_back, column, key)
                yield Chip(f"{_title(column)}: {label}", take_back)
        if day := self.narrowing.first:
            yield Chip(f"from {day}", lambda: self.put(replace(self.narrowing, first="")))
        if day := self.narrowing.last:
            yield Chip(f"to {day}", lambda: self.put(replace(self.narrowing, last="")))

    def _take_back(self, column: str, key: int | str) -> None:
        self.put(self.narrowing.without(column, key))

    def _button(self, column: str, title: str) -> ToolButton:
        return tool_button(f"{title} ▾", f"Narrow by {title.lower()}", lambda: self.ask(column))

    def _put_together(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.words, 2)
        top.addWidget(self.whose, 1)
        for edit in (self.first, self.last):
            edit.setFixedWidth(110)
        self.open_button = PushButton("Show all")
        self.open_button.clicked.connect(lambda _checked=False: self.put(Narrowing(whose=self.narrowing.whose)))
        row = FlowRow()
        row.put([*self.buttons.values(), self.first, self.last, self.open_button])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(row)
        column.addWidget(self.chips)

    def shown(self) -> Sequence[str]:
        """The words of the chips."""
        return [button.text() for button in self.chips.buttons]


def _title(column: str) -> str:
    return OTHER_TITLES.get(column) or TITLES[column].lower()
