"""How far the annotators of the open review agree, each measure with what it means, and the report as a file."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.services.agreement.agreement import DocumentAgreement, document_agreement
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.compare_files import ComparedDocument, Comparison
from annotator.services.agreement.difference_charts import named_graphs
from annotator.services.agreement.measure_table import measures, number
from annotator.services.agreement.report import report_html
from annotator.services.comparing.difference_rows import difference_rows
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.running.progress import Cancelled, Progress, part
from annotator.services.settling.review import Review
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, message_box
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.waiting import Waiting


class Measured(NamedTuple):
    """The agreement of a review, and its values as ``agreement_json`` gives them."""

    agreement: DocumentAgreement
    values: dict[str, Any]


def measured(review: Review, progress: Progress) -> Measured:
    """Measure the annotators of a review; may be called in any thread."""
    alignment, document = review.alignment, review.session.document
    layers, length = alignment.layers, len(document.text)
    found = document_agreement(document.info.name, layers, length, same=alignment.same, progress=progress)
    agreement = replace(found, corrections=len(review.corrections))
    return Measured(agreement, agreement_json([agreement]))


class AgreementView(FilteredList):
    """Rows of measures for every pair of annotators; "undefined" where there is nothing to measure."""

    def __init__(self, review: Review, measured: Measured, parent: QWidget | None) -> None:
        super().__init__(parent, "Agreement between annotators", "Search the measures", ("Measure", "Value", "Meaning"))
        open_with(self, 860, 420)
        self._review = review
        self._waiting = Waiting(self)
        self._agreement, self._measured = measured
        pairs = self._measured["documents"][0]["pairs"]
        for pair in pairs:
            who = f"{pair['a']} – {pair['b']}: " if len(pairs) > 1 else ""
            for one in measures():
                self.add_row((f"{who}{one.name}", one.shown(one.found_in(pair)), one.meaning))
        if len(pairs) > 1:
            self._add_all()
        if corrections := self._agreement.corrections:
            words = "Corrections by the reviewer of which entities are the same one: "
            self.column.addWidget(PlainLabel(f"{words}{corrections:,}."))
        save = PushButton("Save report…")
        save.clicked.connect(self.ask_report)
        self.add_buttons(save)
        self.ready()

    def _add_all(self) -> None:
        overall = self._measured["overall"]
        together = overall["all_annotators"]
        for one in (each for each in measures() if each.nested):
            spread = f"The mean over pairs; its standard deviation is {number(overall[one.nested]['deviation'])}."
            self.add_row((f"mean of pairs: {one.name}", one.shown(one.found_in(overall)), spread))
        for one in (each for each in measures() if each.of_all):
            row = (f"all at once: {one.name}", one.shown(together[one.key]), one.meaning_of_all(together))
            self.add_row(row)

    def ask_report(self) -> None:
        """Ask where the report goes, and write it."""
        folder = self._review.session.sidecar.parent / "agreement.html"
        name, _filter = QFileDialog.getSaveFileName(self, "Save report", str(folder), "Web page (*.html)")
        if name:
            self.save_report(Path(name))

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
