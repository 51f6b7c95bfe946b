"""Tables of many plain rows: a fixed height, keys that choose, and a menu."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView

from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import ENTER


class RowTable(QTableView):
    """A table of rows that are read, selected and chosen; Tab leaves it."""

    chosen = Signal(QModelIndex)
    """Enter was pressed on a row or cell, or it was double-clicked."""
    copy_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, *, cells: bool = False) -> None:
        super().__init__()
        self._heads_rows = not cells
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(not cells)
        self.setShowGrid(cells)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        if not cells:
            self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
            self.verticalHeader().hide()
        give_room(self)
        self.doubleClicked.connect(self.chosen)

    def setSelectionModel(self, model: QItemSelectionModel) -> None:
        super().setSelectionModel(model)
        if self._heads_rows:
            # A header looks through all rows for whether its columns are selected: some seconds of 100,000.
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(model.model(), self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in ENTER and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))
