"""How large a window opens: as is good for it, and no larger than its screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(8, 40)
"""Pixels of the screen that a title and a frame take, which the window manager adds."""


def open_with(window: QWidget, width: int, height: int) -> None:
    """Give a window a size in pixels, or what there is of it on the screen."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - FRAME))
