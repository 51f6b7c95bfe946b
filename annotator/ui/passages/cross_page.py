"""The passages that are left, set out by two columns: a table whose cells are the warmer the more they have."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from annotator.services.index.counts import CrossTable
from annotator.ui.passages.count_model import HeatModel
from annotator.ui.passages.counts_page import COLUMN_WORDS
from annotator.ui.passages.upright_header import UprightHeader
from annotator.ui.toolkit.flow_row import FlowRow
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.row_table import RowTable
from annotator.ui.toolkit.safe_text import PlainLabel

_MOST: Final[dict[str | None, str]] = {str(number): f"{number} of each" for number in (20, 50, 100, 300)}
PASSAGE, SENTENCE, DOCUMENT = "passage", "sentence", "document"
_WITHIN: Final[dict[str | None, str]] = {
    PASSAGE: "in one passage", SENTENCE: "in one sentence", DOCUMENT: "in one document",
}  # fmt: skip
_CELL: Final = 44
_WIDEST: Final = 220


class CrossPage(QWidget):
    """Two columns to choose, and their table."""

    wanted = Signal()
    """Another table is to be counted."""
    cell_chosen = Signal(int, int)
    save_wanted = Signal()
    picture_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows_by, self.columns_by = Choice("Rows", COLUMN_WORDS), Choice("Columns", COLUMN_WORDS)
        self.within = Choice("Counted together", _WITHIN)
        self.most = Choice("How many", _MOST)
        self.rows_by.show_value("speaker")
        self.columns_by.show_value("topic")
        self.heat = QCheckBox("Heat")
        self.heat.setChecked(True)
        self.table: CrossTable | None = None
        self.model = HeatModel(self)
        self.cells = RowTable("Cross table", cells=True)
        self.cells.setModel(self.model)
        self.cells.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        header = UprightHeader(self.cells)
        header.setDefaultSectionSize(_CELL)
        header.setHighlightSections(False)
        self.cells.setHorizontalHeader(header)
        side = self.cells.verticalHeader()
        side.setMaximumWidth(_WIDEST)
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        side.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.cells.chosen.connect(self._choose)
        for choice in (self.rows_by, self.columns_by, self.within, self.most):
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
            choice.chosen.connect(self.wanted)
        self.heat.toggled.connect(lambda is_on: self.model.heat(is_on=is_on))
        self.save_button, self.picture_button = PushButton("Save table…"), PushButton("Save picture…")
        self.save_button.clicked.connect(lambda _checked=False: self.save_wanted.emit())
        self.picture_button.clicked.connect(lambda _checked=False: self.picture_wanted.emit())
        self._put_together()

    def show_table(self, table: CrossTable) -> None:
        """Show a table."""
        self.table = table
        rows, columns = ([value.label for value in values] for values in (table.rows, table.columns))
        self.model.show_table(rows, columns, table.counts)

    @property
    def caption(self) -> str:
        """What the table shows, in words."""
        rows, columns = COLUMN_WORDS[self.rows_by.value], COLUMN_WORDS[self.columns_by.value]
        counted = "passages" if self.within.value == PASSAGE else f"{self.within.value}s that have both"
        return f"{rows} by {columns.lower()}: {counted}"

    def lines(self) -> list[tuple[str | int, ...]]:
        """Give the table as lines, its heading first."""
        heading = (COLUMN_WORDS[self.rows_by.value], *self.model.columns)
        counts = self.model.counts.tolist()
        return [heading, *((name, *cells) for name, cells in zip(self.model.rows, counts, strict=True))]

    def _choose(self, index: QModelIndex) -> None:
        self.cell_chosen.emit(index.row(), index.column())

    def _put_together(self) -> None:
        labels: list[QWidget] = []
        for words, widget in (("Rows", self.rows_by), ("Columns", self.columns_by)):
            label = PlainLabel(words)
            label.setBuddy(widget)
            labels += [label, widget]
        top = FlowRow()
        top.put([*labels, self.within, self.most, self.heat, self.save_button, self.picture_button])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(top)
        layout.addWidget(self.cells, 1)
