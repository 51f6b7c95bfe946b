"""F1 of what two annotators marked: exact and relaxed, over all, by type and by code."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.name_key import name_key
from annotator.services.agreement.measures.counts import NO_COUNTS, Counts
from annotator.services.comparing.align import Pair, exact_key

_LabelsOf = Callable[[Annotation], Iterable[str]]


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """Counts over all, by type, and by code as ``type/code``."""

    overall: Counts = NO_COUNTS
    by_type: dict[str, Counts] = field(default_factory=dict)
    by_code: dict[str, Counts] = field(default_factory=dict)

    def plus(self, more: "SpanCounts") -> "SpanCounts":
        """Give the counts of both together."""
        return SpanCounts(
            self.overall.plus(more.overall), _sum(self.by_type, more.by_type), _sum(self.by_code, more.by_code)
        )


def exact_counts(one: Sequence[Annotation], other: Sequence[Annotation]) -> SpanCounts:
    """Count annotations of the same type, fragments and set of codes; by code, of the same type, fragments and code."""

    def counted(labels: _LabelsOf, *, with_codes: bool = True) -> dict[str, Counts]:
        mine, theirs = (
            Counter(
                (label, exact_key(a), frozenset(map(name_key, a.codes)) if with_codes else None)
                for a in found
                for label in labels(a)
            )
            for found in (one, other)
        )
        return _by_label(*(_of_labels(found) for found in (mine & theirs, mine, theirs)))

    overall = counted(lambda _annotation: ("",)).get("", Counts())
    return SpanCounts(overall, counted(lambda a: (a.type,)), counted(codes_of, with_codes=False))


def relaxed_counts(one: Sequence[Annotation], other: Sequence[Annotation], pairs: Iterable[Pair]) -> SpanCounts:
    """Count annotations that are aligned with one of the same type; by code, where both carry it."""
    aligned = [pair for pair in pairs if pair.same_type]

    def counted(labels: _LabelsOf) -> dict[str, Counts]:
        both = Counter(label for p in aligned for label in set(labels(p.one)) & set(labels(p.other)))
        return _by_label(both, *(Counter(label for a in found for label in labels(a)) for found in (one, other)))

    return SpanCounts(Counts(len(aligned), len(one), len(other)), counted(lambda a: (a.type,)), counted(codes_of))


def places_counted(one: Sequence[Annotation], other: Sequence[Annotation], pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """Give all annotations, what corresponds together: (exactly the same, of one type, in the one, in the other)."""
    together = [(p.same_type and _is_exact(p), p.same_type, 1, 1) for p in pairs]
    alone = [(0, 0, 1, 0)] * (len(one) - len(pairs)) + [(0, 0, 0, 1)] * (len(other) - len(pairs))
    return np.array([*together, *alone], dtype=np.int64).reshape(-1, 4)


def _is_exact(pair: Pair) -> bool:
    codes = (frozenset(map(name_key, annotation.codes)) for annotation in (pair.one, pair.other))
    return exact_key(pair.one) == exact_key(pair.other) and len(set(codes)) == 1


def codes_of(annotation: Annotation) -> frozenset[str]:
    """Give an annotation's codes with its type, since two types may have codes of one name."""
    return frozenset(f"{annotation.type}/{name_key(code)}" for code in annotation.codes)


def _of_labels(found: Counter[tuple[str, Hashable, frozenset[str] | None]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for (label, _key, _codes), count in found.items():
        counted[label] += count
    return counted


def _by_label(both: Counter[str], one: Counter[str], other: Counter[str]) -> dict[str, Counts]:
    return {label: Counts(both[label], one[label], other[label]) for label in sorted({*one, *other})}


def _sum(one: dict[str, Counts], other: dict[str, Counts]) -> dict[str, Counts]:
    return {key: one.get(key, Counts()).plus(other.get(key, Counts())) for key in sorted({*one, *other})}
