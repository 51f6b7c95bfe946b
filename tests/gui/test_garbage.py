"""No thread but the interface's frees what Qt made there, however busy the others are."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from annotator.services.running.garbage import collector_paused
from annotator.ui.toolkit.background import Background
from annotator.ui.window.application import make_application
from tests.patience import WAIT_MILLISECONDS, WAIT_SECONDS

WORKERS = 3
ENOUGH = 3000


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let garbage be collected as often as can be."""
    thresholds, timer = gc.get_threshold(), make_application().garbage_timer
    interval = timer.interval()
    gc.set_threshold(1, 1, 1)
    timer.setInterval(0)
    yield
    timer.setInterval(interval)
    gc.set_threshold(*thresholds)


class Knot:
    """Garbage in a circle, made by a worker; it says in which thread it was freed."""

    def __init__(self, freed: list[int]) -> None:
        self.me = self
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.get_ident())


class QtKnot(QObject):
    """The same in the interface's thread, with an object of Qt in it."""

    def __init__(self, freed: list[int]) -> None:
        super().__init__()
        self.me = self
        self.model = QStandardItemModel(self)
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.get_ident())


class Knotting(QStyledItemDelegate):
    """Makes garbage with each row that it paints."""

    def __init__(self, freed: list[int]) -> None:
        super().__init__()
        self.freed = freed

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        QtKnot(self.freed)
        super().paint(painter, option, index)


@contextmanager
def workers(freed: list[int]) -> Iterator[None]:
    """Let threads make garbage, and now and then many records, until what is tried here is over."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            for _number in range(10):
                Knot(freed)
            with collector_paused():
                [[number] for number in range(10)]

    threads = [threading.Thread(target=work) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(WAIT_SECONDS)


def painted_list(qtbot: QtBot, freed: list[int]) -> QListView:
    view = QListView()
    qtbot.addWidget(view)
    model = QStandardItemModel(view)
    for number in range(20):
        model.appendRow(QStandardItem(f"row {number}"))
    view.setModel(model)
    delegate = Knotting(freed)
    delegate.setParent(view)
    view.setItemDelegate(delegate)
    view.resize(300, 500)
    view.show()
    return view


@pytest.mark.usefixtures("hasty")
def test_lists_are_painted_while_threads_make_garbage(qtbot: QtBot) -> None:
    freed: list[int] = []
    view = painted_list(qtbot, freed)

    def painted_enough() -> bool:
        view.viewport().repaint()
        return len(freed) > ENOUGH

    with workers(freed):
        qtbot.waitUntil(painted_enough, timeout=2 * WAIT_MILLISECONDS)
    assert set(freed) == {threading.get_ident()}
    assert not gc.isenabled()


@pytest.mark.usefixtures("hasty")
def test_what_runs_beside_the_window_frees_nothing_of_it(qtbot: QtBot) -> None:
    freed: list[int] = []
    background = Background()

    def work(_progress: object) -> int:
        for _number in range(ENOUGH):
            Knot(freed)
        return threading.get_ident()

    QtKnot(freed)
    with qtbot.waitSignal(background.done) as done:
        background.start(work)
    assert done.args != [threading.get_ident()]
    qtbot.waitUntil(lambda: len(freed) > ENOUGH)
    assert set(freed) == {threading.get_ident()}
