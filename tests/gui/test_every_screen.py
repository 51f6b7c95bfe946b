"""What has to hold on every screen that the program can show, played scene by scene."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QColorDialog,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from annotator.formats.resource_files import sample_folder
from annotator.ui.pictures.camera import play
from annotator.ui.pictures.scenes import SCENES
from annotator.ui.pictures.stage import Stage

QTS_OWN = (QColorDialog, QFileDialog)
"""What these hold is Qt's, or the system's where there is one."""


@pytest.fixture
def stage(tmp_path: Path, qapp: object) -> Stage:
    return Stage(Path(shutil.copytree(sample_folder(), tmp_path / "Articles")), "light", "1280x800")


@pytest.mark.parametrize("name", SCENES)
def test_every_screen(stage: Stage, name: str) -> None:
    faults: list[str] = []

    def look(front: QWidget, _picture: QImage) -> None:
        if not isinstance(front, QTS_OWN):
            faults.extend(letters_taken_twice(front))
            faults.extend(buttons_that_enter_does_not_press(front))
            faults.extend(untold(front))

    play(stage, SCENES[name], look)
    assert faults == []


# Letters -------------------------------------------------------------------------------------------------------------


def letters_taken_twice(front: QWidget) -> Iterator[str]:
    """Alt and a letter does one thing in a window, and a letter one thing in an open menu."""
    if isinstance(front, QMenu):
        yield from twice([action.text() for action in front.actions()])
    yield from twice([text for widget in seen_in(front) for text in texts_of(widget)])
    for menu in front.findChildren(QMenu):
        yield from twice([action.text() for action in menu.actions()])


def seen_in(front: QWidget) -> list[QWidget]:
    return [widget for widget in front.findChildren(QWidget) if widget.isVisible() and widget.window() is front]


def texts_of(widget: QWidget) -> list[str]:
    if isinstance(widget, QMenuBar):
        return [action.text() for action in widget.actions()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(index) for index in range(widget.count())]
    if isinstance(widget, QLabel):
        return [widget.text()] if widget.buddy() is not None else []
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    return [widget.text()] if isinstance(widget, QAbstractButton) else []


def twice(texts: list[str]) -> Iterator[str]:
    letters = {text: QKeySequence.mnemonic(text).toString() for text in texts}
    counts = Counter(letters.values())
    yield from (f"{key}: {text}" for text, key in letters.items() if key and counts[key] > 1)


# Enter ---------------------------------------------------------------------------------------------------------------


def buttons_that_enter_does_not_press(front: QWidget) -> Iterator[str]:
    """A button looks as if Enter pressed it where it is the default one of its dialog or has the focus."""
    for button in seen_in(front):
        if not isinstance(button, QPushButton | QToolButton) or not button.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        in_a_box = isinstance(button.parent(), QDialogButtonBox | QTabBar)
        if not in_a_box and type(button).keyPressEvent in (QPushButton.keyPressEvent, QToolButton.keyPressEvent):
            yield f"{type(button).__name__} “{button.text()}” in {type(button.parent()).__name__}"


# Screen readers ------------------------------------------------------------------------------------------------------

Role, Text = QAccessible.Role, QAccessible.Text
NAMED = {
    Role.Button, Role.ButtonMenu, Role.Cell, Role.Chart, Role.CheckBox, Role.ComboBox, Role.Dialog, Role.EditableText,
    Role.Link, Role.List, Role.ListItem, Role.MenuItem, Role.PageTab, Role.ProgressBar, Role.RadioButton, Role.Slider,
    Role.SpinBox, Role.Table, Role.Tree, Role.TreeItem, Role.Window,
}  # fmt: skip
"""What is found by its name."""
MOST_CHILDREN = 40
"""So many rows of a list are looked at."""


def untold(front: QWidget) -> Iterator[str]:
    """Everything has a name, a value where it holds one, and words for what it is for; none of them is markup."""
    for told in told_in(QAccessible.queryAccessibleInterface(front)):
        name, value, purpose = (told.text(which) for which in (Text.Name, Text.Value, Text.Description))
        widget = told.object()
        who = f"{told.role().name} {type(widget).__name__} “{name}”"
        if told.role() in NAMED and not name and not is_empty_cell(told) and not of_qt(widget):
            yield f"{who} has no name"
        if "<qt>" in name + value + purpose:
            yield f"{who} is told in markup: {purpose}"
        if isinstance(widget, QComboBox) and widget.currentText() and not (value and (purpose or is_labelled(told))):
            yield f"{who} does not say what it is for"
        if isinstance(widget, QLabel) and widget.text() and widget.text().replace("&", "") not in name:
            yield f"{who} does not tell its text {widget.text()}"
        if isinstance(widget, QLineEdit | QPlainTextEdit) and not widget_text(widget) and value:
            yield f"{who} tells a hint as its value"


def told_in(told: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield told
    children: list[Any] = [told.child(index) for index in range(min(told.childCount(), MOST_CHILDREN))]
    for child in children:
        if child is not None and child.isValid() and not child.state().invisible:
            yield from told_in(child)


def is_labelled(told: QAccessibleInterface) -> bool:
    return any(flag & QAccessible.RelationFlag.Label for _other, flag in told.relations())


def is_empty_cell(told: QAccessibleInterface) -> bool:
    return told.role() in (Role.Cell, Role.TreeItem, Role.ListItem) and told.object() is None


def of_qt(widget: object) -> bool:
    if not isinstance(widget, QWidget):
        return False
    return widget.objectName().startswith("qt_") or isinstance(widget.parent(), QTabBar)


def widget_text(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
