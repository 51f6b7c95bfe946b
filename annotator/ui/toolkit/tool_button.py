"""Small flat buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from annotator.ui.toolkit.safe_text import tool_tip


def tool_button(text: str, name: str, slot: Callable[[], object]) -> QToolButton:
    """Give a flat button that shows a sign or a word; ``name`` says to all what it does."""
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setAccessibleName(name)
    button.setToolTip(tool_tip(name))
    button.clicked.connect(lambda _checked=False: slot())
    return button
