"""What somebody else does to the files of the open document is said while one works, however they write."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.ui.toolkit import file_poll
from annotator.ui.toolkit.file_poll import FilePoll
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated


def write_in_place(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:
        file.truncate()
        file.write(data)


def said(window: MainWindow, words: str) -> bool:
    return any(words in text for text in window.notice.texts)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the files have been looked at once."""
    qtbot.waitUntil(
        lambda: bool(window.findChildren(FilePoll)) and any(poll._known for poll in window.findChildren(FilePoll))
    )


def test_a_file_written_in_place_is_noticed_within_two_seconds(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    settled(window, qtbot)
    begun = monotonic()
    write_in_place(desk.sidecar, desk.sidecar.read_bytes() + b"\n")
    qtbot.waitUntil(lambda: said(window, "was changed by somebody else since it was opened here"))
    assert monotonic() - begun < 5
    assert "Merge" in window.notice.choices


def test_ones_own_saves_are_nobody_elses(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    settled(window, qtbot)
    looked: list[object] = []
    for poll in window.findChildren(FilePoll):
        poll.changed.connect(looked.append)
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    window.files.save()
    qtbot.waitUntil(lambda: bool(looked))
    assert window.notice.texts == []


def test_an_annotation_file_that_is_gone_can_be_saved_again(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    settled(window, qtbot)
    desk.sidecar.unlink()
    qtbot.waitUntil(lambda: said(window, "was removed or renamed by somebody else"))
    next(button for button in window.notice.findChildren(QPushButton) if button.text() == "Save it again").click()
    assert desk.sidecar.exists()


def test_another_article_codebook_or_colleagues_file_is_said(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    settled(window, qtbot)
    write_in_place(desk.path, desk.path.read_bytes() + b"More.\n")
    desk.path.with_name("codebook.json").write_text('{"format": "annotator-codebook", "version": 1, "name": "new"}')
    qtbot.waitUntil(lambda: said(window, "codebook.json was changed by somebody else"))
    qtbot.waitUntil(lambda: said(window, "talks.txt was changed by somebody else; what is shown is as it was read"))


def test_a_colleagues_file_that_changed_is_read_at_the_click_of_a_button(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "elsewhere").mkdir()
    theirs = annotated(tmp_path / "elsewhere", annotator="lrossi").sidecar.rename(
        tmp_path / "talks.txt.lrossi.ann.json"
    )
    window.files.read_again()
    settled(window, qtbot)
    write_in_place(theirs, theirs.read_bytes() + b"\n")
    qtbot.waitUntil(lambda: said(window, f"{theirs.name} was changed by somebody else."))
    assert window.notice.choices == ["Read lrossi's"]
    next(button for button in window.notice.findChildren(QPushButton) if button.text() == "Read lrossi's").click()
    assert window.bridge.session
    assert window.bridge.session.sidecar == theirs
    settled(window, qtbot)
    write_in_place(theirs, theirs.read_bytes() + b"\n")
    qtbot.waitUntil(lambda: said(window, f"{theirs.name} was changed by somebody else."))
    assert window.notice.choices == ["Read again"]
    theirs.unlink()
    qtbot.waitUntil(lambda: said(window, f"{theirs.name} was removed"))


HANGS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from annotator.ui.toolkit import file_poll
from annotator.ui.toolkit.background import Background
application = QApplication(sys.argv)
reached = []
def hang(what):
    reached.append(what)
    time.sleep(60)
file_poll._state = hang
poll = file_poll.FilePoll()
poll.watch(lambda: [Path("/a/share/that/is/gone")])
background = Background(only_reads=True)
background.start(hang)
def look():
    application.quit() if len(reached) == 2 else QTimer.singleShot(5, look)
QTimer.singleShot(0, look)
application.exec()
print("over", flush=True)
"""


def test_a_share_that_hangs_does_not_hold_up_the_end_of_the_program() -> None:
    begun = monotonic()
    said = subprocess.run([sys.executable, "-c", HANGS], check=True, capture_output=True, text=True, timeout=55).stdout
    assert said == "over\n"
    assert monotonic() - begun < 50


def test_a_share_that_hangs_holds_up_nothing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_poll, "LOOK_MILLISECONDS", 10)
    hangs, goes_on = Event(), Event()
    real = file_poll._state

    def state(path: Path) -> object:
        hangs.set()
        goes_on.wait(20)
        return real(path)

    monkeypatch.setattr(file_poll, "_state", state)
    poll, found = FilePoll(), list[object]()
    poll.changed.connect(found.append)
    poll.watch(lambda: [tmp_path / "a"])
    qtbot.waitUntil(hangs.is_set)
    goes_on.set()
    qtbot.waitUntil(lambda: bool(poll._known))
    (tmp_path / "a").touch()
    os.utime(tmp_path / "a", ns=(5, 5))
    qtbot.waitUntil(lambda: bool(found))
    poll.stop()
