"""What the mouse points at in an article, to be picked with a click or explained in a tool tip."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.ui.toolkit.safe_text import tool_tip

_STILL = 4
"""Pixels that a click may move."""
_MOST_TOLD = 8
"""So many annotations at a point are described in a tool tip, the shortest first."""


class Pointable(Protocol):
    """What stands where: annotations over the text, and those of colleagues in the lanes under the lines."""

    describe: Callable[[str], str]
    """Gives an annotation in words."""
    describe_lane: Callable[[int, str], str]
    """Gives in words what stands in a lane: the number of its layer, and its id there."""

    @property
    def selected(self) -> str | None:
        """The annotation that stands out as the selected one."""

    def annotations_at_point(self, point: QPoint, /) -> list[str]:
        """Give the ids of the annotations under a point of the viewport, the shortest first."""

    def lane_at(self, point: QPoint, /) -> tuple[int, str] | None:
        """Give what stands in the lanes at a point of the viewport."""


class Pointer(QObject):
    """Tells clicks from drags, and which of several annotations at a point a click picks."""

    annotation_picked = Signal(str)
    """ "" where there is none."""
    lane_picked = Signal(int, str)

    def __init__(self, what: Pointable, parent: QWidget) -> None:
        super().__init__(parent)
        self._what = what
        self._parent = parent
        self._pressed = QPoint()
        self._lane: tuple[int, str] | None = None

    def pressed(self, event: QMouseEvent) -> bool:
        """Remember where the button went down; tells whether that was on a lane, which the text hears nothing of."""
        self._pressed = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._lane = self._what.lane_at(self._pressed) if is_left else None
        return self._lane is not None

    def released(self, event: QMouseEvent) -> bool:
        """Pick what was pressed in a lane; tells whether it was one."""
        lane, self._lane = self._lane, None
        if lane and self._is_still(event):
            self.lane_picked.emit(*lane)
        return lane is not None

    def clicked(self, event: QMouseEvent) -> None:
        """Pick the shortest annotation, or, when one of them is selected already, the next longer one."""
        if event.button() != Qt.MouseButton.LeftButton or not self._is_still(event):
            return
        ids = self._what.annotations_at_point(event.position().toPoint())
        selected = self._what.selected
        index = (ids.index(selected) + 1) % len(ids) if selected in ids else 0
        self.annotation_picked.emit(ids[index] if ids else "")

    def explain(self, event: QHelpEvent) -> None:
        """Say in a tool tip what is there."""
        what = self._what
        if lane := what.lane_at(event.pos()):
            text = what.describe_lane(*lane)
        else:
            ids = what.annotations_at_point(event.pos())
            words = [*filter(None, map(what.describe, ids[:_MOST_TOLD]))]
            rest = len(ids) - _MOST_TOLD
            text = "\n\n".join([*words, f"… and {rest:,} more: Tab goes through all of them."] if rest > 0 else words)
        QToolTip.showText(event.globalPos(), tool_tip(text), self._parent)

    def _is_still(self, event: QMouseEvent) -> bool:
        return (event.position().toPoint() - self._pressed).manhattanLength() < _STILL
