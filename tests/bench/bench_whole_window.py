"""The whole window with its chart: from a key to all that is painted of it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.searching.find_in_text import find_in_text
from annotator.services.user.settings import SettingsStore
from annotator.ui.window.main_window import MainWindow
from tests.bench.conftest import PARAGRAPH, QUICK, write_large

SIZES = (100, 10_000) if QUICK else (100, 10_000, 100_000)
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


def compare(benchmark: Any, window: MainWindow, name: str, way: str = "") -> None:
    assert window.bridge.session
    count = len(window.bridge.session.layer.annotations)
    size = min(SIZES, key=lambda size: abs(size - count))
    benchmark.extra_info.update(grows_with="annotations", size=size, of=f" {way}".rstrip(" -"))
    smallest = f"{name}[{way}{SIZES[0]}]"
    benchmark.extra_info["yardstick"] = smallest if size > SIZES[0] else "test_key_to_painted_plain_text"


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_key_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    compare(benchmark, opened, "test_key_to_painted_window")
    keys = Keys(opened)
    benchmark.pedantic(keys.press, setup=keys.select, rounds=60, warmup_rounds=3)


def test_key_to_painted_plain_text(benchmark: Any, qtbot: QtBot) -> None:
    """The yardstick: a letter typed into a window that holds a plain text and nothing else."""
    window, text = QMainWindow(), QPlainTextEdit(PARAGRAPH * 20)
    qtbot.addWidget(window)
    window.setCentralWidget(text)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    text.setFocus()

    def press() -> None:
        QTest.keyClick(text, Qt.Key.Key_2)
        QApplication.processEvents()

    benchmark.pedantic(press, rounds=60, warmup_rounds=3)


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


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_redo_to_painted_window(benchmark: Any, opened: MainWindow) -> None:
    compare(benchmark, opened, "test_redo_to_painted_window")
    keys = Keys(opened)

    def annotate_and_undo() -> None:
        keys.annotate()
        opened.actions_by_name["undo"].trigger()
        QApplication.processEvents()

    def redo() -> None:
        opened.actions_by_name["redo"].trigger()
        QApplication.processEvents()

    benchmark.pedantic(redo, setup=annotate_and_undo, rounds=40, warmup_rounds=2)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_PageDown], ids=["line", "page"])
def test_scroll(benchmark: Any, opened: MainWindow, key: Qt.Key) -> None:
    compare(benchmark, opened, "test_scroll", f"{'line' if key == Qt.Key.Key_Down else 'page'}-")
    opened.view.setFocus()
    for _time in range(60):
        QTest.keyClick(opened.view, Qt.Key.Key_Down)

    def scroll() -> None:
        QTest.keyClick(opened.view, key)
        QApplication.processEvents()

    benchmark.pedantic(scroll, rounds=60, warmup_rounds=2)


@pytest.mark.parametrize("opened", SIZES, indirect=True)
def test_find_to_first_hit(benchmark: Any, opened: MainWindow) -> None:
    compare(benchmark, opened, "test_find_to_first_hit")
    words = iter(f"joint exercises near Capes and Bay{letter}" for letter in "s. Minister Aiko Mori said that Norland")

    def find() -> None:
        find_in_text(opened.view.document_text, next(words))

    benchmark.pedantic(find, rounds=9, warmup_rounds=1)


@pytest.mark.parametrize("size", SIZES)
def test_longest_freeze_after_opening(benchmark: Any, tmp_path: Path, qtbot: QtBot, size: int) -> None:
    """The longest time for which the window, once the article is shown, lets no other event in."""
    benchmark.extra_info.update(grows_with="annotations", size=size)
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    path = write_large(tmp_path, size)
    beats: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(perf_counter()))
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.bridge.session is not None, timeout=60_000)
    timer.start()
    run(3000)
    timer.stop()
    longest = max(later - before for before, later in pairwise(beats))
    clock = iter((0.0, longest))
    benchmark._timer = lambda: next(clock)
    benchmark.pedantic(lambda: None, rounds=1)
    window.files.autosave.watch(None)
    if window.files.desk:
        window.files.desk.close()
        window.files.desk = None
