"""The real window without a screen: a monkey at its keys and mouse, and a thousand documents one after the other."""

import logging
import os
import random
import shutil
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QMessageLogContext, QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.model.span import Span
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.journal import journal_path
from annotator.services.user import state_folders
from annotator.services.user.settings import SettingsStore
from annotator.ui.window.application import make_application
from annotator.ui.window.main_window import MainWindow
from tests.torture.editor import digest
from tests.unit.crashing import ARTICLE, KATO, die, reopen
from tests.unit.making import TEXT

LOOK_EVERY: Final = 500
MOST_ANNOTATIONS: Final = 150
"""With so many it goes on to another article: what each event takes would grow with them, and no more be tried."""
LOOK_AT_DIALOGS: Final = 0.1
"""So many of the dialogs are looked at when they open."""
MOST_ANSWERS: Final = 40
"""After so many keys a dialog is closed, lest all events end in one that no key of the monkey's closes."""
LONGEST_BURST: Final = 4
"""So many events come before the window has time to paint, as keys that repeat."""
BACK_TO_WINDOW: Final = 0.3
PATIENCE_SECONDS: Final = 120
MOST_GROWTH: Final = 24
"""MiB that 1,000 documents may add to what the first 100 took."""
WARM: Final = 100
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS: Final = (
    *(getattr(Qt.Key, f"Key_{name}") for name in (*"ABCDEFGHIJKLMNOPRSTUVWXYZ", *"0123456789")),
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageDown, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_F2,
    Qt.Key.Key_F6, Qt.Key.Key_F8,
)  # fmt: skip
MAKING: Final = "12345"
"""Keys that make something."""


@dataclass(slots=True)
class Figures:
    """What came of the monkey."""

    events: int = 0
    looks: int = 0
    with_dialogs: int = 0
    closed: int = 0
    windows: int = 1
    articles: int = 1
    most_annotations: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.events:,} events in {self.windows:,} windows on {self.articles:,} articles, up to "
            f"{self.most_annotations:,} annotations; model, window and disk compared {self.looks:,} times, "
            f"{self.with_dialogs:,} of them with a dialog open; {self.closed:,} dialogs had to be closed; "
            f"{len(self.lost):,} losses"
        )


@dataclass(slots=True)
class MemoryFigures:
    """What a thousand documents took."""

    documents: int = 0
    early: int = 0
    late: int = 0
    locks: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.documents:,} documents opened and changed in one window: {self.early} MiB after the first "
            f"{min(WARM, self.documents)}, {self.late} MiB at the end, {self.locks} lock files left"
        )


def open_window(folder: Path) -> MainWindow:
    """Give the program's window with the article of a folder."""
    store = SettingsStore()
    store.settings.annotator_id = KATO.id
    store.settings.annotator_name = KATO.name
    window = MainWindow(store)
    window.show()
    window.activateWindow()
    window.open_paths([folder / ARTICLE])
    return window


def hush(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Leave out what the screenless platform says of every window."""
    if not words.startswith("This plugin does not support"):
        print(words, file=sys.stderr)


class Monkey:
    """Presses whatever it finds; each event is posted before the one in front of it is over, as dialogs wait."""

    def __init__(self, number: int, seed: int, scratch: Path) -> None:
        self.figures = Figures()
        self._number = number
        self._chance = random.Random(seed)
        self._scratch = scratch
        self._folder = self._new_folder()
        self._window = open_window(self._folder)
        self._looked = self._answers = 0
        self._answered: QWidget | None = None
        self._is_over = False

    def _new_folder(self) -> Path:
        folder = self._scratch / str(self.figures.articles)
        folder.mkdir()
        (folder / ARTICLE).write_text(TEXT)
        return folder

    def begin(self) -> None:
        """Do the next event as soon as the window has time."""
        QTimer.singleShot(0, self._next)

    def stumbled(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """Count what nobody caught."""
        self.figures.lost.append(
            f"event {self.figures.events}: {''.join(traceback.format_exception(kind, error, trace))}"
        )

    def _next(self) -> None:
        if self._is_over:
            return
        self.begin()
        for _event in range(self._chance.randint(1, LONGEST_BURST)):
            self.figures.events += 1
            if self.figures.events > self._number:
                self._end()
                return
            if self._is_answered():
                return
            self._act()

    def _is_answered(self) -> bool:
        """Do what comes before any key of the window: look, answer what waits, open what was closed."""
        desk, waiting = self._window.files.desk, QApplication.activePopupWidget() or QApplication.activeModalWidget()
        is_fresh = waiting is not None and waiting is not self._answered and self._chance.random() < LOOK_AT_DIALOGS
        if desk and (is_fresh or self.figures.events - self._looked >= LOOK_EVERY):
            self._look(desk, with_dialog=waiting is not None)
        elif waiting:
            self._answer(waiting)
        elif not self._window.isVisible():
            self.figures.windows += 1
            self._window = open_window(self._folder)
        elif desk is None:
            self._window.open_paths([self._folder / ARTICLE])
        elif len(desk.session.layer.annotations) > MOST_ANNOTATIONS:
            self.figures.articles += 1
            self._folder = self._new_folder()
            self._window.open_paths([self._folder / ARTICLE])
        else:
            return False
        return True

    def _end(self) -> None:
        self._is_over = True
        self.figures.events -= 1
        for _time in range(20):
            if waiting := (QApplication.activePopupWidget() or QApplication.activeModalWidget()):
                waiting.close()
        if desk := self._window.files.desk:
            self._look(desk, with_dialog=False)
            self._window.files.autosave.finish()
            self._window.files.autosave.watch(None)
            desk.close(keep_journal=True)
        QApplication.exit()

    def _answer(self, waiting: QWidget) -> None:
        within: QWidget | None = waiting.focusWidget()
        focus = waiting if within is None else within
        self._answers = self._answers + 1 if waiting is self._answered else 0
        self._answered = waiting
        if self._answers > MOST_ANSWERS:
            self.figures.closed += 1
            waiting.close()
            return
        kind = self._chance.random()
        if kind < 0.45:
            QTest.keyClick(focus, Qt.Key.Key_Escape)
        elif kind < 0.65:
            QTest.keyClick(focus, self._chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down)))
        else:
            QTest.keyClicks(focus, self._chance.choice(("Mori", "an", "7", "=1+1", "  ")))

    def _act(self) -> None:
        kind, view = self._chance.random(), self._window.view
        active = QApplication.activeWindow()
        if active is not self._window and self._chance.random() < BACK_TO_WINDOW:
            # There is no window manager that would bring it back; dialogs that wait for nobody are put away.
            if isinstance(active, QDialog):
                active.close()
            self._window.activateWindow()
            QTest.qWaitForWindowActive(self._window, 100)
        focus = QApplication.focusWidget() or view
        if kind < 0.2:
            start = self._chance.randrange(len(TEXT) - 9)
            view.setFocus()
            view.select_span(Span(start, start + self._chance.randint(1, 8)))
        elif kind < 0.45:
            QTest.keyClick(view, getattr(Qt.Key, f"Key_{self._chance.choice(MAKING)}"))
        elif kind < 0.5:
            QTest.keyClick(view, Qt.Key.Key_Z, self._chance.choice((CONTROL, CONTROL | SHIFT)))
        elif kind < 0.6:
            self._click()
        else:
            QTest.keyClick(focus, self._chance.choice(KEYS), self._chance.choice((NONE, NONE, NONE, SHIFT, CONTROL)))

    def _click(self) -> None:
        within: list[QWidget] = [child for child in self._window.findChildren(QWidget) if child.isVisible()]
        widget = self._chance.choice(within)
        place = QPoint(self._chance.randrange(max(1, widget.width())), self._chance.randrange(max(1, widget.height())))
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place)

    def _look(self, desk: Desk, *, with_dialog: bool) -> None:
        """Compare the model with what the window says and with what a crash at this moment would leave."""
        self._looked = self.figures.events
        self.figures.looks += 1
        self.figures.with_dialogs += with_dialog
        session, said = desk.session, self._window.status_line.saved_text
        count = len(session.layer.annotations)
        self.figures.most_annotations = max(self.figures.most_annotations, count)
        what = f"event {self.figures.events}"
        if self._window.bridge.session is not session:
            self.figures.lost.append(f"{what}: the window shows another session than the one that is kept")
        if said.startswith("Saved") and not desk.is_saved:
            self.figures.lost.append(f"{what}: the window says “{said}”, and the file holds another state")
        if (selected := self._window.bridge.selected) and selected not in session.layer.annotations:
            self.figures.lost.append(f"{what}: an annotation is selected that is not there")
        if self._window.view.selected != selected:
            self.figures.lost.append(f"{what}: the article shows another annotation as selected than the window has")
        history, undo = session.history, self._window.actions_by_name["undo"]
        if undo.isEnabled() != bool(history.undo_label):
            self.figures.lost.append(f"{what}: the menu offers to undo {undo.text()}, the history {history.undo_label}")
        listed, there = listed_ids(self._window), session.layer.annotations.keys()
        if listed - there or (shows_all(self._window) and listed != there):
            self.figures.lost.append(f"{what}: other annotations are listed than are there")
        if session.sidecar.parent == self._folder and not session.read_only and not desk.journal_failure:
            left = left_by_a_crash(desk, self._scratch / "crash")
            if left != digest(desk):
                self.figures.lost.append(f"{what}: a crash now would leave something else than the window shows")


def listed_ids(window: MainWindow) -> set[str]:
    """Give the annotations that the list shows."""
    rows = window.annotations.model
    return {rows.id_at(row) for row in range(rows.rowCount())}


def shows_all(window: MainWindow) -> bool:
    """Tell whether nothing keeps the list from showing every annotation."""
    panel = window.annotations
    narrowed = panel.unplaced_button.isChecked() or bool(panel._words.strip())
    return not narrowed and all(button.isChecked() for button in panel.type_buttons.values())


class Told(logging.Handler):
    """Takes down what is logged."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Take down one record with its error."""
        self._lines.append(logging.Formatter().format(record))


def left_by_a_crash(desk: Desk, into: Path) -> str:
    """Give the digest of what the next start would find if the program died now; in a copy."""
    shutil.rmtree(into, ignore_errors=True)
    (into / "journals").mkdir(parents=True)
    sidecar = desk.session.sidecar
    shutil.copy(desk.document_path, into / ARTICLE)
    if sidecar.exists():
        shutil.copy(sidecar, into / sidecar.name)
    there = journal_path(state_folders.journals(), sidecar)
    for path in there.parent.glob(f"{there.stem}.*"):
        if path.suffix != ".lock":
            shutil.copy(path, journal_path(into / "journals", into / sidecar.name).with_suffix(path.suffix))
    again = reopen(into)
    found = digest(again)
    die(again)
    return found


def let_a_monkey_loose(number: int, seed: int, scratch: Path) -> Figures:
    """Send so many events to the real window, and compare model, window and disk in between."""
    qInstallMessageHandler(hush)
    application = make_application()
    monkey = Monkey(number, seed, scratch)
    before, sys.excepthook = sys.excepthook, monkey.stumbled
    # What a thread stumbles over is told to nobody else.
    told = Told(monkey.figures.lost)
    logging.getLogger("concurrent.futures").addHandler(told)
    try:
        monkey.begin()
        application.setQuitOnLastWindowClosed(False)
        application.exec()
    finally:
        sys.excepthook = before
        logging.getLogger("concurrent.futures").removeHandler(told)
    return monkey.figures


def open_many(number: int, _seed: int, scratch: Path) -> MemoryFigures:
    """Open so many documents in one window, change each, and see what it takes and leaves."""
    qInstallMessageHandler(hush)
    application, figures = make_application(), MemoryFigures()
    folder = scratch / "0"
    for count in range(number):
        article = scratch / str(count) / ARTICLE
        article.parent.mkdir()
        article.write_text(f"{TEXT}\n{count}")
    window = open_window(folder)
    for count in range(number):
        window.open_paths([scratch / str(count) / ARTICLE])
        _wait(application, lambda count=count: _is_open(window, scratch / str(count) / ARTICLE))
        window.view.select_span(Span(0, 4))
        QTest.keyClick(window.view, Qt.Key.Key_1)
        application.processEvents()
        # What Qt is to delete later goes with every turn of the program's loop, and here only when it is told to.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        figures.documents += 1
        if figures.documents == min(WARM, number):
            figures.early = _resident()
    figures.late = _resident()
    window.files.close_document()
    figures.locks = len(list(state_folders.journals().glob("*.lock")))
    if figures.late - figures.early > MOST_GROWTH:
        figures.lost.append(f"memory grew by {figures.late - figures.early} MiB")
    window.close()
    return figures


def _is_open(window: MainWindow, article: Path) -> bool:
    return window.files.desk is not None and window.files.desk.document_path == article


def _wait(application: QApplication, condition: Any) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        application.processEvents()
        assert time.monotonic() < end, "a document never opened"


def _resident() -> int:
    """Give what this process holds in memory, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20
