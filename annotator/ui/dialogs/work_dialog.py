"""A window for work on many files: what to do, how far it is, what came of it; one can go on annotating beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.services.running.progress import Progress
from annotator.ui.dialogs.report_page import Report, ReportPage
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.safe_text import PlainLabel, visible

Work = Callable[[Progress], object]
STOPPED: Final = "Stopped; nothing was written."
_ROLE = QDialogButtonBox.ButtonRole


@dataclass(frozen=True, slots=True)
class WorkWords:
    """How a work is called: its title, the button that begins it, and what is said while it runs."""

    title: str
    begin: str
    running: str


class WorkDialog(QDialog):
    """Three pages: choices, progress, report. What went wrong on the whole is said on the first, to be mended there."""

    def __init__(self, parent: QWidget | None, words: WorkWords, choices: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        self._choices = choices
        self.background = Background(self)
        self.problem = PlainLabel()
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("Problem")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(words.running)
        self._step = PlainLabel()
        self.report_page = ReportPage()
        self._pages = QStackedWidget()
        for page in (choices, self._progress_page(), self.report_page):
            self._pages.addWidget(page)
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.background.progressed.connect(self._show_progress)
        self.background.done.connect(self._show_done)
        self.background.failed.connect(self._show_failed)
        self.background.cancelled.connect(lambda: self.show_choices(STOPPED))
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self.show_choices()

    # To be overridden --------------------------------------------------------------------------------------------

    def work(self) -> Work | None:
        """Give what is to be done, or None where something is missing or was declined."""
        raise NotImplementedError

    def report_of(self, result: object) -> Report:
        """Say what came of it."""
        raise NotImplementedError

    # Pages -------------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Do what was chosen."""
        if self.background.is_running or (work := self.work()) is None:
            return
        self._say("")
        self.bar.setRange(0, 0)
        self._step.setText("")
        self._show_page(1, [self._cancel])
        self._cancel.setEnabled(True)
        self._cancel.setFocus()
        self.background.start(work)

    def show_choices(self, problem: str = "") -> None:
        """Go back to the choices, and say why."""
        self._say(problem)
        self._show_page(0, [self.begin_button, self._close])
        self.begin_button.setDefault(True)

    def reject(self) -> None:
        if self.background.is_running:
            self._cancel.setEnabled(False)
            self.background.cancel()
        else:
            super().reject()

    def _show_progress(self, count: int, total: int, name: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(count)
        self._step.setText(f"{count:,} of {total:,} files   {name}" if total else "Nothing to do")

    def _show_done(self, result: object) -> None:
        report = self.report_of(result)
        self.report_page.show_report(report)
        self._show_page(2, [self._copy, self._close, *([self._show_folder] if report.folder else [])])
        self._close.setDefault(True)
        self._close.setFocus()

    def _show_failed(self, error: Exception) -> None:
        self.show_choices(str(error))
        if not isinstance(error, OSError | ValueError | LookupError | ImportError):
            raise error

    def _show_page(self, number: int, buttons: Sequence[QWidget]) -> None:
        self._pages.setCurrentIndex(number)
        for button in (self.begin_button, self._cancel, self._copy, self._show_folder, self._close):
            button.setVisible(button in buttons)

    # Putting together --------------------------------------------------------------------------------------------

    def _progress_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addStretch(1)
        layout.addWidget(PlainLabel(self._words.running))
        layout.addWidget(self.bar)
        layout.addWidget(self._step)
        layout.addStretch(2)
        return page

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox()
        self.begin_button = self.buttons.addButton(self._words.begin, _ROLE.AcceptRole)
        self._cancel = self.buttons.addButton("Stop", _ROLE.RejectRole)
        self._copy = self.buttons.addButton("Copy report", _ROLE.ActionRole)
        self._show_folder = self.buttons.addButton("Show in folder", _ROLE.ActionRole)
        self._close = self.buttons.addButton("Close", _ROLE.RejectRole)
        self.begin_button.clicked.connect(self.begin)
        self._copy.clicked.connect(lambda: QApplication.clipboard().setText(self.report_page.report.as_text()))
        self._show_folder.clicked.connect(self._open_folder)
        self.buttons.rejected.connect(self.reject)

    def _open_folder(self) -> None:
        if folder := self.report_page.report.folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _take_colors(self) -> None:
        self.problem.setStyleSheet(f"color: {theme.current().warning}")


def shown_path(path: Path) -> str:
    """Give a path as a label may show it, the home folder shortened."""
    try:
        return visible(f"~/{path.relative_to(Path.home())}")
    except ValueError:
        return visible(str(path))
