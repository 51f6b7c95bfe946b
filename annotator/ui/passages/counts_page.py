"""The passages that are left, counted by one column."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from annotator.services.index.counts import Counted
from annotator.ui.passages.count_model import CountModel
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.row_table import RowTable
from annotator.ui.toolkit.safe_text import PlainLabel

COLUMN_WORDS: Final[dict[str | None, str]] = {
    "entity": "Entity", "speaker": "Speaker", "target": "Target", "party": "Party", "via": "Via", "for": "On behalf of",
    "mention": "Mentions", "topic": "Topic", "broadest": "Broadest topic", "code": "Code", "stance": "Stance",
    "status": "Status", "type": "Type", "attribution": "Attribution", "certainty": "Certainty",
    "confidence": "Confidence", "annotator": "Annotator", "document": "Document", "publisher": "Publisher",
    "author": "Author", "language": "Language", "month": "Month", "year": "Year",
}  # fmt: skip
"""What passages are counted by, in the order of lists."""


class CountsPage(QWidget):
    """A column to choose, and its values with their counts."""

    wanted = Signal()
    """Another column is to be counted."""
    value_chosen = Signal(str, object)
    """The passages of a value are wanted: its column, and the Counted."""
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = Choice("Count by", COLUMN_WORDS)
        self.column.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.model = CountModel(self)
        self.rows = RowTable("Counts")
        self.rows.setModel(self.model)
        self.rows.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.rows.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.rows.chosen.connect(self._choose)
        self.column.chosen.connect(self.wanted)
        self.save_button = PushButton("Save table…")
        self.save_button.clicked.connect(lambda _checked=False: self.save_wanted.emit())
        top = QHBoxLayout()
        label = PlainLabel("Count by")
        label.setBuddy(self.column)
        for widget in (label, self.column):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.rows, 1)

    def show_values(self, values: Sequence[Counted]) -> None:
        """Show the values of the column."""
        self.model.show_values(values)

    def lines(self) -> list[tuple[str | int, ...]]:
        """Give what is shown as lines of a table, its heading first."""
        heading = (COLUMN_WORDS[self.column.value], "passages", "documents")
        return [heading, *((value.label, value.passages, value.documents) for value in self.model.values)]

    def _choose(self, index: QModelIndex) -> None:
        self.value_chosen.emit(self.column.value or "", self.model.values[index.row()])
