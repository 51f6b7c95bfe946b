"""File > Export through the window: a look at the rows, a file, a report, and nothing half-written."""

import csv
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from annotator.services.exporting import preview
from annotator.services.exporting.batch_export import ExportPart, ExportSummary, export_one
from annotator.services.exporting.export_order import ExportOrder, run_export
from annotator.services.folder.find_files import FoundSidecar
from annotator.services.running.progress import Progress
from annotator.ui.dialogs import export_dialog
from annotator.ui.dialogs.export_choices import CHOSEN, FOLDER
from annotator.ui.dialogs.export_dialog import ExportDialog
from annotator.ui.dialogs.work_dialog import STOPPED
from annotator.ui.window.main_window import MainWindow
from tests.patience import WAIT_SECONDS
from tests.unit.making import Desk, annotated


@pytest.fixture
def dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    """The dialog with two more documents in the folder, one of them broken."""
    annotated(tmp_path, name="more.txt")
    (tmp_path / "broken.txt").write_text("text")
    (tmp_path / "broken.txt.mkato.ann.json").write_text('{"format":')
    qtbot.waitUntil(lambda: len(window.documents.listing.documents) == 3)
    window.actions_by_name["export"].trigger()
    found = window.folder_commands.export()
    qtbot.waitUntil(lambda: found.preview.table.rowCount() > 0)
    return found


def done(dialog: ExportDialog, qtbot: QtBot) -> str:
    dialog.begin_button.click()
    qtbot.waitUntil(lambda: bool(dialog.report_page.report.headline))
    return dialog.report_page.report.headline


def test_the_open_document_is_shown_and_exported_as_it_is_on_screen(
    window: MainWindow, dialog: ExportDialog, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    assert dialog.choices.out.text() == str(tmp_path / "talks.csv")
    head = dialog.preview.table.horizontalHeaderItem(0)
    assert head
    assert head.text() == "document"
    assert dialog.preview.table.rowCount() == 5
    window.view.select_span(desk.span("Norland"))
    window.actions_by_name["annotate_actor"].trigger()
    assert done(dialog, qtbot).startswith("6 annotations of 1 file written to ")
    with (tmp_path / "talks.csv").open(newline="") as file:
        assert "Norland" in {row["quote"] for row in csv.DictReader(file)}
    assert dialog.report_page.report.folder == tmp_path


def test_a_folder_with_a_broken_file_is_exported_and_the_report_names_it(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.choices.what.button(FOLDER).click()
    dialog.choices.format.show_value("jsonl")
    dialog.choices.format.chosen.emit()
    dialog.choices.unit.show_value("annotation")
    qtbot.waitUntil(lambda: "3 annotation files" in dialog.preview.caption.text())
    assert "broken.txt.mkato.ann.json: " in dialog.preview.caption.text()
    out = tmp_path / "out.jsonl"
    dialog.choices.out.setText(str(out))
    headline = done(dialog, qtbot)
    assert "10 annotations of 2 files" in headline
    assert "1 could not be exported" in headline
    assert len(out.read_bytes().splitlines()) == 10
    ((name, why),) = dialog.report_page.report.rows
    assert (name, "not whole JSON" in why) == ("broken.txt.mkato.ann.json", True)


def test_where_nothing_can_be_exported_nothing_is_written(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    for sidecar in tmp_path.rglob("*.ann.json"):
        sidecar.write_bytes(b"{")
    dialog.choices.what.button(FOLDER).click()
    out = tmp_path / "talks.csv"
    dialog.choices.out.setText(str(out))
    assert done(dialog, qtbot).startswith("Nothing was written")
    assert len(dialog.report_page.report.rows) == 3
    assert not out.exists()


def test_chosen_documents_go_into_a_folder_with_all_tables(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.choices.what.button(CHOSEN).click()
    dialog.choices.list.clearSelection()
    dialog.begin()
    assert "Nothing is chosen" in dialog.problem.text()
    dialog.choices.list.item(1).setSelected(True)
    dialog.choices.shape.show_value("folder")
    dialog.choices.shape.chosen.emit()
    dialog.choices.out.setText(str(tmp_path / "tables"))
    assert "5 annotations of 1 file " in done(dialog, qtbot)
    assert (tmp_path / "tables" / "roles.csv").read_text().count("more.txt") == 5


@pytest.mark.parametrize("as_folder", [False, True])
def test_stopping_leaves_nothing_behind(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, as_folder: bool
) -> None:
    before = set(tmp_path.iterdir())
    begun, go_on = Event(), Event()

    def slow(order: ExportOrder, progress: Progress, **_printer: object) -> ExportSummary:
        def wait(count: int, total: int, name: str) -> None:
            if count == 1:
                begun.set()
                assert go_on.wait(WAIT_SECONDS)
            progress(count, total, name)

        return run_export(order, wait)

    monkeypatch.setattr(export_dialog, "run_export", slow)
    dialog.choices.what.button(FOLDER).click()
    dialog.choices.shape.show_value("folder" if as_folder else "")
    dialog.choices.out.setText(str(tmp_path / "stopped"))
    dialog.begin_button.click()
    assert begun.wait(WAIT_SECONDS)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(lambda: dialog.problem.text() == STOPPED)
    assert set(tmp_path.iterdir()) == before
    assert dialog.isVisible()


def test_a_target_that_cannot_be_written_is_said_and_can_be_mended(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.choices.out.setText(str(tmp_path / "missing" / "out.csv"))
    dialog.begin_button.click()
    qtbot.waitUntil(lambda: "its folder is not there" in dialog.problem.text())
    dialog.choices.out.setText(str(tmp_path / "out.csv"))
    assert "5 annotations" in done(dialog, qtbot)


def test_what_exists_is_replaced_only_when_that_is_wanted(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talks.csv").write_text("mine")
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    dialog.begin_button.click()
    assert (tmp_path / "talks.csv").read_text() == "mine"
    assert not dialog.background.is_running
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    assert "5 annotations" in done(dialog, qtbot)


def test_the_preview_writes_nothing_and_reads_a_few_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(preview.PREVIEW_FILES + 3):
        (tmp_path / f"{number}.txt.mkato.ann.json").write_text("{")
    read: list[Path] = []

    def counted(found: FoundSidecar, *more: Any) -> ExportPart:
        read.append(found.path)
        return export_one(found, *more)

    monkeypatch.setattr(preview, "export_one", counted)
    found = preview.preview(ExportOrder((str(tmp_path),), "csv", str(tmp_path / "x.csv")))
    assert (found.files, len(read), found.rows) == (11, preview.PREVIEW_FILES, ())
    assert found.failure
    assert not (tmp_path / "x.csv").exists()


@pytest.fixture
def of_several(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    """The dialog with a document of three annotators, and one of two others."""
    for name, annotators in (("talks.txt", ("anna", "zoe")), ("more.txt", ("anna", "zoe"))):
        for who in annotators:
            annotated(tmp_path, name=name, annotator=who)
    qtbot.waitUntil(lambda: len(window.documents.listing.sidecars) == 5)
    dialog = window.folder_commands.export()
    dialog.choices.what.button(FOLDER).click()
    return dialog


def says(dialog: ExportDialog, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in dialog.preview.caption.text())


def test_whose_files_a_table_has_is_chosen_before_it_is_written(
    of_several: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    choices = of_several.choices
    says(of_several, qtbot, "First rows of 5 annotation files")
    assert choices.whose.itemText(1) == "One file of each document: adjudicated, else mkato, else the only"
    choices.whose.show_value("speaking")
    choices.whose.chosen.emit()
    says(
        of_several, qtbot,
        "First rows of 1 annotation file  ·  2 files of others left out  ·  "
        "1 document left out: several annotators have files, and none is chosen",
    )  # fmt: skip
    choices.whose.show_value("chosen")
    choices.whose.chosen.emit()
    choices.annotators.clearSelection()
    of_several.begin()
    assert "Nobody is chosen" in of_several.problem.text()
    choices.annotators.item(2).setSelected(True)
    says(of_several, qtbot, "First rows of 2 annotation files  ·  3 files of others left out")
    choices.out.setText(str(tmp_path / "out.csv"))
    assert "annotations of 2 files" in done(of_several, qtbot)
    with (tmp_path / "out.csv").open(newline="") as file:
        assert {row["annotator"] for row in csv.DictReader(file)} == {"zoe"}


def test_a_network_counts_each_document_once_and_says_before_what_is_left_out(
    window: MainWindow, of_several: ExportDialog, qtbot: QtBot
) -> None:
    choices = of_several.choices
    choices.format.show_value("gexf")
    choices.format.chosen.emit()
    says(of_several, qtbot, "1 document left out: several annotators have files, and none is chosen")
    assert [choices.whose.itemData(row) for row in range(choices.whose.count())] == ["speaking", "chosen"]
    of_several.reject()
    # What the window counts by is what the dialog offers.
    window.documents.whose.show_value("zoe")
    window.documents.whose.chosen.emit()
    again = window.folder_commands.export()
    again.choices.what.button(FOLDER).click()
    again.choices.format.show_value("gexf")
    again.choices.format.chosen.emit()
    says(again, qtbot, "First rows of 2 annotation files  ·  3 files of others left out")


def test_one_annotators_folder_has_no_choice_of_whose(dialog: ExportDialog) -> None:
    assert not dialog.choices.whose.isVisible()
