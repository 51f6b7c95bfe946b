"""How far the annotators of the open review agree, each measure with what it means, and the report as a file."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from annotator.model.annotator_id import ADJUDICATED
from annotator.services.agreement.agreement import DocumentAgreement, document_agreement
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.compare_files import (
    ComparedDocument,
    CompareOptions,
    Comparison,
    compare_all,
    training_rows,
)
from annotator.services.agreement.confusion_picture import confusion_of
from annotator.services.agreement.difference_charts import named_graphs
from annotator.services.agreement.measured_rows import (
    FIELD,
    MeasuredRow,
    rows_of_all,
    rows_of_mean,
    rows_of_opinions,
    rows_of_pair,
)
from annotator.services.agreement.measures.categories import CODES, TYPES
from annotator.services.agreement.report import report_html
from annotator.services.agreement.training import write_training
from annotator.services.comparing.difference_rows import difference_rows
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.folder.copies import without_copies
from annotator.services.folder.find_files import find_sidecars
from annotator.services.running.progress import Cancelled, Progress, part
from annotator.services.settling.calibration import calibration
from annotator.services.settling.review import Review
from annotator.ui.review.confusion_view import ConfusionView
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, message_box
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.waiting import Waiting
from annotator.ui.toolkit.words_on_screen import counted

_CONFUSED = "Enter or a double click shows what was confused with what."


class Measured(NamedTuple):
    """The agreement of a review, and its values as ``agreement_json`` gives them."""

    agreement: DocumentAgreement
    values: dict[str, Any]


def measured(review: Review, progress: Progress, categories: str = TYPES) -> Measured:
    """Measure the annotators of a review, with types or with types and codes; may be called in any thread."""
    alignment, document = review.alignment, review.session.document
    layers, length = alignment.layers, len(document.text)
    found = document_agreement(
        document.info.name, layers, length, same=alignment.same, categories=categories, progress=progress
    )
    agreement = replace(found, corrections=len(review.corrections), opinions=calibration(review))
    return Measured(agreement, agreement_json([agreement]))


class AgreementView(FilteredList):
    """Rows of measures for every pair of annotators; "undefined" where there is nothing to measure."""

    def __init__(self, review: Review, measured: Measured, parent: QWidget | None) -> None:
        columns = ("Measure", "Value", "n", "95 % over annotations", "Meaning")
        super().__init__(parent, "Agreement between annotators", "Search the measures", columns)
        open_with(self, 980, 520)
        self._review = review
        self._waiting = Waiting(self)
        self._agreement, self._measured = measured
        if corrections := self._agreement.corrections:
            words = "Corrections by the reviewer of which entities are the same one: "
            self.column.addWidget(PlainLabel(f"{words}{corrections:,}."))
        self.codes = QCheckBox("Let αU, γ and characters tell &codes apart")
        self.codes.toggled.connect(self._measure)
        self.column.addWidget(self.codes)
        save = PushButton("Save report…")
        save.clicked.connect(self.ask_report)
        pages = PushButton("Pages for training…")
        pages.setToolTip("Write for each annotator a page of what differs from the adjudicated file")
        pages.clicked.connect(self.ask_pages)
        of_folder = PushButton("Pages of the folder…")
        of_folder.setToolTip("The same pages with all documents of the folder whose review is marked as done")
        of_folder.clicked.connect(self.ask_pages_of_folder)
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.said.hide()
        self.column.addWidget(self.said)
        self.add_buttons(save, pages, of_folder)
        self._show()

    def _measure(self, by_code: bool) -> None:
        with suppress(Cancelled):
            categories = CODES if by_code else TYPES
            work = partial(measured, self._review, categories=categories)
            self._agreement, self._measured = self._waiting.result("Measuring the agreement", work)
            self._show()

    def _show(self) -> None:
        self.list.clear()
        pairs = self._measured["overall"]["pairs"]
        for number, pair in enumerate(pairs):
            self._add(f"{pair['a']} – {pair['b']}: " if len(pairs) > 1 else "", rows_of_pair(pair), number)
        if len(pairs) > 1:
            self._add("mean of pairs: ", rows_of_mean(self._measured["overall"]))
            self._add("all at once: ", rows_of_all(self._measured["overall"]["all_annotators"]))
        self._add("", rows_of_opinions(self._measured["overall"]["opinions"]))
        self.ready()

    def chosen(self, key: object) -> None:
        """Show what was confused with what in the field of a row."""
        if isinstance(key, tuple):
            number, field = key
            pair = self._measured["overall"]["pairs"][number]
            table = confusion_of(pair["a"], pair["b"], pair["fields"][field]["confusion"])
            ConfusionView(field, table, self).open()

    def _add(self, who: str, rows: Iterable[MeasuredRow], pair: int | None = None) -> None:
        for row in rows:
            ends = row.between or row.within
            between = row.ends(ends) if ends else ""
            key = (pair, row.of) if pair is not None and row.part == FIELD and row.n else None
            tip = f"{row.note} {_CONFUSED}" if key else row.note
            self.add_row((f"{who}{row.name}", row.shown, f"{row.n:,}", between, row.note), key, tip=tip)

    def ask_report(self) -> None:
        """Ask where the report goes, and write it."""
        folder = self._review.session.sidecar.parent / "agreement.html"
        name, _filter = QFileDialog.getSaveFileName(self, "Save report", str(folder), "Web page (*.html)")
        if name:
            self.save_report(Path(name))

    def ask_pages(self) -> None:
        """Ask into which folder the pages go, and write them."""
        if folder := self._asked_folder():
            self.save_pages(folder)

    def ask_pages_of_folder(self) -> None:
        """Ask into which folder the pages of all documents go, and write them."""
        if folder := self._asked_folder():
            self.save_pages_of_folder(folder)

    def _asked_folder(self) -> Path | None:
        folder = str(self._review.session.sidecar.parent)
        name = QFileDialog.getExistingDirectory(self, "Folder for the pages", folder)
        return Path(name) if name else None

    def save_pages(self, folder: Path) -> None:
        """Write for each annotator a page of what differs from the adjudicated file; what goes wrong is said."""
        self._save_pages(partial(self._write_pages, folder))

    def save_pages_of_folder(self, folder: Path) -> None:
        """Write the same of all documents of the folder whose review is marked as done."""
        self._save_pages(partial(self._write_pages_of_folder, folder))

    def _save_pages(self, work: Callable[[Progress], str]) -> None:
        with suppress(Cancelled):
            try:
                self.said.setText(self._waiting.result("Write the pages", work))
                self.said.show()
            except (SaveError, OSError) as error:
                message_box(self, "The pages were not written", str(error)).exec()

    def _write_pages(self, folder: Path, progress: Progress) -> str:
        session, alignment = self._review.session, self._review.alignment
        text, name = session.document.text, session.document.info.name
        layers = {**alignment.layers, ADJUDICATED: session.layer.snapshot()}
        found = document_agreement(name, layers, len(text), ADJUDICATED, progress=progress)
        compared = ComparedDocument(name, found)
        compared.training = training_rows(layers, ADJUDICATED, text, session.layer.review.values())
        made = write_training(folder, Comparison([compared]), agreement_json([found]), ADJUDICATED)
        standing = self._review.progress()
        left = standing.total - standing.settled
        rest = f" {left:,} of {standing.total:,} differences are not settled yet: there what is open stands as missing."
        return f"{counted(len(made), 'page')} written into {folder}.{rest if left else ''}"

    def _write_pages_of_folder(self, folder: Path, progress: Progress) -> str:
        found = without_copies(find_sidecars([str(self._review.session.sidecar.parent)]))
        comparison = compare_all(found.sidecars, CompareOptions(against=ADJUDICATED, training=True), progress=progress)
        made = write_training(folder, comparison, agreement_json(comparison.agreements), ADJUDICATED)
        documents = counted(len(comparison.documents), "document")
        if not made:
            return f"No page was written: of {documents} no review is marked as done (Ctrl+D)."
        pages = f"{counted(len(made), 'page')} of {len(comparison.agreements):,} of {documents} written into {folder}"
        rest = "; the others are not reviewed yet, or cannot be read"
        return f"{pages}{rest if len(comparison.agreements) < len(comparison.documents) else ''}."

    def save_report(self, path: Path) -> None:
        """Write measures, differences and charts as one web page; what goes wrong is said."""
        with suppress(Cancelled):
            try:
                write_atomically(path, self._waiting.result("Save report", self._report))
            except (SaveError, OSError) as error:
                message_box(self, "The report was not saved", str(error)).exec()

    def _report(self, progress: Progress) -> bytes:
        alignment, document = self._review.alignment, self._review.session.document
        compared = ComparedDocument(document.info.name, self._agreement)
        compared.rows = difference_rows(alignment, document.text, part(progress, 0, 2))
        progress(1, 2, "Drawing the charts")
        compared.charts = named_graphs(alignment)
        return report_html(Comparison([compared]), self._measured)
