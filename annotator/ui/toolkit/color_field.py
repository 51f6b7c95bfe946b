"""A colour that may be chosen, or not."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QWidget

from annotator.ui.toolkit.push_button import PushButton

SWATCH = 14


class ColorField(QWidget):
    """Shows a colour as a swatch with its name; the button asks for another, *None* takes it away."""

    chosen = Signal(object)
    """A name such as #2f6f8f, or None."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._color: str | None = None
        self.button = PushButton()
        self.button.setAccessibleName(name)
        self.button.setIconSize(QSize(SWATCH, SWATCH))
        self.none = PushButton("None")
        self.none.setAccessibleName(f"No {name.lower()}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.none)
        row.addStretch(1)
        self.button.clicked.connect(self._ask)
        self.none.clicked.connect(lambda: self.chosen.emit(None))
        self.setFocusProxy(self.button)
        self.show_color(None)

    def show_color(self, color: str | None) -> None:
        """Show a colour; what is none is shown as it is written."""
        self._color = color
        self.button.setText(color or "Choose…")
        self.none.setEnabled(color is not None)
        icon = QIcon()
        if color and QColor(color).isValid():
            picture = QPixmap(SWATCH, SWATCH)
            picture.fill(QColor(color))
            icon = QIcon(picture)
        self.button.setIcon(icon)

    def _ask(self) -> None:
        color = QColorDialog.getColor(QColor(self._color or "#2f6f8f"), self, "Colour")
        if color.isValid():
            self.chosen.emit(color.name())
