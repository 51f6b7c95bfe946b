"""Runs the real program and does in its window what it is told on stdin: one JSON request a line, one answer a line.

A key goes to whatever has the focus, as one that is pressed does. The answer comes when the key has been handled, or
when it has opened a dialog that waits for more.
"""

import json
import sys
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from annotator.__main__ import main
from annotator.formats.sidecar.sidecar_json import sidecar_tree
from annotator.services.editing.offers import Offer
from annotator.ui.window.application import make_application
from annotator.ui.window.main_window import MainWindow

NOT_YET_MILLISECONDS = 5


class Driver(QObject):
    """Obeys the requests in the interface thread."""

    requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.requested.connect(self._obey, Qt.ConnectionType.QueuedConnection)
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.requested.emit(line)

    def _obey(self, line: str) -> None:
        if not window().is_complete:
            QTimer.singleShot(NOT_YET_MILLISECONDS, lambda: self._obey(line))
            return
        request = json.loads(line)
        kind, value = request["do"], request.get("value")
        if kind in ("key", "text"):
            # What is asked next is not to be answered before the key is pressed: waiting comes first.
            activate()
            QTimer.singleShot(0, lambda: answer(True))
            press(value) if kind == "key" else QTest.keyClicks(focus(), value)
        elif kind == "click":
            QTimer.singleShot(0, lambda: answer(True))
            click(value)
        elif kind == "state":
            answer(state())
        elif kind == "grab":
            answer(window().grab().save(value))
        elif kind == "close":
            QTimer.singleShot(0, window().close)
            answer(True)


def window() -> MainWindow:
    """Give the program's window."""
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))


def focus() -> QWidget:
    """Give the widget that keys go to."""
    holder: QWidget | None = QApplication.activePopupWidget()
    if holder is None:
        holder = QApplication.activeModalWidget()
    if holder is None:
        holder = window()
    inside: QWidget | None = holder.focusWidget()
    return holder if inside is None else inside


def activate() -> None:
    """Give the window the keys back when a dialog has closed: no window manager on the test's screen does so."""
    if QApplication.activeWindow() is None:
        window().activateWindow()
        QTest.qWaitForWindowActive(window())


def press(key: str) -> None:
    """Press one key with its modifiers, in Qt's portable notation."""
    combination: QKeyCombination = QKeySequence.fromString(key)[0]  # type: ignore[index] # the stub forgets it
    QTest.keyClick(focus(), combination.key(), combination.keyboardModifiers())


def click(words: str) -> None:
    """Click the button that can be seen and says this, or begins with it."""
    buttons = (button for button in window().findChildren(QAbstractButton) if button.isVisible() and button.isEnabled())
    QTest.mouseClick(next(b for b in buttons if b.text().replace("&", "").startswith(words)), Qt.MouseButton.LeftButton)


def review() -> dict[str, Any] | None:
    """Give how far the open review has come, and what it looks at."""
    screen = window().review
    if screen.bridge.review is None:
        return None
    standing = screen.bridge.review.progress()
    return {
        "settled": standing.settled,
        "total": standing.total,
        "agreed": standing.agreed,
        "heading": screen.opinions.heading.whole,
        "count": screen.list.count.text(),
    }


def state() -> dict[str, Any]:
    """Give what the program holds and shows."""
    main_window = window()
    bridge = main_window.bridge
    session = bridge.session
    panel = main_window.chart.panel
    dialog = QApplication.activeModalWidget()
    return {
        "title": main_window.windowTitle(),
        "focus": f"{type(focus()).__name__} {focus().accessibleName()}",
        "dialog": dialog.windowTitle() if dialog else "",
        "notice": main_window.notice.text,
        "saved": main_window.status_line.saved_text,
        "selected": bridge.selected,
        "offered": [filler.entity for filler in bridge.offer.fillers] if isinstance(bridge.offer, Offer) else [],
        "lit": sorted(bridge.lit),
        "caret": main_window.view.caret(),
        "chart": chart(panel.graph) if panel else None,
        "layer": sidecar_tree(session.layer) if session else None,
        "review": review(),
        "can_undo": bool(session and session.history.undo_label),
        "can_redo": bool(session and session.history.redo_label),
        "sidecar": str(session.sidecar) if session else "",
    }


def chart(graph: Any) -> dict[str, Any]:
    """Give the nodes and edges that the chart shows, by name."""
    names = {key: node.label for key, node in graph.nodes.items()}
    return {
        "nodes": sorted(names.values()),
        "edges": sorted(
            [e.kind, names[e.source], names[e.target], e.count, e.value or ""] for e in graph.edges.values()
        ),
    }


def answer(value: object) -> None:
    """Write an answer."""
    sys.stdout.write(json.dumps(value, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    application = make_application()
    driver = Driver()
    sys.exit(main([str(Path(name)) for name in sys.argv[1:]]))
