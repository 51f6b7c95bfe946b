"""The tools that one reaches for with the mouse, over the panes; hidden from the View menu, and then for good."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolBar

from annotator.ui.toolkit import theme
from annotator.ui.toolkit.row_shapes import LETTER, paint_shape
from annotator.ui.toolkit.words_on_screen import LETTERS

TOOLS: Final = (
    {"open_article": "Open"},
    {"undo": "Undo", "redo": "Redo"},
    {"annotate_actor": "Actor", "annotate_claim": "Claim", "annotate_agreement": "Agreement"},
    {"find": "Find"},
    {"chart_view": "Chart", "review_files": "Review"},
)
"""The names of actions in groups, each with what its button says."""
_RENAMED: Final = ("undo", "redo")
"""Actions that are called something else after each step, which their buttons do not say."""
_ICON = 16
_ROOM = 12
"""Pixels over and under the words of a button, so that the bar is as high before it is filled."""


class WindowToolBar(QToolBar):
    """Shows some of the window's actions, as they are; takes the focus from nothing."""

    def __init__(self) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setMinimumHeight(self.fontMetrics().height() + _ROOM)
        self._types: dict[str, QAction] = {}

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """Show the actions."""
        for group in TOOLS:
            if self.actions():
                self.addSeparator()
            for name, word in group.items():
                actions[name].setIconText(word)
                self.addAction(self._calm(actions[name], word) if name in _RENAMED else actions[name])
        self._types = {name: actions[f"annotate_{name}"] for name in LETTERS}
        for action in self._types.values():
            action.setIconVisibleInMenu(False)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()

    def _calm(self, action: QAction, word: str) -> QAction:
        """Give an action that does the same and keeps its name: with another one the bar would lay itself out anew."""
        calm = QAction(word, self)
        calm.triggered.connect(action.trigger)

        def follow() -> None:
            if calm.isEnabled() != action.isEnabled():
                calm.setEnabled(action.isEnabled())
            if calm.toolTip() != action.toolTip():
                calm.setToolTip(action.toolTip())

        action.changed.connect(follow)
        follow()
        return calm

    def _take_colors(self) -> None:
        for name, action in self._types.items():
            action.setIcon(_letter(LETTERS[name], theme.current().type_color(name)))


def _letter(letter: str, color: QColor) -> QIcon:
    picture = QPixmap(2 * _ICON, 2 * _ICON)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        area = QRectF(QPointF(0.5, 0.5), QSize(_ICON - 1, _ICON - 1))
        paint_shape(painter, area, LETTER, color=color, letter=letter, on_color=QColor(theme.current().base))
    return QIcon(picture)
