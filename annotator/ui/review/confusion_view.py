"""What two annotators confused with what in one field: a table in which the more often, the deeper the colour."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.services.agreement.confusion_picture import OTHERS, Confusion
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with

_PALEST, _STEP = 0.15, 0.03
_READ_WELL = 4.6
"""A little more than WCAG 2.2, 1.4.3, asks for."""


class ConfusionView(QDialog):
    """A row for each value that the one chose, a column for each that the other chose, counts in the cells."""

    def __init__(self, field: str, table: Confusion, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Confusion: {field}")
        open_with(self, 620, 420)
        column = QVBoxLayout(self)
        words = f"Rows: what {table.a} chose. Columns: what {table.b} chose. Alike: the diagonal, in bold."
        column.addWidget(PlainLabel(words))
        self.table = _filled(table)
        self.table.setAccessibleName(f"Confusion of {field}: {table.a} in rows, {table.b} in columns")
        column.addWidget(self.table, 1)
        close = PushButton("Close")
        close.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(close)
        column.addLayout(line)


def _filled(confusion: Confusion) -> QTableWidget:
    names = [visible(value) for value in confusion.values]
    table = QTableWidget(len(names), len(names))
    table.setHorizontalHeaderLabels(names)
    table.setVerticalHeaderLabels(names)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    most = max(confusion.counts.values(), default=1)
    for row, value in enumerate(confusion.values):
        for column, other in enumerate(confusion.values):
            table.setItem(row, column, _cell(confusion.count(value, other), most, same=value == other != OTHERS))
    table.resizeColumnsToContents()
    return table


def _cell(count: int, most: int, *, same: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{count:,}" if count else "")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    if same:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    if count:
        ground, ink = _colors(_PALEST + (1 - _PALEST) * count / most)
        item.setBackground(QColor(ground))
        item.setForeground(QColor(ink))
    return item


def _colors(depth: float) -> tuple[str, str]:
    """Give a ground of some depth and what is written on it, the ground paler where neither ink is read well on it."""
    colors = theme.current()
    while True:
        ground = _mixed(colors.base, colors.accent, depth)
        ink = max((colors.text, colors.on_accent), key=lambda one: theme.contrast(one, ground))
        if theme.contrast(ink, ground) >= _READ_WELL or depth <= 0:
            return ground, ink
        depth -= _STEP


def _mixed(one: str, other: str, share: float) -> str:
    first, second = QColor(one), QColor(other)
    parts = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)  # type: ignore[index]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in parts)
