"""Counted values, and tables of two columns with their heat, for views of Qt."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from annotator.services.index.counts import Counted
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.row_list import one_line
from annotator.ui.toolkit.safe_text import tool_tip, visible

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_HEADINGS: Final = ("Value", "Passages", "Documents")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STRONGEST: Final = 0.85


class CountModel(QAbstractTableModel):
    """Values with their numbers of passages and documents."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: Sequence[Counted] = ()

    def show_values(self, values: Sequence[Counted]) -> None:
        """Show other values."""
        self.beginResetModel()
        self.values = values
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        value = self.values[index.row()]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            text = (one_line(value.label), f"{value.passages:,}", f"{value.documents:,}")[index.column()]
            return visible(text)
        if role == _Role.TextAlignmentRole and index.column():
            return _RIGHT
        return tool_tip(value.label) if role == _Role.ToolTipRole and not index.column() else None


class HeatModel(QAbstractTableModel):
    """Counts by two columns, each cell the warmer the more it has; cells without anything are empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[str] = ()
        self.columns: Sequence[str] = ()
        self.counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self.most = 0
        """The largest count."""
        self.is_heated = True

    def show_table(self, rows: Sequence[str], columns: Sequence[str], counts: NDArray[np.int64]) -> None:
        """Show another table."""
        self.beginResetModel()
        self.rows, self.columns, self.counts = rows, columns, counts
        self.most = int(counts.max()) if counts.size else 0
        self.endResetModel()

    def heat(self, *, is_on: bool) -> None:
        """Colour the cells, or show numbers alone."""
        self.is_heated = is_on
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        names = self.columns if orientation == Qt.Orientation.Horizontal else self.rows
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return visible(one_line(names[section]))
        return tool_tip(names[section]) if role == _Role.ToolTipRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        count = int(self.counts[index.row(), index.column()])
        if role == _Role.DisplayRole:
            return f"{count:,}" if count else ""
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            said = f"{self.rows[index.row()]}, {self.columns[index.column()]}: {count:,}"
            return tool_tip(said) if role == _Role.ToolTipRole else visible(said)
        if role == _Role.TextAlignmentRole:
            return _RIGHT
        if not (self.is_heated and count):
            return None
        if role == _Role.BackgroundRole:
            return QBrush(heat_color(count, self.most))
        return QBrush(ink_on(heat_color(count, self.most))) if role == _Role.ForegroundRole else None


def heat_color(count: int, most: int, colors: theme.Theme | None = None) -> QColor:
    """Give the colour of a count: the ground with the more of the accent, the more there is, by the root of its share.

    A count of one can still be told from none among large ones.
    """
    colors = colors or theme.current()
    share = (count / most) ** 0.5 * _STRONGEST + 0.08 if most else 0.0
    ground, warm = QColor(colors.base), QColor(colors.accent)
    part = min(share, 1.0)
    return QColor(
        round(ground.red() + (warm.red() - ground.red()) * part),
        round(ground.green() + (warm.green() - ground.green()) * part),
        round(ground.blue() + (warm.blue() - ground.blue()) * part),
    )


def ink_on(ground: QColor) -> QColor:
    """Give black or white, whichever can be read better on a colour."""
    black, white = "#000000", "#ffffff"
    return QColor(max((black, white), key=lambda ink: theme.contrast(ink, ground.name())))
