"""The names that no codebook has as rows of a table, of which those that are seen are put into words."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.name_key import folded
from annotator.services.index.loose import ENTITY, LooseName
from annotator.ui.toolkit.row_list import one_line
from annotator.ui.toolkit.safe_text import tool_tip
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

Index = QModelIndex | QPersistentModelIndex
COUNTS: Final = (2, 3)
_HEADINGS: Final = ("Name", "Is", "Documents", "Passages")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Role = Qt.ItemDataRole


class LooseModel(QAbstractTableModel):
    """Rows in the order given; typed words narrow them. ``is_left`` tells which are left be."""

    def __init__(self, parent: QObject, is_left: Callable[[LooseName], bool]) -> None:
        super().__init__(parent)
        self.rows: Sequence[LooseName] = ()
        self._all: Sequence[LooseName] = ()
        self._is_left, self._typed, self._are_counted = is_left, "", False
        self._folded: dict[tuple[str, str], str] = {}

    def show_names(self, names: Sequence[LooseName], *, are_counted: bool) -> None:
        """Show other names; their passages where they are counted."""
        self._all, self._are_counted = names, are_counted
        self.narrow(self._typed)

    def narrow(self, typed: str) -> None:
        """Show the names that hold all words that were typed."""
        self.beginResetModel()
        self._typed, words = typed, folded(typed).split()
        self.rows = [one for one in self._all if self._has(one, words)] if words else self._all
        self.endResetModel()

    def place_of(self, name: LooseName, otherwise: int) -> int:
        """Give the place where a name is listed, whatever it is counted as."""
        same = (place for place, one in enumerate(self.rows) if (one.kind, one.number) == (name.kind, name.number))
        return next(same, otherwise)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return _HEADINGS[section]
        return _RIGHT if role == _Role.TextAlignmentRole and section in COUNTS else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        one = self.rows[index.row()]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return self._words(one, index.column())
        if role == _Role.TextAlignmentRole and index.column() in COUNTS:
            return _RIGHT
        return tool_tip(one.name) if role == _Role.ToolTipRole and not index.column() else None

    def _words(self, one: LooseName, column: int) -> str:
        match column:
            case 0:
                return one_line(one.name)
            case 1:
                return f"{_kind(one)} · left be" if self._is_left(one) else _kind(one)
            case 2:
                return f"{one.documents:,}"
        return f"{one.passages:,}" if self._are_counted else "…"

    def _has(self, one: LooseName, words: Sequence[str]) -> bool:
        text = self._folded.get((one.name, one.type))
        if text is None:
            text = self._folded[one.name, one.type] = folded(f"{one.name} {_kind(one)}")
        return all(word in text for word in words)


def _kind(one: LooseName) -> str:
    return "topic" if one.kind != ENTITY else ENTITY_TYPE_WORDS.get(one.type, one.type)
