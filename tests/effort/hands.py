"""Mouse and keys of an analyst on the real window, each counted: actions, and letters typed into lists and fields."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog
from shiboken6 import isValid

from annotator.model.span import Span
from annotator.model.typed_text import plain_name
from annotator.ui.toolkit.pick_list import PickList
from annotator.ui.window.main_window import MainWindow
from tests.effort.goal import written

MOST_LETTERS = 6


class Hands:
    """Does things in a window, and counts them by what they are for."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.view = window, window.view
        self.actions: Counter[str] = Counter()
        self.letters: Counter[str] = Counter()
        self.kinds: Counter[tuple[str, str]] = Counter()
        """Actions, by type and by what they are for."""
        self.letter_kinds: Counter[tuple[str, str]] = Counter()
        self.log: list[str] = []
        self._purpose, self._kind = "other", "mark"

    @contextmanager
    def doing(self, purpose: str) -> Iterator[None]:
        """Count what is done as done for something."""
        before, self._purpose = self._purpose, purpose
        try:
            yield
        finally:
            self._purpose = before

    @contextmanager
    def on(self, kind: str, about: str = "") -> Iterator[None]:
        """Count what is done as done on something: a mark, an entity, a topic."""
        before, self._kind = self._kind, kind
        start = self._total()
        try:
            yield
        finally:
            self._kind = before
            done = [now - then for now, then in zip(self._total(), start, strict=True)]
            if any(done) and about:
                self.log.append(f"{self._purpose}: {kind}: {about}: {done[0]} actions, {done[1]} letters")

    def _total(self) -> tuple[int, int]:
        return sum(self.actions.values()), sum(self.letters.values())

    def act(self, number: int = 1) -> None:
        """Count actions."""
        self.actions[self._purpose] += number
        self.kinds[self._purpose, self._kind] += number

    def type(self, letters: int) -> None:
        """Count letters."""
        self.letters[self._purpose] += letters
        self.letter_kinds[self._purpose, self._kind] += letters

    def key(self, keys: str) -> None:
        """Press a key of the article."""
        self.act()
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            settle()
        self.view.setFocus()
        QTest.keySequence(self.view, QKeySequence(keys))
        settle()

    def drag(self, span: Span) -> None:
        """Select words with the mouse."""
        self.act()
        self.view.reveal(span)
        self.view.select_span(span)

    def click_annotation(self, identifier: str) -> None:
        """Select an annotation by a click on it, or on its row where others cover it."""
        self.act()
        self.window.bridge.select(identifier)
        self.view.setFocus()
        settle()

    def click(self, position: int) -> None:
        """Click on a letter of the article."""
        self.act()
        self.view.reveal(Span(position, position + 1))
        place = self.view.area_of(Span(position, position + 1)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        settle()

    def press(self, button: QAbstractButton) -> None:
        """Press a button."""
        self.act()
        button.click()
        settle()

    def choose(self, combo: QComboBox, value: object) -> None:
        """Choose from a list that opens: a click for the list, and one for the value."""
        self.act(2)
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Space)
        settle()
        view = combo.view()
        row = view.model().index(combo.findData(value), combo.modelColumn())
        view.setCurrentIndex(row)
        QTest.keyClick(view, Qt.Key.Key_Return)
        settle()
        # The inspector may have made its rows anew.
        assert not isValid(combo) or combo.currentData() == value, f"{combo.accessibleName()} did not take {value}"

    def pick(self, is_wanted: Callable[[str], bool], name: str) -> bool:
        """Take a row of the list that is open, by the fewest letters; tells whether there was one."""
        picker = open_list()
        if picker is None:
            return False
        best: tuple[float, str, int] | None = None
        for typed in _tries(name):
            rows = picker._offer(plain_name(typed))
            row = next((number for number, choice in enumerate(rows) if is_wanted(written(choice.text))), None)
            cost = None if row is None else row + 0.5 * len(typed)
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, typed, row or 0)
        edit = picker._edit
        if best is None:
            best = (0, name, 0)
        if best[1].isascii():
            QTest.keyClicks(edit, best[1])
        else:
            edit.setText(best[1])  # QTest has no keys for it
        self.type(len(best[1]))
        for _step in range(best[2]):
            self.act()
            QTest.keyClick(edit, Qt.Key.Key_Down)
        self.act()
        QTest.keyClick(edit, Qt.Key.Key_Return)
        settle()
        return True

    def answer(self, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Have the dialog that opens next answered by a key."""

        def press() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog):
                self.act()
                dialog.accept() if key == Qt.Key.Key_Return else dialog.reject()

        QTimer.singleShot(0, press)


def settle() -> None:
    """Let the window do what a step brings about."""
    for _round in range(3):
        QApplication.processEvents()


def open_list() -> PickList | None:
    """Give the list that is open, None where none is."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, PickList) and one.isVisible()), None)


def _tries(name: str) -> Iterator[str]:
    yield ""
    for word in name.split() or [name]:
        yield from (word[:count] for count in range(1, min(MOST_LETTERS, len(word)) + 1))
    yield name
