"""Whose chart is shown: that of the open document, of the documents listed, or of the folder, and how much of it."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from annotator.services.charting.importance import MOST_SHOWN
from annotator.ui.chart.wide_graph import DOCUMENT, FOLDER, LISTED, WideGraph
from annotator.ui.toolkit.tool_button import tool_button

SCOPES: Final = {DOCUMENT: "This document", LISTED: "The documents listed", FOLDER: "The folder"}
SHORT: Final = {DOCUMENT: "Document", LISTED: "Listed", FOLDER: "Folder"}
LEAST: Final = (1, 2, 3, 5, 10)
"""How many events a line may be asked to have at least."""
Entry: TypeAlias = tuple[str, object, Callable[[Any], object]]
"""What is chosen in words and as a value, and what choosing it does."""
_NAME: Final = "Whose chart this is: of the document, of those listed, or of the folder (Ctrl+Shift+F9)"


class ScopeMenu(QMenu):
    """Chooses the scope; ``networks_asked`` comes where all that can be asked of the folder is wanted."""

    chosen = Signal(str)
    networks_asked = Signal()

    def __init__(self, wide: WideGraph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = wide
        self.button = tool_button(SHORT[DOCUMENT], _NAME, lambda: None)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self)
        self._group(self, [(words, scope, self.chosen.emit) for scope, words in SCOPES.items()], lambda: wide.scope)
        self.addSeparator()
        most = [(f"The {one} that weigh most", one, lambda one: wide.look(most=one)) for one in MOST_SHOWN]
        self._of_wide = [
            self._below("Nodes shown", most, lambda: wide.most),
            self._below("Lines shown", [(_times(one), one, lambda one: wide.look(least=one)) for one in LEAST],
                        lambda: wide.least),
        ]  # fmt: skip
        self.addSeparator()
        self.addAction("All that can be asked…").triggered.connect(self.networks_asked)
        self.aboutToShow.connect(self._show_possible)

    @property
    def words(self) -> str:
        """The scope in words."""
        words = SCOPES[self._wide.scope]
        return words[0].lower() + words[1:]

    def show_scope(self) -> None:
        """Say on the button which scope is shown."""
        self.button.setText(SHORT[self._wide.scope])

    def _show_possible(self) -> None:
        for menu in self._of_wide:
            menu.setEnabled(self._wide.is_on)

    def next_scope(self) -> None:
        """Choose the scope behind this one, and behind the last the first."""
        scopes = list(SCOPES)
        self.chosen.emit(scopes[(scopes.index(self._wide.scope) + 1) % len(scopes)])

    def _below(self, title: str, entries: Sequence[Entry], now: Callable[[], object]) -> QMenu:
        menu = self.addMenu(title)
        self._group(menu, entries, now)
        return menu

    def _group(self, menu: QMenu, entries: Sequence[Entry], now: Callable[[], object]) -> None:
        group = QActionGroup(menu)
        for words, value, do in entries:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, do=do, value=value: do(value))
            menu.aboutToShow.connect(lambda action=action, value=value: action.setChecked(now() == value))
            group.addAction(action)


def _times(least: int) -> str:
    return "All" if least == 1 else f"Of {least} annotations or more"
