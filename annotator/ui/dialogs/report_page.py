"""What came of work on many files: one sentence, and below it what could not be done and why."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible

_WIDEST = 260
SHOWN_ROWS = 2000
"""More rows than anybody reads would only cost time; the copied report has them all."""


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` are (what it is about, a sentence); ``folder`` is where the result lies, None where there is none."""

    headline: str
    rows: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None

    def as_text(self) -> str:
        """Give the report as lines."""
        return "\n".join((self.headline, *(f"{what}: {sentence}" for what, sentence in self.rows)))


class ReportPage(QWidget):
    """Shows one report."""

    def __init__(self) -> None:
        super().__init__()
        self.report = Report("")
        self._headline = PlainLabel()
        self._headline.setWordWrap(True)
        self.rows = QTableWidget(0, 2)
        self.rows.setAccessibleName("What needs a look")
        self.rows.setHorizontalHeaderLabels(["About", "What"])
        self.rows.verticalHeader().hide()
        self.rows.setAlternatingRowColors(True)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.rows.setTabKeyNavigation(False)
        self.rows.horizontalHeader().setStretchLastSection(True)
        self.rows.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        give_room(self.rows)
        self._rest = PlainLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._headline)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._rest)
        layout.addStretch(0)

    def show_report(self, report: Report) -> None:
        """Show another report."""
        self.report = report
        self._headline.setText(report.headline)
        self.rows.setRowCount(0)
        self.rows.setRowCount(min(len(report.rows), SHOWN_ROWS))
        for row, cells in enumerate(report.rows[:SHOWN_ROWS]):
            for column, text in enumerate(cells):
                self.rows.setItem(row, column, _item(text))
        self.rows.resizeColumnToContents(0)
        self.rows.setColumnWidth(0, min(self.rows.columnWidth(0), _WIDEST))
        self.rows.setVisible(bool(report.rows))
        more = len(report.rows) - SHOWN_ROWS
        self._rest.setText(f"… and {more:,} more; “Copy report” has them all." if more > 0 else "")
        self._rest.setVisible(more > 0)


def _item(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(visible(text))
    item.setToolTip(tool_tip(text))
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return item
