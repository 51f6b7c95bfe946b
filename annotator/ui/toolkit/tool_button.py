"""Small flat buttons."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton

from annotator.ui.toolkit.push_button import ENTER
from annotator.ui.toolkit.safe_text import explain


class ToolButton(QToolButton):
    """Is pressed by Enter too where it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


def tool_button(text: str, name: str, slot: Callable[[], object]) -> ToolButton:
    """Give a flat button that shows a sign or a word; ``name`` says to all what it does."""
    button = ToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setAccessibleName(name)
    explain(button, name)
    button.clicked.connect(lambda _checked=False: slot())
    return button
