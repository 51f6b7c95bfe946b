"""Passages as rows of a table, of which the words are read for the rows that are seen."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from annotator.services.index.index import FolderIndex
from annotator.services.index.view import FolderView, Rows
from annotator.services.index.words import PassageWords, WordReader
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.row_list import one_line
from annotator.ui.toolkit.safe_text import tool_tip, visible

KEPT: Final = 3000
"""The words of so many rows are kept at most."""
Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class Column(NamedTuple):
    """A column: its heading, what rows are sorted by, and its words."""

    heading: str
    sort: str
    text: Callable[[PassageWords], str]
    letters: int


def who_in(words: PassageWords) -> str:
    """Say who takes part in a passage: an actor by the name alone, others with their roles."""
    if words.type == "actor":
        return ", ".join(name for _role, name in words.roles)
    by_role: dict[str, list[str]] = {}
    for role, name in words.roles:
        by_role.setdefault(role, []).append(name)
    return "; ".join(f"{role} {', '.join(names)}" for role, names in by_role.items())


COLUMNS: Final = (
    Column("Date", "date", lambda words: words.date, 11),
    Column("Document", "document", lambda words: words.document, 22),
    Column("Type", "type", lambda words: words.type, 10),
    Column("Passage", "place", lambda words: words.quote, 48),
    Column("Who", "entity", who_in, 26),
    Column("Topic", "topic", lambda words: words.topic, 26),
    Column("Stance", "stance", lambda words: words.stance, 9),
    Column("Status", "status", lambda words: words.status, 10),
    Column("Codes", "place", lambda words: ", ".join(words.codes), 14),
    Column("Annotator", "annotator", lambda words: words.annotator, 11),
)
"""The columns in the order of the table."""
_TYPE: Final = 2


class PassageModel(QAbstractTableModel):
    """Rows of a view in some order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index_of_folder: FolderIndex | None = None
        self.view: FolderView | None = None
        self.rows: Rows = np.empty(0, np.intp)
        self._reader: WordReader | None = None
        self._words: dict[int, PassageWords] = {}

    def show_rows(self, index: FolderIndex | None, view: FolderView | None, rows: Rows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.index_of_folder, self.view, self.rows = index, view, rows
        # Looking through a large folder for what is open takes as long as reading some rows.
        self._reader = index.reader() if index else None
        self._words.clear()
        self.endResetModel()

    def words(self, place: int) -> PassageWords | None:
        """Give what stands in the row at a place of the table."""
        if self._reader is None or self.view is None or not 0 <= place < len(self.rows):
            return None
        row = int(self.rows[place])
        known = self._words.get(row)
        if known is None:
            if len(self._words) > KEPT:
                self._words.clear()
            known = self._reader.passages(self.view, [row]).get(row)
            if known is not None:
                self._words[row] = known
        return known

    def place_of(self, row: int) -> int | None:
        """Give the place of a row of the view in the table."""
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return COLUMNS[section].heading
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole, _Role.ForegroundRole):
            return None
        words = self.words(index.row())
        if words is None:
            return None
        if role == _Role.ForegroundRole:
            return QBrush(theme.current().type_color(words.type)) if index.column() == _TYPE else None
        text = COLUMNS[index.column()].text(words)
        if role == _Role.ToolTipRole:
            return tool_tip(text)
        return visible(one_line(text))
