"""Opening what takes a while: beside the window, which stays as it is until then; it can be stopped."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.keeping import open_document
from annotator.services.reading import document_process
from annotator.ui.files import document_reader
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit import small_documents as small
from tests.unit.making import Desk

WAITING = """
import os, sys
with open(sys.argv[1], "a") as pids:
    pids.write(f"{os.getpid()}\\n")
open(sys.argv[2]).close()
from annotator.services.reading.document_process import answer_request
answer_request()
"""


class SlowReader:
    """Reads documents as the program does, once it may; ``pids`` are the processes that were started for it."""

    def __init__(self, folder: Path) -> None:
        self._pids, self._gate = folder / "pids", folder / "gate"
        self._held: int | None = None
        os.mkfifo(self._gate)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-c", WAITING, str(self._pids), str(self._gate)]

    @property
    def pids(self) -> list[int]:
        return [int(line) for line in self._pids.read_text().splitlines()] if self._pids.exists() else []

    def waits(self, count: int = 1) -> bool:
        return len(self.pids) == count

    def go_on(self) -> None:
        """Let all go on, also those that come to the gate later."""
        self._held = os.open(self._gate, os.O_RDWR)

    def close(self) -> None:
        if self._held is not None:
            os.close(self._held)

    def are_ended(self) -> bool:
        ended = 0
        for pid in self.pids:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                ended += 1
        return ended == len(self.pids)


@pytest.fixture
def slow(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowReader]:
    slow = SlowReader(tmp_path_factory.mktemp("slow"))
    monkeypatch.setattr(document_process, "_command", lambda: slow.command)
    document_process._read.cache_clear()
    yield slow
    slow.close()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: texts.append(box.text()))
    return texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.docx", "b.docx", "c.docx"):
        (folder / name).write_bytes(small.docx([f"Ostia spoke in {name}."]))
    (folder / "d.txt").write_text("Ostia spoke.")
    return folder


def is_open(window: MainWindow, path: Path) -> Callable[[], bool]:
    return lambda: bool(window.files.desk and window.files.desk.document_path == path)


def test_it_is_said_and_one_goes_on_meanwhile(
    window: MainWindow, desk: Desk, folder: Path, slow: SlowReader, qtbot: QtBot
) -> None:
    assert not window.actions_by_name["stop_opening"].isEnabled()
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(window.reading_bar.isVisible)
    assert window.reading_bar.label.text() == "Opening a.docx …"
    assert window.windowTitle().startswith("talks.txt")
    before = len(desk.session.layer.annotations)
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    session = window.bridge.session
    assert session
    assert len(session.layer.annotations) == before + 1
    qtbot.waitUntil(slow.waits)
    slow.go_on()
    qtbot.waitUntil(is_open(window, folder / "a.docx"))
    assert window.reading_bar.isHidden()
    assert "a.docx" in window.view.document_text
    assert '"Norland"' in desk.sidecar.read_text()
    assert not window.actions_by_name["stop_opening"].isEnabled()


@pytest.mark.parametrize("by_key", [False, True])
def test_stopping_ends_the_process_and_leaves_all_as_it_was(
    window: MainWindow, desk: Desk, folder: Path, slow: SlowReader, qtbot: QtBot, *, by_key: bool
) -> None:
    session = window.bridge.session
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(window.reading_bar.isVisible)
    qtbot.waitUntil(slow.waits)
    assert not slow.are_ended()
    if by_key:
        window.actions_by_name["stop_opening"].trigger()
    else:
        window.reading_bar.stop.click()
    assert window.reading_bar.isHidden()
    assert window.status_line.currentMessage() == "Stopped; a.docx was not opened."
    qtbot.waitUntil(slow.are_ended)
    assert window.bridge.session is session
    assert is_open(window, desk.path)()
    assert not list(folder.glob("*.ann.json"))


def test_the_last_that_was_asked_for_is_opened(
    window: MainWindow, folder: Path, slow: SlowReader, qtbot: QtBot
) -> None:
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(slow.waits)
    window.open_paths([folder / "a.docx"])
    window.opening.take_handed([folder / "b.docx"])
    qtbot.waitUntil(lambda: slow.waits(2))
    slow.go_on()
    qtbot.waitUntil(is_open(window, folder / "b.docx"))
    qtbot.waitUntil(slow.are_ended)
    window.open_paths([folder / "c.docx"])
    qtbot.waitUntil(lambda: slow.waits(3))
    window.open_paths([folder / "d.txt"])
    assert is_open(window, folder / "d.txt")()
    qtbot.waitUntil(slow.are_ended)
    assert is_open(window, folder / "d.txt")()


def test_stepping_through_a_folder_goes_on_from_what_is_coming(
    window: MainWindow, folder: Path, slow: SlowReader, qtbot: QtBot
) -> None:
    window.open_paths([folder / "d.txt"])
    for _step in range(3):
        window.actions_by_name["previous_document"].trigger()
    window.actions_by_name["next_document"].trigger()
    assert window.documents.rows.selected_ids() == [str(folder / "b.docx")]
    qtbot.waitUntil(lambda: bool(slow.pids))
    slow.go_on()
    qtbot.waitUntil(is_open(window, folder / "b.docx"))
    window.actions_by_name["previous_document"].trigger()
    window.files.stop_opening()
    assert window.documents.rows.selected_ids() == [str(folder / "b.docx")]
    qtbot.waitUntil(slow.are_ended)


def test_the_place_that_was_chosen_last_is_shown_when_its_document_comes(
    window: MainWindow, folder: Path, slow: SlowReader, qtbot: QtBot
) -> None:
    for span in (Span(0, 5), Span(6, 11)):
        window.folder_work._show_place(folder / "a.docx", span)
    qtbot.waitUntil(slow.waits)
    slow.go_on()
    qtbot.waitUntil(is_open(window, folder / "a.docx"))
    assert window.view.selected_span() == Span(6, 11)


@pytest.mark.parametrize("kind", [QDialog, QMenu])
def test_what_was_read_waits_while_a_question_is_open(
    window: MainWindow, desk: Desk, folder: Path, slow: SlowReader, qtbot: QtBot, *, kind: type[QDialog] | type[QMenu]
) -> None:
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(slow.waits)
    question = kind(window)
    question.show() if isinstance(question, QMenu) else question.open()
    background = window.files.reader._background
    assert background
    with qtbot.waitSignal(background.done):
        slow.go_on()
    assert is_open(window, desk.path)()
    question.close()
    qtbot.waitUntil(is_open(window, folder / "a.docx"))


def test_what_cannot_be_read_is_said_and_all_stays(
    window: MainWindow, desk: Desk, folder: Path, said: list[str], qtbot: QtBot
) -> None:
    (folder / "scan.pdf").write_bytes(small.pdf([]))
    window.open_paths([folder / "scan.pdf"])
    qtbot.waitUntil(lambda: bool(said))
    assert "no text layer" in said[0]
    (folder / "c.docx").unlink()
    window.open_paths([folder / "c.docx"])
    qtbot.waitUntil(lambda: len(said) > 1)
    assert said[1] == f"There is no file {folder / 'c.docx'} any more."
    assert is_open(window, desk.path)()
    assert window.reading_bar.isHidden()


def test_an_encoding_is_asked_for_and_used(
    window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = folder / "e.html"
    path.write_bytes(b"<html><body><p>" + b"The ministers met in a caf\xe9 in Ostia. " * 9 + b"</p></body></html>")
    monkeypatch.setattr(document_reader, "ask_encoding", lambda *_asked: "cp1252")
    window.open_paths([path])
    qtbot.waitUntil(is_open(window, path))
    assert "café" in window.view.document_text


def test_a_large_text_is_read_beside_the_window(
    window: MainWindow, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(open_document, "LARGE", 5)
    window.open_paths([folder / "d.txt"])
    assert is_open(window, desk.path)()
    qtbot.waitUntil(is_open(window, folder / "d.txt"))


def test_closing_the_window_ends_the_process(window: MainWindow, folder: Path, slow: SlowReader, qtbot: QtBot) -> None:
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(slow.waits)
    window.closeEvent(QCloseEvent())
    qtbot.waitUntil(slow.are_ended)


def test_a_document_is_saved_elsewhere_and_opened_there(
    window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch, slow: SlowReader, qtbot: QtBot
) -> None:
    window.open_paths([folder / "a.docx"])
    qtbot.waitUntil(slow.waits)
    slow.go_on()
    qtbot.waitUntil(is_open(window, folder / "a.docx"))
    other = folder / "other"
    other.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(other))
    document_process._read.cache_clear()
    assert window.files.save_elsewhere()
    # Nothing is shown that no file stands behind.
    assert window.bridge.session is None
    qtbot.waitUntil(is_open(window, other / "a.docx"))
