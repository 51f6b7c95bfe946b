"""The key under the chart: one or two rows, or none where the pane is low."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.chart.chart_key import ChartKey, chart_key, key_group
from annotator.ui.chart.marks import paint_groups
from annotator.ui.toolkit import theme


class ChartLegend(QWidget):
    """A strip under the chart, as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[tuple[str, str]] = ()
        self.key = ChartKey()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)
        theme.notifier.changed.connect(self.update)

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Explain what is named, by sort and name."""
        if list(names) != list(self._names):
            self._names = names
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.base))
            paint_groups(painter, [key_group(self.key, 0, 0, colors)])

    def _lay_out(self) -> None:
        self.key = chart_key(self._names, self.width())
        self.setAccessibleName("Key: " + "; ".join(item.words for item in self.key.items))
        self.setFixedHeight(self.key.height)
        self.update()
