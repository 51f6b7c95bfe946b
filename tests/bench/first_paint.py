"""Runs the program, or a bare window with the same text, until the article has been painted, and ends it there."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def end_at_paint() -> "QObject":
    """Give a filter that ends the process when a text with something in it has been painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QPlainTextEdit

    class EndAtPaint(QObject):
        painting = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() != QEvent.Type.Paint:
                # The first thing that is done when all has been painted.
                return self.painting and os._exit(0)
            parent = watched.parent()
            if isinstance(parent, QPlainTextEdit) and parent.blockCount() > 2:
                self.painting = True
                QTimer.singleShot(0, lambda: None)
            return False

    return EndAtPaint()


def bare(path: Path) -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    application = QApplication([])
    end = end_at_paint()
    application.installEventFilter(end)
    window = QMainWindow()
    window.setCentralWidget(QPlainTextEdit(path.read_text(), readOnly=True))
    window.resize(1280, 800)
    window.show()
    application.exec()


def annotator(path: Path) -> None:
    from annotator.services.collector import pause_collector

    pause_collector()
    from annotator.ui.application import make_application, run

    application = make_application()
    end = end_at_paint()
    application.installEventFilter(end)
    run([str(path)])


if __name__ == "__main__":
    {"bare": bare, "annotator": annotator}[sys.argv[1]](Path(sys.argv[2]))
