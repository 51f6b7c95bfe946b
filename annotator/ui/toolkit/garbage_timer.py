"""Garbage is collected in the interface thread alone: what Qt made there may not be freed anywhere else.

Python collects in whichever thread happens to make the next object, so one that reads files beside the window freed
widgets while they were painted, and the program crashed. ``pyqtgraph.util.garbage_collector`` does the same as this;
importing it loads all of pyqtgraph, which no start waits for (decision 0041).
"""

from PySide6.QtCore import QObject, QTimer

from annotator.services.running.garbage import collect_by_hand, collect_due

INTERVAL_MILLISECONDS = 1000


class GarbageTimer(QTimer):
    """Collects now and then what is due, between the events of the thread that made it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        collect_by_hand()
        self.timeout.connect(collect_due)
        self.start(INTERVAL_MILLISECONDS)
