"""Small things that one would stumble over every day: cut names, lists that hide what is selected, risky defaults."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.pick_list import Choice as PickChoice
from annotator.ui.toolkit.pick_list import ask
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.window.application import report_error
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.status_line import StatusLine
from annotator.ui.window.window_frame import LAYOUT_VERSION
from tests.unit.making import Desk

LONG = "The security of Europe and that of the Indo-Pacific cannot be separated"


def test_a_name_without_room_is_shortened_visibly_and_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    button, combo = NameButton(LONG, "Topic"), Choice("Topic", {"": LONG})
    for widget in (button, combo):
        qtbot.addWidget(widget)
        widget.resize(120, 24)
    on_button, on_combo = QStyleOptionButton(), QStyleOptionComboBox()
    button.initStyleOption(on_button)
    combo.initStyleOption(on_combo)
    for shown in (on_button.text, on_combo.currentText):
        assert shown.endswith("…")
        assert LONG.startswith(shown[:5])
    assert LONG in button.toolTip()


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QCheckBox, QPushButton])
def test_the_outline_of_a_field_can_be_seen(qtbot: QtBot, choice: str, kind: type[QWidget]) -> None:
    theme.apply(choice)
    widget = kind()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(QSize(40, 24)))
    image = widget.grab().toImage()
    ground = theme.current().window
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(8)]
    assert max(theme.contrast(color, ground) for color in row) >= 2.5, row


def test_the_selected_row_stays_in_sight_when_the_list_becomes_smaller(window: MainWindow, desk: Desk) -> None:
    rows: RowList = window.annotations.rows
    window.resize(900, 900)
    QApplication.processEvents()
    last = window.annotations.model.rowCount() - 1
    rows.selectRow(last)
    rows.setFixedHeight(rows.visualRect(rows.currentIndex()).bottom() + 1)
    rows.setFixedHeight(60)
    QApplication.processEvents()
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()).center())


def test_a_closed_document_is_not_marked_and_opens_again_by_a_click(window: MainWindow, desk: Desk) -> None:
    documents = window.documents
    index = documents.model.index(0, 0)
    assert window.files.close_document()
    assert not documents.rows.selected_ids()
    assert window.status_line.saved_text == ""
    documents.rows.clicked.emit(index)
    assert window.files.desk
    assert window.files.desk.document_path == desk.path


def test_names_of_panes_are_never_cut_also_in_a_layout_of_ones_own(window: MainWindow) -> None:
    window.tabifyDockWidget(window.panes["chart"], window.panes["inspector"])
    window.restoreState(window.saveState(LAYOUT_VERSION), LAYOUT_VERSION)
    QApplication.processEvents()
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    assert len(bars) > 1
    assert {bar.elideMode() for bar in bars} == {Qt.TextElideMode.ElideNone}


def test_enter_does_not_throw_anything_away(window: MainWindow, desk: Desk) -> None:
    asked: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.defaultButton().text().replace("&", ""))
        box.reject()

    desk.path.parent.rename(desk.path.parent.with_name("moved"))
    window.view.select_span(desk.span("Norland"))
    window.commands.annotate("actor")
    window.files.save()
    assert window.status_line.saved_text == "Not saved"
    QTimer.singleShot(0, look)
    assert not window.files.close_document()
    assert asked == ["Cancel"]
    desk.path.parent.with_name("moved").rename(desk.path.parent)


def test_an_error_is_said_also_while_no_window_is_active(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    report_error(ValueError, ValueError(), None)
    (box,) = window.findChildren(QMessageBox)
    assert box.isVisible()
    assert "ValueError" in capsys.readouterr().err
    box.reject()


def test_a_new_users_window_leaves_room_for_its_title_on_a_small_screen(window: MainWindow) -> None:
    # The screenless platform has a screen of 800 by 800 pixels.
    room = window.screen().availableSize()
    new = MainWindow(window.store)
    assert room.width() < 1280
    assert new.width() < room.width()
    assert room.height() - new.height() >= 30


def test_a_list_of_choices_closes_where_the_field_that_asked_is_gone(qtbot: QtBot) -> None:
    window, field = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    field.setParent(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    taken: list[str] = []
    picker = ask(window, "Topic", QRect(), lambda typed: [PickChoice("Fees", "", lambda: taken.append(typed))])
    qtbot.waitUntil(picker.isVisible)
    with qtbot.waitSignal(field.destroyed):
        field.deleteLater()
    edit = picker.findChild(QLineEdit)
    assert edit
    QTest.keyClicks(edit, "fe")
    edit.insert("\x00")
    with qtbot.waitSignal(picker.destroyed):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert taken == ["fe"]


def test_a_control_that_is_pasted_into_a_field_is_left_out(qtbot: QtBot) -> None:
    said: list[str] = []
    field = TextField("Place")
    qtbot.addWidget(field)
    field.entered.connect(said.append)
    field.insert("Ro\x00me\x07 ")
    field.editingFinished.emit()
    assert said == ["Rome"]


def test_whose_file_counts_leaves_a_narrow_line_to_messages(bridge: SessionBridge, qtbot: QtBot) -> None:
    """Its choices are long: at 640 points the list left less than half of the line."""
    line, choice = StatusLine(bridge), Choice("Whose annotations count")
    qtbot.addWidget(line)
    choice.setMinimumContentsLength(26)
    line.add_choice(choice)
    line.resize(1280, 30)
    line.show()
    qtbot.waitUntil(lambda: choice.width() > 200)
    line.resize(640, 30)
    qtbot.waitUntil(lambda: choice.width() <= 160)
