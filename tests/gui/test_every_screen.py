"""What has to hold on every screen that the program can show, played scene by scene."""

import importlib
import os
import pkgutil
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

import annotator.ui
from annotator.formats.resource_files import sample_folder
from annotator.ui.dialogs.earlier_states import EarlierWorkView
from annotator.ui.dialogs.work_dialog import WorkDialog
from annotator.ui.pictures.camera import play
from annotator.ui.pictures.scenes import SCENES
from annotator.ui.pictures.stage import Stage
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.toolkit.screen_room import FRAME
from tests.gui.contrast import strongest

QTS_OWN = (QColorDialog, QFileDialog)
"""What these hold is Qt's, or the system's where there is one."""


DIALOGS = {
    "AgreementView": "review-agreement",
    "ConfusionView": "review-confusion",
    "ChartsView": "review-charts",
    "CodebookEditor": "codebook-entities",
    "CommandPalette": "palette",
    "EarlierStatesView": "earlier-states",
    "EncodingDialog": "which-encoding",
    "EntitiesView": "review-entities",
    "ExportDialog": "export",
    "FindingsView": "findings",
    "FolderSearch": "find-in-folder",
    "GuideWindow": "guide",
    "IdentityDialog": "identity",
    "ImportDialog": "import-empty",
    "KeyHelp": "keys",
    "LooseNames": "loose-names",
    "NamesList": "suggestions-names",
    "OccurrencePreview": "annotate-all",
    "PictureDialog": "chart-picture",
    "PreferencesDialog": "preferences-annotating",
    "RecodeDialog": "recode",
    "RecoverView": "set-aside",
    "ReviewFindings": "review-findings",
    "StepList": "steps",
    "StepPreview": "annotate-everywhere",
    "StepReport": "steps-left",
    "TheirChanges": "their-changes",
    "WaitingDialog": "review-waiting",
}
"""A scene in which each dialog of the program is seen."""
GROUNDS = {FilteredList, WorkDialog, EarlierWorkView}
"""Dialogs that are only there for others to be made of."""
THEMES = ("light", "dark")
# Each screen takes half a second and more: `make screens` looks at all in both themes, `make test` at each in one.
CASES = [
    (name, theme)
    for number, name in enumerate(SCENES)
    for theme in (THEMES if "EVERY_SCREEN" in os.environ else THEMES[number % 2 :][:1])
]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("name", "choice"), CASES)
def test_every_screen(tmp_path: Path, name: str, choice: str) -> None:
    stage = Stage(Path(shutil.copytree(sample_folder(), tmp_path / "Articles")), choice, "1280x800")
    faults: list[str] = []
    shown: list[str] = []

    def look(front: QWidget, picture: QImage) -> None:
        shown.append(type(front).__name__)
        if picture.width() > WINDOW.width() or picture.height() > WINDOW.height():
            faults.append(f"{shown[-1]} is {picture.width()} by {picture.height()}")
        if not isinstance(front, QTS_OWN):
            faults.extend(letters_taken_twice(front))
            faults.extend(buttons_that_enter_does_not_press(front))
            faults.extend(untold(front))
            faults.extend(faint(front))
            faults.extend(too_large(front))

    play(stage, SCENES[name], look)
    assert faults == []
    assert {dialog for dialog, scene in DIALOGS.items() if scene == name} <= set(shown)


def test_every_dialog_has_a_scene() -> None:
    assert {dialog.__name__ for dialog in dialogs()} <= DIALOGS.keys()


def dialogs() -> Iterator[type]:
    """Give every dialog of the program."""
    for module in pkgutil.walk_packages(annotator.ui.__path__, "annotator.ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    left = list(QDialog.__subclasses__())
    while left:
        kind = left.pop()
        left.extend(kind.__subclasses__())
        if kind.__module__.startswith("annotator.") and kind not in GROUNDS:
            yield kind


# Room ----------------------------------------------------------------------------------------------------------------

WINDOW = QSize(1280, 800)
SMALL = QSize(960, 540)
"""The screen of 1920 by 1080 pixels at 200 %."""


def too_large(front: QWidget) -> Iterator[str]:
    """Whatever opens finds room on a small screen, but for menus, which scroll."""
    least, room = front.minimumSizeHint(), SMALL - FRAME
    if not isinstance(front, QMenu) and (least.width() > room.width() or least.height() > room.height()):
        yield f"{type(front).__name__} takes {least.width()} by {least.height()}"


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


# Contrast ------------------------------------------------------------------------------------------------------------

LEAST = 4.5
_EDGE = 5
"""Pixels of a control that are its frame's."""


def faint(front: QWidget) -> Iterator[str]:
    """All text has the contrast that WCAG 2.2 asks for (1.4.3), also what is selected or cannot be used now."""
    picture = front.grab().toImage()
    for widget, text, area in written_in(front):
        place = QRect(widget.mapTo(front, area.topLeft()), area.size())
        seen = place.intersected(seen_of(widget, front))
        # What is cut by the edge of a pane may show nothing of its letters.
        is_whole = seen.height() >= place.height() and seen.width() >= place.width() // 2
        found = strongest(picture, seen)
        if text.strip() and is_whole and found < LEAST:
            yield f"{type(widget).__name__} “{text}” has {found:.2f}"


def written_in(front: QWidget) -> Iterator[tuple[QWidget, str, QRect]]:
    """Give each text with the widget that shows it and its place in there."""
    for widget in [front, *seen_in(front)]:
        inner = widget.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if isinstance(widget, QLabel):
            yield widget, widget.text(), widget.rect()
        elif isinstance(widget, QCheckBox | QRadioButton):
            yield widget, widget.text(), widget.rect().adjusted(22, 0, 0, 0)
        elif isinstance(widget, QAbstractButton):
            icon = widget.iconSize().width() + _EDGE if not widget.icon().isNull() else 0
            yield widget, widget.text(), inner.adjusted(icon, 0, 0, 0)
        elif isinstance(widget, QComboBox):
            yield widget, widget.currentText(), inner.adjusted(0, 0, -20, 0)
        elif isinstance(widget, QLineEdit):
            yield widget, widget.text() or widget.placeholderText(), inner.adjusted(0, 0, -20, 0)
        elif isinstance(widget, QTabBar):
            yield from (
                (widget, widget.tabText(i), widget.tabRect(i).adjusted(8, 6, -8, -6)) for i in range(widget.count())
            )
        elif isinstance(widget, QMenu):
            yield from ((widget, a.text(), widget.actionGeometry(a).adjusted(3, 3, -3, -3)) for a in widget.actions())
        elif isinstance(widget, QAbstractItemView):
            yield from written_in_rows(widget)


def written_in_rows(view: QAbstractItemView) -> Iterator[tuple[QWidget, str, QRect]]:
    model, port = view.model(), view.viewport()
    for row in range(min(model.rowCount(), MOST_CHILDREN)):
        for column in range(1 if isinstance(view, QListView) else model.columnCount(QModelIndex())):
            index = model.index(row, column)
            area = view.visualRect(index).intersected(port.rect()).adjusted(8, 2, -4, -2)
            if isinstance(view, RowList):
                area.setLeft(area.left() + 24)
            if area.height() > 8 and area.width() > 8:
                yield port, str(index.data() or ""), area


def seen_of(widget: QWidget, front: QWidget) -> QRect:
    region = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(front, region.topLeft()), region.size())
