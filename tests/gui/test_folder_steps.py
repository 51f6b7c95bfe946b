"""Steps over many documents in the real window: looked at, made, taken back by undo, and said where they stop."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from annotator.formats.sidecar.sidecar_json import dump_sidecar
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.planning import Preview, PreviewedFile, Target
from annotator.services.recoding.recodings import NameEntities, SetField
from annotator.services.recoding.step_journal import Phase, StepJournal, broken_off, steps_of
from annotator.services.recoding.stepping import make as make_files
from annotator.ui.dialogs.recode_dialog import RecodeDialog, RecodeScope
from annotator.ui.dialogs.step_list import StepList
from annotator.ui.dialogs.step_preview import StepPreview, report_of_preview
from annotator.ui.pictures.stage import press
from annotator.ui.window.main_window import MainWindow
from tests.gui.folder_window import window_on
from tests.unit.making import annotated
from tests.unit.recoded import begin, folder_of, held_by, layer_of, look

RENAME = NameEntities((Who("person", "Aiko Mori"),), Who("person", "Aiko Sato"))


@pytest.fixture
def sidecars(tmp_path: Path) -> list[Path]:
    return folder_of(tmp_path, 3)


@pytest.fixture
def window(sidecars: list[Path], qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on(sidecars[0].parent, qtbot) as window:
        yield window


def in_dialog(qtbot: QtBot, kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
    """Do something in a dialog of a kind when it has come."""

    def come() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            # Its own loop has to run before it is left.
            QTimer.singleShot(50, lambda: act(dialog))
        else:
            QTimer.singleShot(20, come)

    QTimer.singleShot(50, come)


def accept_when_looked(qtbot: QtBot) -> Callable[[QDialog], object]:
    """Wait for the look of a preview, and press Enter."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, StepPreview)
        qtbot.waitUntil(lambda: dialog.preview is not None)
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    return act


def names_in(sidecar: Path) -> set[str]:
    return {entity.name for entity in layer_of(sidecar).entities.values()}


def make(window: MainWindow, qtbot: QtBot, sidecars: list[Path]) -> None:
    in_dialog(qtbot, StepPreview, accept_when_looked(qtbot))
    assert window.folder_steps.ask(RENAME, [Target(path) for path in sidecars])


def undo(window: MainWindow) -> None:
    window.actions_by_name["undo"].trigger()


def redo(window: MainWindow) -> None:
    window.actions_by_name["redo"].trigger()


def test_one_undo_takes_back_a_step_in_all_documents_and_redo_makes_it_again(
    window: MainWindow, sidecars: list[Path], qtbot: QtBot
) -> None:
    before = held_by(sidecars[0].parent)
    make(window, qtbot, sidecars)
    assert all("Aiko Sato" in names_in(path) for path in sidecars)
    assert window.bridge.session
    assert len(window.bridge.session.history.done) == 1
    assert window.actions_by_name["undo"].text() == f"&Undo {RENAME.label} in 3 documents"
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)
    after = held_by(sidecars[0].parent)
    assert [after[path.name] == before[path.name] for path in sidecars[1:]] == [True, True]
    assert window.bridge.session.history.undo_label is None
    assert window.actions_by_name["redo"].text() == f"&Redo {RENAME.label} in 3 documents"
    redo(window)
    assert all("Aiko Sato" in names_in(path) for path in sidecars)
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)


def test_a_step_that_was_taken_back_before_another_is_made_again_in_no_document(
    window: MainWindow, sidecars: list[Path], qtbot: QtBot
) -> None:
    make(window, qtbot, sidecars)
    undo(window)
    other = NameEntities((Who("person", "Aiko Mori"),), Who("person", "Aiko Ito"))
    in_dialog(qtbot, StepPreview, accept_when_looked(qtbot))
    assert window.folder_steps.ask(other, [Target(path) for path in sidecars[1:]])
    redo(window)
    assert "Aiko Mori" in names_in(sidecars[0])
    undo(window)
    assert window.actions_by_name["redo"].text() == f"&Redo {other.label} in 2 documents"
    redo(window)
    assert [("Aiko Ito" in names_in(path)) for path in sidecars] == [False, True, True]


def test_what_a_journal_brought_back_of_a_broken_off_step_is_not_made_twice(
    window: MainWindow, sidecars: list[Path], qtbot: QtBot
) -> None:
    make(window, qtbot, sidecars)
    assert window.bridge.session
    (step,) = steps_of(sidecars[0].parent)
    # As recovery leaves it: the file has other bytes than were worked out, and the step is the history's last.
    step.files[sidecars[0]] = replace(step.files[sidecars[0]], after="0" * 64)
    window.folder_steps.make_again(step)
    assert len(window.bridge.session.history.done) == 1
    assert not any("stays as before" in text for text in window.notice.texts)


def test_own_steps_since_are_undone_first(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    make(window, qtbot, sidecars)
    window.bridge.run("Title", lambda draft: draft.put_document(title="Later"))
    assert window.actions_by_name["undo"].text() == "&Undo Title"
    undo(window)
    assert all("Aiko Sato" in names_in(path) for path in sidecars)
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)


def test_it_is_taken_back_from_another_document_too(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    make(window, qtbot, sidecars)
    window.files.open_path(sidecars[1].parent / "1.txt")
    qtbot.waitUntil(lambda: window.bridge.session is not None and window.bridge.session.sidecar == sidecars[1])
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)
    assert window.bridge.session
    assert "Aiko Mori" in {entity.name for entity in window.bridge.session.layer.entities.values()}
    window.files.open_path(sidecars[0].parent / "0.txt")
    qtbot.waitUntil(lambda: window.bridge.session is not None and window.bridge.session.sidecar == sidecars[0])
    assert not window.notice.texts
    redo(window)
    assert all("Aiko Sato" in names_in(path) for path in sidecars)
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)


def test_what_a_colleague_changed_since_is_named(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    make(window, qtbot, sidecars)
    layer = layer_of(sidecars[2])
    layer.document = replace(layer.document, title="Another machine")
    sidecars[2].write_bytes(dump_sidecar(layer))
    undo(window)
    assert "Aiko Mori" in names_in(sidecars[1])
    assert "Aiko Sato" in names_in(sidecars[2])
    assert "1 document stays as before: 2.txt." in window.notice.text
    redo(window)
    (said,) = [text for text in window.notice.texts if "2.txt" in text]
    assert "made again in 2 documents; 1 document stays as before" in said


def test_broken_off_it_is_said_at_the_next_start_and_finished(
    sidecars: list[Path], qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    root = sidecars[0].parent
    begin(look(RENAME, [Target(path) for path in sidecars], root), root)
    assert len(broken_off(root)) == len(broken_off(root.parent)) == 1
    assert not broken_off(root.parent / "elsewhere")
    window: MainWindow = request.getfixturevalue("window")
    qtbot.waitUntil(lambda: any("in the middle of" in text for text in window.notice.texts))
    assert window.notice.choices == ["Finish it", "Take it back"]
    press(window.notice, "Finish it")
    assert all("Aiko Sato" in names_in(path) for path in sidecars)
    assert steps_of(root)[0].phase is Phase.DONE
    undo(window)
    assert all("Aiko Mori" in names_in(path) for path in sidecars)


@pytest.mark.parametrize(
    ("phase", "choice"),
    [(Phase.DOING, "Finish it"), (Phase.DOING, "Take it back"), (Phase.UNDOING, "Make it again")],
)
def test_broken_off_behind_the_first_file_each_document_is_gone_through_once(
    sidecars: list[Path], qtbot: QtBot, request: pytest.FixtureRequest, phase: Phase, choice: str
) -> None:
    root = sidecars[0].parent
    outcome = begin(look(RENAME, [Target(path) for path in sidecars], root), root)
    make_files(outcome, but=sidecars[1:])
    record = StepJournal.again(outcome.step)
    record.note(phase)
    record.close()
    window: MainWindow = request.getfixturevalue("window")
    qtbot.waitUntil(lambda: choice in window.notice.choices)
    press(window.notice, choice)
    assert not window.notice.texts
    wanted = "Aiko Mori" if choice == "Take it back" else "Aiko Sato"
    assert all(wanted in names_in(path) for path in sidecars)


def test_made_in_an_earlier_run_it_is_taken_back_from_the_list(
    window: MainWindow, sidecars: list[Path], qtbot: QtBot
) -> None:
    make(window, qtbot, sidecars)
    window.folder_steps.made.clear()
    window.folder_steps.changed.emit()

    def take_back(dialog: QDialog) -> None:
        assert isinstance(dialog, StepList)
        assert "3 documents" in dialog.rows.item(0).text()
        QTest.mouseClick(dialog.back_button, Qt.MouseButton.LeftButton)

    in_dialog(qtbot, StepList, take_back)
    window.actions_by_name["folder_steps"].trigger()
    assert all("Aiko Mori" in names_in(path) for path in sidecars)


def test_a_preview_that_is_declined_changes_nothing(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    before = held_by(sidecars[0].parent)

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, StepPreview)
        qtbot.waitUntil(lambda: dialog.preview is not None)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(qtbot, StepPreview, leave)
    assert not window.folder_steps.ask(SetField("note", "x"), [Target(path) for path in sidecars])
    assert held_by(sidecars[0].parent) == before
    assert steps_of() == []


def test_an_actors_names_are_annotated_in_all_documents(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    layer = layer_of(sidecars[0])
    mori = next(key for key, one in layer.annotations.items() if one.type == "actor" and one.text == "Aiko Mori")
    window.bridge.select(mori)
    (sidecars[0].parent / "new.txt").write_text("Aiko Mori spoke again. Aiko Mori Bay is calm.")
    window.documents.open_folder(sidecars[0].parent)
    qtbot.waitUntil(lambda: len(window.documents.paths) == 4)
    told: list[str] = []

    def look_and_accept(dialog: QDialog) -> None:
        assert isinstance(dialog, StepPreview)
        qtbot.waitUntil(lambda: dialog.preview is not None)
        press(dialog, "Copy report")
        told.append(QApplication.clipboard().text())
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    in_dialog(qtbot, StepPreview, look_and_accept)
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    new = sidecars[0].parent / "new.txt.mkato.ann.json"
    assert [one.text for one in layer_of(new).annotations.values()] == ["Aiko Mori"]
    assert len([one for one in layer_of(sidecars[1]).annotations.values() if one.type == "actor"]) >= 2
    assert "new.txt: 1 passage will be made: “⟦Aiko Mori⟧ spoke again." in told[0]
    undo(window)
    assert not new.exists()


def test_a_name_that_no_passage_has_is_said_to_be_changed_alone(tmp_path: Path) -> None:
    preview = Preview(RENAME, files=[PreviewedFile(Target(tmp_path / "a.txt.mkato.ann.json"), 0, Counter(), None)])
    rows = report_of_preview(preview, tmp_path).rows
    assert rows == (("a.txt", "The name alone will be changed, in no passage."),)


def test_recoding_asks_what_and_shows_what_it_changes(window: MainWindow, sidecars: list[Path], qtbot: QtBot) -> None:
    annotated(sidecars[0].parent, name="0.txt", annotator="lrossi")
    chosen = tuple(
        Target(path, tuple(key for key, one in layer_of(path).annotations.items() if one.type == "claim"))
        for path in sidecars
    )
    scope = RecodeScope(chosen, tuple(map(Target, sidecars)), (Who("person", "Aiko Mori"),), ("Train",), ())

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecodeDialog)
        assert dialog.windowTitle() == "Recode 6 passages"
        assert not dialog.begin_button.isEnabled()
        QTest.keyClicks(dialog.to, "demand")
        qtbot.waitUntil(lambda: dialog.preview is not None)
        assert dialog.begin_button.text() == "Change 3 documents"
        assert dialog.page.report.rows[0] == ("0.txt", "2 passages will be changed.")
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    in_dialog(qtbot, RecodeDialog, act)
    assert window.folder_steps.recode(scope)
    coded = [one.codes for path in sidecars for one in layer_of(path).annotations.values() if one.type == "claim"]
    assert coded == [("demand",)] * 6
