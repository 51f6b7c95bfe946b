"""What narrows something, each as a button above it that takes it back."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.ui.toolkit.flow_row import FlowRow
from annotator.ui.toolkit.safe_text import explain, no_mnemonic
from annotator.ui.toolkit.tool_button import ToolButton

_LONGEST = 32


class Chip(NamedTuple):
    """One thing that narrows or widens what is shown, in words, and what takes it back."""

    words: str
    take_back: Callable[[], object]


class ChipRow(FlowRow):
    """The chips in as many rows as they need; hidden without any."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown: tuple[str, ...] = ()
        self.buttons: list[ToolButton] = []
        self.hide()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other chips; the same ones stay, and with them the focus."""
        words = tuple(chip.words for chip in chips)
        if words == self._shown:
            return
        self._shown = words
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(chip) for chip in chips]
        self.setVisible(bool(chips))
        self.put(self.buttons)

    def _button(self, chip: Chip) -> ToolButton:
        button = ToolButton(self)
        words = chip.words if len(chip.words) <= _LONGEST else chip.words[: _LONGEST - 1] + "…"
        button.setText(f"{no_mnemonic(words)} ✕")
        button.setAccessibleName(f"Take back: {chip.words}")
        explain(button, f"Take back: {chip.words}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked=False: chip.take_back())
        button.show()
        return button
