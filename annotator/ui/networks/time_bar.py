"""A network's time: a slider over its windows, and a button that lets them pass by."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button

STEP_MILLISECONDS = 700


class TimeBar(QWidget):
    """Says which window is chosen; it is hidden where a network has none."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._day: Callable[[int], str] = str
        self._has_windows = False
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Time window")
        self.slider.valueChanged.connect(self._on_moved)
        self.play = tool_button("▶", "Let the windows pass by, or stop (Space)", self.toggle)
        self.play.setCheckable(True)
        self.label = PlainLabel()
        self.label.setAccessibleName("Middle of the window")
        self._timer = QTimer(self, interval=STEP_MILLISECONDS)
        self._timer.timeout.connect(self._step)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        row.addWidget(self.label)
        self.hide()

    @property
    def place(self) -> int:
        """Which window is chosen."""
        return self.slider.value()

    def show_windows(self, count: int, day: Callable[[int], str]) -> None:
        """Offer so many windows, each with the name of its day; the chosen one stays if it can."""
        self._day, self._has_windows = day, count > 0
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setPageStep(max(1, count // 10))
        self.setVisible(count > 0)
        if count == 0:
            self._stop()
        self._say()

    def toggle(self) -> None:
        """Let the windows pass by, from the first one on where the last was reached; or stop."""
        if self._timer.isActive():
            self._stop()
            return
        if self.place == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self.play.setChecked(True)
        self.play.setText("⏸")

    @property
    def plays(self) -> bool:
        """Whether windows pass by."""
        return self._timer.isActive()

    def hideEvent(self, event: object) -> None:
        self._stop()
        super().hideEvent(event)  # type: ignore[arg-type] # a QHideEvent, as Qt hands it over

    def _step(self) -> None:
        if self.place < self.slider.maximum():
            self.slider.setValue(self.place + 1)
        else:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self.play.setChecked(False)
        self.play.setText("▶")

    def _on_moved(self, place: int) -> None:
        self._say()
        self.moved.emit(place)

    def _say(self) -> None:
        count = self.slider.maximum() + 1
        self.label.setText(f"{self._day(self.place)}  ({self.place + 1:,} of {count:,})" if self._has_windows else "")
