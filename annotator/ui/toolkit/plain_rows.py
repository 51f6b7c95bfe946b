"""How lists and tables of plain text look: one height of rows, and headers at the side where their columns begin."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView

_ROOM = 4
"""Pixels over and under the text of a row."""


def give_room(view: QAbstractItemView) -> None:
    """Make rows high enough to be read one from the other, and to be hit."""
    header: QHeaderView | None = None
    if isinstance(view, QTableView):
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 2 * _ROOM)
        header = view.horizontalHeader()
    else:
        view.setStyleSheet(f"QAbstractItemView::item {{ padding: {_ROOM}px 0; }}")
        header = view.header() if isinstance(view, QTreeView) else None
    if header is not None:
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
