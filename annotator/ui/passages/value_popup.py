"""The values of a column with their counts, to be checked; what is checked narrows the passages at once."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.name_key import folded
from annotator.services.index.counts import Counted, Key
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import ENTER
from annotator.ui.toolkit.safe_text import PlainLabel, visible

MOST: Final = 300
"""So many values are listed at once; letters find the others."""
_WIDTH: Final = 360
_HEIGHT: Final = 380
_INTO_LIST: Final = (Qt.Key.Key_Down, *ENTER)
_KEY: Final = Qt.ItemDataRole.UserRole


class ValuePopup(QFrame):
    """Lists values; Space and clicks check them, letters narrow the list, Esc leaves."""

    chosen = Signal(object)
    """The checked values, as a mapping from keys to what they are called."""

    def __init__(self, parent: QWidget, title: str, chosen: Mapping[Key, str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("value-popup")
        self.setStyleSheet(f"#value-popup {{ border: 1px solid {theme.current().outline}; }}")
        self.setAccessibleName(title)
        self._checked = dict(chosen)
        self._values: list[Counted] = []
        self.edit = QLineEdit()
        show_hint(self.edit, "Type a few letters")
        self.edit.setAccessibleName(f"{title}: find")
        self.edit.installEventFilter(self)
        self.rows = QListWidget()
        self.rows.setAccessibleName(title)
        give_room(self.rows)
        self.rest = PlainLabel("Counting…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        for widget in (PlainLabel(title), self.edit, self.rows, self.rest):
            layout.addWidget(widget)
        self.resize(_WIDTH, _HEIGHT)
        self.edit.textChanged.connect(lambda _text: self._fill())
        self.rows.itemChanged.connect(self._take)
        self.edit.setFocus()

    def open_below(self, button: QWidget) -> None:
        """Open below a button, within its screen."""
        screen = button.screen().availableGeometry()
        place = button.mapToGlobal(QPoint(0, button.height()))
        x = max(screen.left(), min(place.x(), screen.right() - self.width()))
        y = place.y() if place.y() + self.height() <= screen.bottom() else screen.bottom() - self.height()
        self.move(x, max(screen.top(), y))
        self.show()
        self.edit.setFocus()

    def show_values(self, values: Sequence[Counted]) -> None:
        """Offer values, the checked ones first."""
        known = {value.key for value in values}
        gone = [Counted(key, label, 0, 0) for key, label in self._checked.items() if key not in known]
        self._values = sorted([*gone, *values], key=lambda value: value.key not in self._checked)
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and self._goes_into_list(event):
            self.rows.setFocus()
            self.rows.setCurrentRow(max(0, self.rows.currentRow()))
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in ENTER and self.rows.currentRow() >= 0:
            item = self.rows.currentItem()
            item.setCheckState(_other(item.checkState()))
        else:
            super().keyPressEvent(event)

    def _goes_into_list(self, event: QKeyEvent) -> bool:
        return event.type() == QEvent.Type.KeyPress and event.key() in _INTO_LIST and bool(self.rows.count())

    def _fill(self) -> None:
        wanted = folded(self.edit.text()).split()
        fitting = [value for value in self._values if all(word in folded(value.label) for word in wanted)]
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for value in fitting[:MOST]:
                count = f"  ·  {value.passages:,}" if value.passages else ""
                item = QListWidgetItem(visible(f"{value.label}{count}"))
                item.setData(_KEY, value)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                is_checked = value.key in self._checked
                item.setCheckState(Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
                self.rows.addItem(item)
        more = len(fitting) - MOST
        self.rest.setText(f"… and {more:,} more; letters find them." if more > 0 else "" if fitting else "None.")
        self.rest.setVisible(bool(self.rest.text()))

    def _take(self, item: QListWidgetItem) -> None:
        value: Counted = item.data(_KEY)
        if item.checkState() == Qt.CheckState.Checked:
            self._checked[value.key] = value.label
        else:
            self._checked.pop(value.key, None)
        self.chosen.emit(dict(self._checked))


def _other(state: Qt.CheckState) -> Qt.CheckState:
    return Qt.CheckState.Unchecked if state == Qt.CheckState.Checked else Qt.CheckState.Checked
