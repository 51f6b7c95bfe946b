"""One line above the article that says what the analyst should know, with what can be done about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button

_MOST_BESIDE = 3
Choice = tuple[str, Callable[[], object]]


class NoticeBar(QWidget):
    """Shows one notice; a later one takes its place. Hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        close = tool_button("✕", "Close this notice", self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self._label, 1)
        self._body.addLayout(self._buttons)
        layout.addLayout(self._body, 1)
        layout.addWidget(close)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, or ""."""
        return self._label.text() if not self.isHidden() else ""

    @property
    def choices(self) -> list[str]:
        """What the buttons offer."""
        items = (self._buttons.itemAt(index) for index in range(self._buttons.count()))
        buttons = (item.widget() for item in items if item)
        return [button.text() for button in buttons if isinstance(button, QPushButton)]

    def show_notice(self, text: str, choices: Sequence[Choice] = ()) -> None:
        """Show a sentence, with a button for each (name, what it does)."""
        self.clear()
        self._label.setText(text)
        self.setAccessibleName(text)
        # Many choices would leave the sentence no room beside them.
        below = len(choices) > _MOST_BESIDE
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._body.setAlignment(self._buttons, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter)
        for name, do in choices:
            button = QPushButton(name)
            # A click leaves the keys with the list or the text that had them.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, do=do: self._do(do))
            self._buttons.addWidget(button)
        self.show()

    def clear(self) -> None:
        """Take the notice away."""
        self.hide()
        while (item := self._buttons.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _do(self, do: Callable[[], object]) -> None:
        self.clear()
        do()

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(
            f"#notice {{ background: {colors.raised}; border-left: 4px solid {colors.warning};"
            f" border-bottom: 1px solid {colors.border}; }}"
        )
