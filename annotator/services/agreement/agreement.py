"""How far annotators agree: every measure of one pair on one document, and of many documents together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.services.agreement.measures.categories import TYPES, categorised, self_overlaps
from annotator.services.agreement.measures.characters import (
    UNANNOTATED,
    Characters,
    character_coincidences,
    character_table,
    unannotated_share,
)
from annotator.services.agreement.measures.contents import (
    FIELDS,
    Choices,
    Side,
    field_choices,
    link_counts,
    link_entity_counts,
    role_counts,
    role_entity_counts,
    tuple_counts,
)
from annotator.services.agreement.measures.counts import NO_COUNTS, Counts
from annotator.services.agreement.measures.gamma import NO_DISORDER, Disorder, disorder
from annotator.services.agreement.measures.nominal import alpha_of_coincidences
from annotator.services.agreement.measures.spans import SpanCounts, exact_counts, places_counted, relaxed_counts
from annotator.services.agreement.measures.unitizing import NO_DISAGREEMENT, Disagreement, unitizing
from annotator.services.comparing.align import align_two
from annotator.services.comparing.correspondence import Correspondence
from annotator.services.running.progress import Progress, no_progress, part
from annotator.services.settling.calibration import OpinionCounts


@dataclass(frozen=True)
class PairAgreement:
    """All that is counted of two annotators; counts of documents can be added up. ``a`` and ``b`` are their ids.

    ``places`` are the annotations one by one, those that correspond together: rows of whether both have it exactly,
    whether both have it of one type, whether the one has it, and the other. ``overlapping`` are the annotations that
    overlap another one of the same annotator and category.
    """

    a: str
    b: str
    exact: SpanCounts = field(default_factory=SpanCounts)
    relaxed: SpanCounts = field(default_factory=SpanCounts)
    characters: Characters = field(default_factory=Counter)
    unitizing: Disagreement = NO_DISAGREEMENT
    gamma: Disorder = NO_DISORDER
    roles: Counts = NO_COUNTS
    links: Counts = NO_COUNTS
    roles_by_entity: Counts = NO_COUNTS
    links_by_entity: Counts = NO_COUNTS
    tuples: Counts = NO_COUNTS
    fields: Mapping[str, Choices] = field(default_factory=lambda: {name: Counter() for name in FIELDS})
    places: tuple[NDArray[np.int64], ...] = ()
    overlapping: int = 0

    def plus(self, more: "PairAgreement") -> "PairAgreement":
        """Give the counts of both together; the annotators are the same."""
        return PairAgreement(
            self.a,
            self.b,
            self.exact.plus(more.exact),
            self.relaxed.plus(more.relaxed),
            self.characters + more.characters,
            self.unitizing.plus(more.unitizing),
            self.gamma.plus(more.gamma),
            self.roles.plus(more.roles),
            self.links.plus(more.links),
            self.roles_by_entity.plus(more.roles_by_entity),
            self.links_by_entity.plus(more.links_by_entity),
            self.tuples.plus(more.tuples),
            {name: choices + more.fields[name] for name, choices in self.fields.items()},
            self.places + more.places,
            self.overlapping + more.overlapping,
        )

    @property
    def annotations(self) -> int:
        """How many annotations both have."""
        return self.exact.overall.one + self.exact.overall.other

    @property
    def unannotated(self) -> float | None:
        """The share of the text that neither has marked."""
        return unannotated_share(self.characters)


@dataclass(frozen=True)
class TogetherAgreement:
    """The coefficients that take all annotators of a document at once."""

    coincidences: Mapping[tuple[str, str], float] = field(default_factory=dict)
    unitizing: Disagreement = NO_DISAGREEMENT
    gamma: Disorder = NO_DISORDER
    gamma_is_proved: bool = True
    """Whether the best alignment is known to be the best, and not only the best that was found."""
    annotations: int = 0
    overlapping: int = 0

    @property
    def alpha_nominal(self) -> float | None:
        """Krippendorff's nominal α over code points."""
        return alpha_of_coincidences(self.coincidences)

    @property
    def characters(self) -> int:
        """How many code points were put into categories."""
        return round(sum(self.coincidences.values()))

    @property
    def unannotated(self) -> float | None:
        """How often two annotators both left a code point unmarked, of all code points and pairs of annotators."""
        total = sum(self.coincidences.values())
        return self.coincidences.get((UNANNOTATED, UNANNOTATED), 0.0) / total if total else None

    def plus(self, more: "TogetherAgreement") -> "TogetherAgreement":
        """Give both together."""
        keys = dict.fromkeys((*self.coincidences, *more.coincidences))
        return TogetherAgreement(
            {key: self.coincidences.get(key, 0.0) + more.coincidences.get(key, 0.0) for key in keys},
            self.unitizing.plus(more.unitizing),
            self.gamma.plus(more.gamma),
            self.gamma_is_proved and more.gamma_is_proved,
            self.annotations + more.annotations,
            self.overlapping + more.overlapping,
        )


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """The agreement of all annotators of one document, every two of them and all together.

    ``reanchored`` names the annotators whose file was made on another version of the text, each with the number of
    annotations that have no place in this one; ``corrections`` counts the pairs of entities of which a reviewer said
    whether they are the same one. ``categories`` says what places are measured with: types, or types with codes;
    ``opinions`` is, where the document was reviewed, how often each annotator's was taken.
    """

    name: str
    annotators: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    together: TogetherAgreement
    reanchored: Mapping[str, int] = field(default_factory=dict)
    corrections: int = 0
    categories: str = TYPES
    opinions: Mapping[str, OpinionCounts] = field(default_factory=dict)


def document_agreement(
    name: str,
    layers: Mapping[str, Layer],
    length: int,
    reference: str | None = None,
    *,
    same: Correspondence | None = None,
    categories: str = TYPES,
    progress: Progress = no_progress,
) -> DocumentAgreement:
    """Measure the annotators of one text of ``length`` code points; with a ``reference`` only the pairs it is in.

    ``same`` is which entities are the same one, where that was looked into; ``categories`` are what αU, γ and the
    coefficients by character tell apart: types, or types with codes.
    """
    layers = dict(sorted(layers.items()))
    same = same or Correspondence(layers)
    both = [pair for pair in combinations(layers, 2) if reference in (None, *pair)]
    pairs = []
    for number, (a, b) in enumerate(both):
        tell = part(progress, number, len(both) + 1)
        pairs.append(pair_agreement(Side(a, layers[a]), Side(b, layers[b]), length, same, tell, categories=categories))
    progress(len(both), len(both) + 1, "Measuring all together")
    marked = [categorised(layer.annotations.values(), categories) for layer in layers.values()]
    together = _together(marked, pairs, length)
    return DocumentAgreement(name, tuple(layers), tuple(pairs), together, categories=categories)


def _together(layers: Sequence[list[Annotation]], pairs: Sequence[PairAgreement], length: int) -> TogetherAgreement:
    if len(layers) < 2:
        return TogetherAgreement()
    gamma, proved = pairs[0].gamma, True
    if len(layers) > 2:
        # Loads the solvers of scipy, which two annotators do without.
        from annotator.services.agreement.measures.gamma_of_all import disorder_of_all

        gamma, proved = disorder_of_all(layers, length)
    return TogetherAgreement(
        character_coincidences(layers, length),
        unitizing(layers, length),
        gamma,
        proved,
        sum(map(len, layers)),
        sum(map(self_overlaps, layers)),
    )


def pair_agreement(
    one: Side,
    other: Side,
    length: int,
    same: Correspondence,
    progress: Progress = no_progress,
    *,
    categories: str = TYPES,
) -> PairAgreement:
    """Measure two annotators of one text."""
    words = f"Measuring {one.annotator} and {other.annotator}"
    progress(0, 2, words)
    mine, theirs = list(one.layer.annotations.values()), list(other.layer.annotations.values())
    pairs = align_two((one.annotator, mine), (other.annotator, theirs), same)
    first, second = (categorised(marked, categories) for marked in (mine, theirs))
    return PairAgreement(
        one.annotator,
        other.annotator,
        exact_counts(mine, theirs),
        relaxed_counts(mine, theirs, pairs),
        character_table(first, second, length),
        unitizing([first, second], length),
        disorder(first, second, length, lambda: progress(1, 2, words)),
        role_counts(one, other, pairs, same),
        link_counts(one, other, pairs),
        role_entity_counts(one, other, same),
        link_entity_counts(one, other, same),
        tuple_counts(one, other, same),
        field_choices(one, other, pairs, same),
        (places_counted(mine, theirs, pairs),),
        self_overlaps(first) + self_overlaps(second),
    )


def pooled(documents: Iterable[DocumentAgreement]) -> list[tuple[PairAgreement, list[PairAgreement]]]:
    """Give every pair over all its documents, counts added up, with what it was added up from."""
    of_pair: dict[tuple[str, str], list[PairAgreement]] = {}
    for document in documents:
        for pair in document.pairs:
            of_pair.setdefault((pair.a, pair.b), []).append(pair)
    return [(reduce(PairAgreement.plus, found), found) for _key, found in sorted(of_pair.items())]


def all_together(documents: Iterable[DocumentAgreement]) -> TogetherAgreement:
    """Give the coefficients of all annotators over all documents."""
    return reduce(TogetherAgreement.plus, (document.together for document in documents), TogetherAgreement())
