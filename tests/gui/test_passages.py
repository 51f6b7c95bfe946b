"""The passages of the folder in the real window, by keys and mouse: narrowed, opened, counted, recoded and saved."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.index.counts import counted_by, cross_table
from annotator.ui.dialogs.recode_dialog import RecodeDialog
from annotator.ui.folder.folder_bridge import FolderBridge
from annotator.ui.passages.context_view import Context, ContextView
from annotator.ui.passages.passage_model import COLUMNS
from annotator.ui.passages.passages_page import COUNTS, CROSS, PassagesPage
from annotator.ui.passages.value_popup import ValuePopup
from annotator.ui.toolkit.flow_row import FlowRow
from annotator.ui.toolkit.tool_button import ToolButton
from annotator.ui.window.main_window import MainWindow
from tests.gui.folder_window import window_on
from tests.unit.making import annotated
from tests.unit.recoded import folder_of, layer_of

OF_EACH = 5
"""Annotations of a document of ``folder_of``."""


@pytest.fixture
def sidecars(tmp_path: Path) -> list[Path]:
    return folder_of(tmp_path, 3)


@pytest.fixture
def window(sidecars: list[Path], qtbot: QtBot) -> Iterator[MainWindow]:
    with window_on(sidecars[0].parent, qtbot) as window:
        yield window


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> PassagesPage:
    QTest.keyClick(window.view, Qt.Key.Key_F7)
    page = window.passages_room.page
    assert page
    shows(qtbot, page, 3 * OF_EACH)
    return page


def shows(qtbot: QtBot, page: PassagesPage, count: int) -> None:
    """Wait until so many passages are listed."""
    qtbot.waitUntil(lambda: len(page.model.rows) == count)


def focused() -> QWidget:
    """Give where the keys are."""
    widget = QApplication.focusWidget()
    assert widget
    return widget


def column(page: PassagesPage, heading: str) -> list[str]:
    """Give what stands in a column of the table."""
    number = [one.heading for one in COLUMNS].index(heading)
    return [page.model.data(page.model.index(row, number)) for row in range(page.model.rowCount())]


def saves_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer where to save."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(path), ""))


def in_dialog(kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
    """Do something in a dialog of a kind when it has come."""

    def come() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            # Its own loop has to run before it is left.
            QTimer.singleShot(50, lambda: act(dialog))
        else:
            QTimer.singleShot(20, come)

    QTimer.singleShot(50, come)


def test_f7_shows_all_passages_and_leads_back(window: MainWindow, page: PassagesPage) -> None:
    assert page.isVisible()
    assert not window.view.isVisible()
    assert not window.panes["documents"].isVisible()
    assert page.status.text() == "15 passages."
    assert column(page, "Document")[::5] == ["0.txt", "1.txt", "2.txt"]
    QTest.keyClick(page.rows, Qt.Key.Key_Escape)
    assert window.view.isVisible()
    assert window.panes["documents"].isVisible()
    QTest.keyClick(window.view, Qt.Key.Key_F7)
    assert page.isVisible()


def test_whatever_needs_the_article_takes_the_place_of_the_passages(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    window.actions_by_name["chart_view"].trigger()
    assert not page.isVisible()
    large = [window.chart_room.is_large]
    window.actions_by_name["passages"].trigger()
    assert page.isVisible()
    assert [*large, window.chart_room.is_large] == [True, False]
    window.folder_work._show_place(sidecars[1].parent / "1.txt", Span(0, 4))
    qtbot.waitUntil(window.view.isVisible)
    assert window.view.selected_span() == Span(0, 4)
    window.actions_by_name["passages"].trigger()
    window.review.bridge.review_changed.emit()
    assert window.view.isVisible()


def test_a_colleagues_passage_is_opened_in_the_colleagues_file(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    colleague = annotated(sidecars[0].parent, name="new.txt", annotator="lrossi").sidecar
    window.documents.open_folder(sidecars[0].parent)
    shows(qtbot, page, 20)
    page.rows.selectRow(column(page, "Annotator").index("lrossi"))
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.bridge.session is not None and window.bridge.session.sidecar == colleague)
    assert window.bridge.session
    assert window.bridge.session.read_only
    qtbot.waitUntil(lambda: window.bridge.selected is not None)


def test_it_says_that_words_are_looked_for(window: MainWindow, page: PassagesPage, qtbot: QtBot) -> None:
    go_on = Event()
    page._looking.setInterval(0)
    window.bridge.folder._questions._asker.submit(go_on.wait, 5)
    QTest.keyClicks(page.bar.words, "quoted")
    qtbot.waitUntil(lambda: page.status.text() == "Looking through the words…")
    go_on.set()
    shows(qtbot, page, 3)
    assert page.status.text().startswith("3 of 15 passages.")


def test_typed_words_and_checked_values_narrow_and_chips_take_back(
    window: MainWindow, page: PassagesPage, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.bar.words, "QUOTED")
    shows(qtbot, page, 3)
    assert set(column(page, "Type")) == {"agreement"}
    page.bar.words.clear()
    shows(qtbot, page, 15)
    page.bar.buttons["entity"].setFocus()
    QTest.keyClick(page.bar.buttons["entity"], Qt.Key.Key_Return)
    values = QApplication.activePopupWidget()
    assert isinstance(values, ValuePopup)
    qtbot.waitUntil(lambda: values.rows.count() > 1)
    QTest.keyClicks(values.edit, "bianchi")
    QTest.keyClick(values.edit, Qt.Key.Key_Down)
    QTest.keyClick(values.rows, Qt.Key.Key_Space)
    shows(qtbot, page, 9)
    QTest.keyClick(values, Qt.Key.Key_Escape)
    assert page.status.text() == "9 of 15 passages."
    assert [chip.text() for chip in page.bar.chips.buttons] == ["entity: Carlo Bianchi ✕"]
    QTest.mouseClick(page.bar.chips.buttons[0], Qt.MouseButton.LeftButton)
    shows(qtbot, page, 15)


def test_words_that_were_just_typed_are_not_lost_to_a_click_elsewhere(page: PassagesPage) -> None:
    page.bar.words.setText("mori")
    page.bar.put(page.bar.narrowing.with_value("stance", "agree", "agree"))
    assert (page.bar.words.text(), page.bar.narrowing.words) == ("mori", "mori")
    page.bar.open_button.click()
    assert (page.bar.words.text(), page.bar.narrowing.words) == ("", "")


def test_dates_roles_and_whose_files_narrow(window: MainWindow, page: PassagesPage, qtbot: QtBot) -> None:
    page.bar.ask("role")._checked.clear()
    popup = page.bar.ask("role")
    popup.rows.item(1).setCheckState(Qt.CheckState.Checked)
    shows(qtbot, page, 6)
    assert set(column(page, "Type")) == {"claim"}
    QTest.mouseClick(page.bar.open_button, Qt.MouseButton.LeftButton)
    shows(qtbot, page, 15)
    QTest.keyClicks(page.bar.first, "2020")
    QTest.keyClick(page.bar.first, Qt.Key.Key_Return)
    shows(qtbot, page, 0)
    assert not page.recode_button.isEnabled()


def test_a_click_on_a_heading_sorts_and_a_second_the_other_way(page: PassagesPage, qtbot: QtBot) -> None:
    header = page.rows.horizontalHeader()

    def click(number: int) -> None:
        place = QPoint(header.sectionViewportPosition(number) + 5, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(2)
    qtbot.waitUntil(lambda: column(page, "Type") == ["actor"] * 6 + ["claim"] * 6 + ["agreement"] * 3)
    click(2)
    qtbot.waitUntil(lambda: column(page, "Type") == ["agreement"] * 3 + ["claim"] * 6 + ["actor"] * 6)


def test_the_passage_stands_in_its_context_and_enter_opens_it(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    row = next(row for row, name in enumerate(column(page, "Document")) if name == "2.txt")
    page.rows.selectRow(row)
    words = page.current
    assert words
    qtbot.waitUntil(lambda: "Minister Aiko Mori said she" in page.context.text.toPlainText())
    assert page.context.title.text() == "2.txt · mkato"
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.bridge.session is not None and window.bridge.session.sidecar == sidecars[2])
    qtbot.waitUntil(lambda: window.bridge.selected == words.id)
    assert window.view.isVisible()


def test_a_folder_that_is_being_opened_is_told_from_none(qtbot: QtBot, tmp_path: Path) -> None:
    folder = FolderBridge()
    page = PassagesPage(folder)
    qtbot.addWidget(page)
    page.refresh()
    assert page.status.text() == "No folder is open."
    folder._to_list = tmp_path, {}
    page.refresh()
    assert page.status.text() == "The folder is being read…"


def test_the_passage_alone_is_marked_in_its_context(qtbot: QtBot) -> None:
    view = ContextView()
    qtbot.addWidget(view)
    # At the beginning of a line, where the next text took over how the passage before it looked.
    view.show_context(Context("", "Aiko Mori", " said so."))
    view.show_context(Context("The minister ", "Omar", " said so."))
    (marked,) = view.text.extraSelections()
    assert marked.cursor.selectedText() == "Omar"
    assert view.text.currentCharFormat().background().style() == Qt.BrushStyle.NoBrush


def test_what_is_done_in_the_open_document_is_seen_at_once(
    window: MainWindow, page: PassagesPage, qtbot: QtBot
) -> None:
    assert window.bridge.session
    first = next(iter(window.bridge.session.layer.annotations))
    page.rows.selectRow(3)
    chosen = page.current
    window.bridge.run("Delete", lambda draft: draft.remove("annotations", first))
    shows(qtbot, page, 14)
    assert page.current
    assert chosen
    assert page.current.id == chosen.id
    window.actions_by_name["undo"].trigger()
    shows(qtbot, page, 15)


def test_selected_passages_are_recoded_and_undo_takes_it_back(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    QTest.keyClicks(page.bar.words, "quoted")
    shows(qtbot, page, 3)
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.status.text() == "3 of 15 passages, 3 selected."

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecodeDialog)
        assert dialog.windowTitle() == "Recode 3 passages"
        QTest.keyClicks(dialog.to, "watching")
        qtbot.waitUntil(lambda: dialog.preview is not None)
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    in_dialog(RecodeDialog, act)
    QTest.keyClick(page.rows, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(page, "Codes") == ["watching"] * 3)
    coded = [one.codes for path in sidecars for one in layer_of(path).annotations.values() if one.codes]
    assert coded == [("watching",)] * 3
    with qtbot.waitActive(window):
        window.activateWindow()
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(page, "Codes") == [""] * 3)
    assert not any(one.codes for path in sidecars for one in layer_of(path).annotations.values())


def test_the_menu_offers_what_keys_do_and_a_way_to_each_recoding(
    window: MainWindow, page: PassagesPage, qtbot: QtBot
) -> None:
    page.rows.selectRow(0)
    page.menu_wanted.emit(page.mapToGlobal(QPoint(40, 40)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words[:3] == ["Open in its document", "Copy", "Add a code…"]
    assert "Rename an entity…" in words
    assert "Merge topics…" in words
    ways: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, RecodeDialog)
        ways.append(dialog.way.value or "")
        dialog.reject()

    in_dialog(RecodeDialog, look)
    next(action for action in menu.actions() if action.text().startswith("Set the stance")).trigger()
    menu.close()
    qtbot.waitUntil(lambda: ways == ["stance"])


def test_keys_lead_from_field_to_table_and_copy(window: MainWindow, page: PassagesPage, qtbot: QtBot) -> None:
    window.actions_by_name["find"].trigger()
    assert page.bar.words.hasFocus()
    QTest.keyClicks(page.bar.words, "nobody")
    QTest.keyClick(page.bar.words, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert not page.bar.words.text()
    QTest.keyClick(page.bar.words, Qt.Key.Key_Down)
    assert page.rows.hasFocus()
    assert page.rows.currentIndex().row() == 0
    QTest.keyClick(page.rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().split("\t")[0] == "0.txt"
    window.actions_by_name["next_pane"].trigger()
    assert page.context.isAncestorOf(focused())
    window.actions_by_name["next_pane"].trigger()
    assert page.bar.isAncestorOf(focused())


def test_renaming_an_entity_of_one_passage_renames_it_in_all_documents(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    page.rows.selectRow(next(r for r, words in enumerate(column(page, "Passage")) if words == "Aiko Mori"))

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecodeDialog)
        assert dialog.to.text() == "Aiko Mori"
        QTest.keyClicks(dialog.to, "Aiko Sato")
        qtbot.waitUntil(lambda: dialog.preview is not None)
        assert dialog.begin_button.text() == "Change 3 documents"
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    in_dialog(RecodeDialog, act)
    commands = window.passages_room.commands
    assert commands
    commands.recode("rename-entity")
    qtbot.waitUntil(lambda: column(page, "Who").count("Aiko Sato") == 3)
    assert all("Aiko Sato" in {e.name for e in layer_of(path).entities.values()} for path in sidecars)


def test_counts_and_cross_table_are_those_of_the_rows_and_narrow_to_a_value(page: PassagesPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(COUNTS)
    page.counts.column.show_value("type")
    page.counts.wanted.emit()
    qtbot.waitUntil(lambda: [value.label for value in page.counts.model.values] == ["actor", "claim", "agreement"])
    view, rows = page.model.view, np.sort(page.model.rows)
    assert view
    assert list(page.counts.model.values) == counted_by(view, rows, "type")
    page.counts.rows.setFocus()
    page.counts.rows.selectRow(1)
    QTest.keyClick(page.counts.rows, Qt.Key.Key_Return)
    shows(qtbot, page, 6)
    page.tabs.setCurrentIndex(CROSS)
    page.cross.columns_by.show_value("document")
    page.cross.wanted.emit()
    qtbot.waitUntil(lambda: len(page.cross.model.columns) == 3)
    table = cross_table(view, np.sort(page.model.rows), "speaker", "document", 20)
    assert (page.cross.model.counts == table.counts).all()
    page.cross.cells.setFocus()
    page.cross.cells.setCurrentIndex(page.cross.model.index(0, 1))
    QTest.keyClick(page.cross.cells, Qt.Key.Key_Return)
    shows(qtbot, page, int(table.counts[0, 1]))


def test_what_stands_together_in_documents_leads_to_these(page: PassagesPage, qtbot: QtBot) -> None:
    page.tabs.setCurrentIndex(CROSS)
    for choice, value in ((page.cross.columns_by, "entity"), (page.cross.rows_by, "entity")):
        choice.show_value(value)
    page.cross.within.show_value("document")
    page.cross.within.chosen.emit()
    qtbot.waitUntil(lambda: page.cross.model.counts.size == 9 and page.cross.model.counts.sum() == 18)
    assert page.cross.caption == "Entity by entity: documents that have both"
    assert page.cross.model.counts.diagonal().tolist() == [0, 0, 0]
    page.cross.cell_chosen.emit(0, 1)
    shows(qtbot, page, 15)
    assert len(page.bar.chips.buttons) == 3


def test_exactly_what_is_shown_is_saved(
    window: MainWindow, page: PassagesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.bar.words.setText("quoted")
    shows(qtbot, page, 3)
    for name in ("shown.csv", "shown.html", "shown.docx", "shown.pdf"):
        saves_as(monkeypatch, tmp_path / name)
        QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda name=name: (tmp_path / name).exists())  # type: ignore[misc]
    with (tmp_path / "shown.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["document"], line["quote"]) for line in lines] == [
        (f"{n}.txt", "agreed to train together") for n in range(3)
    ]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_cross_table_is_saved_as_table_and_picture(
    page: PassagesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    page.tabs.setCurrentIndex(CROSS)
    qtbot.waitUntil(lambda: bool(page.cross.model.rows))
    saves_as(monkeypatch, tmp_path / "cross.csv")
    QTest.mouseClick(page.cross.save_button, Qt.MouseButton.LeftButton)
    with (tmp_path / "cross.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["Speaker", *page.cross.model.columns]
    assert [line[0] for line in lines[1:]] == list(page.cross.model.rows)
    assert [int(cell) for line in lines[1:] for cell in line[1:]] == page.cross.model.counts.ravel().tolist()
    picture = tmp_path / f"cross.{form}"
    saves_as(monkeypatch, picture)
    QTest.mouseClick(page.cross.picture_button, Qt.MouseButton.LeftButton)
    assert picture.stat().st_size > 500
    if form == "png":
        assert QImage(str(picture)).width() > 100


def test_what_is_not_read_is_said(window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot) -> None:
    sidecars[2].write_bytes(b'{"format": "annotator-sidecar"')
    window.documents.open_folder(sidecars[0].parent)
    shows(qtbot, page, 10)
    qtbot.waitUntil(lambda: "1 of 3 annotation files not read." in page.status.text())


def test_all_annotators_are_shown_on_request_and_stay_when_recoded(
    window: MainWindow, page: PassagesPage, sidecars: list[Path], qtbot: QtBot
) -> None:
    colleague = annotated(sidecars[0].parent, name="0.txt", annotator="lrossi").sidecar
    window.documents.open_folder(sidecars[0].parent)
    page.bar.whose.show_value("all")
    page.bar.whose.chosen.emit()
    shows(qtbot, page, 20)
    before = colleague.read_bytes()
    page.rows.selectAll()

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecodeDialog)
        QTest.keyClicks(dialog.to, "seen")
        qtbot.waitUntil(lambda: dialog.preview is not None)
        assert dialog.preview
        assert list(dialog.preview.refused) == [colleague]
        QTest.keyClick(dialog.begin_button, Qt.Key.Key_Return)

    in_dialog(RecodeDialog, act)
    window.actions_by_name["recode_passages"].trigger()
    qtbot.waitUntil(lambda: column(page, "Codes").count("seen") == 15)
    assert colleague.read_bytes() == before


def test_a_row_that_flows_holds_all_in_the_width_there_is(qtbot: QtBot) -> None:
    row = FlowRow()
    qtbot.addWidget(row)
    buttons = [ToolButton() for _number in range(8)]
    for button in buttons:
        button.setText("A button")
    row.resize(240, 40)
    row.put(buttons)
    row.show()
    assert all(button.geometry().right() <= row.width() for button in buttons)
    assert len({button.y() for button in buttons}) > 1
    assert row.height() > max(button.geometry().bottom() for button in buttons)
