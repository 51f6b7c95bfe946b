"""Every value of a comparison as a row, in one order and words: what window, command, report and table show."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from annotator.services.agreement.measure_table import (
    ANNOTATIONS,
    FIELD_MEASURES,
    SEARCHED,
    UNDEFINED,
    FieldMeasure,
    Measure,
    measures,
    number,
)

TYPE, CODE, FIELD, ANNOTATOR = "type", "code", "field", "annotator"
TAKEN: Final = "Share of decided differences in which the reviewer took what this annotator has."
ALONE: Final = "Share of differences in which all others, two or more, have the same and this annotator has not."
_PARTS: Final = (TYPE, CODE)

Ends = tuple[float, float] | None


class MeasuredRow(NamedTuple):
    """One value: ``key`` is the measure's in files; ``of`` what type, code or field it is about, "" for all.

    ``name`` is what window and report call it, ``line`` what the command prints before it. ``n`` counts what it rests
    on, which ``counted`` names. ``between`` is the interval over documents, ``within`` that over annotations;
    ``caveat`` says what to mind about this very value.
    """

    key: str
    part: str
    of: str
    name: str
    line: str
    value: float | None
    shown: str
    n: int
    counted: str
    meaning: str = ""
    caveat: str = ""
    between: Ends = None
    within: Ends = None

    def ends(self, between: tuple[float, float]) -> str:
        """Give an interval as people read it."""
        low, high = between
        return f"{low:.0f} to {high:.0f} %" if self.shown.endswith(" %") else f"{low:.3f} to {high:.3f}"

    @property
    def has_none(self) -> bool:
        """Whether there is no interval of it, where there could be one."""
        return not self.between and not self.within and self.key != "unannotated"

    @property
    def note(self) -> str:
        """What it means, and what to mind."""
        return " ".join(filter(None, (self.meaning, self.caveat)))


def rows_of_pair(pair: Mapping[str, Any]) -> Iterator[MeasuredRow]:
    """Give the rows of two annotators out of their JSON."""
    between = pair.get("intervals_of") or {}
    for one in measures():
        yield _of_measure(one, pair)
        for part in _PARTS if one.nested else ():
            spans, ends = pair[one.nested], between.get(one.key, {}).get(part, {})
            for of, value in spans[f"by_{part}"].items():
                yield _of_part(one, part, of, value, spans[f"n_by_{part}"][of])._replace(between=ends.get(of))
    inside = (pair.get("intervals_within") or {}).get("fields", {})
    outside = between.get("fields", {})
    for of, found in pair["fields"].items():
        for each in FIELD_MEASURES:
            row = _of_field(each, of, found, inside.get(of, {}).get(each.part))
            yield row._replace(between=outside.get(of, {}).get(each.part))


def rows_of_all(together: Mapping[str, Any]) -> Iterator[MeasuredRow]:
    """Give the rows of all annotators at once."""
    for one in measures():
        if one.of_all:
            searched = SEARCHED if one.key == "gamma" and not together["gamma_is_proved"] else ""
            row = _of_measure(one, together)
            yield row._replace(caveat=" ".join(filter(None, (row.caveat, searched))))


def rows_of_mean(overall: Mapping[str, Any]) -> Iterator[MeasuredRow]:
    """Give the means over the pairs; where one is undefined for some of them, it is said of how many it is."""
    pairs = len(overall["pairs"])
    for one in measures():
        row = _of_measure(one, {**overall, "intervals": None, "intervals_within": None})
        spread = (
            f"The standard deviation over pairs is {number(overall[one.nested]['deviation'])}." if one.nested else ""
        )
        yield row._replace(meaning=spread, caveat=_of_pairs(overall["defined"][one.key], pairs))
        for part in _PARTS if one.nested else ():
            spans = overall[one.nested]
            for of, value in spans[f"by_{part}"].items():
                part_row = _of_part(one, part, of, value, spans[f"n_by_{part}"][of])
                yield part_row._replace(caveat=_of_pairs(spans[f"defined_by_{part}"][of], pairs))
    for of, found in overall["fields"].items():
        for each in FIELD_MEASURES:
            yield _of_field(each, of, found)._replace(meaning="", caveat=_of_pairs(found["defined"][each.part], pairs))


def rows_of_opinions(opinions: Iterable[Mapping[str, Any]]) -> Iterator[MeasuredRow]:
    """Give how often each annotator's opinion was taken in review, and how often he or she stood alone."""
    for found in opinions:
        who, decided, differences = found["annotator"], found["decided"], found["differences"]
        taken = MeasuredRow(
            "opinion_taken", ANNOTATOR, who, f"Opinions taken: {who}", f"opinions taken in review: {who}",
            found["share"], _share(found["share"]), decided, "decided differences", TAKEN,
            f"{found['accepted']:,} were taken, {found['by_hand']:,} were settled by hand.",
        )  # fmt: skip
        yield taken
        share = found["alone"] / differences if differences else None
        yield MeasuredRow(
            "stood_alone", ANNOTATOR, who, f"Stood alone: {who}", f"stood alone: {who}", share, _share(share),
            differences, "differences", ALONE, f"In {found['alone']:,}.",
        )  # fmt: skip


def _share(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.0%}"


def _of_pairs(defined: int, pairs: int) -> str:
    if defined == pairs:
        return ""
    return f"Mean over {defined:,} of {pairs:,} pairs; it is undefined for {pairs - defined:,}."


def _of_measure(one: Measure, values: Mapping[str, Any]) -> MeasuredRow:
    value = one.found_in(values)
    return MeasuredRow(
        one.key, "", "", one.name, one.line, value, one.shown(value), values["n"][one.key], one.counted, one.meaning,
        values.get("caveats", {}).get(one.key, ""), (values.get("intervals") or {}).get(one.key),
        (values.get("intervals_within") or {}).get(one.key),
    )  # fmt: skip


def _of_part(one: Measure, part: str, of: str, value: float | None, n: int) -> MeasuredRow:
    words = f"{one.name} of {part} {of}"
    return MeasuredRow(one.key, part, of, words, f"  of {part} {of}", value, one.shown(value), n, ANNOTATIONS)


def _of_field(each: FieldMeasure, of: str, found: Mapping[str, Any], within: Ends = None) -> MeasuredRow:
    value = found[each.part]
    return MeasuredRow(
        each.key, FIELD, of, f"{each.name} {of}", f"{each.line} {of}", value, each.shown(value), found["n"],
        "aligned pairs", each.meaning, within=within,
    )  # fmt: skip
