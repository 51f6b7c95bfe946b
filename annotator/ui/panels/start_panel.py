"""The empty window: what one can begin with."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.services.disk.at_path import is_there
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible

WIDTH = 520


class StartPanel(QWidget):
    """Open article, open folder, recent, try the sample; files can be dropped."""

    article_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    path_chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = QListWidget()
        self._recent.setAccessibleName("Recent")
        self._recent.setFrameShape(QListWidget.Shape.NoFrame)
        self._recent.viewport().setAutoFillBackground(False)
        give_room(self._recent)
        self._recent.itemActivated.connect(self._choose)
        self._recent.itemClicked.connect(self._choose)
        self._recent_title = _muted("Recent")
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(_title())
        column.addWidget(_muted("Mark who said what, and who agreed with whom on what."))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addWidget(_muted("Or drop an article, an annotation file or a folder on the window."))
        column.addSpacing(12)
        column.addWidget(self._recent_title)
        column.addWidget(self._recent, 3)
        column.addStretch(2)
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(WIDTH)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)

    def show_recent(self, names: list[str]) -> None:
        """List paths that were opened before; those that are gone are left out."""
        self._recent.clear()
        for name in names:
            path = Path(name)
            if not is_there(path):
                continue
            item = QListWidgetItem(visible(f"{path.name}   {path.parent}"))
            item.setToolTip(tool_tip(name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self._recent.addItem(item)
        for widget in (self._recent, self._recent_title):
            widget.setVisible(self._recent.count() > 0)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, signal in (
            ("O&pen article…", self.article_wanted),
            ("Open f&older…", self.folder_wanted),
            ("Try the &sample", self.sample_wanted),
        ):
            button = PushButton(text)
            button.setMinimumHeight(36)
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            line.addWidget(button)
            if signal is self.article_wanted:
                self.setFocusProxy(button)
        return line

    def _choose(self, item: QListWidgetItem) -> None:
        self.path_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))


def _title() -> PlainLabel:
    label = PlainLabel("Annotator")
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * 2.2)
    label.setFont(font)
    return label


def _muted(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
