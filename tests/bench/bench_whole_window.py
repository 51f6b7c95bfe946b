"""The whole window with its chart: from a key to all that is painted of it."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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


def key_to_paint(window: MainWindow) -> Callable[[], None]:
    """Give what presses 2 on the next words and paints all that comes of it, but for what waits for its own time."""
    view = window.view
    start = len(view.document_text) // 2
    numbers = count()

    def press() -> None:
        view.set_caret(start + 7 * next(numbers))
        QTest.keyClick(view, Qt.Key.Key_2)
        QApplication.processEvents()

    view.setFocus()
    return press


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_key_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    if len(opened.bridge.session.layer.annotations) > SIZES[0]:  # type: ignore[union-attr]
        benchmark.extra_info["yardstick"] = f"test_key_to_painted_window[{SIZES[0]}]"
    benchmark.pedantic(key_to_paint(opened), rounds=60, warmup_rounds=3)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_chart_in_the_frame_after_a_step(benchmark: Any, opened: MainWindow) -> None:
    """What the chart does in the frame after a key: nothing of it grows with the document."""
    panel = opened.chart.panel
    assert panel
    if len(opened.bridge.session.layer.annotations) > SIZES[0]:  # type: ignore[union-attr]
        benchmark.extra_info["yardstick"] = f"test_chart_in_the_frame_after_a_step[{SIZES[0]}]"
    press = key_to_paint(opened)

    def frame() -> None:
        panel._compose()
        panel.view.repaint()

    benchmark.pedantic(frame, setup=press, rounds=40, warmup_rounds=2)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_undo_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    press = key_to_paint(opened)

    def undo() -> None:
        opened.actions_by_name["undo"].trigger()
        QApplication.processEvents()

    benchmark.pedantic(undo, setup=press, rounds=40, warmup_rounds=2)
