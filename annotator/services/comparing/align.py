"""Which annotations of different annotators speak of the same passage.

Annotations correspond when their type is the same and their spans overlap, one to one, with the greatest total overlap
(intersection over union); exact matches win first, and ties go to the same topic, then the same entities, then the same
codes, then the same in everything else. What is left corresponds across types where the overlap is at least half, so
that a difference of type shows.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.fields import ANY_ANNOTATION, CONTENT, SINGLE_TEXTS
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.services.comparing.assignment import best_one_to_one
from annotator.services.comparing.comparable import frozen, opinions
from annotator.services.comparing.correspondence import Correspondence
from annotator.services.comparing.overlaps import Indexes, Overlaps, overlaps
from annotator.services.running.progress import Progress, no_progress

ACROSS_TYPES = 0.5
"""So much overlap must annotations of different types have to correspond."""
_TIES = (1e-6, 1e-8, 1e-10, 1e-12)  # the same topic, entities, codes, everything else
_MARKS = 1 + len(_TIES)
_rest = attrgetter(
    *(f.attribute for f in ANY_ANNOTATION.opinions if f.group == CONTENT and f.shape in SINGLE_TEXTS and not f.refers)
)
_MOST_ALIKE = 100
"""Where more copies of one annotation than this lie on one passage, they are paired in their order."""


class Pair(NamedTuple):
    """Two annotations that correspond; ``iou`` is their overlap, 1 where both are equal or unplaced with one quote."""

    one: Annotation
    other: Annotation
    iou: float

    @property
    def same_type(self) -> bool:
        """Whether both are actors, claims or agreements; agreement measures count no others."""
        return self.one.type == self.other.type


class Group(NamedTuple):
    """What corresponds: at most one annotation of each annotator, by the annotator's id.

    ``[start, end)`` is from where the first of them begins to where the last ends, -1 when none is placed; ``sources``
    are the annotations as ``annotator:annotation``, in the order of the annotators: what decisions record.
    """

    start: int
    end: int
    sources: tuple[str, ...]
    members: Mapping[str, Annotation]

    @classmethod
    def of(cls, members: Mapping[str, Annotation]) -> "Group":
        """Make a group of what annotators have."""
        ordered = {annotator: members[annotator] for annotator in sorted(members)}
        placed = [a.fragments for a in ordered.values() if a.fragments]
        return cls(
            min((fragments[0][0] for fragments in placed), default=-1),
            max((fragments[-1][1] for fragments in placed), default=-1),
            tuple([source(annotator, annotation.id) for annotator, annotation in ordered.items()]),
            ordered,
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    """All annotations of all annotators, each in one group; groups are sorted by place."""

    layers: Mapping[str, Layer]
    same: Correspondence
    groups: tuple[Group, ...]

    @property
    def annotators(self) -> tuple[str, ...]:
        """The annotators' ids, sorted."""
        return tuple(self.layers)


def source(annotator: str, identifier: str) -> str:
    """Name a record of one annotator as decisions do."""
    return f"{annotator}:{identifier}"


def align(
    layers: Mapping[str, Layer], same: Correspondence | None = None, progress: Progress = no_progress
) -> Alignment:
    """Group the annotations of any number of annotators, given by id, on the same text.

    With more than two, the pairs of every two annotators are put together, those of one type and most overlap first,
    as long as no annotator would be in a group twice. The result does not depend on the order of the layers.
    """
    layers = dict(sorted(layers.items()))
    same = same or Correspondence(layers)
    sides = {annotator: _Side.of(annotator, layer.annotations.values(), same) for annotator, layer in layers.items()}
    pairs: list[tuple[bool, float, tuple[int, int, str], str, str, Pair]] = []
    both = list(combinations(layers, 2))
    for number, (a, b) in enumerate(both):
        progress(number, len(both), f"Comparing {a} with {b}")
        ranked = ((not pair.same_type, -pair.iou, pair.one.place, a, b, pair) for pair in _paired(sides[a], sides[b]))
        pairs.extend(ranked)
    joined: dict[tuple[str, str], dict[str, Annotation]] = {}
    for *_rank, a, b, pair in sorted(pairs, key=itemgetter(0, 1, 2, 3, 4)):
        _join(joined, (a, pair.one), (b, pair.other))
    alone = [
        {annotator: annotation}
        for annotator, layer in layers.items()
        for annotation in layer.annotations.values()
        if (annotator, annotation.id) not in joined
    ]
    together = {id(members): members for members in joined.values()}
    groups = [Group.of(members) for members in (*alone, *together.values())]
    return Alignment(layers, same, tuple(sorted(groups, key=itemgetter(0, 1, 2))))


def align_two(
    one: tuple[str, Iterable[Annotation]], other: tuple[str, Iterable[Annotation]], same: Correspondence
) -> list[Pair]:
    """Pair the annotations of two annotators, each given with his or her id; the pairs are sorted by place."""
    pairs = _paired(_Side.of(*one, same), _Side.of(*other, same))
    return sorted(pairs, key=lambda pair: (pair.one.place, pair.other.place))


def _paired(one: "_Side", other: "_Side") -> list[Pair]:
    # Which of several equally good choices is made must not depend on who is named first.
    if other.comes_before(one):
        return [Pair(b, a, iou) for a, b, iou in _Aligner(other, one).pairs()]
    return _Aligner(one, other).pairs()


def _join(
    groups: dict[tuple[str, str], dict[str, Annotation]], one: tuple[str, Annotation], other: tuple[str, Annotation]
) -> None:
    mine, theirs = (
        groups.setdefault((annotator, annotation.id), {annotator: annotation}) for annotator, annotation in (one, other)
    )
    if mine.keys().isdisjoint(theirs):
        mine.update(theirs)
        for annotator, annotation in theirs.items():
            groups[annotator, annotation.id] = mine


@dataclass(frozen=True, slots=True)
class _Side:
    """One annotator's annotations by place, each with what ties are decided by."""

    annotations: list[Annotation]
    contents: list[tuple[Hashable, ...]]

    @classmethod
    def of(cls, annotator: str, annotations: Iterable[Annotation], same: Correspondence) -> "_Side":
        ordered = sorted(annotations, key=lambda a: (a.start, a.end, a.type, a.id))
        return cls(ordered, [_contents(annotator, annotation, same) for annotation in ordered])

    def comes_before(self, other: "_Side") -> bool:
        """Tell which of two sides is the first, by all that tells them apart but ids."""
        for mine, theirs in zip(self.order(), other.order(), strict=False):
            if mine != theirs:
                return mine < theirs
        return len(self.annotations) < len(other.annotations)

    def order(self) -> Iterator[tuple[object, ...]]:
        """Give what tells the annotations from others but for ids."""
        return (
            (
                annotation.start,
                annotation.end,
                annotation.fragments,
                repr((contents[0], contents[1], sorted(annotation.codes), contents[4])),
            )
            for annotation, contents in zip(self.annotations, self.contents, strict=True)
        )


class _Aligner:
    def __init__(self, one: _Side, other: _Side) -> None:
        self.one, self.other = one, other
        self._marks = [_numbered(one, other, mark) for mark in range(_MARKS)]
        self._free = (np.ones(len(one.annotations), dtype=bool), np.ones(len(other.annotations), dtype=bool))
        self._pairs: list[Pair] = []

    def pairs(self) -> list[Pair]:
        alike = np.array(list(self._alike()), dtype=np.int64).reshape(-1, 2)
        self._pair(alike[:, 0], alike[:, 1], np.ones(len(alike)))
        self._take(self._exact())
        found = overlaps(self.one.annotations, self.other.annotations)
        same_type = self._same(found, 0)
        self._take(_where(found, same_type & self._both_free(found)))
        self._take(_where(found, ~same_type & self._both_free(found) & (found.iou >= ACROSS_TYPES)))
        return self._pairs

    def _alike(self) -> Iterator[tuple[int, int]]:
        """Pair what is the same throughout, copies in their order: no better choice is lost by that."""
        waiting: dict[Hashable, list[int]] = {}
        for column, annotation in reversed(list(enumerate(self.other.annotations))):
            key = (exact_key(annotation), self.other.contents[column])
            waiting.setdefault(key, []).append(column)
        for row, annotation in enumerate(self.one.annotations):
            if columns := waiting.get((exact_key(annotation), self.one.contents[row])):
                yield row, columns.pop()

    def _exact(self) -> Overlaps:
        columns: dict[Hashable, list[int]] = {}
        for column in np.nonzero(self._free[1])[0].tolist():
            columns.setdefault(exact_key(self.other.annotations[column]), []).append(column)
        rows: dict[Hashable, list[int]] = {}
        for row in np.nonzero(self._free[0])[0].tolist():
            rows.setdefault(exact_key(self.one.annotations[row]), []).append(row)
        found = [pair for key, mine in rows.items() for pair in _candidates(mine, columns.get(key, []))]
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        return Overlaps(table[:, 0], table[:, 1], np.ones(len(table)))

    def _take(self, found: Overlaps) -> None:
        scores = found.iou + sum(weight * self._same(found, mark) for mark, weight in enumerate(_TIES, start=1))
        taken = best_one_to_one(found.rows, found.columns, scores)
        self._pair(found.rows[taken], found.columns[taken], found.iou[taken])

    def _pair(self, rows: Indexes, columns: Indexes, ious: NDArray[np.float64]) -> None:
        self._free[0][rows] = self._free[1][columns] = False
        mine, theirs = self.one.annotations, self.other.annotations
        numbers = zip(rows.tolist(), columns.tolist(), ious.tolist(), strict=True)
        self._pairs.extend(Pair(mine[row], theirs[column], iou) for row, column, iou in numbers)

    def _same(self, found: Overlaps, mark: int) -> NDArray[np.bool_]:
        mine, theirs = self._marks[mark]
        return np.asarray(mine[found.rows] == theirs[found.columns])

    def _both_free(self, found: Overlaps) -> NDArray[np.bool_]:
        return np.asarray(self._free[0][found.rows] & self._free[1][found.columns])


def _numbered(one: _Side, other: _Side, mark: int) -> list[Indexes]:
    """Give one of the marks of both sides as numbers that are equal where the marks are."""
    numbers: dict[Hashable, int] = {}
    return [
        np.array([numbers.setdefault(marks[mark], len(numbers)) for marks in side.contents], dtype=np.int64)
        for side in (one, other)
    ]


def _contents(annotator: str, annotation: Annotation, same: Correspondence) -> tuple[Hashable, ...]:
    """Give the type, and what decides ties in the order of its weight."""
    a = annotation
    return (
        a.type,
        same.topic(annotator, a.topic),
        frozenset(same.entity(annotator, identifier) for identifier in a.entities_involved()),
        frozenset(map(name_key, a.codes)),
        (*_rest(a), frozen(opinions(a.attributes)) if opinions(a.attributes) else None),
    )


def exact_key(annotation: Annotation) -> Hashable:
    """Give what exact matches have in common: type and fragments; unplaced ones are known by their quote."""
    return (annotation.type, annotation.fragments, () if annotation.fragments else annotation.quote)


def _candidates(rows: list[int], columns: list[int]) -> Iterable[tuple[int, int]]:
    if len(rows) > _MOST_ALIKE or len(columns) > _MOST_ALIKE:
        return zip(rows, columns, strict=False)
    return ((row, column) for row in rows for column in columns)


def _where(found: Overlaps, wanted: NDArray[np.bool_]) -> Overlaps:
    return Overlaps(found.rows[wanted], found.columns[wanted], found.iou[wanted])
