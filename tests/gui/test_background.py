"""Work in the background tells of its end last."""

from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from annotator.services.running.progress import Progress
from annotator.ui.toolkit.background import Background


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
