"""A button that shows a name, of whatever length, in a narrow pane."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStyleOptionButton

from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import explain, no_mnemonic, visible

_MARGINS = 14
"""Pixels of the button's width that the name leaves free."""


class NameButton(PushButton):
    """Shows a name to the letter in the room there is: what has to be left out is in the tool tip."""

    def __init__(self, text: str, what: str) -> None:
        """Show a name; ``what`` says to screen readers whose or what it is."""
        super().__init__()
        self._what = what
        self.show_name(text)
        self.setStyleSheet("text-align: left; padding: 3px 5px;")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)

    def show_name(self, text: str) -> None:
        """Show another name."""
        self.setText(no_mnemonic(text))
        explain(self, text)
        self.setAccessibleName(visible(f"{self._what}: {text}"))

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        room = self.width() - _MARGINS
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)
