"""Two writers of one annotation file: nobody's work is lost, and both can be merged."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.history import History
from annotator.model.layer import Annotator
from annotator.services.editing.annotations import set_fields
from annotator.services.keeping.open_document import open_path
from annotator.ui.files.changed_on_disk import TheirChanges
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk

KATO = Annotator("mkato", "M. Kato")


def layer(window: MainWindow) -> Any:
    assert window.bridge.session
    return window.bridge.session.layer


def click(window: MainWindow, name: str) -> None:
    next(button for button in window.notice.findChildren(QPushButton) if button.text() == name).click()


def in_dialog(use: Callable[[QDialog], None]) -> None:
    """Use the dialog that is opened next."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        use(dialog)

    QTimer.singleShot(0, act)


def second_writer(desk: Desk) -> Desk:
    """Somebody who has read the file as it is."""
    other = Desk(desk.path.parent)
    other.session.take_over(open_path(desk.path, KATO).layer, History(), "Read what is there")
    return other


def annotate_norland_and_save(window: MainWindow, desk: Desk) -> None:
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    window.files.save()


def test_a_second_writers_changes_are_looked_at_and_merged_as_one_step(window: MainWindow, desk: Desk) -> None:
    other = second_writer(desk)
    theirs = other.annotate("actor", "Ostia")
    other.save_over()
    annotate_norland_and_save(window, desk)
    assert window.notice.choices == ["What changed…", "Merge", "Reload theirs", "Keep mine", "Save elsewhere…"]
    shown: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, TheirChanges)
        rows = (dialog.list.topLevelItem(index) for index in range(dialog.list.topLevelItemCount()))
        shown.extend([item.text(column) for column in range(3)] for item in rows if item)
        dialog.merge_button.click()

    in_dialog(look)
    click(window, "What changed…")
    assert ["they", "added", "actor “Ostia”"] in shown
    assert ["you", "added", "actor “Norland”"] in shown
    on_disk = open_path(desk.path, KATO).layer
    assert {"Ostia", "Norland"} <= {annotation.text for annotation in on_disk.annotations.values()}
    assert theirs.id in layer(window).annotations
    assert window.status_line.saved_text == "Saved"
    assert not list(desk.path.parent.glob("*.bak"))
    window.bridge.session.undo()  # type: ignore[union-attr]
    assert "Ostia" not in {annotation.text for annotation in layer(window).annotations.values()}


def test_what_both_changed_otherwise_is_said_when_it_is_merged(window: MainWindow, desk: Desk) -> None:
    mark = next(a for a in layer(window).annotations.values() if a.text == "agreed to train together")
    other = second_writer(desk)
    other.set(mark, note="theirs")
    other.save_over()
    window.bridge.run("Note", lambda draft: set_fields(draft, mark.id, note="mine"))
    window.files.save()
    click(window, "Merge")
    assert "both have another note" in window.notice.text
    assert window.status_line.saved_text == "Saved"


def test_a_broken_file_of_a_second_writer_is_not_merged_and_stays(window: MainWindow, desk: Desk) -> None:
    desk.sidecar.write_bytes(b"{")
    annotate_norland_and_save(window, desk)
    in_dialog(lambda dialog: dialog.reject())
    click(window, "Merge")
    assert desk.sidecar.read_bytes() == b"{"
    assert "Merge" in window.notice.choices
    click(window, "Keep mine")
    assert window.status_line.saved_text == "Saved"
    assert [path.read_bytes() for path in desk.path.parent.glob("*.bak")] == [b"{"]


def test_conflict_copies_are_offered_merged_and_set_aside(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    assert window.files.close_document()
    other = second_writer(desk)
    copied = desk.path.with_name("talks.txt.mkato.ann (conflicted copy 2026-01-02).json")
    other.session.saved(other.session.history.state, copied)
    other.annotate("actor", "Ostia")
    copy = other.save()
    window.open_paths([desk.path])
    qtbot.waitUntil(lambda: copy.name in window.notice.text)
    click(window, "Merge")
    on_disk = open_path(desk.path, KATO).layer
    assert "Ostia" in {annotation.text for annotation in on_disk.annotations.values()}
    assert not copy.exists()
    assert copy.with_name(f"{copy.name}.merged.bak").exists()
