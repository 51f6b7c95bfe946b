"""Agreement as rows: one measure of one pair a row, for spreadsheets and statistics programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.services.agreement.agreement_json import COEFFICIENTS

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
    intervals = pair.get("intervals", {})
    for kind in ("exact", "relaxed"):
        measured, name = pair[kind], f"{kind}_f1"
        yield (*whose, name, "", measured["f1"], measured["a"] + measured["b"], *_ends(intervals, name))
        for part in ("by_type", "by_code"):
            for of, value in measured[part].items():
                yield (*whose, name, of, value, None, None, None)
    for name in COEFFICIENTS:
        yield (*whose, name, "", pair[name], None, *_ends(intervals, name))
    for of, measured in pair["fields"].items():
        for measure in ("alpha", "percent"):
            yield (*whose, f"field_{measure}", of, measured[measure], measured["n"], None, None)


def _of_all(document: str, together: Mapping[str, Any]) -> Iterator[Row]:
    for name in ("alpha_nominal", "alpha_u", "gamma"):
        ends = _ends(together.get("intervals", {}), name)
        yield (document, EVERYBODY, "", name, "", together[name], None, *ends)


def _ends(intervals: Mapping[str, tuple[float, float] | None], name: str) -> tuple[float | None, float | None]:
    return intervals.get(name) or (None, None)
