"""Lists of many thousand rows: what is not seen is not asked for."""

from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs import report_page
from annotator.ui.dialogs.report_page import Report, ReportPage
from annotator.ui.toolkit.row_table import RowTable

MANY = 10_000


class Rows(QAbstractTableModel):
    asked = 0

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        self.asked += 1
        return 0 if parent.isValid() else MANY

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, _index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return "words" if role == Qt.ItemDataRole.DisplayRole else None


def test_selecting_all_rows_looks_at_those_that_are_seen(qtbot: QtBot) -> None:
    table, model = RowTable("Rows"), Rows()
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(400, 300)
    with qtbot.waitExposed(table):
        table.show()
    model.asked = 0
    table.selectAll()
    table.grab()
    assert table.selectionModel().isRowSelected(MANY - 1)
    assert model.asked < MANY / 2


def test_a_report_puts_the_rows_into_words_that_are_seen_and_has_all(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, told = ReportPage(), [0]

    def visible(text: str) -> str:
        told[0] += 1
        return text

    monkeypatch.setattr(report_page, "visible", visible)
    qtbot.addWidget(page)
    page.resize(400, 300)
    rows = tuple((f"{number}.txt", "long words that take several lines " * 4) for number in range(MANY))
    page.show_report(Report("All of it.", rows))
    with qtbot.waitExposed(page):
        page.show()
    page.grab()
    assert page.rows.model().rowCount() == MANY
    assert told[0] < MANY / 2
    assert page.rows.rowHeight(0) > 2 * page.rows.fontMetrics().height()
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    last = page.rows.visualRect(page.rows.currentIndex())
    assert page.rows.currentIndex().row() == MANY - 1
    assert page.rows.viewport().rect().contains(last)
    page.show_report(Report("Nothing."))
    assert not page.rows.isVisible()
