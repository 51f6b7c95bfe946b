"""Find a name in the chart: a slim line in its corner."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from annotator.model.name_key import folded
from annotator.services.charting.picture import NodeBox, NodeKey, TrayEntry
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.toolkit.hints import show_hint

_MARGIN, _WIDEST = 8, 220


class NameFinder(QLineEdit):
    """Lets nodes stand out while one types; Enter goes from one to the next, Esc back to the chart."""

    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self._view = view
        self._found: list[NodeKey] = []
        show_hint(self, "Find in chart")
        self.setAccessibleName("Find in chart")
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._search)
        view.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the line with the last words in it."""
        self._place()
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._view.set_found(frozenset())
            self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        words = folded(text).split()
        marks: list[NodeBox | TrayEntry] = [*self._view.picture.nodes, *self._view.picture.tray]
        self._found = [mark.key for mark in marks if words and all(word in folded(mark.label) for word in words)]
        self._view.set_found(frozenset(self._found))
        self._view.focus_node(self._found[0] if self._found else None)

    def _go_on(self, step: int) -> None:
        if self._found:
            focused = self._view.highlight.focused
            at = next((number for number, key in enumerate(self._found) if key == focused), -step)
            self._view.focus_node(self._found[(at + step) % len(self._found)])

    def _place(self) -> None:
        width = min(_WIDEST, self._view.width() - 2 * _MARGIN)
        self.setGeometry(self._view.width() - width - _MARGIN, _MARGIN, width, self.sizeHint().height())
