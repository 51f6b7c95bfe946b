"""What the window says and asks where an earlier run ended without saving."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.user import state_folders
from annotator.ui.window.main_window import MainWindow
from tests.unit.crashing import KATO, die, title
from tests.unit.making import TEXT


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "unsaved.txt"
    path.write_text(TEXT)
    return path


def left_unsaved(article: Path) -> Desk:
    """Work on an article as another run of the program did that was killed after it had saved once."""
    desk = open_desk(article, KATO)
    title(desk, "Saved")
    desk.save()
    title(desk, "Unsaved")
    die(desk)
    return desk


def titles(window: MainWindow) -> str | None:
    assert window.files.desk
    return window.files.desk.session.layer.document.title


def changed_by_somebody(desk: Desk) -> None:
    sidecar = desk.session.sidecar
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"note": ""', b'"note": "theirs"', 1))


def answer(monkeypatch: pytest.MonkeyPatch, button: str) -> list[str]:
    """Press a button of the next box that asks; gives what it said."""
    said: list[str] = []

    def press(box: QMessageBox) -> int:
        said.append(box.text())
        next(b for b in box.findChildren(QPushButton) if b.text() == button).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return said


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Merge both", ("Unsaved", "theirs")),
        ("Go on with my work", ("Unsaved", "")),
        ("Take the file", ("Saved", "theirs")),
    ],
)
def test_a_file_that_somebody_changed_meanwhile_is_merged_kept_or_taken(
    window: MainWindow, article: Path, monkeypatch: pytest.MonkeyPatch, button: str, expected: tuple[str, str]
) -> None:
    desk = left_unsaved(article)
    changed_by_somebody(desk)
    theirs = desk.session.sidecar.read_bytes()
    said = answer(monkeypatch, button)
    window.open_paths([article])
    assert "It has 0 annotations now, your unsaved work has 0." in said[0]
    assert window.files.desk
    now = window.files.desk.session.layer.document
    assert (now.title, now.note) == expected
    window.files.save()
    saved = load_sidecar(desk.session.sidecar.read_bytes()).layer.document
    assert (saved.title, saved.note) == expected
    kept = [path.read_bytes() for path in article.parent.glob("*.bak")]
    assert kept == ([theirs] if button == "Go on with my work" else [])
    aside = list(state_folders.journals().glob("*.*.journal"))
    assert bool(aside) == (button == "Take the file")
    assert window.notice.text


def test_a_damaged_journal_gives_what_it_can_and_says_so(window: MainWindow, article: Path) -> None:
    desk = left_unsaved(article)
    journal = next(state_folders.journals().glob("*.journal"))
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"Saved", b"SAved")
    journal.write_bytes(b"".join(lines))
    window.open_paths([article])
    assert titles(window) == "Unsaved"
    assert "what it kept of them was damaged" in window.notice.text
    assert "File › Recover" in window.notice.text
    window.actions_by_name["undo"].trigger()
    assert titles(window) == "Saved"
    assert desk.session.sidecar.exists()


def test_a_journal_that_is_deleted_meanwhile_is_written_anew_and_said(window: MainWindow, article: Path) -> None:
    window.open_paths([article])
    assert window.files.desk
    title(window.files.desk, "One")
    journal = next(path for path in state_folders.journals().glob("*.journal") if b"unsaved.txt" in path.read_bytes())
    journal.unlink()
    title(window.files.desk, "Two")
    assert "it was written anew" in window.notice.text
    assert b"One" in journal.read_bytes()


def test_the_status_line_does_not_call_a_step_safe_that_the_journal_did_not_take(
    window: MainWindow, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_paths([article])
    desk = window.files.desk
    assert desk
    monkeypatch.setattr(desk._journal, "_write_out", _full_disk())
    title(desk, "One")
    assert "Not journalled" in window.status_line.saved_text
    window.files.save()
    QApplication.processEvents()
    assert window.status_line.saved_text == "Saved, not journalled: No space left on device"


def _full_disk() -> Callable[[], None]:
    def full() -> None:
        raise OSError(28, "No space left on device")

    return full
