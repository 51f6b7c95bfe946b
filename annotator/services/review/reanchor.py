"""Annotations made on another version of a text, placed in this one: for certain, or not at all.

In order: the words with all of their context, once in the text; where the old text is at hand, their place by a diff;
the words and the context that are most alike. The quote always stays as
it was made: it is what shows that a place has other words now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.long_work import Progress, part, untold
from annotator.services.review.position_map import Neighbours, PositionMap, in_order
from annotator.services.review.quote_search import AHEAD, Place, QuoteSearch, Wanted

SURE_CONTEXT = 16
"""How much of its context an annotation needs on one side to be known again by being the same."""


@dataclass(slots=True)
class Reanchored:
    """All annotations by id, in their order; the ids of those that lost their place, and of those with other words."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)


def reanchored(
    annotations: Iterable[Annotation], text: str, former: str | None = None, progress: Progress = untold
) -> Reanchored:
    """Place annotations of another version of a text; ``former`` is that version, where it is at hand."""
    wanted = list(annotations)
    search = _Reanchoring(text, former, len(wanted))
    places = search.certain_places(wanted, part(progress, 0, 2))
    scores = dict.fromkeys(places, 1.0)
    spans = dict(places)
    for annotation in _told(wanted, part(progress, 1, 2)):
        if annotation.id not in places and (likely := search.likely(annotation)):
            spans[annotation.id] = tuple(place.span for place in likely)
            scores[annotation.id] = min(place.score for place in likely)
    for identifier in _of_two_for_one_place(wanted, spans, scores):
        del spans[identifier]
    result = Reanchored()
    for annotation in wanted:
        placed = annotation._replace(fragments=spans.get(annotation.id, ()))
        result.annotations[annotation.id] = placed
        if not placed.fragments:
            result.unplaced.append(annotation.id)
        elif tuple(text[start:end] for start, end in placed.fragments) != annotation.quote:
            result.reworded.append(annotation.id)
    return result


class _Reanchoring:
    def __init__(self, text: str, former: str | None, number: int) -> None:
        self._text = text
        self._former = former
        self._map = PositionMap(former, text) if former is not None else None
        self._search = QuoteSearch(text, number)
        self._neighbours = Neighbours([])

    def certain_places(self, annotations: list[Annotation], progress: Progress) -> dict[str, tuple[Span, ...]]:
        """Give the places of annotations whose words and context are unchanged, and have the rest expected near them.

        One that left the order of the others is not certain: its sentence may have been taken up elsewhere, and then
        changed where it stood.
        """
        found = {a.id: spans for a in _told(annotations, progress) if (spans := self._certain(a))}
        moves = {a.id: (a.start, found[a.id][0].start) for a in annotations if a.id in found and a.fragments}
        kept = Neighbours(in_order(moves.values()))
        for identifier, move in moves.items():
            if not kept.has(move):
                del found[identifier]
        self._neighbours = kept
        return found

    def _certain(self, annotation: Annotation) -> tuple[Span, ...] | None:
        if len(annotation.quote) != 1 or not annotation.quote[0]:
            return None
        before, quote, after = annotation.before, annotation.quote[0], annotation.after
        if max(len(before), len(after)) < SURE_CONTEXT:
            return None
        words = before + quote + after
        start = self._text.find(words)
        if start < 0 or self._text.find(words, start + 1) >= 0:
            return None
        span = Span(start + len(before), start + len(before) + len(quote))
        mapped = self._mapped(annotation, 0)
        if mapped is not None and mapped != span.start:
            return None
        # Even where the diff agrees: it follows a sentence that was copied as readily as the one that stayed.
        return (span,) if self._search.is_alone(Wanted(quote, before, after), span) else None

    def likely(self, annotation: Annotation) -> list[Place] | None:
        """Give the places of an annotation's fragments, in order and apart, or None where one is in doubt."""
        if not annotation.quote or not all(annotation.quote):
            return None
        found: list[Place] = []
        last = len(annotation.quote) - 1
        for index, quote in enumerate(annotation.quote):
            wanted = Wanted(
                quote,
                annotation.before if index == 0 else None,
                annotation.after if index == last else None,
                first=index == 0 and annotation.start == 0 and not annotation.before,
            )
            place = self._next_place(annotation, wanted, index, found)
            if place is None:
                return None
            found.append(place)
        return found

    def _next_place(self, annotation: Annotation, wanted: Wanted, index: int, found: list[Place]) -> Place | None:
        old = annotation.fragments[index] if index < len(annotation.fragments) else None
        wanted = wanted._replace(mapped=self._mapped(annotation, index))
        if not found:
            return self._search.find(wanted._replace(expected=self._neighbours.expected(old.start) if old else None))
        behind = found[-1].span.end
        gap = old.start - annotation.fragments[index - 1].end if old else 0
        within = Span(behind, min(len(self._text), behind + 2 * (gap + len(wanted.quote)) + 200))
        if wanted.after:
            return self._search.find(wanted._replace(expected=behind + gap), within)
        # Between two fragments there is no context to go by: only the very words, and only once.
        start = self._text.find(wanted.quote, *within)
        if start < 0 or self._text.find(wanted.quote, start + 1, within.end) >= 0:
            return None
        return Place(Span(start, start + len(wanted.quote)), 1.0, 1.0, 1.0)

    def _mapped(self, annotation: Annotation, index: int) -> int | None:
        """Give where the diff has a fragment's start, None where it does not stand unchanged with some text around."""
        if not self._map or not self._former or index >= len(annotation.fragments):
            return None
        start, end = annotation.fragments[index]
        if self._former[start:end] != annotation.quote[index]:
            return None
        mapped = self._map.mapped(Span(start, end))
        return mapped.start if mapped else None


def _told(annotations: list[Annotation], progress: Progress) -> Iterator[Annotation]:
    for number, annotation in enumerate(annotations):
        progress(number, len(annotations), "Finding the annotations in the changed text")
        yield annotation


def _of_two_for_one_place(
    annotations: list[Annotation], spans: dict[str, tuple[Span, ...]], scores: dict[str, float]
) -> Iterator[str]:
    """Give those that claim a place which belongs to another: they stood apart, and cannot both have gone there."""
    claims: defaultdict[tuple[Span, ...], list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        if annotation.fragments and annotation.id in spans:
            claims[spans[annotation.id]].append(annotation)
    for rivals in claims.values():
        if len({rival.fragments for rival in rivals}) == 1:
            continue
        for rival in rivals:
            others = (other for other in rivals if not _overlap(rival, other))
            if any(scores[rival.id] - scores[other.id] < AHEAD for other in others):
                yield rival.id


def _overlap(one: Annotation, other: Annotation) -> bool:
    return one.start < other.end and other.start < one.end
