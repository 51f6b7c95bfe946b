"""The desktop app from its start to its end."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.formats.resource_files import resource
from annotator.services.keeping.first_article import open_first_article
from annotator.services.keeping.open_document import Opened
from annotator.services.running.garbage import resume_collector
from annotator.services.user.settings import SettingsStore
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.focus_ring import FocusRing
from annotator.ui.toolkit.garbage_timer import GarbageTimer
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.running_app import RunningApp

LONGEST_WAIT_MILLISECONDS = 500
"""The window is completed after so long where nothing of it was painted."""
_TURN_SECONDS = 0.0005
"""A thread that works beside the window lets others go on after so long, where they wait."""


class Application(QApplication):
    """Collects garbage in its own thread, and hears what macOS wants opened.

    A double click there is an event, not an argument of a new process.
    """

    file_wanted = Signal(list)
    """One path, in a list as a later start hands them over."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.garbage_timer = GarbageTimer(self)
        self.focus_ring = FocusRing(self)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_wanted.emit([Path(event.file())])
            return True
        return super().event(event)


def make_application(arguments: Sequence[str] = ()) -> Application:
    """Give the one application, made and named where there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, Application):
        return existing
    # Told as an argument: setStyle gives back the style, for which PySide makes all kinds that there are.
    application = Application(["annotator", "-style", "fusion", *arguments])
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("annotator")
    # Each call out of Qt waits for Python until a thread that reads beside the window lets it go: tenths of a second
    # for one picture, since Python lets a thread go on for 5 ms.
    sys.setswitchinterval(_TURN_SECONDS)
    return application


def run(paths: Sequence[str]) -> int:
    """Open the window with what was named, or hand it to the app that runs already; gives the exit code at the end."""
    if _display_is_missing():
        _say("there is no display to open a window on; `annotator --help` lists the commands.")
        return 2
    application = make_application()
    sys.excepthook = report_error
    wanted = [Path(path) for path in paths]
    running = RunningApp()
    if not running.is_first() and running.hand_over(wanted):
        return 0
    store = SettingsStore()
    theme.use_type_colors(store.settings.type_colors)
    theme.apply(store.settings.theme)
    window = MainWindow(store, at_once=False)
    first = _show_first(window, wanted)
    window.completed.connect(lambda: _go_on(application, running, window, wanted, first))
    window.show()
    # One that begins minimized is not painted.
    QTimer.singleShot(LONGEST_WAIT_MILLISECONDS, window.complete)
    code = application.exec()
    running.close()
    return code


def _show_first(window: MainWindow, wanted: list[Path]) -> Opened | None:
    """Show what a window without its parts can show; gives the article that is shown."""
    annotator = window.store.settings.annotator
    first = open_first_article(wanted, annotator) if annotator else None
    if first:
        window.show_first(first)
    else:
        window.show_start()
    return first


def _go_on(
    application: Application, running: RunningApp, window: MainWindow, wanted: list[Path], first: Opened | None
) -> None:
    """Hear what is to be opened from now on, and open with all its parts what was named."""
    resume_collector()
    application.setWindowIcon(QIcon(str(resource("icons/annotator.svg"))))
    running.handed.connect(window.opening.take_handed)
    application.file_wanted.connect(window.opening.take_handed)
    running.listen()
    if first:
        window.files.take_first(first, wanted[0].absolute())
    else:
        window.open_paths(wanted)


def _say(text: str) -> None:
    # A program that was started by a double click may have nowhere to write.
    if sys.stderr:
        sys.stderr.write(f"annotator: {text}\n")


def _display_is_missing() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def report_error(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Say that something went wrong and go on: the state is journalled, and nothing of the text goes into the log."""
    places = "".join(traceback.format_list(traceback.extract_tb(trace)))
    _say(f"{kind.__name__}\n{places}")
    from annotator.ui.toolkit.safe_text import message_box

    windows = (window for window in QApplication.topLevelWidgets() if window.isVisible())
    message_box(
        QApplication.activeWindow() or next(windows, None),
        "Something went wrong",
        f"The last step met an error in the program ({kind.__name__}).",
        "What you did before it is safe in the journal. "
        "If the window looks wrong, close it and open the document again.",
    ).open()
