"""Which annotations of different annotators speak of the same passage.

Annotations correspond when their type is the same and their spans overlap, one to one, with the greatest total overlap
(intersection over union); exact matches win first, and ties go to the same topic, then the same entities, then the same
codes, then the same in everything else. What is left corresponds across types where the overlap is at least half, so
that a difference of type shows.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.services.review.assignment import best_one_to_one
from annotator.services.review.correspondence import Correspondence
from annotator.services.review.overlaps import Overlaps, overlaps

ACROSS_TYPES = 0.5
"""So much overlap must annotations of different types have to correspond."""
_TIES = (1e-6, 1e-8, 1e-10, 1e-12)  # the same topic, entities, codes, everything else
_MARKS = 1 + len(_TIES)
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


@dataclass(frozen=True, slots=True)
class Group:
    """What corresponds: at most one annotation of each annotator, by the annotator's id."""

    members: Mapping[str, Annotation]

    @property
    def start(self) -> int:
        """Where the first of the annotations begins; -1 when none is placed."""
        return min((a.start for a in self.members.values() if a.fragments), default=-1)

    @property
    def end(self) -> int:
        """Where the last of the annotations ends; -1 when none is placed."""
        return max((a.end for a in self.members.values() if a.fragments), default=-1)

    @property
    def sources(self) -> tuple[str, ...]:
        """The annotations as ``annotator:annotation``, sorted: what decisions record."""
        return tuple(source(annotator, annotation.id) for annotator, annotation in sorted(self.members.items()))


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


def align(layers: Mapping[str, Layer], same: Correspondence | None = None) -> Alignment:
    """Group the annotations of any number of annotators, given by id, on the same text.

    With more than two, the pairs of every two annotators are put together, those of one type and most overlap first,
    as long as no annotator would be in a group twice. The result does not depend on the order of the layers.
    """
    layers = dict(sorted(layers.items()))
    same = same or Correspondence(layers)
    pairs = [
        (not pair.same_type, -pair.iou, pair.one.place, a, b, pair)
        for a, b in combinations(layers, 2)
        for pair in align_two((a, layers[a].annotations.values()), (b, layers[b].annotations.values()), same)
    ]
    groups = {
        (annotator, annotation.id): {annotator: annotation}
        for annotator, layer in layers.items()
        for annotation in layer.annotations.values()
    }
    for *_rank, a, b, pair in sorted(pairs, key=lambda item: item[:5]):
        _join(groups, (a, pair.one.id), (b, pair.other.id))
    distinct = {id(members): Group(dict(sorted(members.items()))) for members in groups.values()}
    return Alignment(layers, same, tuple(sorted(distinct.values(), key=lambda g: (g.start, g.end, g.sources))))


def align_two(
    one: tuple[str, Iterable[Annotation]], other: tuple[str, Iterable[Annotation]], same: Correspondence
) -> list[Pair]:
    """Pair the annotations of two annotators, each given with his or her id."""
    aligner = _Aligner(_Side.of(*one, same), _Side.of(*other, same))
    # Which of several equally good choices is made must not depend on who is named first.
    if aligner.other.order() < aligner.one.order():
        return [Pair(b, a, iou) for a, b, iou in _Aligner(aligner.other, aligner.one).pairs()]
    return aligner.pairs()


def _join(groups: dict[tuple[str, str], dict[str, Annotation]], one: tuple[str, str], other: tuple[str, str]) -> None:
    mine, theirs = groups[one], groups[other]
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

    def order(self) -> list[tuple[object, ...]]:
        """Give what tells two sides apart but for ids."""
        return [
            (
                annotation.start,
                annotation.end,
                annotation.fragments,
                repr((contents[0], contents[1], sorted(annotation.codes), contents[4])),
            )
            for annotation, contents in zip(self.annotations, self.contents, strict=True)
        ]


class _Aligner:
    def __init__(self, one: _Side, other: _Side) -> None:
        self.one, self.other = one, other
        numbers: dict[object, int] = {}
        self._marks = tuple(
            np.array(
                [
                    [numbers.setdefault((rank, mark), len(numbers)) for rank, mark in enumerate(c)]
                    for c in side.contents
                ],
                dtype=np.int64,
            ).reshape(-1, _MARKS)
            for side in (one, other)
        )
        self._free = (np.ones(len(one.annotations), dtype=bool), np.ones(len(other.annotations), dtype=bool))
        self._pairs: list[Pair] = []

    def pairs(self) -> list[Pair]:
        for row, column in self._alike():
            self._pair(row, column, 1.0)
        self._take(self._exact())
        found = overlaps(self.one.annotations, self.other.annotations)
        same_type = self._same(found, 0)
        self._take(_where(found, same_type & self._both_free(found)))
        self._take(_where(found, ~same_type & self._both_free(found) & (found.iou >= ACROSS_TYPES)))
        return sorted(self._pairs, key=lambda pair: (pair.one.place, pair.other.place))

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
        for index in best_one_to_one(found.rows, found.columns, scores):
            self._pair(found.rows[index], found.columns[index], float(found.iou[index]))

    def _pair(self, row: int, column: int, iou: float) -> None:
        self._free[0][row] = self._free[1][column] = False
        self._pairs.append(Pair(self.one.annotations[row], self.other.annotations[column], iou))

    def _same(self, found: Overlaps, mark: int) -> NDArray[np.bool_]:
        return np.asarray(self._marks[0][found.rows, mark] == self._marks[1][found.columns, mark])

    def _both_free(self, found: Overlaps) -> NDArray[np.bool_]:
        return np.asarray(self._free[0][found.rows] & self._free[1][found.columns])


def _contents(annotator: str, annotation: Annotation, same: Correspondence) -> tuple[Hashable, ...]:
    """Give the type, and what decides ties in the order of its weight."""
    a = annotation
    return (
        a.type,
        same.topic(annotator, a.topic),
        frozenset(same.entity(annotator, identifier) for identifier in a.entities_involved()),
        frozenset(a.codes),
        (a.stance, a.status, a.attribution, a.certainty, a.date, a.note),
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
