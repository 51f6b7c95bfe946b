"""Opening: several things together, what a second start hands over, odd names, and what cannot be opened."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from annotator.services.user.settings import SettingsStore
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.running_app import RunningApp
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated

HAND_OVER = """
import sys
from pathlib import Path
from annotator.ui.window.running_app import RunningApp
folder, path = map(Path, sys.argv[1:])
second = RunningApp(folder, ":1")
sys.exit(second.is_first() or not second.hand_over([path]))
"""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: texts.append(f"{box.text()} {box.informativeText()}"))
    return texts


def listed(window: MainWindow) -> list[str]:
    model = window.documents.model
    return [Path(model.id_at(row)).name for row in range(model.rowCount())]


def article(folder: Path, name: str, text: str = "Ostia spoke.") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def test_several_files_are_listed_together_and_the_first_is_shown(window: MainWindow, tmp_path: Path) -> None:
    paths = [article(tmp_path / "one", "b.txt"), article(tmp_path / "two", "a.txt"), article(tmp_path / "two", "b.txt")]
    article(tmp_path / "two", "not-named.txt")
    window.open_paths(paths)
    assert listed(window) == ["a.txt", "b.txt", "b.txt"]
    assert window.files.desk
    assert window.files.desk.document_path == paths[0]
    window.documents.open_next()
    assert window.files.desk.document_path == paths[2]
    window.documents.open_previous()
    window.documents.open_previous()
    assert window.files.desk.document_path == paths[1]
    assert listed(window) == ["a.txt", "b.txt", "b.txt"]


def test_an_annotation_file_and_a_folder_among_several(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    colleague = annotated(tmp_path / "one", annotator="lrossi")
    article(tmp_path / "two", "x.txt")
    article(tmp_path / "two", "y.md")
    window.open_paths([colleague.sidecar, tmp_path / "two"])
    assert listed(window) == ["talks.txt", "x.txt", "y.md"]
    assert "lrossi" in window.notice.text
    assert window.bridge.session
    assert window.bridge.session.sidecar == colleague.sidecar


def test_what_is_missing_among_several_is_named_and_the_rest_opens(
    window: MainWindow, tmp_path: Path, said: list[str]
) -> None:
    window.open_paths([article(tmp_path, "a.txt"), tmp_path / "gone.txt", article(tmp_path, "b.txt")])
    assert listed(window) == ["a.txt", "b.txt"]
    assert [str(tmp_path / "gone.txt") in text for text in said] == [True]


def test_opening_what_is_open_keeps_its_undo(window: MainWindow, desk: Desk) -> None:
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    window.open_paths([desk.sidecar])
    assert window.bridge.session
    assert window.bridge.session.history.undo_label


@pytest.mark.parametrize(
    "name",
    ["with space & ampersand.txt", "🤝 été 日本語 عربي.txt", "\u202etxt.exe.txt", "#50%?.txt", "n" * 225 + ".txt"],
)
def test_odd_names_open_are_annotated_and_saved(window: MainWindow, tmp_path: Path, name: str) -> None:
    path = article(tmp_path / "a folder 'with' ünusual name", name)
    window.open_paths([path])
    window.view.set_caret(2)
    press(window.view, Qt.Key.Key_1)
    window.files.save()
    assert path.with_name(f"{name}.mkato.ann.json").is_file()
    assert SettingsStore().settings.recent[0] == str(path)
    assert listed(window) == [name]


def test_a_name_that_leaves_no_room_is_saved_elsewhere_under_a_shorter_one(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_paths([article(tmp_path, "é" * 120 + ".txt")])
    assert "too long" in window.notice.text
    target = tmp_path / "elsewhere"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(target))
    assert window.files.save_elsewhere()
    window.view.set_caret(2)
    press(window.view, Qt.Key.Key_1)
    window.files.save()
    sidecar = next(target.glob("*.ann.json"))
    assert sidecar.name.startswith("é" * 100)
    assert f'"name": "{sidecar.name.removesuffix(".mkato.ann.json")}"' in sidecar.read_text()


def test_a_name_that_is_no_text_is_refused_in_a_sentence(window: MainWindow, tmp_path: Path, said: list[str]) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("text")
    window.open_paths([path])
    assert "Rename it" in said[0]
    assert "‹U+DCE9›" in said[0]


def test_a_read_only_medium_opens_and_offers_another_place(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = article(tmp_path / "medium", "a.txt")
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    window.open_paths([path])
    monkeypatch.undo()
    assert "may not be written to" in window.notice.text
    assert window.notice.choices == ["Save elsewhere…"]
    assert window.status_line.saved_text == "Read only"


def test_a_folder_without_rights_is_named(
    window: MainWindow, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    window.open_paths([tmp_path])
    monkeypatch.undo()
    assert str(tmp_path) in said[0]
    assert "Permission denied" in said[0]
    assert window.windowTitle().startswith("talks.txt")


def test_a_recent_file_that_is_gone_says_so_once(window: MainWindow, tmp_path: Path, said: list[str]) -> None:
    path = article(tmp_path, "gone.txt")
    window.open_paths([path])
    path.unlink()
    assert window.files.close_document()
    window.open_paths([path])
    assert str(path) in said[0]
    assert str(path) not in SettingsStore().settings.recent


def test_without_a_home_to_write_to_the_app_works_and_says_what_is_not_kept(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "no-folder"
    file.write_text("")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(file / "x"))
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    path = article(tmp_path, "a.txt")
    window.open_paths([path])
    assert "not be kept" in window.notice.text
    window.view.set_caret(2)
    press(window.view, Qt.Key.Key_1)
    assert window.status_line.saved_text.startswith("Not journalled")
    window.files.save()
    assert path.with_name("a.txt.mkato.ann.json").is_file()
    running = RunningApp(file / "x", ":1")
    assert running.is_first()
    assert not running.listen()
    assert window.close()


@pytest.fixture
def first(tmp_path: Path) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path, ":1")
    assert running.is_first()
    yield running
    running.close()


def test_a_second_start_hands_its_paths_over(
    window: MainWindow, first: RunningApp, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "token_TIME1")
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    assert first.listen()
    first.handed.connect(window.opening.take_handed)
    path = article(tmp_path, "été 🤝.txt")
    with subprocess.Popen([sys.executable, "-c", HAND_OVER, tmp_path, path]) as process:
        qtbot.waitUntil(lambda: window.windowTitle().startswith(path.name))
    assert process.returncode == 0
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token_TIME1"
    assert RunningApp(tmp_path, ":2").is_first()


def test_what_a_crash_left_of_the_socket_is_no_hindrance(first: RunningApp, tmp_path: Path) -> None:
    Path(first._name).write_bytes(b"")
    assert first.listen()
    first.close()
    assert RunningApp(tmp_path, ":1").is_first()


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from annotator.ui.window.running_app import RunningApp
running = RunningApp(Path(sys.argv[1]), ":1")
print(running.is_first(), flush=True)
sys.stdin.read()
os._exit(1)
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        assert not RunningApp(tmp_path, ":1").is_first()
    assert RunningApp(tmp_path, ":1").is_first()


def test_an_empty_lock_of_a_crash_is_no_hindrance(tmp_path: Path) -> None:
    running = RunningApp(tmp_path, ":1")
    lock = Path(running._lock.fileName())
    lock.touch()
    os.utime(lock, (1e9, 1e9))
    assert running.is_first()
    running.close()


def test_strangers_bytes_are_not_taken_for_paths(first: RunningApp, qtbot: QtBot) -> None:
    assert first.listen()
    handed: list[object] = []
    first.handed.connect(handed.append)
    socket = QLocalSocket()
    with qtbot.waitSignal(socket.disconnected):
        socket.connectToServer(first._name)
        socket.write(b"GET / HTTP/1.1\r\n\r\n")
    assert handed == []
    assert first._received == {}


def test_a_document_that_colleagues_annotated_says_so_and_leads_to_them(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    theirs = [annotated(folder, annotator=who).sidecar for who in ("lrossi", "omar")]
    window.open_paths([folder / "talks.txt"])
    qtbot.waitUntil(lambda: "lrossi, omar did" in window.notice.text)
    assert window.notice.choices == ["Read lrossi's", "Review"]
    wanted: list[list[Path]] = []
    window.files.review_wanted.disconnect()
    window.files.review_wanted.connect(wanted.append)
    window.notice.findChildren(QPushButton)[-1].click()
    assert wanted == [theirs]
    window.open_paths([theirs[0]])
    assert "lrossi" in window.notice.text
    assert "not annotated" not in window.notice.text


def test_what_is_annotated_is_not_called_unannotated_any_more(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    annotated(folder, annotator="lrossi")
    window.open_paths([folder / "talks.txt"])
    qtbot.waitUntil(lambda: "not annotated" in window.notice.text)
    window.view.setFocus()
    press(window.view, Qt.Key.Key_1)
    assert window.bridge.session
    assert window.bridge.session.layer.annotations
    assert window.notice.text == ""


def test_a_review_is_not_called_unannotated(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    window.open_paths([annotated(folder, annotator=who).sidecar for who in ("lrossi", "omar")])
    assert window.bridge.session
    assert window.bridge.session.sidecar.name == "talks.txt.adjudicated.ann.json"
    assert window.notice.text == ""


def test_a_blind_folder_says_nothing_of_colleagues(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "blind"
    folder.mkdir()
    annotated(folder, annotator="lrossi")
    (folder / "codebook.json").write_text('{"format": "annotator-codebook", "version": 1, "blind": true}')
    window.open_paths([folder / "talks.txt"])
    assert window.bridge.codebook.blind
    assert window.notice.text == ""
