"""What moves in the chart glides to its place, so that the eye can follow it."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication, QStyle

from annotator.services.charting.picture import ChartPicture
from annotator.ui.chart.moving import between, moves

MILLISECONDS: Final = 200


class Glide(QObject):
    """Brings one picture into another in 200 ms, at once where the system asks for no animations or for many dots."""

    stepped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._old = self._new = ChartPicture()
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self.stepped)
        self._animation.finished.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether anything is on its way."""
        return self._animation.state() == QVariantAnimation.State.Running

    @property
    def picture(self) -> ChartPicture:
        """What is to be seen now."""
        return between(self._old, self._new, float(self._animation.currentValue())) if self.running else self._new

    def start(self, old: ChartPicture, new: ChartPicture, *, wanted: bool) -> None:
        """Begin a glide, from what is to be seen now if one is running; without one if nothing moves."""
        begin = self.picture if self.running else old
        self._animation.stop()
        self._old, self._new = begin, new
        if wanted and not new.dots and is_animated() and moves(begin, new):
            self._animation.start()
        else:
            self._end()

    def _end(self) -> None:
        self._old = self._new
        self.stepped.emit()
        self.ended.emit()


def is_animated() -> bool:
    """Tell whether the system lets things move by themselves."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
