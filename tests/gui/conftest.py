"""Widgets without a screen, and a main window with a small article in it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.user.settings import SettingsStore
from annotator.ui.panels import document_panel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.window.application import Application
from annotator.ui.window.main_window import MainWindow
from tests.patience import WAIT_MILLISECONDS
from tests.unit.making import Desk, annotated

_WAITS = ("waitActive", "waitExposed", "waitSignal", "waitSignals", "waitUntil")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, waiting longer than it does by itself for what must come."""
    bot = QtBot(request)
    for name in _WAITS:
        setattr(bot, name, partial(getattr(bot, name), timeout=WAIT_MILLISECONDS))
    return bot


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    QApplication.setStyle("Fusion")
    return Application


@pytest.fixture(scope="session", autouse=True)
def _one_look(qapp: QApplication) -> None:
    qapp.setFont(QFont("DejaVu Sans", 10))
    theme.apply("light")


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[None]:
    _take_light_theme()
    yield
    _take_light_theme()


def _take_light_theme() -> None:
    # Each palette that is set anew goes through all widgets, which takes a tenth of a second.
    if theme.current() != theme.theme_of("light"):
        theme.apply("light")


@pytest.fixture(autouse=True)
def _wait_for_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have folders listed when they were opened, however busy the machine is."""
    monkeypatch.setattr(document_panel, "PATIENCE_SECONDS", WAIT_MILLISECONDS / 1000)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A saved article with two actors, two claims and an agreement."""
    return annotated(tmp_path)


@pytest.fixture
def bridge(desk: Desk) -> SessionBridge:
    bridge = SessionBridge()
    bridge.show_session(desk.session)
    return bridge


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    """The program's window with that article open."""
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.open_paths([desk.path])
    window.chart.load()
    yield window
    window.files.autosave.finish()
    if window.files.desk:
        window.files.autosave.watch(None)
        window.files.desk.close(keep_journal=True)
        window.files.desk = None


def press(widget: QWidget, *keys: Qt.Key) -> None:
    """Press keys one after the other."""
    for key in keys:
        QTest.keyClick(widget, key)
