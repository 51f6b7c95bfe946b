"""Work in the background tells of its end last."""

from concurrent.futures import Future
from threading import Event
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.toolkit import in_window as module
from annotator.ui.toolkit import waiting
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.waiting import Waiting
from tests.patience import WAIT_SECONDS


class Teller(QObject):
    told = Signal(str)


def test_the_end_overtakes_nothing_even_of_a_work_that_is_over_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    background, teller = Background(), Teller()
    heard: list[str] = []
    teller.told.connect(heard.append)
    background.done.connect(heard.append)

    def work(_progress: Progress) -> str:
        teller.told.emit("on the way")
        return "end"

    begin = background._executor.submit

    def submit(*arguments: Any) -> Future[Any]:
        future = begin(*arguments)
        future.result()
        return future

    monkeypatch.setattr(background._executor, "submit", submit)
    with qtbot.waitSignal(background.done):
        background.start(work)
    assert heard == ["on the way", "end"]


def test_a_work_whose_dialog_is_gone_stops_and_stumbles_over_nothing(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    dialog = QWidget()
    background, is_gone = Background(dialog), Event()

    def work(progress: Progress) -> None:
        is_gone.wait(WAIT_SECONDS)
        progress(1, 1, "")

    future = background.start(work)
    shiboken6.delete(dialog)
    is_gone.set()
    assert isinstance(future.exception(WAIT_SECONDS), Cancelled)
    background._executor.shutdown()
    assert caplog.text == ""


def test_dialogs_that_close_as_their_work_ends_are_left_alone(qapp: QApplication) -> None:
    """Thousands of times it ended the program while the work told of its end by a signal of the dialog's."""

    def work(progress: Progress) -> None:
        for _time in range(3):
            progress(1, 1, "")

    for turn in range(300):
        dialog = QWidget()
        background = Background(dialog)
        told = background.start(work)
        if turn % 3:
            told.exception(WAIT_SECONDS)
        shiboken6.delete(dialog)
        qapp.processEvents()
        assert isinstance(told.exception(WAIT_SECONDS), Cancelled | None)


def test_what_is_found_when_the_program_has_ended_is_dropped(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = module._Relay()
    shiboken6.delete(relay)
    monkeypatch.setattr(module, "_relay", lambda: relay)
    module.in_window(qapp, pytest.fail, "nobody waits any more")


def test_the_window_goes_on_while_it_waits_for_what_is_soon_done(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOON_SECONDS", WAIT_SECONDS)
    window, has_gone_on = QWidget(), Event()
    qtbot.addWidget(window)
    QTimer.singleShot(0, has_gone_on.set)
    assert Waiting(window, paints=True).result("Work", lambda _progress: has_gone_on.wait(WAIT_SECONDS))


def test_what_is_done_one_by_one_lets_the_window_go_on(qtbot: QtBot) -> None:
    window, has_gone_on = QWidget(), Event()
    qtbot.addWidget(window)
    QTimer.singleShot(0, has_gone_on.set)
    turns = Waiting(window).one_by_one(iter(lambda: has_gone_on.wait(waiting.AT_ONCE_SECONDS), True))
    assert not any(turns)
