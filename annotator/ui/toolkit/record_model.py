"""A sorted list of records for a view; rows come, go and move one by one."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.ui.toolkit.row_list import ID_ROLE, ROW_ROLE, Row
from annotator.ui.toolkit.safe_text import tool_tip

Key = tuple[Any, ...]
"""What rows are sorted by; its last item is the record's id."""

_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractTableModel):
    """One row a record: ``row_of`` makes what is shown of an id, and is asked only for rows that are seen."""

    def __init__(self, row_of: Callable[[str], Row | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row_of = row_of
        self._keys: list[Key] = []

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._keys):
            return None
        identifier = self.id_at(index.row())
        if role == ID_ROLE:
            return identifier
        if role not in (
            ROW_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        row = self._row_of(identifier)
        if row is None or role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip("\n".join(part for part in (row.title, row.warning, row.detail) if part))
        return row.spoken

    def id_at(self, row: int) -> str:
        """Give the id of a row."""
        return str(self._keys[row][-1])

    def row_at(self, key: Key) -> int:
        """Give the row of a key, or -1."""
        row = bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._keys[row] == key else -1

    def fill(self, keys: Iterable[Key]) -> None:
        """Show these records, given in order, and no others."""
        self.beginResetModel()
        self._keys = list(keys)
        self.endResetModel()

    def put(self, key: Key) -> None:
        """Add a row at its place; one that is there is shown anew."""
        row = bisect_left(self._keys, key)
        if row < len(self._keys) and self._keys[row] == key:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)
            return
        self.beginInsertRows(_NOWHERE, row, row)
        self._keys.insert(row, key)
        self.endInsertRows()

    def take(self, key: Key) -> None:
        """Remove a row, if it is there."""
        row = self.row_at(key)
        if row >= 0:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._keys[row]
            self.endRemoveRows()

    def show_anew(self) -> None:
        """Have the rows that are seen painted again."""
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, 0))
