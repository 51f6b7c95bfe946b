"""Agreement as rows: one measure of one pair a row, for spreadsheets and statistics programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.services.review.agreement_json import COEFFICIENTS

COLUMNS = ("document", "a", "b", "measure", "of", "value", "n")
OVERALL = "(all documents)"

Row = tuple[str, str, str, str, str, float | None, int | None]


def agreement_rows(agreement: Mapping[str, Any]) -> Iterator[Row]:
    """Give the rows of what ``agreement_json`` made; the value is None where it is undefined.

    ``of`` is the type, code or field that a measure is about, "" for everything; ``n`` what it rests on, if counted.
    """
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            yield from _of_pair(document["name"], pair)
    for pair in agreement["overall"]["pairs"]:
        yield from _of_pair(OVERALL, pair)


def _of_pair(document: str, pair: Mapping[str, Any]) -> Iterator[Row]:
    whose = (document, pair["a"], pair["b"])
    for kind in ("exact", "relaxed"):
        measured = pair[kind]
        yield (*whose, f"{kind}_f1", "", measured["f1"], measured["a"] + measured["b"])
        for part in ("by_type", "by_code"):
            for name, value in measured[part].items():
                yield (*whose, f"{kind}_f1", name, value, None)
    for name in COEFFICIENTS:
        yield (*whose, name, "", pair[name], None)
    for name, measured in pair["fields"].items():
        for measure in ("alpha", "percent"):
            yield (*whose, f"field_{measure}", name, measured[measure], measured["n"])
