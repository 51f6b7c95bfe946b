"""The page for keys: pick an action, press a key; who has that key already is said before it is taken."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.name_key import folded
from annotator.ui.actions.actions import ROWS, plain_text
from annotator.ui.actions.key_bindings import KeyBindings, native
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel

NAME_ROLE = Qt.ItemDataRole.UserRole
_HINT = "No action fits the filter."


class KeysPage(QWidget):
    """Shows a draft of the keys and changes it."""

    changed = Signal()

    def __init__(self, bindings: KeyBindings) -> None:
        super().__init__()
        self.bindings = bindings
        self.filter = QLineEdit(clearButtonEnabled=True)
        show_hint(self.filter, "Filter by action or key")
        self.filter.setAccessibleName("Filter by action or key")
        self.filter.textChanged.connect(self._narrow)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(["Action", "Keys", "Menu"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        give_room(self.list)
        self.list.setAccessibleName("Actions and their keys")
        self.list.currentItemChanged.connect(lambda _item, _before: self._show_chosen())
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName("New key")
        self.edit.keySequenceChanged.connect(lambda _sequence: self._judge())
        self.message = PlainLabel()
        self.message.setWordWrap(True)
        self._items = {row.name: QTreeWidgetItem([plain_text(row), "", row.menu]) for row in ROWS}
        self._put_together()
        self._fill()

    def show_bindings(self, bindings: KeyBindings) -> None:
        """Show another draft."""
        self.bindings = bindings
        self._show_keys()

    def choose(self, name: str) -> None:
        """Select an action."""
        self.list.setCurrentItem(self._items[name])

    @property
    def _chosen(self) -> str:
        """The action that the buttons act on; "" while the filter hides it, so that nothing unseen is changed."""
        item = self.list.currentItem()
        return str(item.data(0, NAME_ROLE)) if item and not item.isHidden() else ""

    def _put_together(self) -> None:
        self._assign = PushButton("Assi&gn")
        self._none = PushButton("&No key")
        self._usual = PushButton("&Usual key")
        self._assign.clicked.connect(self._bind)
        self._none.clicked.connect(lambda: self._apply(self.bindings.clear))
        self._usual.clicked.connect(lambda: self._apply(self.bindings.reset))
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        for button in (self._assign, self._none, self._usual):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        layout.addWidget(self.message)

    def _fill(self) -> None:
        for name, item in self._items.items():
            item.setData(0, NAME_ROLE, name)
            self.list.addTopLevelItem(item)
        self._show_keys()
        self.list.setColumnWidth(0, 280)
        self.list.setColumnWidth(1, 150)
        self.choose(ROWS[0].name)

    def _show_keys(self) -> None:
        own = self.bindings.rebound
        for name, item in self._items.items():
            item.setText(1, native(self.bindings.keys(name)))
            font = item.font(1)
            font.setBold(name in own)
            item.setFont(1, font)

    def _narrow(self, typed: str) -> None:
        words = folded(typed).split()
        for item in self._items.values():
            text = folded(f"{item.text(0)} {item.text(1)} {item.text(2)}")
            item.setHidden(not all(word in text for word in words))
        if not self._chosen:
            first = next((item for item in self._items.values() if not item.isHidden()), None)
            self.list.setCurrentItem(first)  # type: ignore[arg-type] # none is allowed
            self._show_chosen()

    def _show_chosen(self) -> None:
        self.edit.clear()
        self._judge()

    def _key(self) -> str:
        return self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _judge(self) -> None:
        key, name = self._key(), self._chosen
        refusal = self.bindings.refusal(key, name) if key and name else ""
        holders = ", ".join(f"“{plain_text(row)}”" for row in self.bindings.holders(key, name)) if key else ""
        conflict = f"{native([key])} belongs to {holders}, which loses it when you assign it here." if holders else ""
        hint = f"Press the new key of “{self._items[name].text(0)}”. Tab leaves the field." if name else _HINT
        self._say(refusal or conflict or hint, is_warning=bool(refusal or conflict))
        self._assign.setEnabled(bool(key and name) and not refusal)
        for button in (self._none, self._usual):
            button.setEnabled(bool(name))

    def _bind(self) -> None:
        key = self._key()
        self._apply(lambda name: self.bindings.bind(key, name))

    def _apply(self, change: Callable[[str], None]) -> None:
        if name := self._chosen:
            change(name)
            self._show_keys()
            self._show_chosen()
            self.changed.emit()

    def _say(self, text: str, *, is_warning: bool) -> None:
        self.message.setText(text)
        self.message.setStyleSheet(f"color: {theme.current().warning}" if is_warning else "")
