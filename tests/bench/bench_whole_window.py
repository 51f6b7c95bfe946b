"""The whole window with its chart: from a key to all that is painted of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.user.settings import SettingsStore
from annotator.ui.window.main_window import MainWindow
from tests.bench.conftest import write_large

SIZES = (100, 10_000, 100_000)
QUIET_MILLISECONDS = 400


@pytest.fixture
def opened(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The program's window, with an article of as many annotations as the test asks for and its chart."""
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.open_paths([write_large(tmp_path, request.param)])
    qtbot.waitUntil(lambda: window.bridge.session is not None, timeout=60_000)
    window.chart.load()
    panel = window.chart.panel
    assert panel
    qtbot.waitUntil(lambda: panel.is_still and bool(panel.graph.nodes), timeout=60_000)
    run(QUIET_MILLISECONDS)
    yield window
    window.files.autosave.watch(None)
    if window.files.desk:
        window.files.desk.close()
        window.files.desk = None


def run(milliseconds: int) -> None:
    timer = QElapsedTimer()
    timer.start()
    while not timer.hasExpired(milliseconds):
        QApplication.processEvents()


class Keys:
    """Marks one word of the article after the other by its key, and paints all that comes of it."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.view = window, window.view
        text = self.view.document_text
        self._words = re.compile(r"\w{4,}").finditer(text, text.index("\n\n", len(text) // 2))
        self.view.setFocus()

    def select(self) -> None:
        """Select the next word."""
        self.view.select_span(Span(*next(self._words).span()))
        QApplication.processEvents()

    def press(self) -> None:
        """Annotate it; what waits for a time of its own is not waited for."""
        QTest.keyClick(self.view, Qt.Key.Key_2)
        QApplication.processEvents()

    def annotate(self) -> None:
        """Do both."""
        self.select()
        self.press()


def compare(benchmark: Any, window: MainWindow, name: str) -> None:
    assert window.bridge.session
    if len(window.bridge.session.layer.annotations) > SIZES[0]:
        benchmark.extra_info["yardstick"] = f"{name}[{SIZES[0]}]"


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_key_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    compare(benchmark, opened, "test_key_to_painted_window")
    keys = Keys(opened)
    benchmark.pedantic(keys.press, setup=keys.select, rounds=60, warmup_rounds=3)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_chart_in_the_frame_after_a_step(benchmark: Any, opened: MainWindow) -> None:
    """What the chart does in the frame after a key: nothing of it grows with the document."""
    compare(benchmark, opened, "test_chart_in_the_frame_after_a_step")
    panel = opened.chart.panel
    assert panel

    def frame() -> None:
        panel._compose()
        panel.view.repaint()

    benchmark.pedantic(frame, setup=Keys(opened).annotate, rounds=40, warmup_rounds=2)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_undo_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    compare(benchmark, opened, "test_undo_to_painted_window")

    def undo() -> None:
        opened.actions_by_name["undo"].trigger()
        QApplication.processEvents()

    benchmark.pedantic(undo, setup=Keys(opened).annotate, rounds=40, warmup_rounds=2)
