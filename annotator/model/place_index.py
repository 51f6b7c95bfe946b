"""Which annotations are where: found in microseconds among 100,000."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation
from annotator.model.span import Span

# A fragment lives in the smallest bin that holds it whole, on one of these levels (bins of 512 code points, then eight
# times as many, and so on), the scheme of genome browsers (Kent et al. 2002, doi:10.1101/gr.229102). The last level
# holds any text.
SHIFTS = (9, 12, 15, 18, 21, 24, 60)

SortKey = tuple[int, int, str]


class PlaceIndex:
    """Finds annotations by place, and gives them in the order of (start, end, id)."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._bins: dict[tuple[int, int], dict[str, tuple[Span, ...]]] = {}
        annotations = list(annotations)
        self._order: list[SortKey] = sorted(annotation.place for annotation in annotations)
        for annotation in annotations:
            self._fill(annotation)

    def add(self, annotation: Annotation) -> None:
        """Take in an annotation."""
        insort(self._order, annotation.place)
        self._fill(annotation)

    def remove(self, annotation: Annotation) -> None:
        """Let go of an annotation, given as it was added."""
        del self._order[bisect_left(self._order, annotation.place)]
        for start, end in annotation.fragments:
            key = _bin_of(start, end)
            found = self._bins.get(key, {})
            found.pop(annotation.id, None)
            if not found:
                self._bins.pop(key, None)

    def between(self, start: int, end: int) -> list[str]:
        """Give the ids of the annotations with a fragment that overlaps ``[start, end)``, in no order."""
        ids: dict[str, None] = {}
        for found in self._bins_between(start, end):
            for identifier, fragments in found.items():
                for first, last in fragments:
                    if first < end and start < last:
                        ids[identifier] = None
                        break
        return list(ids)

    def at(self, position: int) -> list[str]:
        """Give the ids of the annotations that cover the code point at a position."""
        return self.between(position, position + 1)

    def in_order(self) -> Iterator[str]:
        """Give all ids by (start, end, id)."""
        return (identifier for _start, _end, identifier in self._order)

    def in_places(self) -> Iterator[SortKey]:
        """Give all places in order, each with its id."""
        return iter(self._order)

    def rank(self, place: SortKey) -> int:
        """Give how many annotations come before a place."""
        return bisect_left(self._order, place)

    def by_rank(self, rank: int) -> str:
        """Give the id of the annotation that so many come before."""
        return self._order[rank][2]

    def __len__(self) -> int:
        return len(self._order)

    def _fill(self, annotation: Annotation) -> None:
        for start, end in annotation.fragments:
            self._bins.setdefault(_bin_of(start, end), {})[annotation.id] = annotation.fragments

    def _bins_between(self, start: int, end: int) -> Iterator[dict[str, tuple[Span, ...]]]:
        for shift in SHIFTS:
            for number in range(start >> shift, (max(start, end - 1) >> shift) + 1):
                if (shift, number) in self._bins:
                    yield self._bins[shift, number]


def _bin_of(start: int, end: int) -> tuple[int, int]:
    last = max(start, end - 1)
    for shift in SHIFTS:
        if start >> shift == last >> shift:
            return shift, start >> shift
    return SHIFTS[-1], 0
