"""Agreement as JSON: the shape that scripts read, null where a value is undefined."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, pstdev
from typing import Any

from annotator.services.agreement.agreement import (
    DocumentAgreement,
    PairAgreement,
    TogetherAgreement,
    all_together,
    pooled,
)
from annotator.services.agreement.measure_table import TOO_FEW, in_files
from annotator.services.agreement.measures.bootstrap import FEWEST, Interval
from annotator.services.agreement.measures.contents import Choices
from annotator.services.agreement.measures.counts import Counts
from annotator.services.agreement.measures.nominal import alpha, per_cent
from annotator.services.agreement.measures.spans import SpanCounts


def agreement_json(documents: Sequence[DocumentAgreement]) -> dict[str, Any]:
    """Give all documents, and overall every pair over all its documents, with the mean over those pairs.

    ``deviation`` is the standard deviation over pairs (of these, not of a population they are drawn from);
    ``intervals`` are those of 95 % over documents, as low and high; null where there are too few, and then
    ``intervals_reason`` says so.
    """
    pairs = [_with_intervals(whole, parts) for whole, parts in pooled(documents)]
    return {
        "documents": [_document(document) for document in documents],
        "overall": {"pairs": pairs, **_mean(pairs), "all_annotators": _together_with_intervals(documents)},
    }


def pair_json(pair: PairAgreement) -> dict[str, Any]:
    """Give the measures of one pair."""
    spans = {one.nested: _spans(getattr(pair, one.nested)) for one in in_files() if one.nested}
    values = {one.key: one.value(pair) for one in in_files() if not one.nested}
    fields = {name: _field(choices) for name, choices in pair.fields.items()}
    return {"a": pair.a, "b": pair.b, **spans, **values, "fields": fields}


def _document(document: DocumentAgreement) -> dict[str, Any]:
    return {
        "name": document.name,
        "annotators": list(document.annotators),
        "reanchored": [{"annotator": who, "unplaced": number} for who, number in document.reanchored.items()],
        "entity_corrections": document.corrections,
        "pairs": [pair_json(pair) for pair in document.pairs],
        "all_annotators": _together(document.together),
    }


def _together(together: TogetherAgreement) -> dict[str, Any]:
    values = {one.key: one.of_all.value(together) for one in in_files() if one.of_all}
    return {**values, "gamma_is_proved": together.gamma_is_proved}


def _together_with_intervals(documents: Sequence[DocumentAgreement]) -> dict[str, Any]:
    parts = [document.together for document in documents]
    found = _intervals(len(parts), lambda: {one.key: one.of_all.interval(parts) for one in in_files() if one.of_all})
    return {**_together(all_together(documents)), **found}


def _with_intervals(whole: PairAgreement, parts: Sequence[PairAgreement]) -> dict[str, Any]:
    found = _intervals(len(parts), lambda: {one.key: one.interval(parts) for one in in_files() if one.interval})
    return {**pair_json(whole), "documents": len(parts), **found}


def _intervals(documents: int, found: Callable[[], dict[str, Interval]]) -> dict[str, Any]:
    if documents < FEWEST:
        return {"intervals": None, "intervals_reason": TOO_FEW}
    return {"intervals": found(), "intervals_reason": ""}


def _spans(counts: SpanCounts) -> dict[str, Any]:
    return {
        "f1": counts.overall.f1,
        "both": counts.overall.both,
        "a": counts.overall.one,
        "b": counts.overall.other,
        "by_type": _f1s(counts.by_type),
        "by_code": _f1s(counts.by_code),
    }


def _f1s(counts: dict[str, Counts]) -> dict[str, float | None]:
    return {name: found.f1 for name, found in counts.items()}


def _field(choices: Choices) -> dict[str, Any]:
    table = [{"a": one, "b": other, "count": count} for (one, other), count in choices.most_common()]
    return {"alpha": alpha(choices), "percent": per_cent(choices), "n": choices.total(), "confusion": table}


def _mean(pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the mean over pairs of every measure, undefined ones left out; undefined where all are."""
    measured: dict[str, Any] = {
        kind: {
            "f1": _mean_of(pair[kind]["f1"] for pair in pairs),
            "deviation": _deviation(pair[kind]["f1"] for pair in pairs),
            "by_type": _means(pair[kind]["by_type"] for pair in pairs),
            "by_code": _means(pair[kind]["by_code"] for pair in pairs),
        }
        for kind in (one.nested for one in in_files() if one.nested)
    }
    measured.update({one.key: _mean_of(pair[one.key] for pair in pairs) for one in in_files() if not one.nested})
    names = pairs[0]["fields"] if pairs else {}
    measured["fields"] = {
        name: {
            "alpha": _mean_of(pair["fields"][name]["alpha"] for pair in pairs),
            "percent": _mean_of(pair["fields"][name]["percent"] for pair in pairs),
            "n": sum(pair["fields"][name]["n"] for pair in pairs),
        }
        for name in names
    }
    return measured


def _mean_of(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _deviation(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return pstdev(known) if known else None


def _means(tables: Iterable[dict[str, float | None]]) -> dict[str, float | None]:
    listed = list(tables)
    names = sorted({name for table in listed for name in table})
    return {name: _mean_of(table.get(name) for table in listed) for name in names}
