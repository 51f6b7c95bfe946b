"""A small list that opens beside the text: type a few letters, Enter takes the first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.model.typed_text import plain_name
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, visible

WIDTH, ROWS, FEWEST_ROWS = 460, 9, 3
WIDEST_NAME = 280
"""Pixels of a row, at most, that are its name's where it has a hint too."""
EDGE = 4
"""Pixels at the screen's edge that stay free: a list at the very edge is cut by some window managers."""
NARROWEST = 300
"""Pixels of width that a list is given beside a text where it finds no room below and above."""
_GAP, _OFF = 12, 6
_NOTHING = QRect()
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what it says, a hint in grey, and what taking it does; ``key`` takes it when it is all that is typed."""

    text: str
    hint: str
    take: Callable[[], object]
    key: str = ""


Offer = Callable[[str], list[Choice]]
"""Gives the rows for what was typed, the likeliest first."""


class PickList(QFrame):
    """Asks one thing; Enter takes, Esc leaves, and the focus goes back to where it was."""

    def __init__(self, parent: QWidget, title: str, offer: Offer) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("pick-list")
        self.setStyleSheet(f"#pick-list {{ border: 1px solid {theme.current().outline}; }}")
        self.setAccessibleName(title)
        self._offer = offer
        self._choices: list[Choice] = []
        self._before = QApplication.focusWidget()
        label = PlainLabel(title)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._edit = QLineEdit()
        show_hint(self._edit, "Type a few letters")
        self._edit.setAccessibleName(title)
        self._edit.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setAccessibleName(f"{title}: choices")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setColumnCount(2)
        self._list.header().hide()
        give_room(self._list)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item, _column: self._take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        for widget in (label, self._edit, self._list):
            layout.addWidget(widget)
        self._edit.textChanged.connect(self._fill)
        self._fill("")

    def open_beside(self, what: QRect, clear_of: QRect) -> None:
        """Show the list beside a place of the screen, whole, and off what one judges by where there is room."""
        row = max(22, self._list.sizeHintForRow(0))
        self._list.setFixedHeight(row * max(FEWEST_ROWS, min(ROWS, len(self._choices))) + 4)
        screen = QApplication.screenAt(what.center()) or QApplication.primaryScreen()
        room = screen.availableGeometry().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        self.setGeometry(place_beside(QSize(WIDTH, self.sizeHint().height()), what, clear_of, room))
        self.show()
        self._edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS:
                self._go_to(max(0, min(len(self._choices) - 1, self._row() + _STEPS[key])))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if key == Qt.Key.Key_Escape:
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        for choice in self._choices:
            if choice.key and typed.lower() == choice.key:
                self._leave()
                choice.take()
                return
        self._choices = self._offer(plain_name(typed))
        self._list.clear()
        muted = QColor(theme.current().muted)
        for choice in self._choices:
            item = QTreeWidgetItem([visible(choice.text), visible(choice.hint)])
            item.setForeground(1, muted)
            self._list.addTopLevelItem(item)
        self._list.setColumnHidden(1, not any(choice.hint for choice in self._choices))
        self._list.setColumnWidth(0, min(WIDEST_NAME, self._list.sizeHintForColumn(0) + _GAP))
        self._go_to(0)

    def _row(self) -> int:
        return self._list.currentIndex().row()

    def _go_to(self, row: int) -> None:
        self._list.setCurrentItem(self._list.topLevelItem(row))  # type: ignore[arg-type] # none is allowed

    def _take(self) -> None:
        row = self._row()
        self._leave()
        if 0 <= row < len(self._choices):
            self._choices[row].take()

    def _leave(self) -> None:
        self.close()
        # What was asked about may be gone by now, and the field that asked with it.
        if self._before and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)


def ask(parent: QWidget, title: str, beside: QRect, offer: Offer, clear_of: QRect = _NOTHING) -> PickList:
    """Open a list of choices beside a place of the screen; ``clear_of`` is what it should not cover."""
    picker = PickList(parent, title, offer)
    picker.open_beside(beside, clear_of)
    return picker


def place_beside(size: QSize, what: QRect, clear_of: QRect, room: QRect) -> QRect:
    """Give where something of a size stands best: below, above or beside, in the room and off ``clear_of``."""
    spots = list(_spots(size, what, clear_of, room))
    inside = [spot for spot in spots if room.contains(spot) and not spot.intersects(clear_of)]
    return inside[0] if inside else min((_moved_into(spot, room) for spot in spots), key=partial(_covered, clear_of))


def _spots(size: QSize, what: QRect, clear_of: QRect, room: QRect) -> Iterator[QRect]:
    x = max(room.left(), min(what.left(), room.right() - size.width()))
    yield QRect(QPoint(x, what.bottom() + _OFF), size)
    yield QRect(QPoint(x, what.top() - _OFF - size.height()), size)
    y = max(room.top(), min(what.top(), room.bottom() - size.height()))
    right, left = room.right() - clear_of.right() - _OFF, clear_of.left() - _OFF - room.left()
    if right >= NARROWEST and not clear_of.isEmpty():
        yield QRect(clear_of.right() + _OFF, y, min(size.width(), right), size.height())
    if left >= NARROWEST and not clear_of.isEmpty():
        width = min(size.width(), left)
        yield QRect(clear_of.left() - _OFF - width, y, width, size.height())


def _moved_into(spot: QRect, room: QRect) -> QRect:
    x = max(room.left(), min(spot.left(), room.right() - spot.width()))
    y = max(room.top(), min(spot.top(), room.bottom() - spot.height()))
    return QRect(QPoint(x, y), spot.size())


def _covered(clear_of: QRect, spot: QRect) -> int:
    both = spot.intersected(clear_of)
    return max(0, both.width()) * max(0, both.height())
