"""One line below the article that says what the analyst should know, with what can be done about it.

What was not dismissed waits behind what came later: nothing that was recovered, merged or set aside goes unread.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, explain
from annotator.ui.toolkit.tool_button import tool_button

_MOST_BESIDE = 3
_NARROWEST = 160
"""Pixels that a sentence keeps beside what can be done about it."""
_IN_A_ROW = 2
"""So many choices stand in a row below the sentence: more would make a small window too wide."""
Choice = tuple[str, Callable[[], object]]


class _Notice(NamedTuple):
    text: str
    choices: tuple[Choice, ...]
    lasting: bool
    about: str = ""

    @property
    def words(self) -> str:
        """The sentence, with the document that it was about where that is open no more."""
        return f"{self.about}: {self.text}" if self.about else self.text


class NoticeBar(QWidget):
    """Shows one notice, the latest, and how many there are; dismissing it shows the one before. Hidden without any."""

    left = Signal()
    """What had the focus here is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        # The path of a file is one long word, which must not make the window wide.
        self._label.setMinimumWidth(_NARROWEST)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QGridLayout()
        self._notices: list[_Notice] = []
        self._count = PlainLabel()
        close = tool_button("✕", "Close this notice", self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self._label, 1)
        self._body.addLayout(self._buttons)
        layout.addLayout(self._body, 1)
        layout.addWidget(self._count)
        layout.addWidget(close)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, or ""."""
        return self._notices[-1].words if self._notices else ""

    @property
    def texts(self) -> list[str]:
        """What was not dismissed yet, what is shown first."""
        return [notice.words for notice in reversed(self._notices)]

    @property
    def choices(self) -> list[str]:
        """What the buttons offer."""
        return [name for name, _do in self._notices[-1].choices] if self._notices else []

    def show_notice(
        self,
        text: str,
        choices: Sequence[Choice] = (),
        *,
        lasting: bool = False,
        about: str = "",
        instead_of: str = "",
    ) -> None:
        """Show a sentence, with a button for each (name, what it does); one that waits already comes to the front.

        One that is ``lasting`` stays when the document is closed: what was done to somebody's work has to be read.
        ``about`` names what it is about where that is not the document, ``instead_of`` how those begin that it makes
        untrue.
        """
        fresh = _Notice(text, tuple(choices), lasting, about)
        self._notices = [
            notice
            for notice in self._notices
            if notice.words != fresh.words and not (instead_of and notice.text.startswith(instead_of))
        ]
        self._notices.append(fresh)
        self._show()

    def dismiss(self, text: str | None = None) -> None:
        """Take a notice away, the one that is shown if none is named."""
        gone = self.text if text is None else text
        self._notices = [notice for notice in self._notices if notice.words != gone]
        self._show()

    def leave(self, document: str) -> None:
        """Take away what was said of a document that is closed, but for what is lasting."""
        lasting = (notice for notice in self._notices if notice.lasting)
        # What could be done about it was to be done in the document, unless it is about something else.
        self._notices = [n if n.about else n._replace(about=document, choices=()) for n in lasting]
        self._show()

    def _show(self) -> None:
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):
            # Else Qt hands it to whatever comes next, which may be a field that keys are typed into.
            self.left.emit()
        self.hide()
        self._remove_buttons()
        if not self._notices:
            return
        text, choices = self.text, self._notices[-1].choices
        number = len(self._notices)
        self._label.setText(text)
        explain(self._label, text)
        self._count.setText(f"1 of {number:,}" if number > 1 else "")
        self._count.setVisible(number > 1)
        self.setAccessibleName(f"{text} ({number - 1:,} more)" if number > 1 else text)
        # Many choices would leave the sentence no room beside them.
        below = len(choices) > _MOST_BESIDE
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._body.setAlignment(self._buttons, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignVCenter)
        for place, (name, do) in enumerate(choices):
            button = PushButton(name)
            # A click leaves the keys with the list or the text that had them.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, do=do: self._do(do))
            self._buttons.addWidget(button, *divmod(place, _IN_A_ROW if below else _MOST_BESIDE))
        self.show()

    def _remove_buttons(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _do(self, do: Callable[[], object]) -> None:
        self.dismiss()
        do()

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(
            f"#notice {{ background: {colors.raised}; border-left: 4px solid {colors.warning};"
            f" border-top: 1px solid {colors.border}; }}"
        )
