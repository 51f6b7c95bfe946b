"""Runs the program, or a bare window with the same text, until the article has been painted, and ends it there."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit


class EndAtPaint(QObject):
    """Ends the process when a text with something in it has been painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        parent = watched.parent()
        if event.type() == QEvent.Type.Paint and isinstance(parent, QPlainTextEdit) and parent.blockCount() > 2:
            # Behind the painting, which this event only announces.
            QTimer.singleShot(0, lambda: os._exit(0))
        return False


def main() -> None:
    kind, path = sys.argv[1], Path(sys.argv[2])
    if kind == "bare":
        application = QApplication([])
        application.installEventFilter(end := EndAtPaint())
        window = QMainWindow()
        window.setCentralWidget(QPlainTextEdit(path.read_text(), readOnly=True))
        window.resize(1280, 800)
        window.show()
        application.exec()
        del end
        return
    from annotator.__main__ import main as annotator_main
    from annotator.ui.application import make_application

    application = make_application()
    application.installEventFilter(end := EndAtPaint())
    annotator_main([str(path)])


if __name__ == "__main__":
    main()
