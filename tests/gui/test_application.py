"""The application's start: the article first, and what the desktop tells it by an event."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.layer import Annotator
from annotator.services.first_look import first_look
from annotator.services.settings import SettingsStore
from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


def test_a_file_that_the_desktop_wants_opened_is_opened(window: MainWindow, tmp_path: Path) -> None:
    article = tmp_path / "second.txt"
    article.write_text("Italy said it would agree.", encoding="utf-8")
    application = make_application()
    application.file_wanted.connect(window.opening.take_handed)
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(article))))
    assert "second.txt" in window.windowTitle()


class Paints(QObject):
    """Notes of each paint of the article whether the window had its parts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self.furnished: list[bool] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.furnished.append(self.window.is_furnished)
        return False


@pytest.fixture
def frame(desk: Desk, qtbot: QtBot) -> MainWindow:
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    frame = MainWindow(store, at_once=False)
    qtbot.addWidget(frame)
    return frame


def test_the_article_is_painted_first_and_stays_when_all_else_comes(
    frame: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    opened = first_look([desk.path], Annotator("mkato"))
    assert opened
    frame.show_first(opened)
    frame.view.viewport().installEventFilter(paints := Paints(frame))
    text, titles = frame.view.document(), [dock.windowTitle() for dock in frame.panes]
    with qtbot.waitSignal(frame.furnished):
        frame.show()
    assert paints.furnished[0] is False
    place = frame.view.geometry()
    frame.files.take_first(opened, desk.path)
    assert frame.view.document() is text
    assert frame.view.geometry().topLeft() == place.topLeft()
    assert frame.view.width() == place.width()
    assert [dock.windowTitle() for dock in frame.panes] == titles
    assert all(dock.widget().isEnabled() for dock in frame.panes)
    before = len(opened.layer.annotations)
    frame.view.set_caret(desk.span("Norland").start)
    press(frame.view, Qt.Key.Key_1)
    assert len(opened.layer.annotations) == before + 1
    assert frame.close()
    assert SettingsStore().settings.recent == [str(desk.path)]


def test_a_window_that_is_closed_before_it_is_furnished_just_closes(frame: MainWindow) -> None:
    frame.show()
    assert frame.close()
    assert not frame.is_furnished
