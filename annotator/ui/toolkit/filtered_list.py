"""A line to type in over a list that shows what matches: the ground of several dialogs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.name_key import folded
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import tool_tip, visible
from annotator.ui.toolkit.screen_room import open_with

KEY = Qt.ItemDataRole.UserRole


class FilteredList(QDialog):
    """Rows of columns; typing narrows them, arrows move, Enter or a double click calls ``chosen``."""

    def __init__(self, parent: QWidget | None, title: str, hint: str, columns: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_with(self, 620, 480)
        self.edit = QLineEdit(clearButtonEnabled=True)
        show_hint(self.edit, hint)
        self.edit.setAccessibleName(hint)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.narrow)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(title)
        self.list.setHeaderLabels(list(columns))
        self.list.setAlternatingRowColors(True)
        give_room(self.list)
        self.list.itemActivated.connect(lambda item: self.chosen(item.data(0, KEY)))
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.edit)
        self.column.addWidget(self.list, 1)

    def add_buttons(self, *own: PushButton) -> None:
        """Put a line with buttons of one's own, and one that closes, under the list."""
        line = QHBoxLayout()
        close = PushButton("Close")
        close.clicked.connect(self.reject)
        for button in (*own, close):
            line.addWidget(button)
        line.insertStretch(len(own), 1)
        self.column.addLayout(line)

    def add_row(self, cells: Sequence[str], key: object = None, *, tip: str = "", enabled: bool = True) -> None:
        """Add a row; ``key`` is what ``chosen`` is given."""
        item = QTreeWidgetItem([visible(cell) for cell in cells])
        item.setData(0, KEY, key)
        item.setDisabled(not enabled)
        if tip:
            for column in range(len(cells)):
                item.setToolTip(column, tool_tip(tip))
        self.list.addTopLevelItem(item)

    def ready(self) -> None:
        """Give the columns their widths and select the first row."""
        for column in range(self.list.columnCount() - 1):
            self.list.resizeColumnToContents(column)
        self.narrow(self.edit.text())

    def narrow(self, typed: str) -> None:
        """Show the rows that hold all words that were typed."""
        words = folded(typed).split()
        first: QTreeWidgetItem | None = None
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            if item is None:
                continue
            # Most of the time of a long list goes into the words of its rows, which nothing was typed to look for.
            item.setHidden(bool(words) and not self._has(item, words))
            if first is None and not item.isHidden() and not item.isDisabled():
                first = item
        self.list.setCurrentItem(first)  # type: ignore[arg-type] # none is allowed

    def _has(self, item: QTreeWidgetItem, words: Sequence[str]) -> bool:
        text = folded(" ".join(item.text(column) for column in range(self.list.columnCount())))
        return all(word in text for word in words)

    def chosen(self, key: object) -> None:
        """A row was chosen; to be overridden where that means something."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item and not item.isHidden():
                    self.chosen(item.data(0, KEY))
                return True
        return super().eventFilter(watched, event)
