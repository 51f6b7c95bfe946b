"""How far the annotators of the open review agree, each measure with what it means, and the report as a file."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from annotator.services.agreement.agreement import DocumentAgreement, document_agreement
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.compare_files import ComparedDocument, Comparison
from annotator.services.agreement.difference_charts import named_graphs
from annotator.services.agreement.report import report_html
from annotator.services.comparing.difference_rows import difference_rows
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.running.progress import Cancelled, Progress, part
from annotator.services.settling.review import Review
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.safe_text import PlainLabel, message_box
from annotator.ui.toolkit.waiting import Waiting

_MEANINGS = {
    "alpha_u": (
        "Krippendorff's αU",
        "Agreement on where annotations are and of which type; 1 is perfect, 0 chance.",
    ),
    "gamma": ("γ", "Agreement on places and types together, by the best alignment; 1 is perfect, 0 is chance."),
    "alpha_nominal": ("α by character", "Agreement character by character; much text without annotations inflates it."),
    "kappa": ("Cohen's κ", "As α by character, with each annotator's own habits as chance."),
    "pi": ("Scott's π", "As α by character, with the habits of both together as chance."),
    "roles_f1": (
        "F1 of roles",
        "The share of roles that both gave to the same entities, where annotations correspond.",
    ),
    "links_f1": ("F1 of links", "The share of links that both drew between annotations that correspond."),
    "roles_by_entity_f1": (
        "F1 of roles by entity",
        "The share of roles that both gave to the same entities, wherever in the text.",
    ),
    "links_by_entity_f1": (
        "F1 of links by entity",
        "The share of links of one type that both drew between the same entities, wherever in the text.",
    ),
    "tuples_f1": (
        "F1 of tuples",
        "The share of (entity, topic, stance) that both have, wherever it stands: what networks need.",
    ),
}
_EXACT = "The share of annotations that both have with the same type, the same place and the same codes."
_RELAXED = "The share of annotations that both have with the same type and any overlap."


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
        self.resize(860, 420)
        self._review = review
        self._waiting = Waiting(self)
        self._agreement, self._measured = measured
        pairs = self._measured["documents"][0]["pairs"]
        for pair in pairs:
            who = f"{pair['a']} – {pair['b']}: " if len(pairs) > 1 else ""
            self.add_row((f"{who}F1 exact", _number(pair["exact"]["f1"]), _EXACT))
            self.add_row((f"{who}F1 relaxed", _number(pair["relaxed"]["f1"]), _RELAXED))
            for key, (words, meaning) in _MEANINGS.items():
                self.add_row((f"{who}{words}", _number(pair[key]), meaning))
        if len(pairs) > 1:
            self._add_all()
        if corrections := self._agreement.corrections:
            words = "Corrections by the reviewer of which entities are the same one: "
            self.column.addWidget(PlainLabel(f"{words}{corrections:,}."))
        save = QPushButton("Save report…")
        save.clicked.connect(self.ask_report)
        self.add_buttons(save)
        self.ready()

    def _add_all(self) -> None:
        overall = self._measured["overall"]
        together = overall["all_annotators"]
        for kind in ("exact", "relaxed"):
            spread = f"The mean over pairs; its standard deviation is {_number(overall[kind]['deviation'])}."
            self.add_row((f"mean of pairs: F1 {kind}", _number(overall[kind]["f1"]), spread))
        for key in ("alpha_u", "gamma", "alpha_nominal"):
            words, meaning = _MEANINGS[key]
            if key == "gamma" and not together["gamma_is_proved"]:
                meaning += " The alignment was searched for and may not be quite the best."
            self.add_row((f"all at once: {words}", _number(together[key]), meaning))

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


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
