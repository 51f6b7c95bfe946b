"""The measures of agreement, each once: its key in files, its words, what it means, where it is undefined, its value.

JSON, tables, the command's printout, the report and the window show what stands here; docs/measures.md tells the
formulas, and a test holds it to this table. A new measure is one entry here, and a section there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.services.agreement.agreement import PairAgreement, TogetherAgreement
from annotator.services.agreement.measures.bootstrap import FEWEST, Interval, interval, ratios
from annotator.services.agreement.measures.counts import Counts, f1_interval
from annotator.services.agreement.measures.gamma import Disorder
from annotator.services.agreement.measures.nominal import (
    Tables,
    alpha,
    alphas,
    alphas_of_coincidences,
    kappa,
    kappas,
    pi,
    pis,
)
from annotator.services.agreement.measures.unitizing import Disagreement

UNDEFINED: Final = "undefined"
SEARCHED: Final = "The alignment was searched for and may not be quite the best."
"""Of γ of more than two annotators, where that is so."""
TOO_FEW: Final = f"No interval is given for fewer than {FEWEST} documents: it would not cover what it says."
SPANS, COEFFICIENTS, CONTENTS, SHARE = range(4)
"""What kind a measure is, in the order of files: F1 of annotations, corrected for chance, F1 of contents, no measure of
agreement but a share of the text that belongs beside others."""


@dataclass(frozen=True, slots=True)
class OfAll:
    """A coefficient of all annotators at once: its value, and its interval over documents."""

    value: Callable[[TogetherAgreement], float | None]
    interval: Callable[[Iterable[TogetherAgreement]], Interval]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of two annotators.

    ``name`` is its word in the window and the report, ``line`` what the command prints before it, ``meaning`` one or
    two sentences, ``undefined`` the sentence that says where it has no value. ``nested`` is the object of the JSON in
    which it is ``f1``, with what it is by type and by code; "" for what stands by itself under ``key``.
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

    def found_in(self, values: Mapping[str, Any]) -> float | None:
        """Give the value out of the JSON of a pair."""
        value: float | None = values[self.nested]["f1"] if self.nested else values[self.key]
        return value

    def meaning_of_all(self, together: Mapping[str, Any]) -> str:
        """Give what the value of all annotators at once means, out of their JSON."""
        searched = self.key == "gamma" and not together["gamma_is_proved"]
        return f"{self.meaning} {SEARCHED}" if searched else self.meaning

    def shown(self, value: float | None) -> str:
        """Give a value as people read it."""
        return f"{value:.0%}" if self.kind == SHARE and value is not None else number(value)


def measures() -> tuple[Measure, ...]:
    """Give all measures in the order in which people read them."""
    return TABLE


def in_files() -> list[Measure]:
    """Give all measures in the order of files: the coefficients by their keys, the others as people read them."""
    return sorted(TABLE, key=lambda measure: (measure.kind, measure.key if measure.kind == COEFFICIENTS else ""))


def measure(key: str) -> Measure:
    """Give a measure by its key."""
    return next(one for one in TABLE if one.key == key)


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
    )


def _by_chance(
    key: str,
    words: tuple[str, str],
    meaning: str,
    found: Callable[[PairAgreement | TogetherAgreement], Disagreement | Disorder],
) -> Measure:
    """Give 1 − observed / expected, which is measured of two annotators and of all alike."""

    def value(pair: PairAgreement | TogetherAgreement) -> float | None:
        observed, expected = found(pair)
        return 1 - observed / expected if expected > 0 else None

    def between(documents: Iterable[PairAgreement | TogetherAgreement]) -> Interval:
        return interval(map(found, documents), _against_chance)

    undefined = "Where nobody marked anything."
    return Measure(key, *words, meaning, undefined, value, between, COEFFICIENTS, OfAll(value, between))


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
        lambda documents: interval([document.characters for document in documents], of_tables),
        COEFFICIENTS,
        of_all,
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
    ),
    _by_chance(
        "gamma",
        ("γ", "γ (Mathet), place and type"),
        "Agreement on places and types together, by the best alignment; 1 is perfect, 0 is chance.",
        lambda found: found.gamma,
    ),
    _per_character(
        "alpha_nominal",
        ("α by character", "α nominal (Krippendorff) per character"),
        "Agreement character by character; much text without annotations inflates it.",
        lambda pair: alpha(pair.character_table),
        of_tables=alphas,
        of_all=OfAll(
            lambda together: together.alpha_nominal,
            lambda documents: interval((document.coincidences for document in documents), alphas_of_coincidences),
        ),
    ),
    _per_character(
        "kappa",
        ("Cohen's κ", "κ (Cohen) per character"),
        "As α by character, with each annotator's own habits as chance.",
        lambda pair: kappa(pair.character_table),
        of_tables=kappas,
    ),
    _per_character(
        "pi",
        ("Scott's π", "π (Scott) per character"),
        "As α by character, with the habits of both together as chance.",
        lambda pair: pi(pair.character_table),
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
