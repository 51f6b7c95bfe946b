"""Runs the program, or a bare window with the same text, until the article has been painted, and ends it there.

With a number it goes on until all is there and says how many megabytes it holds, and again when it opened so many
articles more, one after the other.
"""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from annotator.ui.text.article_view import ArticleView
    from annotator.ui.window.main_window import MainWindow

QUIET_MILLISECONDS = 3000


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


def held() -> float:
    """Give the megabytes of this process that are in memory, what it shares with others included (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def annotator(path: Path, opened: int | None = None) -> None:
    # A start that is cut off leaves its lock, which the next would have to look into.
    runtime = path.with_name(f"run-{os.getpid()}")
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from annotator.services.running.garbage import pause_collector

    pause_collector()
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent

    from annotator.ui.text.article_view import ArticleView
    from annotator.ui.window.application import run

    paint = ArticleView.paintEvent

    def paint_and_end(view: ArticleView, event: QPaintEvent) -> None:
        paint(view, event)
        if view.document_text and opened is None:
            os._exit(0)
        if view.document_text and not followed:
            followed.append(QTimer(view, interval=30))
            followed[0].timeout.connect(partial(next, go_on(view, path, opened or 0)))
            QTimer.singleShot(QUIET_MILLISECONDS, followed[0].start)

    followed: list[QTimer] = []
    ArticleView.paintEvent = paint_and_end  # type: ignore[assignment, method-assign]
    run([str(path)])


def go_on(view: "ArticleView", path: Path, count: int) -> Iterator[None]:
    """Say what is held, open copies of the article one after the other, and say it again."""
    told = [held()]
    window = cast("MainWindow", view.window())
    for number in range(count):
        copy = path.with_name(f"{number}.txt")
        copy.write_bytes(path.read_bytes())
        window.open_paths([copy])
        yield
        if number == 20:
            told.append(held())
    sys.stdout.write(" ".join(map(str, [*told, held()])))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    mode, article, *more = sys.argv[1:]
    if mode == "bare":
        bare(Path(article))
    else:
        annotator(Path(article), int(more[0]) if more else None)
