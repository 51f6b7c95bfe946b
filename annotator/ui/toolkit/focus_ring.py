"""A ring around whatever has the focus: the style shows it on some controls hardly, and on most not at all."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget
from shiboken6 import isValid

from annotator.ui.toolkit import theme

OWN_FOCUS = "shows_focus_itself"
"""Property of a widget that shows by itself that it has the focus, such as a text by its caret."""
_ACCENT, _INNER = 2, 1
"""Pixels of the ring, and of the line of the ground within it, which tells it from any colour of the control."""


class FocusRing(QObject):
    """Follows the focus through all windows of an application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._frame: _Frame | None = None
        application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._frame is not None and isValid(self._frame):
            self._frame.leave()
        if new is None or new.property(OWN_FOCUS) or new.isWindow():
            return
        if self._frame is None or not isValid(self._frame):
            self._frame = _Frame()
        self._frame.surround(new)


class _Frame(QFocusFrame):
    """Lies on the edge of a widget, as its child; Qt leaves frames of this kind out of what it tells screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, widget: QWidget) -> None:
        self.setParent(widget)
        widget.installEventFilter(self)
        self._fit(widget)
        self.show()

    def leave(self) -> None:
        if (widget := self.parentWidget()) is not None:
            widget.removeEventFilter(self)
        self.hide()
        self.setParent(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget) and watched is self.parentWidget():
            self._fit(watched)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.base))
            for side in _sides(self.rect()):
                painter.fillRect(side, QColor(colors.accent))

    def _fit(self, widget: QWidget) -> None:
        self.setGeometry(widget.rect())
        width = _ACCENT + _INNER
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().adjusted(width, width, -width, -width)))
        self.raise_()


def _sides(area: QRect) -> tuple[QRect, ...]:
    width = _ACCENT
    return (
        QRect(area.left(), area.top(), area.width(), width),
        QRect(area.left(), area.bottom() - width + 1, area.width(), width),
        QRect(area.left(), area.top(), width, area.height()),
        QRect(area.right() - width + 1, area.top(), width, area.height()),
    )
