"""The measures of agreement, each once: its key in files, its words, what it means, where it is undefined, its value.

JSON, tables, the command's printout, the report and the window show what stands here; docs/measures.md tells the
formulas, and a test holds it to this table. A new measure is one entry here, and a section there.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.services.agreement.agreement import PairAgreement, TogetherAgreement
from annotator.services.agreement.measures.bootstrap import FEWEST, Interval, interval, ratios
from annotator.services.agreement.measures.contents import Choices
from annotator.services.agreement.measures.counts import NO_COUNTS, Counts, f1_interval
from annotator.services.agreement.measures.gamma import Disorder
from annotator.services.agreement.measures.nominal import (
    Tables,
    alpha,
    alphas,
    alphas_of_coincidences,
    kappa,
    kappas,
    per_cent,
    pi,
    pis,
    stacked,
)
from annotator.services.agreement.measures.unitizing import Disagreement

Values = Callable[[NDArray[np.float64]], NDArray[np.float64]]
UNDEFINED: Final = "undefined"
SEARCHED: Final = "The alignment was searched for and may not be quite the best."
"""Of γ of more than two annotators, where that is so."""
TOO_FEW: Final = f"No interval is given for fewer than {FEWEST} documents: it would not cover what it says."
SOME_LEFT_OUT: Final = (
    f"Where a value has no interval, fewer than {FEWEST} documents have any of it, or what they have hardly differs."
)
WITHIN: Final = (
    "An interval over annotations says how far the value would scatter with other annotations of these documents; "
    "it says nothing of other documents."
)
SPANS, COEFFICIENTS, CONTENTS, SHARE = range(4)
"""What kind a measure is: F1 of annotations, corrected for chance, F1 of contents, no measure of agreement but a share
of the text that belongs beside others."""
ANNOTATIONS, CHARACTERS = "annotations", "characters"


@dataclass(frozen=True, slots=True)
class OfAll:
    """A coefficient of all annotators at once: its value, its interval over documents, and what it rests on."""

    value: Callable[[TogetherAgreement], float | None]
    interval: Callable[[Iterable[TogetherAgreement]], Interval]
    number: Callable[[TogetherAgreement], int] = lambda together: together.annotations


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of two annotators.

    ``name`` is its word in the window and the report, ``line`` what the command prints before it, ``meaning`` one or
    two sentences, ``undefined`` the sentence that says where it has no value. ``nested`` is the object of the JSON in
    which it is ``f1``, with what it is by type and by code; "" for what stands by itself under ``key``. ``number``
    counts what it rests on, which ``counted`` names. ``heeds_overlap`` is False where annotations of one annotator and
    category that overlap are taken as one, ``raised_by_empty`` is True where text that nobody marked raises it: both
    are said beside the value.
    """

    key: str
    name: str
    line: str
    meaning: str
    undefined: str
    value: Callable[[PairAgreement], float | None]
    interval: Callable[[Sequence[PairAgreement]], Interval] | None = None
    kind: int = CONTENTS
    of_all: OfAll | None = None
    nested: str = ""
    number: Callable[[PairAgreement], int] = lambda pair: pair.annotations
    counted: str = ANNOTATIONS
    heeds_overlap: bool = True
    raised_by_empty: bool = False

    def caveat(self, found: PairAgreement | TogetherAgreement) -> str:
        """Say what to mind about the value of this pair, or of all, or give ""."""
        return " ".join(filter(None, (self._of_overlap(found), self._of_empty(found))))

    def _of_overlap(self, found: PairAgreement | TogetherAgreement) -> str:
        if self.heeds_overlap or not found.overlapping:
            return ""
        return (
            f"{found.overlapping:,} of {found.annotations:,} annotations overlap another of the same annotator and "
            "category, and are taken as one with it: what differs there is not seen."
        )

    def _of_empty(self, found: PairAgreement | TogetherAgreement) -> str:
        if not self.raised_by_empty or not found.unannotated:
            return ""
        return f"{found.unannotated:.0%} of the text is unannotated, which raises it."

    def found_in(self, values: Mapping[str, Any]) -> float | None:
        """Give the value out of the JSON of a pair."""
        value: float | None = values[self.nested]["f1"] if self.nested else values[self.key]
        return value

    def shown(self, value: float | None) -> str:
        """Give a value as people read it."""
        return f"{value:.0%}" if self.kind == SHARE and value is not None else number(value)


def measures() -> tuple[Measure, ...]:
    """Give all measures in the order in which people read them."""
    return TABLE


def measure(key: str) -> Measure:
    """Give a measure by its key."""
    return next(one for one in TABLE if one.key == key)


@dataclass(frozen=True, slots=True)
class FieldMeasure:
    """One measure of a field of aligned annotations; ``name`` and ``line`` begin what it is called."""

    key: str
    name: str
    line: str
    meaning: str
    value: Callable[[Choices], float | None]
    within: Callable[[Choices], Interval]
    between: Callable[[Sequence[Choices]], Interval]

    @property
    def part(self) -> str:
        """What the JSON of a field calls it."""
        return self.key.removeprefix("field_")

    def shown(self, value: float | None) -> str:
        """Give a value as people read it."""
        return f"{value:.0f} %" if self.part == "percent" and value is not None else number(value)


def number(value: float | None) -> str:
    """Give a value as people read it, "undefined" where there is none."""
    return UNDEFINED if value is None else f"{value:.3f}"


def _f1(
    key: str,
    words: tuple[str, str],
    meaning: str,
    counts: Callable[[PairAgreement], Counts],
    *,
    nested: str = "",
) -> Measure:
    return Measure(
        key,
        *words,
        meaning,
        "Where neither has annotations." if nested else "Where neither has any.",
        lambda pair: counts(pair).f1,
        lambda documents: f1_interval(map(counts, documents)),
        SPANS if nested else CONTENTS,
        nested=nested,
        number=lambda pair: counts(pair).one + counts(pair).other,
        counted=ANNOTATIONS if nested else words[0].split()[2],
    )


def _by_chance(
    key: str,
    words: tuple[str, str],
    meaning: str,
    found: Callable[[PairAgreement | TogetherAgreement], Disagreement | Disorder],
    *,
    heeds_overlap: bool,
) -> Measure:
    """Give 1 − observed / expected, which is measured of two annotators and of all alike."""

    def value(pair: PairAgreement | TogetherAgreement) -> float | None:
        observed, expected = found(pair)
        return 1 - observed / expected if expected > 0 else None

    def between(documents: Iterable[PairAgreement | TogetherAgreement]) -> Interval:
        return interval(map(found, documents), _against_chance)

    undefined = "Where nobody marked anything."
    of_all = OfAll(value, between)
    return Measure(key, *words, meaning, undefined, value, between, COEFFICIENTS, of_all, heeds_overlap=heeds_overlap)


def _per_character(
    key: str,
    words: tuple[str, str],
    meaning: str,
    value: Callable[[PairAgreement], float | None],
    *,
    of_tables: Callable[[Tables], NDArray[np.float64]],
    of_all: OfAll | None = None,
) -> Measure:
    return Measure(
        key,
        *words,
        meaning,
        "Where all of the text is in one category for both, such as a text that nobody marked.",
        value,
        lambda documents: interval(stacked([document.characters for document in documents]), of_tables),
        COEFFICIENTS,
        of_all,
        number=lambda pair: pair.characters.total(),
        counted=CHARACTERS,
        heeds_overlap=False,
        raised_by_empty=True,
    )


def _against_chance(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 1 − observed / expected of rows of both."""
    return 1 - ratios(sums[:, 0], sums[:, 1])


TABLE: tuple[Measure, ...] = (
    _f1(
        "exact_f1",
        ("F1 exact", "F1 exact"),
        "Share of annotations that both made with the same type, the same ends and the same codes.",
        lambda pair: pair.exact.overall,
        nested="exact",
    ),
    _f1(
        "relaxed_f1",
        ("F1 relaxed", "F1 relaxed"),
        "Share of annotations that have a partner of the same type, "
        "by the pairing of greatest overlap: not of most pairs.",
        lambda pair: pair.relaxed.overall,
        nested="relaxed",
    ),
    _by_chance(
        "alpha_u",
        ("Krippendorff's αU", "αU (Krippendorff), place and length"),
        "Agreement on where annotations are and of which type; 1 is perfect, 0 chance.",
        lambda found: found.unitizing,
        heeds_overlap=False,
    ),
    _by_chance(
        "gamma",
        ("γ", "γ (Mathet), place and type"),
        "Agreement on places and types together, by the best alignment; 1 is perfect, 0 is chance.",
        lambda found: found.gamma,
        heeds_overlap=True,
    ),
    _per_character(
        "alpha_nominal",
        ("α by character", "α nominal (Krippendorff) per character"),
        "Agreement character by character; much text without annotations inflates it.",
        lambda pair: alpha(pair.characters),
        of_tables=alphas,
        of_all=OfAll(
            lambda together: together.alpha_nominal,
            lambda documents: interval(
                stacked([document.coincidences for document in documents]), alphas_of_coincidences
            ),
            lambda together: together.characters,
        ),
    ),
    _per_character(
        "kappa",
        ("Cohen's κ", "κ (Cohen) per character"),
        "As α by character, with each annotator's own habits as chance.",
        lambda pair: kappa(pair.characters),
        of_tables=kappas,
    ),
    _per_character(
        "pi",
        ("Scott's π", "π (Scott) per character"),
        "As α by character, with the habits of both together as chance.",
        lambda pair: pi(pair.characters),
        of_tables=pis,
    ),
    Measure(
        "unannotated",
        "Unannotated text",
        "unannotated text, which raises these three",
        "Share of the text that neither has marked; it raises the three by character.",
        "Where the text is empty.",
        lambda pair: pair.unannotated,
        kind=SHARE,
        number=lambda pair: pair.characters.total(),
        counted=CHARACTERS,
    ),
    _f1(
        "roles_f1",
        ("F1 of roles", "F1 of roles, in aligned annotations"),
        "Share of roles that both gave to the same entities, where annotations correspond.",
        lambda pair: pair.roles,
    ),
    _f1(
        "links_f1",
        ("F1 of links", "F1 of links between aligned annotations"),
        "Share of links that both drew between annotations that correspond.",
        lambda pair: pair.links,
    ),
    _f1(
        "roles_by_entity_f1",
        ("F1 of roles by entity", "F1 of roles by entity, wherever they stand"),
        "Share of roles that both gave to the same entities, wherever in the text.",
        lambda pair: pair.roles_by_entity,
    ),
    _f1(
        "links_by_entity_f1",
        ("F1 of links by entity", "F1 of links by entity, wherever they stand"),
        "Share of links of one type that both drew between the same entities, wherever in the text.",
        lambda pair: pair.links_by_entity,
    ),
    _f1(
        "tuples_f1",
        ("F1 of tuples", "F1 of (document, entity, topic, stance)"),
        "Share of (entity, topic, stance) that both have, wherever it stands: what networks need.",
        lambda pair: pair.tuples,
    ),
)
"""As people read them, what says most first."""


FEWEST_WITHIN: Final = 40
"""Of fewer annotations or aligned pairs there is no interval: it would not cover what it says."""
_MOST_CATEGORIES: Final = 20
"""The α of a field with more values has no interval: there would be little but chance in it."""


def _same_within(choices: Choices) -> Interval:
    """Give the interval of the per cent over the aligned pairs."""
    rows = [(int(one == other), 1) for one, other in choices.elements()]
    found = _over_annotations(rows, lambda sums: ratios(sums[:, 0], sums[:, 1]), 0.0)
    return (100 * found[0], 100 * found[1]) if found else None


def _alpha_within(choices: Choices) -> Interval:
    """Give the interval of α over the aligned pairs."""
    if len({value for pair in choices for value in pair}) > _MOST_CATEGORIES:
        return None
    return _over_annotations(stacked([{pair: 1} for pair in choices.elements()]), alphas)


def _same_between(documents: Sequence[Choices]) -> Interval:
    """Give the interval of the per cent over documents."""
    rows = [(sum(n for (one, other), n in each.items() if one == other), each.total()) for each in documents]
    found = interval(rows, lambda sums: ratios(sums[:, 0], sums[:, 1]), 0.0)
    return (100 * found[0], 100 * found[1]) if found else None


def _alpha_between(documents: Sequence[Choices]) -> Interval:
    """Give the interval of α over documents."""
    if len({value for each in documents for pair in each for value in pair}) > _MOST_CATEGORIES:
        return None
    return interval(stacked(documents), alphas)


def _over_annotations(rows: Collection[ArrayLike], value: Values, lowest: float = -1.0) -> Interval:
    return interval(rows, value, lowest) if len(rows) >= FEWEST_WITHIN else None


FIELD_MEASURES: Final = (
    FieldMeasure(
        "field_alpha",
        "α of",
        "α, aligned annotations:",
        "How far both chose the same value in this field, corrected for chance, where annotations correspond.",
        alpha,
        _alpha_within,
        _alpha_between,
    ),
    FieldMeasure(
        "field_percent",
        "The same",
        "the same, aligned annotations:",
        "Share of equal choices in this field, where annotations correspond.",
        per_cent,
        _same_within,
        _same_between,
    ),
)


def between_parts(parts: Sequence[PairAgreement]) -> dict[str, dict[str, dict[str, Interval]]]:
    """Give the intervals over documents of F1 by type and code: by the measure's key, the part, and its name."""
    found: dict[str, dict[str, dict[str, Interval]]] = {}
    for one in measures():
        if one.nested:
            counted = [getattr(part, one.nested) for part in parts]
            by_part = {"type": [each.by_type for each in counted], "code": [each.by_code for each in counted]}
            found[one.key] = {part: _each_between(documents) for part, documents in by_part.items()}
    return found


def _each_between(documents: Sequence[Mapping[str, Counts]]) -> dict[str, Interval]:
    names = sorted({name for each in documents for name in each})
    return {name: f1_interval([each.get(name, NO_COUNTS) for each in documents]) for name in names}


def within(pair: PairAgreement) -> dict[str, Interval]:
    """Give the intervals of F1 over the annotations of all documents, drawn anew with what corresponds to them."""
    rows = np.concatenate(pair.places) if pair.places else np.zeros((0, 4), dtype=np.int64)
    return {
        one.key: _over_annotations(
            rows[:, [column, 2, 3]], lambda sums: ratios(2 * sums[:, 0], sums[:, 1] + sums[:, 2]), 0.0
        )
        for column, one in enumerate(each for each in measures() if each.nested)
    }
