"""File > Export: annotations of a document, a folder or chosen documents into a file of another format."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from annotator.services.disk.at_path import is_there
from annotator.services.exporting.batch_export import ExportSummary
from annotator.services.exporting.export_order import ExportOrder, run_export
from annotator.services.exporting.preview import preview
from annotator.services.running.progress import Progress
from annotator.ui.dialogs.export_choices import ExportChoices, ExportScope
from annotator.ui.dialogs.preview_table import PreviewTable
from annotator.ui.dialogs.report_page import Report
from annotator.ui.dialogs.work_dialog import Work, WorkDialog, WorkWords, shown_path
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

SETTLE_MILLISECONDS = 120
_WORDS = WorkWords("Export annotations", "&Export", "Exporting")


class ExportDialog(WorkDialog):
    """Shows the first rows of what would be written; ``save`` writes what is open before files are read."""

    def __init__(self, parent: QWidget | None, scope: ExportScope, save: Callable[[], object]) -> None:
        self.choices = ExportChoices(scope)
        self.preview = PreviewTable()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choices)
        column.addWidget(self.preview, 1)
        super().__init__(parent, _WORDS, page)
        open_with(self, 760, 560)
        self._save = save
        self._reader = Background(self)
        self._reader.done.connect(self._show_preview)
        self._reader.failed.connect(self._say_unread)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self._read)
        self.choices.changed.connect(self._timer.start)
        save()
        self._read()

    def work(self) -> Work | None:
        order = self.choices.order()
        if problem := order.problem() or order.place_problem(shown_path):
            self.show_choices(problem)
            return None
        out = Path(order.out)
        if not order.to_folder and is_there(out) and not self._may_replace(out):
            return None
        self._save()
        from annotator.ui.printing.report_pdf import report_pdf

        return partial(run_export, order, printer=report_pdf)

    def report_of(self, result: object) -> Report:
        assert isinstance(result, ExportSummary)
        return export_report(result)

    def _may_replace(self, out: Path) -> bool:
        box = message_box(
            self, "Replace?", f"{out.name} exists already.", "It is replaced as a whole when the export is done."
        )
        replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is replace

    def _read(self) -> None:
        order = self.choices.order()
        if self._reader.is_running:
            # The answer under way is to an older question.
            self._timer.start()
        elif order.paths:
            self._reader.start(partial(_preview, order))
        else:
            self.preview.say("Select the documents that are to be exported.")

    def _show_preview(self, found: object) -> None:
        if not self._timer.isActive():
            self.preview.show_preview(found)

    def _say_unread(self, error: Exception) -> None:
        self.preview.say(str(error))


def export_report(summary: ExportSummary) -> Report:
    """Say what was written, what was not and why, and what the format does not hold."""
    written = ", ".join(shown_path(path) for path in summary.written)
    files = counted(len(summary.done), "file")
    whole = counted(summary.of_annotations, "annotation")
    share = whole if summary.annotations == summary.of_annotations else f"{summary.annotations:,} of {whole}"
    headline = f"{share} of {files} written to {written}."
    if not summary.written:
        headline = "Nothing was written: there was no annotation file that could be exported."
    if summary.failed:
        headline += f" {len(summary.failed):,} could not be exported."
    rows = [(Path(path).name, why) for path, why in summary.failed.items()]
    rows += [
        (Path(path).name, f"Exported; {finding.path}: {finding.sentence}")
        for path, findings in summary.findings.items()
        for finding in findings
    ]
    rows += [(Path(copy).name, f"Left out; it is a copy of {kept}.") for copy, kept in summary.copies.items()]
    if lost := [f"{count:,} {name}" for name, count in summary.lost.items()]:
        rows.append(("The format", f"It cannot hold: {', '.join(lost)}."))
    folder = summary.written[0].parent if summary.written else None
    return Report(headline, tuple(rows), folder)


def _preview(order: ExportOrder, _progress: Progress) -> object:
    return preview(order)
