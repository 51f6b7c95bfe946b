"""A look at a step over many documents before it is made, and at what it could not do afterwards."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.services.recoding.own_files import is_others
from annotator.services.recoding.planning import Preview, PreviewedFile, Target
from annotator.services.recoding.recodings import Recoding
from annotator.services.running.progress import Progress
from annotator.ui.dialogs.report_page import Report, ReportPage
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

Look = Callable[[Recoding, Sequence[Target], Progress], Preview]
"""Works out what a recoding would change; is called beside the window."""
SETTLE_MILLISECONDS = 150
"""So long nothing is typed before it is looked."""


class StepPreview(QDialog):
    """Says which documents a step changes, how many passages in each, and which stay as they are and why.

    ``preview`` is what was looked at last, None while nothing fits what is asked for.
    """

    def __init__(self, parent: QWidget | None, title: str, look: Look, root: Path, top: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_with(self, 720, 520)
        self.preview: Preview | None = None
        self._look, self._root = look, root
        self._asked: tuple[Recoding, Sequence[Target]] | None = None
        self._background = Background(self, only_reads=True)
        self._background.progressed.connect(self._show_progress)
        self._background.done.connect(self._show)
        self._background.failed.connect(lambda error: self._say(str(error)))
        self._background.cancelled.connect(self._look_again)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._timer.timeout.connect(self._look_now)
        self.page = ReportPage("Documents and what becomes of them", ("Document", "What becomes of it"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.begin_button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        add_copy_button(self.buttons, self.page)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if top is not None:
            layout.addWidget(top)
        layout.addWidget(self.page, 1)
        layout.addWidget(self.buttons)
        self.ask(None, (), "")

    def ask(self, recoding: Recoding | None, targets: Sequence[Target], problem: str) -> None:
        """Look what a recoding would change, or say why there is none to look at."""
        self.preview = None
        self._asked = (recoding, targets) if recoding else None
        self._background.cancel()
        self._say(problem if recoding is None else "Looking…")
        if recoding:
            self._timer.start()

    def done(self, result: int) -> None:
        self._timer.stop()
        self._background.cancel()
        super().done(result)

    def _look_now(self) -> None:
        if self._asked and not self._background.is_running:
            self._background.start(partial(_looked, self._look, self._root, *self._asked))

    def _look_again(self) -> None:
        if self._asked and not self._timer.isActive():
            self._look_now()

    def _show_progress(self, count: int, total: int, _name: str) -> None:
        if self._asked:
            self.page.show_report(Report(f"Looking: {count:,} of {total:,} documents."))

    def _show(self, looked: object) -> None:
        assert isinstance(looked, tuple)
        preview, report = looked
        if self._asked is None or preview.recoding is not self._asked[0]:
            self._look_again()
            return
        self.preview = preview
        self.page.show_report(report)
        self._offer(len(preview.files))

    def _say(self, sentence: str) -> None:
        self.page.show_report(Report(sentence))
        self._offer(0)

    def _offer(self, documents: int) -> None:
        self.begin_button.setEnabled(bool(documents))
        self.begin_button.setText(f"Change {counted(documents, 'document')}" if documents else "Change")
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        if documents and cancel.hasFocus():
            # Qt gave it the focus while there was nothing to begin.
            self.begin_button.setFocus()


class StepReport(QDialog):
    """Names the documents that a step left as they are, each with the reason."""

    def __init__(self, parent: QWidget | None, title: str, report: Report) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        open_with(self, 640, 380)
        self.page = ReportPage(headings=("Document", "Why it stays"))
        self.page.show_report(report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        add_copy_button(buttons, self.page)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.page, 1)
        layout.addWidget(buttons)


def add_copy_button(buttons: QDialogButtonBox, page: ReportPage) -> None:
    """Let all of a report be copied, of which a page shows no more than anybody reads."""
    copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(page.report.as_text()))


def _looked(
    look: Look, root: Path, recoding: Recoding, targets: Sequence[Target], progress: Progress
) -> tuple[Preview, Report]:
    """Look what a recoding would change, and put it into words, which of thousands takes as long as a few frames."""
    preview = look(recoding, targets, progress)
    return preview, report_of_preview(preview, root)


def report_of_preview(preview: Preview, root: Path) -> Report:
    """Say what a step would change, document by document, and what stays as it is."""
    rows = [(document_shown(file.target.sidecar, root), _becomes(file)) for file in preview.files]
    rows += [(document_shown(file.target.sidecar, root), _stays(file)) for file in preview.unchanged if file.left]
    # What may have to be mended comes before what is others' work.
    refused = sorted(preview.refused.items(), key=lambda item: is_others(item[1]))
    rows += [(_below(path, root), f"Stays: {why}") for path, why in refused]
    changes = f"{counted(preview.passages, 'passage')} in {counted(len(preview.files), 'document')} will be changed."
    sentences = [changes if preview.files else "Nothing would be changed."]
    if preview.left:
        sentences.append(f"Left alone: {_reasons(preview.left)}.")
    if preview.refused:
        files = counted(len(preview.refused), "file")
        sentences.append(f"{files} stay{'' if len(preview.refused) > 1 else 's'} as {_they(preview)}.")
    return Report(" ".join(sentences), tuple(rows))


def document_shown(sidecar: Path, root: Path) -> str:
    """Give the name of a file's document with the folders below the one that is open."""
    parts = split_sidecar_name(sidecar.name)
    document = sidecar.with_name(parts[0]) if parts else sidecar
    return _below(document, root)


def _below(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _they(preview: Preview) -> str:
    return "they are" if len(preview.refused) > 1 else "it is"


def _becomes(file: PreviewedFile) -> str:
    passages = counted(file.passages, "passage")
    # A name can stand in a file's lists without a passage that has it.
    changed = f"{passages} will be changed" if file.passages else "The name alone will be changed, in no passage"
    if file.made:
        words = ", ".join(f"“{words}”" for words in file.made)
        changed = f"{passages} will be made: {words}{', …' if file.passages > len(file.made) else ''}"
    return f"{changed}; left alone: {_reasons(file.left)}." if file.left else f"{changed}."


def _stays(file: PreviewedFile) -> str:
    return f"Nothing changes; left alone: {_reasons(file.left)}."


def _reasons(left: Counter[str]) -> str:
    return ", ".join(f"{number:,} {reason}" for reason, number in left.most_common())
