"""The first rows of what would be written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.services.exporting.preview import Preview
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible
from annotator.ui.toolkit.words_on_screen import counted

CELL = 200
"""So many characters of a cell are shown; the tool tip has more."""
_MAX_WIDTH = 220


class PreviewTable(QWidget):
    """A table where the format has columns, else lines in a fixed width."""

    def __init__(self) -> None:
        super().__init__()
        self.caption = PlainLabel("First rows")
        self.caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.caption.setWordWrap(True)
        self.table = QTableWidget()
        self.table.setAccessibleName("First rows of the export")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        give_room(self.table)
        self.table.setWordWrap(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.caption)
        layout.addWidget(self.table, 1)

    def say(self, sentence: str) -> None:
        """Show a sentence in place of rows."""
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self.caption.setText(sentence)

    def show_preview(self, found: object) -> None:
        """Show the rows of a Preview."""
        assert isinstance(found, Preview)
        if not found.files and not found.undecided:
            self.say("There is no annotation file here, so there is nothing to export.")
            return
        files = counted(found.files, "annotation file")
        first = f"First rows of {files}" if found.rows else f"No rows in {files}"
        others = f"{counted(found.others, 'file')} of others left out" if found.others else ""
        undecided = (
            f"{counted(found.undecided, 'document')} left out: several annotators have files, and none is chosen"
            if found.undecided
            else ""
        )
        self.caption.setText("  ·  ".join(filter(None, (first, others, undecided, found.failure))))
        self._fill(found)

    def _fill(self, found: Preview) -> None:
        columns = found.columns or ("",)
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(found.rows))
        self.table.setHorizontalHeaderLabels([visible(column) for column in columns])
        self.table.horizontalHeader().setVisible(bool(found.columns))
        self.table.setShowGrid(bool(found.columns))
        self.table.horizontalHeader().setStretchLastSection(not found.columns)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for row, cells in enumerate(found.rows):
            for column, cell in enumerate(cells[: len(columns)]):
                item = QTableWidgetItem(visible(" ".join(cell.split()))[:CELL])
                item.setToolTip(tool_tip(cell))
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                if not found.columns:
                    item.setFont(fixed)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        if found.columns:
            for column in range(len(columns)):
                self.table.setColumnWidth(column, min(self.table.columnWidth(column), _MAX_WIDTH))
