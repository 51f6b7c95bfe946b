"""Agreement as rows: one measure of one pair a row, for spreadsheets and statistics programs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.services.agreement.measured_rows import MeasuredRow, rows_of_all, rows_of_opinions, rows_of_pair

COLUMNS = ("document", "a", "b", "measure", "of", "value", "n", "low", "high", "within_low", "within_high", "caveat")
OVERALL = "(all documents)"
EVERYBODY = "(all annotators)"

Cell = str | float | int | None
Row = tuple[Cell, ...]


def agreement_rows(agreement: Mapping[str, Any]) -> Iterator[Row]:
    """Give the rows of what ``agreement_json`` made; the value is None where it is undefined.

    ``of`` is the type, code or field that a measure is about, "" for everything; ``n`` what it rests on; ``low`` and
    ``high`` are the 95 % interval over documents, the next two that over annotations.
    """
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            yield from _rows((document["name"], pair["a"], pair["b"]), rows_of_pair(pair))
        if len(document["annotators"]) > 2:
            yield from _rows((document["name"], EVERYBODY, ""), rows_of_all(document["all_annotators"]))
        yield from _rows((document["name"], "", ""), rows_of_opinions(document["opinions"]))
    overall = agreement["overall"]
    for pair in overall["pairs"]:
        yield from _rows((OVERALL, pair["a"], pair["b"]), rows_of_pair(pair))
    if len(overall["pairs"]) > 1:
        yield from _rows((OVERALL, EVERYBODY, ""), rows_of_all(overall["all_annotators"]))
    yield from _rows((OVERALL, "", ""), rows_of_opinions(overall["opinions"]))


def _rows(whose: tuple[str, str, str], found: Iterable[MeasuredRow]) -> Iterator[Row]:
    for row in found:
        ends = (*(row.between or (None, None)), *(row.within or (None, None)))
        yield (*whose, row.key, row.of, row.value, row.n, *ends, row.caveat)
