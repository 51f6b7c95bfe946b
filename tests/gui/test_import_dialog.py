"""File > Import through the window: labels get a meaning, which is saved and used again, and documents come of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator.formats.exchange import registry
from annotator.formats.exchange.own_formats import READERS, Own
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument, ReadRole, ReadSpan
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.annotation import Annotation
from annotator.ui.dialogs.import_dialog import ImportDialog
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import annotated

TEXT = "Mori said so.\n"


class Marks(ImportFormat):
    """A format with labels and roles of its own."""

    name = "marks"
    title = "Marks of a test"

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        if path.read_text() == "broken":
            raise FormatError("line 1: this is broken.")
        spans = (
            ReadSpan("1", "PER", ((0, 4),), "Mori"),
            ReadSpan("2", "Speech", ((0, 12),), "Mori said so", roles=(ReadRole("Who", span="1"),)),
        )
        yield ReadDocument(f"{path.stem}.txt", TEXT, "lisa", spans=spans)


@pytest.fixture
def dialog(window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImportDialog]:
    monkeypatch.setattr(registry, "READERS", {**READERS, "marks": Own(f"{__name__}:MARKS", "Marks")})
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "one.marks").write_text("")
    (folder / "two.marks").write_text("broken")
    window.actions_by_name["import"].trigger()
    dialog = window.folder_commands.import_()
    dialog.format.show_value("marks")
    dialog.source.setText(str(folder))
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 3)
    yield dialog
    if isValid(dialog):
        dialog.close()


MARKS = Marks()


def done(dialog: ImportDialog, qtbot: QtBot) -> str:
    dialog.begin_button.click()
    qtbot.waitUntil(lambda: bool(dialog.report_page.report.headline))
    return dialog.report_page.report.headline


def imported(folder: Path) -> list[Annotation]:
    (sidecar,) = folder.glob("*.lisa.ann.json")
    return list(load_sidecar(sidecar.read_bytes()).layer.in_order())


def test_labels_and_roles_get_a_meaning_that_is_saved_and_used_again(
    dialog: ImportDialog, window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "two.marks: line 1: this is broken." in dialog.caption.text()
    choice, code = dialog.table.choice_of("Speech")
    choice.show_value("claim")
    choice.chosen.emit()
    code.setText("assertion")
    dialog.table.role_of("Who").show_value("speakers")
    file = tmp_path / "mapping.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(file), ""))
    dialog.save_mapping()
    assert json.loads(file.read_text()) == {"labels": {"Speech": "claim/assertion"}, "roles": {"Who": "speaker"}}
    headline = done(dialog, qtbot)
    assert "2 annotations of 1 document written" in headline
    assert "1 could not be imported" in headline
    rows = dict(dialog.report_page.report.rows)
    assert rows["two.marks"] == "line 1: this is broken."
    assert rows["Label"] == "PER: taken for an actor, 1 time."
    out = tmp_path / "source-imported"
    by_type = {annotation.type: annotation for annotation in imported(out)}
    assert by_type["claim"].codes == ("assertion",)
    assert by_type["claim"].speakers[0].mention == by_type["actor"].id
    assert window.documents.folder == out
    dialog.close()
    again = window.folder_commands.import_()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(file), ""))
    again.load_mapping()
    again.format.show_value("marks")
    again.source.setText(str(tmp_path / "source"))
    qtbot.waitUntil(lambda: again.table.rowCount() == 3)
    assert again.table.choice_of("Speech")[0].value == "claim"
    assert again.table.role_of("Who").value == "speakers"
    again.close()


def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.annotator.setText("Lisa R.")
    dialog.begin_button.click()
    assert "such as “lisa-r”" in dialog.problem.text()
    bad = tmp_path / "bad.json"
    bad.write_text('{"labels": {"PER": "person"}}')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(bad), ""))
    dialog.load_mapping()
    assert "bad.json: labels: PER" in dialog.problem.text()
    dialog.source.clear()
    dialog.begin_button.click()
    assert "Nothing is chosen" in dialog.problem.text()
    assert not (tmp_path / "source-imported").exists()


def test_a_source_without_a_name_names_no_folder(dialog: ImportDialog) -> None:
    dialog.out.clear()
    for source in (".", "/", "  "):
        dialog.source.setText(source)
    assert dialog.out.text() == ""


def test_a_file_s_format_is_found_by_its_name(dialog: ImportDialog, tmp_path: Path) -> None:
    annotated(tmp_path, name="more.txt")
    (tmp_path / "x.jsonl").write_text("{}")
    dialog.source.setText(str(tmp_path / "x.jsonl"))
    assert dialog.format.value == "jsonl"
    dialog.format.show_value("doccano")
    (tmp_path / "y.jsonl").write_text("{}")
    dialog.source.setText(str(tmp_path / "y.jsonl"))
    assert dialog.format.value == "doccano"
    (tmp_path / "z.ann").write_text("")
    dialog.source.setText(str(tmp_path / "z.ann"))
    assert dialog.format.value == "brat"


def test_articles_become_documents_of_whoever_sits_here(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    table = tmp_path / "press.csv"
    table.write_text('Day,Headline,Words\n2022-04-12,Fees to fall,"Mori said so."\n,Empty,\n')
    window.actions_by_name["import"].trigger()
    dialog = window.folder_commands.import_()
    dialog.source.setText(str(table))
    assert (dialog.format.value, dialog.columns.isVisible()) == ("articles", True)
    assert dialog.annotator.text() == window.store.settings.annotator_id
    qtbot.waitUntil(lambda: "no column that is called as one of texts is" in dialog.caption.text())
    dialog.columns.setText("text = Words; published = Day")
    assert done(dialog, qtbot) == f"0 annotations of 1 document written into {dialog.out.text()}."
    (sidecar,) = (tmp_path / "press-imported").glob("*.ann.json")
    info = load_sidecar(sidecar.read_bytes()).layer.document
    assert (info.title, info.published, info.state) == ("Fees to fall", "2022-04-12", "in-progress")
    assert (tmp_path / "press-imported" / "press.txt").read_text() == "Fees to fall\n\nMori said so.\n"
    dialog.format.show_value("brat")
    dialog.format.chosen.emit()
    assert not dialog.columns.isVisible()
    dialog.close()
