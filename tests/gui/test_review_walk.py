"""Every order of mouse and key over every widget of a review: the adjudicated file has what was chosen, and no more."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)

from annotator.formats.sidecar.sidecar_json import dump_sidecar
from annotator.services.comparing.difference_words import title
from annotator.services.settling.opinions import majority
from annotator.ui.actions.actions import REVIEW, ROWS, TEXT
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import Desk

QUOTE = "Norland criticised Ostia"


def _key(name: str) -> Qt.Key:
    return QKeySequence(name)[0].key()  # type: ignore[index,no-any-return] # the stub forgets it


KEYS = sorted(
    {_key(name) for row in ROWS if row.scope in (TEXT, REVIEW) for name in row.keys if len(name) < 2}
    | {Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Escape}
)
"""All that means something by itself to the article or to a review, and what any widget might take."""
TAKES = {Qt.Key.Key_A: 0, Qt.Key.Key_1: 0, Qt.Key.Key_B: 1, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}
PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return)


@pytest.fixture
def reviewed(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """Three annotators: a stance with a majority, one without, an actor that only one has, one that all have."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([], ""))
    team = tmp_path / "team"
    team.mkdir()
    stances = (("agree", "agree"), ("agree", "mixed"), ("mixed", "disagree"))
    desks = [Desk(team, annotator=who) for who in ("anna", "bert", "cleo")]
    for desk, (one, other) in zip(desks, stances, strict=True):
        desk.set(desk.annotate("claim", QUOTE), stance=one)
        desk.set(desk.annotate("claim", "agreed to train together"), stance=other)
        desk.annotate("actor", "Aiko Mori")
    desks[1].annotate("actor", "Carlo")
    window.resize(1280, 800)
    window.open_paths([desk.save() for desk in desks])
    window.view.set_caret(window.view.document_text.index("Mori"))
    return window


class Walk:
    """Does one thing after the other, and holds what became of the file against what was chosen."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.bridge = window.review.bridge
        review = self.bridge.review
        assert review
        self.review = review
        self.done = 0
        self.typed = False
        self.last = "the beginning"
        self.chosen = 0
        self.base = self.contents()

    def contents(self) -> bytes:
        return dump_sidecar(self.review.session.layer)

    def words(self, label: str) -> str:
        difference = self.bridge.difference
        return f"{label}: {title(difference, self.review.alignment)}" if difference else ""

    def take(self, place: int) -> str:
        return self.words(f"Take {self.bridge.annotators[place]}") if place < len(self.bridge.annotators) else ""

    def meant_by_button(self, button: object) -> str:
        """Give the step that a button is there for; "" for none."""
        panel, rows = self.window.review.opinions, self.window.review.list
        takes: dict[object, Callable[[], str]] = {
            panel.buttons["majority"]: lambda: self.meant_by_key(Qt.Key.Key_M),
            panel.buttons["all"]: lambda: self.words("Take all"),
            panel.buttons["none"]: lambda: self.words("Take none"),
            panel.buttons["edit"]: lambda: "Edit by hand",
            rows.agreed: lambda: f"Take {len(self.review.agreed()):,} that all agree on",
            rows.majority: lambda: f"Take {len(self.review.clear_majorities()):,} with a clear majority",
            **{card.button: partial(self.take, place) for place, card in enumerate(panel.cards)},
        }
        if isinstance(button, QToolButton) and button.text() == "Redo":
            return self.review.session.history.redo_label or ""
        return takes[button]() if button in takes else ""

    def meant_by_key(self, key: Qt.Key) -> str:
        """Give the step that a key is there for while differences are decided, wherever the focus is."""
        difference = self.bridge.difference
        if difference is None:
            return ""
        if key in TAKES:
            return self.take(TAKES[key])
        words = {Qt.Key.Key_0: "Take none", Qt.Key.Key_T: "Take all"}
        if key == Qt.Key.Key_M and majority(difference):
            return self.words("Take the majority")
        if key == Qt.Key.Key_E:
            return "Edit by hand"
        return self.words(words[key]) if key in words else ""

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        if QApplication.activePopupWidget() or is_typed_into(focused):
            meant = ""
        elif key in PRESSING:
            meant = self.meant_by_button(focused) if isinstance(focused, QAbstractButton) else ""
        else:
            meant = self.meant_by_key(key)
        QTest.keyClick(focused, key)
        self.check(meant, f"{key} on {name_of(focused)} after {self.last}")
        self.last = f"{key} on {name_of(focused)}"
        if key == Qt.Key.Key_Escape and not QApplication.activePopupWidget():
            assert not is_typed_into(QApplication.focusWidget()), f"Esc leaves {name_of(focused)}"

    def click(self, widget: QWidget) -> None:
        meant = self.meant_by_button(widget)
        self.typed = self.window.review.opinions.comment.is_changed
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.check(meant, f"click on {name_of(widget)} in {name_of(widget.parentWidget())} after {self.last}")
        self.last = f"click on {name_of(widget)}"

    def focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def check(self, meant: str, what: str) -> None:
        self.done += 1
        history = self.review.session.history
        # What was typed as a comment was chosen too; when the keys go elsewhere it is recorded.
        made = [step.label for step in history.done if not (self.typed and step.label == "Comment")]
        self.typed = False
        assert made == ([meant] if meant else []), what
        assert (self.contents() == self.base) is not bool(history.done), what
        if meant:
            self.chosen += 1
            assert not is_typed_into(QApplication.focusWidget()) or self.bridge.by_hand, f"{what}: in a field"
        self.bridge.end_by_hand() if self.bridge.by_hand else None
        while history.done:
            self.review.session.undo()
        assert self.contents() == self.base, what

    def rest(self) -> None:
        """Close what has opened, and bring back what has gone, as nothing else here is about panes."""
        self.window.review.opinions.comment.take_back()
        while popup := QApplication.activePopupWidget():
            popup.close()
        window = self.window
        if window.find_bar.isVisible():
            window.find_bar.close_bar()
        window.chart_room.leave()
        for dock in window.panes:
            if dock.isFloating():
                dock.setFloating(False)
        if window.review.list.isHidden() or not window.review.list.isVisible():
            window.panes.show("differences")
        window.review.opinions.comment.take_back()


def is_typed_into(widget: QWidget | None) -> bool:
    is_field = isinstance(widget, QLineEdit | QAbstractSpinBox | QPlainTextEdit)
    return is_field and not (isinstance(widget, QPlainTextEdit | QLineEdit) and widget.isReadOnly())


def name_of(widget: QWidget | None) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”" if widget else "nothing"


def all_of(window: MainWindow) -> Iterator[QWidget]:
    """Give every widget of the window that can be clicked on, and that holds no others."""
    for widget in window.findChildren(QWidget):
        inside = [child for child in widget.children() if isinstance(child, QWidget) and child.isVisible()]
        is_whole = not inside or isinstance(widget, QComboBox | QAbstractButton)
        if widget.isVisible() and is_whole and not widget.size().isEmpty() and widget.window() is window:
            yield widget


def is_left_alone(window: MainWindow, widget: QWidget) -> bool:
    # A click opens another document, a menu, or the question where a file is.
    return window.documents.rows.isAncestorOf(widget) or isinstance(widget, QMenuBar)


def test_the_file_changes_by_what_was_chosen_alone_in_every_order_of_mouse_and_key(reviewed: MainWindow) -> None:
    walk = Walk(reviewed)
    widgets = [widget for widget in all_of(reviewed) if not is_left_alone(reviewed, widget)]
    answering = [widget for widget in widgets if not isinstance(widget, QLabel | QScrollBar)]
    one_of_each = {(type(widget), type(widget.parentWidget())): widget for widget in answering}.values()
    assert len(one_of_each) > 10
    for number, widget in enumerate(widgets):
        # The others of a kind have a part of the keys each, another one than their neighbours.
        few = 6 if widget in answering else 12
        for key in KEYS if widget in one_of_each else KEYS[number % few :: few]:
            if widget.isVisible():
                walk.click(widget)
                walk.press(key)
                walk.rest()
    for number, key in enumerate(KEYS):
        for widget in list(one_of_each)[number % 2 :: 2]:
            walk.press(key)
            if widget.isVisible():
                walk.click(widget)
            walk.rest()
    assert walk.done > 2 * len(one_of_each) * len(KEYS)
    assert walk.chosen > len(KEYS)


def test_keys_mean_the_same_wherever_the_focus_was_brought(reviewed: MainWindow) -> None:
    walk = Walk(reviewed)
    focusable = [
        widget
        for widget in reviewed.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is reviewed
    ]
    for widget in focusable:
        for key in KEYS:
            if widget.isVisible() and not (widget is reviewed.documents.rows and key == Qt.Key.Key_Return):
                walk.focus(widget)
                walk.press(key)
                walk.rest()
    assert walk.chosen > 100
