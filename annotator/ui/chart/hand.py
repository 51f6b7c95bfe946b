"""What the mouse does while its button is down: a click, a node that is dragged, or all of the chart."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from annotator.ui.chart.highlight import Key


class Hand:
    """Follows the mouse from press to release."""

    def __init__(self) -> None:
        self.key: Key | None = None
        self.by = QPointF()
        self.step = QPointF()
        self.moving = False
        self._from: QPointF | None = None

    def press(self, place: QPointF, key: Key | None) -> None:
        """Begin, on what is at a place."""
        self._from, self.key = place, key
        self.by, self.step, self.moving = QPointF(), QPointF(), False

    def move(self, place: QPointF) -> bool:
        """Go on, and tell whether it is more than a click by now: ``by`` so far in all, ``step`` the last bit."""
        if self._from is None:
            return False
        by = place - self._from
        self.moving = self.moving or by.manhattanLength() >= QApplication.startDragDistance()
        if self.moving:
            self.step, self.by = by - self.by, by
        return self.moving

    def release(self) -> bool:
        """End, and tell whether it was a click."""
        pressed, clicked = self._from is not None, not self.moving
        self._from, self.moving = None, False
        return pressed and clicked
