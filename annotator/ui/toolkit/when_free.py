"""What comes from outside waits while the analyst answers a question, which was asked about what is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

LOOK_MILLISECONDS = 200
"""So often it is looked whether the question has been answered."""


def when_free(holder: QObject, do: Callable[[], object]) -> None:
    """Do something as soon as no dialog and no menu is open; never where ``holder`` is gone by then."""
    if QApplication.activeModalWidget() or QApplication.activePopupWidget():
        QTimer.singleShot(LOOK_MILLISECONDS, holder, lambda: when_free(holder, do))
    else:
        do()
