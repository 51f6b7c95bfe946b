"""Buttons that Enter presses wherever they have the focus, and that never take Enter from a field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PushButton(QPushButton):
    """Qt lets Enter press a button in dialogs alone, and there also the first one while one types in a field."""

    def __init__(self, text: str = "", *, flat: bool = False) -> None:
        super().__init__(text, flat=flat)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)
