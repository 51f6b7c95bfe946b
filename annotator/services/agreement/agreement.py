"""How far annotators agree: every measure of one pair on one document, and of many documents together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.model.layer import Layer
from annotator.services.agreement.measures.characters import (
    CATEGORIES,
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
from annotator.services.agreement.measures.nominal import Table, alpha_of_coincidences
from annotator.services.agreement.measures.spans import SpanCounts, exact_counts, relaxed_counts
from annotator.services.agreement.measures.unitizing import NO_DISAGREEMENT, Disagreement, unitizing
from annotator.services.comparing.align import align_two
from annotator.services.comparing.correspondence import Correspondence
from annotator.services.running.progress import Progress, no_progress, part


def _no_table() -> NDArray[np.int64]:
    return np.zeros((CATEGORIES, CATEGORIES), dtype=np.int64)


@dataclass(frozen=True)
class PairAgreement:
    """All that is counted of two annotators; counts of documents can be added up. ``a`` and ``b`` are their ids."""

    a: str
    b: str
    exact: SpanCounts = field(default_factory=SpanCounts)
    relaxed: SpanCounts = field(default_factory=SpanCounts)
    characters: NDArray[np.int64] = field(default_factory=_no_table)
    unitizing: Disagreement = NO_DISAGREEMENT
    gamma: Disorder = NO_DISORDER
    roles: Counts = NO_COUNTS
    links: Counts = NO_COUNTS
    roles_by_entity: Counts = NO_COUNTS
    links_by_entity: Counts = NO_COUNTS
    tuples: Counts = NO_COUNTS
    fields: Mapping[str, Choices] = field(default_factory=lambda: {name: Counter() for name in FIELDS})

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
        )

    @property
    def character_table(self) -> Table[int]:
        """How many code points the one and the other put into each pair of categories."""
        return {
            (int(row), int(column)): float(self.characters[row, column])
            for row, column in zip(*np.nonzero(self.characters), strict=True)
        }

    @property
    def unannotated(self) -> float | None:
        """The share of the text that neither has marked."""
        return unannotated_share(self.characters)


@dataclass(frozen=True)
class TogetherAgreement:
    """The coefficients that take all annotators of a document at once."""

    coincidences: NDArray[np.float64] = field(default_factory=lambda: np.zeros((CATEGORIES, CATEGORIES)))
    unitizing: Disagreement = NO_DISAGREEMENT
    gamma: Disorder = NO_DISORDER
    gamma_is_proved: bool = True
    """Whether the best alignment is known to be the best, and not only the best that was found."""

    @property
    def alpha_nominal(self) -> float | None:
        """Krippendorff's nominal α over code points."""
        return alpha_of_coincidences(self.coincidences)

    def plus(self, more: "TogetherAgreement") -> "TogetherAgreement":
        """Give both together."""
        return TogetherAgreement(
            self.coincidences + more.coincidences,
            self.unitizing.plus(more.unitizing),
            self.gamma.plus(more.gamma),
            self.gamma_is_proved and more.gamma_is_proved,
        )


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """The agreement of all annotators of one document, every two of them and all together.

    ``reanchored`` names the annotators whose file was made on another version of the text, each with the number of
    annotations that have no place in this one; ``corrections`` counts the pairs of entities of which a reviewer said
    whether they are the same one.
    """

    name: str
    annotators: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    together: TogetherAgreement
    reanchored: Mapping[str, int] = field(default_factory=dict)
    corrections: int = 0


def document_agreement(
    name: str,
    layers: Mapping[str, Layer],
    length: int,
    reference: str | None = None,
    *,
    same: Correspondence | None = None,
    progress: Progress = no_progress,
) -> DocumentAgreement:
    """Measure the annotators of one text of ``length`` code points; with a ``reference`` only the pairs it is in.

    ``same`` is which entities are the same one, where that was looked into.
    """
    layers = dict(sorted(layers.items()))
    same = same or Correspondence(layers)
    both = [pair for pair in combinations(layers, 2) if reference in (None, *pair)]
    pairs = []
    for number, (a, b) in enumerate(both):
        tell = part(progress, number, len(both) + 1)
        pairs.append(pair_agreement(Side(a, layers[a]), Side(b, layers[b]), length, same, tell))
    progress(len(both), len(both) + 1, "Measuring all together")
    return DocumentAgreement(name, tuple(layers), tuple(pairs), _together(layers, pairs, length))


def _together(layers: Mapping[str, Layer], pairs: Sequence[PairAgreement], length: int) -> TogetherAgreement:
    marked = [list(layer.annotations.values()) for layer in layers.values()]
    if len(layers) < 2:
        return TogetherAgreement()
    gamma, proved = pairs[0].gamma, True
    if len(layers) > 2:
        # Loads the solvers of scipy, which two annotators do without.
        from annotator.services.agreement.measures.gamma_of_all import disorder_of_all

        gamma, proved = disorder_of_all(marked, length)
    return TogetherAgreement(character_coincidences(marked, length), unitizing(marked, length), gamma, proved)


def pair_agreement(
    one: Side, other: Side, length: int, same: Correspondence, progress: Progress = no_progress
) -> PairAgreement:
    """Measure two annotators of one text."""
    words = f"Measuring {one.annotator} and {other.annotator}"
    progress(0, 2, words)
    mine, theirs = list(one.layer.annotations.values()), list(other.layer.annotations.values())
    pairs = align_two((one.annotator, mine), (other.annotator, theirs), same)
    return PairAgreement(
        one.annotator,
        other.annotator,
        exact_counts(mine, theirs),
        relaxed_counts(mine, theirs, pairs),
        character_table(mine, theirs, length),
        unitizing([mine, theirs], length),
        disorder(mine, theirs, length, lambda: progress(1, 2, words)),
        role_counts(one, other, pairs, same),
        link_counts(one, other, pairs),
        role_entity_counts(one, other, same),
        link_entity_counts(one, other, same),
        tuple_counts(one, other, same),
        field_choices(one, other, pairs, same),
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
