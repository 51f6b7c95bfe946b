"""What came of work on many files: one sentence, and below it what could not be done and why."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible

_WIDEST: Final = 260
_MEASURED: Final = 200
"""So many rows say how wide the first column has to be."""
_PAGE: Final = 40
"""No more rows than so are seen at a time."""
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TOP_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` are (what it is about, a sentence); ``folder`` is where the result lies, None where there is none."""

    headline: str
    rows: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None

    def as_text(self) -> str:
        """Give the report as lines."""
        return "\n".join((self.headline, *(f"{what}: {sentence}" for what, sentence in self.rows)))


class _Rows(QAbstractTableModel):
    """The rows of a report, of which those that are seen are put into words."""

    def __init__(self, parent: QObject, headings: tuple[str, str]) -> None:
        super().__init__(parent)
        self._headings = headings
        self._rows: tuple[tuple[str, str], ...] = ()

    def show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        text = self._rows[index.row()][index.column()]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return visible(text)
        if role == _Role.ToolTipRole:
            return tool_tip(text)
        return _TOP_LEFT if role == _Role.TextAlignmentRole else None


class _WrappedRows(QTableView):
    """A table whose rows are as high as their words need; only those that are seen are measured."""

    def scrollTo(self, index: _Index, hint: QTableView.ScrollHint = QTableView.ScrollHint.EnsureVisible) -> None:
        for row in range(max(0, index.row() - _PAGE), index.row() + 1):
            self.resizeRowToContents(row)
        self.updateGeometries()
        super().scrollTo(index, hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        row, height = self.rowAt(0), self.viewport().height()
        while 0 <= row < self.model().rowCount() and self.rowViewportPosition(row) < height:
            self.resizeRowToContents(row)
            row += 1
        super().paintEvent(event)


class ReportPage(QWidget):
    """Shows one report."""

    def __init__(self, name: str = "What needs a look", headings: tuple[str, str] = ("About", "What")) -> None:
        super().__init__()
        self.report = Report("")
        self._headline = PlainLabel()
        self._headline.setWordWrap(True)
        self._model = _Rows(self, headings)
        self.rows = _WrappedRows()
        self.rows.setModel(self._model)
        self.rows.setAccessibleName(name)
        self.rows.verticalHeader().hide()
        self.rows.setAlternatingRowColors(True)
        self.rows.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.rows.setTabKeyNavigation(False)
        self.rows.horizontalHeader().setStretchLastSection(True)
        self.rows.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        give_room(self.rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._headline)
        layout.addWidget(self.rows, 1)
        layout.addStretch(0)

    def show_report(self, report: Report) -> None:
        """Show another report."""
        self.report = report
        self._headline.setText(report.headline)
        self._model.show_rows(report.rows)
        self.rows.resizeColumnToContents(0)
        self.rows.setColumnWidth(0, min(self.rows.columnWidth(0), _WIDEST))
        self.rows.setVisible(bool(report.rows))
