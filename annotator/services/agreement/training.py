"""A training round: for each annotator a page of what differs from the reference, to be talked through."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.services.agreement.compare_files import Comparison
from annotator.services.agreement.measured_rows import CODE, MeasuredRow, rows_of_pair
from annotator.services.agreement.report import page_of
from annotator.services.comparing.difference import KINDS
from annotator.services.comparing.difference_rows import DifferenceRow
from annotator.services.disk.atomic_file import SaveError, write_atomically

_TOLD: Final = ("exact_f1", "relaxed_f1", "tuples_f1", "field_percent")
"""The measures that say something to whoever learns; the others are in the report."""
MOST_ROWS: Final = 500
"""So many differences of a document are listed: nobody talks through more."""


@dataclass(frozen=True, slots=True)
class Trained:
    """One annotator's documents with the differences from the reference, by the documents' names."""

    annotator: str
    reference: str
    rows: Mapping[str, Sequence[DifferenceRow]]
    measured: Sequence[MeasuredRow] = ()

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """The kinds of differences that there are, those with most first."""
        found = Counter(row.kind for rows in self.rows.values() for row in rows)
        return sorted(found.items(), key=lambda item: (-item[1], KINDS.index(item[0])))


def trained(comparison: Comparison, agreement: Mapping[str, Any], reference: str) -> list[Trained]:
    """Give every annotator who was held to the reference; ``agreement`` is the comparison as ``agreement_json``."""
    rows: dict[str, dict[str, Sequence[DifferenceRow]]] = {}
    for document in comparison.documents:
        for annotator, found in document.training.items():
            rows.setdefault(annotator, {})[document.name] = found
    pairs = {_other(pair, reference): pair for pair in agreement["overall"]["pairs"]}
    return [
        Trained(annotator, reference, of_documents, _telling(pairs[annotator]))
        for annotator, of_documents in sorted(rows.items())
    ]


def _telling(pair: Mapping[str, Any]) -> list[MeasuredRow]:
    return [row for row in rows_of_pair(pair) if row.key in _TOLD and row.part != CODE]


def training_page(one: Trained) -> bytes:
    """Give the page as HTML that needs nothing else."""
    return page_of("training-page.html.jinja", one=one, most=MOST_ROWS)


def write_training(folder: Path, comparison: Comparison, agreement: Mapping[str, Any], reference: str) -> list[Path]:
    """Write a page for each annotator into a folder, made where it is not there, and give them. Raises SaveError."""
    pages = []
    for one in trained(comparison, agreement, reference):
        page = folder / f"{one.annotator}.html"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SaveError(f"The folder {folder} could not be made: {error.strerror}.") from error
        write_atomically(page, training_page(one))
        pages.append(page)
    return pages


def _other(pair: Mapping[str, Any], reference: str) -> str:
    other: str = pair["b"] if pair["a"] == reference else pair["a"]
    return other
