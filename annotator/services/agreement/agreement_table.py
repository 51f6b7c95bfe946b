"""Agreement as rows: one measure of one pair a row, for spreadsheets and statistics programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.services.agreement.measure_table import in_files

COLUMNS = ("document", "a", "b", "measure", "of", "value", "n", "low", "high")
OVERALL = "(all documents)"
EVERYBODY = "(all annotators)"

Row = tuple[str, str, str, str, str, float | None, int | None, float | None, float | None]


def agreement_rows(agreement: Mapping[str, Any]) -> Iterator[Row]:
    """Give the rows of what ``agreement_json`` made; the value is None where it is undefined.

    ``of`` is the type, code or field that a measure is about, "" for everything; ``n`` what it rests on, if counted;
    ``low`` and ``high`` are the 95 % interval over documents.
    """
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            yield from _of_pair(document["name"], pair)
        if len(document["annotators"]) > 2:
            yield from _of_all(document["name"], document["all_annotators"])
    for pair in agreement["overall"]["pairs"]:
        yield from _of_pair(OVERALL, pair)
    if len(agreement["overall"]["pairs"]) > 1:
        yield from _of_all(OVERALL, agreement["overall"]["all_annotators"])


def _of_pair(document: str, pair: Mapping[str, Any]) -> Iterator[Row]:
    whose = (document, pair["a"], pair["b"])
    intervals = pair.get("intervals") or {}
    for one in in_files():
        spans = pair[one.nested] if one.nested else {}
        n = spans["a"] + spans["b"] if spans else None
        yield (*whose, one.key, "", one.found_in(pair), n, *_ends(intervals, one.key))
        for part in ("by_type", "by_code"):
            for of, value in spans.get(part, {}).items():
                yield (*whose, one.key, of, value, None, None, None)
    for of, measured in pair["fields"].items():
        for measure in ("alpha", "percent"):
            yield (*whose, f"field_{measure}", of, measured[measure], measured["n"], None, None)


def _of_all(document: str, together: Mapping[str, Any]) -> Iterator[Row]:
    for one in (each for each in in_files() if each.of_all):
        ends = _ends(together.get("intervals") or {}, one.key)
        yield (document, EVERYBODY, "", one.key, "", together[one.key], None, *ends)


def _ends(intervals: Mapping[str, tuple[float, float] | None], name: str) -> tuple[float | None, float | None]:
    return intervals.get(name) or (None, None)
