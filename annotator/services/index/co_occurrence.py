"""What is named together: entities, topics or codes in one document, one sentence or one annotation."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.counts import Numbers, each_once, values_by_row
from annotator.services.index.distinct import distinct
from annotator.services.index.view import FolderView, Rows

DOCUMENT, SENTENCE, ANNOTATION = "document", "sentence", "annotation"
WITHIN: Final = (DOCUMENT, SENTENCE, ANNOTATION)


@dataclass(frozen=True)
class CoOccurrence:
    """Pairs of numbers, the first below the second, and in how many documents, sentences or annotations both are.

    ``units`` are the passages' documents, sentences or themselves, by what is in them; ``unplaced`` passages stand in
    no sentence that is known.
    """

    one: Numbers
    other: Numbers
    counts: Numbers
    unplaced: int
    _rows: Rows
    _values: Numbers
    _units: Numbers

    def rows_of(self, one: int, other: int) -> Rows:
        """Give the passages of two where they are together."""
        ours, theirs = self._values == one, self._values == other
        shared = np.intersect1d(self._units[ours], self._units[theirs])
        return distinct(self._rows[(ours | theirs) & np.isin(self._units, shared)])

    def strongest(self, most: int) -> NDArray[np.intp]:
        """Give the places of the pairs that are together most often."""
        return np.lexsort((self.other, self.one, -self.counts))[:most]


def co_occurrence(
    view: FolderView, rows: Rows, of: str = "entity", within: str = DOCUMENT, sentences: Numbers | None = None
) -> CoOccurrence:
    """Give what is named together by passages; ``of`` is a column of passages, as "entity", "topic" or "code".

    ``sentences`` has for each row of the view the number of its sentence in its document, -1 where it is not known; an
    annotation stands in the sentence in which it begins.
    """
    from scipy import sparse  # 10 MB, of which a window that counts nothing together has no need

    places, values = values_by_row(view, rows, of)
    units = _units(view, rows, within, sentences)[places]
    kept = units >= 0
    there = rows[places[kept]], values[kept], units[kept]
    value, unit = each_once(there[1], there[2])
    numbers, columns = np.unique(value, return_inverse=True)
    of_units, at = np.unique(unit, return_inverse=True)
    table = sparse.csr_array((np.ones(len(value), np.int64), (at, columns)), shape=(len(of_units), len(numbers)))
    together = sparse.triu(table.T @ table, 1, format="coo")
    unplaced = int((_units(view, rows, within, sentences) < 0).sum())
    return CoOccurrence(
        numbers[together.row], numbers[together.col], together.data.astype(np.int64), unplaced, *there
    )  # fmt: skip


def _units(view: FolderView, rows: Rows, within: str, sentences: Numbers | None) -> Numbers:
    """Give for each passage the number of what it stands in."""
    if within == ANNOTATION:
        return view.annotations.event[rows].astype(np.int64)
    documents: Numbers = view.document_numbers[view.annotations.file[rows]].astype(np.int64)
    if within == DOCUMENT:
        return documents
    if sentences is None:
        return np.full(len(rows), -1, np.int64)
    number = sentences[rows].astype(np.int64)
    _pairs, unit = np.unique((documents << 32) | np.maximum(number, 0), return_inverse=True)
    return np.where(number >= 0, unit.reshape(-1), -1)
