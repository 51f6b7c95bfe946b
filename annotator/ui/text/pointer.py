"""What the mouse points at in an article, to be picked with a click or explained in a tool tip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from annotator.ui.toolkit.safe_text import tool_tip

if TYPE_CHECKING:
    from annotator.ui.text.article_view import ArticleView

_STILL = 4
"""Pixels that a click may move."""


class Pointer:
    """Knows annotations, and those of colleagues in the lanes under the lines."""

    def __init__(self, view: "ArticleView") -> None:
        self._view = view
        self._pressed = QPoint()
        self._lane: tuple[int, str] | None = None

    def pressed(self, event: QMouseEvent) -> bool:
        """Remember where the button went down; tells whether that was on a lane, which the text hears nothing of."""
        self._pressed = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._lane = self._view.lane_at(self._pressed) if is_left else None
        return self._lane is not None

    def released(self, event: QMouseEvent) -> bool:
        """Pick what was pressed in a lane; tells whether it was one."""
        lane, self._lane = self._lane, None
        if lane and self._is_still(event):
            self._view.lane_picked.emit(*lane)
        return lane is not None

    def clicked(self, event: QMouseEvent) -> None:
        """Pick the shortest annotation, or, when one of them is selected already, the next longer one."""
        if event.button() != Qt.MouseButton.LeftButton or not self._is_still(event):
            return
        ids = self._view.annotations_at_point(event.position().toPoint())
        selected = self._view.selected
        index = (ids.index(selected) + 1) % len(ids) if selected in ids else 0
        self._view.annotation_picked.emit(ids[index] if ids else "")

    def explain(self, event: QHelpEvent) -> None:
        """Say in a tool tip what is there."""
        view = self._view
        if lane := view.lane_at(event.pos()):
            text = view.describe_lane(*lane)
        else:
            text = "\n\n".join(filter(None, map(view.describe, view.annotations_at_point(event.pos()))))
        QToolTip.showText(event.globalPos(), tool_tip(text), view)

    def _is_still(self, event: QMouseEvent) -> bool:
        return (event.position().toPoint() - self._pressed).manhattanLength() < _STILL
