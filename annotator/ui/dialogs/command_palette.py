"""Every action by name."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.ui.actions.actions import ROWS, plain_text
from annotator.ui.toolkit.filtered_list import FilteredList


class CommandPalette(FilteredList):
    """Lists all actions with their keys; what cannot be done now is grey."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None) -> None:
        super().__init__(parent, "Command palette", "Type a few letters of what to do", ("Action", "Menu", "Keys"))
        self._actions = actions
        for row in ROWS:
            action = actions[row.name]
            keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
            self.add_row((plain_text(row), row.menu, keys), row.name, enabled=action.isEnabled())
        self.ready()

    def chosen(self, key: object) -> None:
        action = self._actions[str(key)]
        self.accept()
        if action.isEnabled():
            # Behind the closing, so that the action finds the focus where it was.
            QTimer.singleShot(0, action.trigger)
