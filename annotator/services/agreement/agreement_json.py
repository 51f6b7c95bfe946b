"""Agreement as JSON: the shape that scripts read, null where a value is undefined."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from statistics import fmean, pstdev
from typing import Any

from annotator.services.agreement.agreement import (
    DocumentAgreement,
    PairAgreement,
    TogetherAgreement,
    all_together,
    pooled,
)
from annotator.services.agreement.measure_table import (
    FIELD_MEASURES,
    SOME_LEFT_OUT,
    TOO_FEW,
    between_parts,
    measures,
    within,
)
from annotator.services.agreement.measured_rows import rows_of_pair
from annotator.services.agreement.measures.bootstrap import FEWEST, Interval
from annotator.services.agreement.measures.categories import TYPES
from annotator.services.agreement.measures.contents import Choices
from annotator.services.agreement.measures.counts import Counts
from annotator.services.agreement.measures.spans import SpanCounts
from annotator.services.settling.calibration import OpinionCounts, all_counts


def agreement_json(documents: Sequence[DocumentAgreement]) -> dict[str, Any]:
    """Give all documents, and overall every pair over all its documents, with the mean over those pairs.

    ``n`` has of each measure how many things it rests on, ``caveats`` what to mind about its value, ``defined`` the
    number of pairs in a mean. ``deviation`` is the standard deviation over pairs (of these, not of a population that
    they are drawn from). ``intervals`` are those of 95 % over documents, as low and high, ``intervals_of`` those by
    type, code and field; null where there are too few, and then ``intervals_reason`` says so, and ``intervals_within``
    has those over annotations.
    """
    pairs = [_with_intervals(whole, parts) for whole, parts in pooled(documents)]
    return {
        "categories": documents[0].categories if documents else TYPES,
        "documents": [_document(document) for document in documents],
        "overall": {
            "pairs": pairs,
            **_mean(pairs),
            "all_annotators": _together_with_intervals(documents),
            "opinions": _opinions(all_counts(document.opinions for document in documents)),
        },
    }


def pair_json(pair: PairAgreement) -> dict[str, Any]:
    """Give the measures of one pair."""
    spans = {one.nested: _spans(getattr(pair, one.nested)) for one in measures() if one.nested}
    values = {one.key: one.value(pair) for one in measures() if not one.nested}
    rests = {
        "n": {one.key: one.number(pair) for one in measures()},
        "caveats": {one.key: words for one in measures() if (words := one.caveat(pair))},
    }
    fields = {name: _field(choices) for name, choices in pair.fields.items()}
    return {"a": pair.a, "b": pair.b, **spans, **values, **rests, "fields": fields}


def _document(document: DocumentAgreement) -> dict[str, Any]:
    return {
        "name": document.name,
        "annotators": list(document.annotators),
        "reanchored": [{"annotator": who, "unplaced": number} for who, number in document.reanchored.items()],
        "entity_corrections": document.corrections,
        "opinions": _opinions(document.opinions),
        "pairs": [pair_json(pair) for pair in document.pairs],
        "all_annotators": _together(document.together),
    }


def _opinions(counts: Mapping[str, OpinionCounts]) -> list[dict[str, Any]]:
    """Give how often each annotator's opinion was taken in review, and how often he or she stood alone."""
    return [{"annotator": who, **asdict(found), "share": found.share} for who, found in counts.items()]


def _together(together: TogetherAgreement) -> dict[str, Any]:
    of_all = [(one, one.of_all) for one in measures() if one.of_all]
    return {
        **{one.key: all_.value(together) for one, all_ in of_all},
        "gamma_is_proved": together.gamma_is_proved,
        "n": {one.key: all_.number(together) for one, all_ in of_all},
        "caveats": {one.key: words for one, _all in of_all if (words := one.caveat(together))},
    }


def _together_with_intervals(documents: Sequence[DocumentAgreement]) -> dict[str, Any]:
    parts = [document.together for document in documents]
    found = _intervals(len(parts), lambda: {one.key: one.of_all.interval(parts) for one in measures() if one.of_all})
    return {**_together(all_together(documents)), **found}


def _with_intervals(whole: PairAgreement, parts: Sequence[PairAgreement]) -> dict[str, Any]:
    found = _intervals(len(parts), lambda: {one.key: one.interval(parts) for one in measures() if one.interval})
    few = len(parts) < FEWEST
    inside, of_parts = (_within(whole), None) if few else (None, _between_parts(whole, parts))
    values = pair_json(whole)
    made = {**values, "documents": len(parts), **found, "intervals_of": of_parts, "intervals_within": inside}
    if not few and any(row.value is not None and row.has_none for row in rows_of_pair(made)):
        made["intervals_reason"] = SOME_LEFT_OUT
    return made


def _between_parts(whole: PairAgreement, parts: Sequence[PairAgreement]) -> dict[str, Any]:
    fields = {
        name: {one.part: one.between([each.fields[name] for each in parts]) for one in FIELD_MEASURES}
        for name in whole.fields
    }
    return {**between_parts(parts), "fields": fields}


def _intervals(documents: int, found: Callable[[], dict[str, Interval]]) -> dict[str, Any]:
    if documents < FEWEST:
        return {"intervals": None, "intervals_reason": TOO_FEW}
    return {"intervals": found(), "intervals_reason": ""}


def _within(whole: PairAgreement) -> dict[str, Any]:
    fields = {name: {one.part: one.within(choices) for one in FIELD_MEASURES} for name, choices in whole.fields.items()}
    return {**within(whole), "fields": fields}


def _spans(counts: SpanCounts) -> dict[str, Any]:
    return {
        "f1": counts.overall.f1,
        "both": counts.overall.both,
        "a": counts.overall.one,
        "b": counts.overall.other,
        "by_type": _f1s(counts.by_type),
        "by_code": _f1s(counts.by_code),
        "n_by_type": _numbers(counts.by_type),
        "n_by_code": _numbers(counts.by_code),
    }


def _f1s(counts: Mapping[str, Counts]) -> dict[str, float | None]:
    return {name: found.f1 for name, found in counts.items()}


def _numbers(counts: Mapping[str, Counts]) -> dict[str, int]:
    return {name: found.one + found.other for name, found in counts.items()}


def _field(choices: Choices) -> dict[str, Any]:
    table = [{"a": one, "b": other, "count": count} for (one, other), count in choices.most_common()]
    values = {one.part: one.value(choices) for one in FIELD_MEASURES}
    return {**values, "n": choices.total(), "confusion": table}


def _mean(pairs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the mean over pairs of every measure, undefined ones left out; undefined where all are.

    ``defined`` counts the pairs that a mean is of; ``n`` is of all pairs together.
    """
    measured: dict[str, Any] = {
        one.nested: _mean_of_spans([pair[one.nested] for pair in pairs]) for one in measures() if one.nested
    }
    measured.update({one.key: _mean_of(pair[one.key] for pair in pairs) for one in measures() if not one.nested})
    measured["defined"] = {one.key: _count(map(one.found_in, pairs)) for one in measures()}
    measured["n"] = {one.key: sum(pair["n"][one.key] for pair in pairs) for one in measures()}
    names = pairs[0]["fields"] if pairs else {}
    measured["fields"] = {name: _mean_of_fields([pair["fields"][name] for pair in pairs]) for name in names}
    return measured


def _mean_of_spans(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    f1 = [one["f1"] for one in found]
    mean: dict[str, Any] = {"f1": _mean_of(f1), "deviation": _deviation(f1)}
    for part in ("by_type", "by_code"):
        names = sorted({name for one in found for name in one[part]})
        values = {name: [one[part].get(name) for one in found] for name in names}
        mean[part] = {name: _mean_of(listed) for name, listed in values.items()}
        mean[f"defined_{part}"] = {name: _count(listed) for name, listed in values.items()}
        mean[f"n_{part}"] = {name: sum(one[f"n_{part}"].get(name, 0) for one in found) for name in names}
    return mean


def _mean_of_fields(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    values = {one.part: [field[one.part] for field in found] for one in FIELD_MEASURES}
    return {
        **{part: _mean_of(listed) for part, listed in values.items()},
        "n": sum(field["n"] for field in found),
        "defined": {part: _count(listed) for part, listed in values.items()},
    }


def _mean_of(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _count(values: Iterable[float | None]) -> int:
    return sum(value is not None for value in values)


def _deviation(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return pstdev(known) if known else None
