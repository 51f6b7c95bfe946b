"""What cannot be read, or only in part, is said in one sentence, and what is open stays."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated

MEMORY = Path("/proc/self/mem")
"""A file that can be opened, and fails when it is read."""


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: texts.append(box.text()))
    return texts


@contextmanager
def forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a folder be one without rights, also for root."""

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def guard(path: Any, *arguments: Any, **keywords: Any) -> Any:
            if isinstance(path, str | Path) and Path(path).is_relative_to(folder):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *arguments, **keywords)

        return guard

    with monkeypatch.context() as patched:
        for name in ("stat", "lstat", "scandir", "listdir"):
            patched.setattr(os, name, guarded(name))
        yield


def make_bad(folder: Path) -> None:
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "gone.txt").symlink_to("nowhere")
    for name in ("failing.txt", "failing.pdf", "sidecar-fails.txt.mkato.ann.json", "theirs.txt.zoe.ann.json"):
        (folder / name).symlink_to(MEMORY)
    for name in ("pipe.txt", "pipe.docx", "sidecar-pipe.txt.mkato.ann.json"):
        os.mkfifo(folder / name)
    for name in ("sidecar-fails.txt", "sidecar-pipe.txt", "theirs.txt"):
        (folder / name).write_text("Ostia spoke.")


@pytest.mark.skipif(not MEMORY.exists(), reason="there is no file here that fails when it is read")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("device.txt", "no regular file"),
        ("loop.txt", "symbolic links"),
        ("gone.txt", "There is no file"),
        ("failing.txt", "Input/output error"),
        ("failing.pdf", "Input/output error"),
        ("pipe.txt", "no regular file"),
        ("pipe.docx", "no regular file"),
        ("sidecar-fails.txt", "sidecar-fails.txt.mkato.ann.json could not be read: Input/output error"),
        ("sidecar-pipe.txt", "sidecar-pipe.txt.mkato.ann.json could not be read: It is no regular file"),
        ("theirs.txt.zoe.ann.json", "theirs.txt.zoe.ann.json could not be read: Input/output error"),
    ],
)
def test_what_fails_in_the_middle_or_never_ends_is_said_once(
    window: MainWindow, desk: Desk, tmp_path: Path, said: list[str], qtbot: QtBot, *, name: str, why: str
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    make_bad(folder)
    window.open_paths([folder / name])
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1
    assert name in said[0]
    assert why in said[0]
    assert window.windowTitle().startswith("talks.txt")
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    window.files.save()
    assert window.status_line.saved_text == "Saved"


@pytest.mark.parametrize("names", [["a.txt"], ["a.txt.zoe.ann.json"], ["a.docx"], [""], ["a.txt", "b.txt"]])
def test_a_folder_without_rights_is_said_once(
    window: MainWindow, said: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, *, names: list[str]
) -> None:
    folder = Path.home() / "locked"
    folder.mkdir()
    with forbidden(folder, monkeypatch):
        window.open_paths([folder / name for name in names])
        qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1
    assert ("may not look there" if len(names) > 1 else "Permission denied") in said[0]
    assert window.windowTitle().startswith("talks.txt")


def test_a_recent_folder_that_was_locked_since_is_no_hindrance(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.txt").write_text("Ostia spoke.")
    window.open_paths([folder / "a.txt"])
    asked: list[str] = []

    def ask(_parent: object, _title: str, place: str, _patterns: str) -> tuple[str, str]:
        asked.append(place)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    with forbidden(folder, monkeypatch):
        window.files.ask_article()
        assert window.files.close_document()
    assert asked == [str(tmp_path)]
    assert window.start.isVisible()


def test_an_article_that_is_gone_is_not_saved_elsewhere(
    window: MainWindow, desk: Desk, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(target))
    desk.path.unlink()
    assert not window.files.save_elsewhere()
    assert said == [f"{desk.path} could not be read: No such file or directory."]
    with forbidden(target, monkeypatch):
        assert not window.files.save_elsewhere()
    assert len(said) == 2
    assert list(target.iterdir()) == []
    assert window.bridge.session


def test_theirs_that_cannot_be_kept_is_not_replaced(window: MainWindow, desk: Desk, said: list[str]) -> None:
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    desk.sidecar.unlink()
    desk.sidecar.mkdir()
    window.files.save()
    choices = window.notice.choices
    window.files.changed_on_disk.keep_mine()
    assert said == ["Theirs could not be kept: It is no regular file."]
    assert desk.sidecar.is_dir()
    assert choices


def test_a_broken_codebook_is_said_when_its_folder_is_opened(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    annotated(folder)
    (folder / "codebook.json").write_text("{")
    window.open_paths([folder / "talks.txt"])
    assert str(folder / "codebook.json") in window.notice.text
