"""Passages of many documents in a list: what something of a folder's chart rests on, opened in its place."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from annotator.model.vocabulary import ACTOR
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Panel
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import LETTERS, counted

if TYPE_CHECKING:
    from annotator.services.reporting.passages import Passage

MOST: Final = 300
"""So many passages of one edge are listed; the number of all is said."""
_EMPTY: Final = "Choose a node, a line or a cell, by a click or with arrow keys and Enter: what it rests on comes here."


@dataclass(frozen=True, slots=True)
class Proof:
    """A passage, and the file and annotation that it is."""

    sidecar: Path
    annotation: str
    passage: "Passage"


class FolderEvidence(Panel):
    """Lists passages; ``opened`` comes with the one that was entered."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.proofs: list[Proof] = []
        self.title = PlainLabel()
        self.title.setWordWrap(True)
        self.title.setAccessibleName("What the evidence is for")
        self.rows = RowList("Evidence", lines=2)
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.rows.activated.connect(lambda index: self.opened.emit(self.proofs[index.row()]))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 0)
        column.addWidget(self.title)
        column.addWidget(self.rows, 1)
        self.setFocusProxy(self.rows)
        self.show_proofs("", [], 0)

    def show_proofs(self, title: str, found: list[Proof], count: int) -> None:
        """List passages below a title; ``count`` is how many there are of which these are the first."""
        self.proofs = found
        more = ""
        if count > len(found):
            more = f" – the first {len(found):,} of {counted(count, 'passage')}"
        elif count and f" {count:,} " not in f" {title} ":
            more = f" – {counted(count, 'passage')}"
        self.title.setText(f"{title}{more}" if title else "")
        self.model.fill((number, str(number)) for number in range(len(found)))
        self.rows.show_empty("" if found else _EMPTY if not title else "Nothing is marked that it rests on.")

    def step(self, direction: int) -> None:
        """Open the next or previous passage; goes round at the ends."""
        if count := len(self.proofs):
            here = self.rows.currentIndex().row()
            row = (here + direction) % count if here >= 0 else (0 if direction > 0 else count - 1)
            self.rows.setCurrentIndex(self.model.index(row, 0))
            self.opened.emit(self.proofs[row])

    def _row(self, identifier: str) -> Row | None:
        if int(identifier) >= len(self.proofs):
            return None
        passage = self.proofs[int(identifier)].passage
        told = " · ".join(filter(None, (passage.date, passage.annotator, passage.document)))
        color = theme.current().type_color(passage.type).name()
        return Row(one_line(_words(passage)), one_line(told), LETTER, color, LETTERS.get(passage.type, "?"))


def _words(passage: "Passage") -> str:
    """Give what stands in a row: a name alone would tell nothing."""
    from annotator.services.reporting.passages import around  # loaded with the evidence

    before, after = around(passage) if passage.type == ACTOR else ("", "")
    return f"{before}{passage.quote}{after}"
