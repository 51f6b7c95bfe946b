"""How a picture is looked at: how near, and from where."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform

NEAREST, FARTHEST = 8.0, 0.3


class Camera:
    """Scales and shifts a picture as a whole; names keep their size in the picture."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.offset = QPointF()

    @property
    def moved(self) -> bool:
        """Whether the picture is seen otherwise than it was composed."""
        return self.scale != 1.0 or not self.offset.isNull()

    def reset(self) -> None:
        """Look at the whole picture, as it was composed."""
        self.scale, self.offset = 1.0, QPointF()

    def pan(self, by: QPointF) -> None:
        """Shift the picture by some pixels of the pane."""
        self.offset += by

    def zoom(self, factor: float, around: QPointF) -> None:
        """Make everything larger or smaller around a place of the pane, which stays."""
        scale = min(NEAREST, max(FARTHEST, self.scale * factor))
        held = self.to_picture(around)
        self.scale = scale
        self.offset = around - held * scale

    def to_picture(self, place: QPointF) -> QPointF:
        """Give the place in the picture of a place in the pane."""
        return (place - self.offset) / self.scale

    def to_pane(self, place: QPointF) -> QPointF:
        """Give the place in the pane of a place in the picture."""
        return place * self.scale + self.offset

    @property
    def transform(self) -> QTransform:
        """What a painter of the pane needs to paint the picture."""
        return QTransform.fromTranslate(self.offset.x(), self.offset.y()).scale(self.scale, self.scale)
