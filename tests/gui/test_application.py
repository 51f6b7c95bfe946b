"""The application's start: the article first, and what the desktop tells it by an event."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.layer import Annotator
from annotator.services.keeping.first_article import open_first_article
from annotator.services.user import state_folders
from annotator.services.user.settings import SettingsStore
from annotator.ui.window.application import make_application
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.running_app import RunningApp
from tests.gui.conftest import press
from tests.unit.making import TEXT, Desk, annotated


def test_a_file_that_the_desktop_wants_opened_is_opened(window: MainWindow, tmp_path: Path) -> None:
    article = tmp_path / "second.txt"
    article.write_text("Italy said it would agree.", encoding="utf-8")
    application = make_application()
    application.file_wanted.connect(window.opening.take_handed)
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(article))))
    assert "second.txt" in window.windowTitle()


class Paints(QObject):
    """Notes of each paint of the article what was there by then."""

    def __init__(self, view: QWidget, what: Callable[[], object]) -> None:
        super().__init__()
        self.what = what
        self.found: list[object] = []
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.found.append(self.what())
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
    opened = open_first_article([desk.path], Annotator("mkato"))
    assert opened
    frame.show_first(opened)
    frame.resize(1280, 800)
    paints = Paints(frame.view.viewport(), lambda: frame.is_complete)
    text, titles = frame.view.document(), [dock.windowTitle() for dock in frame.panes]
    with qtbot.waitSignal(frame.completed):
        frame.show()
    assert paints.found[0] is False
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


def test_a_document_is_painted_before_the_lists_are_filled(window: MainWindow, tmp_path: Path) -> None:
    longer = annotated(tmp_path, name="longer.txt", text=f"{TEXT}\n{TEXT}")
    paints = Paints(window.view.viewport(), lambda: (window.view.document_text, window.annotations.model.rowCount()))
    window.open_paths([longer.path])
    assert paints.found[0] == (longer.document.text, 0)
    assert window.annotations.model.rowCount() == len(longer.layer.annotations)


def test_a_window_that_is_closed_before_it_is_complete_just_closes(frame: MainWindow) -> None:
    frame.show()
    assert frame.close()
    assert not frame.is_complete


def test_without_a_folder_for_running_programs_every_start_is_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_folders, "runtime", lambda: None)
    for running in (RunningApp(), RunningApp()):
        assert running.is_first()
        assert not running.listen()
        running.close()
