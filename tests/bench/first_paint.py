"""Runs the program, or a bare window with the same text, until the article has been painted, and ends it there."""

import os
import sys
from pathlib import Path


def bare(path: Path) -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    class Text(QPlainTextEdit):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            os._exit(0)

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(Text(path.read_text(), readOnly=True))
    window.resize(1280, 800)
    window.show()
    application.exec()


def annotator(path: Path) -> None:
    # A start that is cut off leaves its lock, which the next would have to look into.
    runtime = path.with_name(f"run-{os.getpid()}")
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from annotator.services.running.garbage import pause_collector

    pause_collector()
    from PySide6.QtGui import QPaintEvent

    from annotator.ui.text.article_view import ArticleView
    from annotator.ui.window.application import run

    paint = ArticleView.paintEvent

    def paint_and_end(view: ArticleView, event: QPaintEvent) -> None:
        paint(view, event)
        if view.document_text:
            os._exit(0)

    ArticleView.paintEvent = paint_and_end  # type: ignore[assignment, method-assign]
    run([str(path)])


if __name__ == "__main__":
    {"bare": bare, "annotator": annotator}[sys.argv[1]](Path(sys.argv[2]))
