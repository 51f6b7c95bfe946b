"""Annotations made on another version of a text, placed in this one: for certain, or not at all.

In order: the words with all of their context, once in the text; where the old text is at hand, their place by a diff;
the words and the context that are most alike, near to what stood beside them. The quote always stays as it was made: it
is what shows that a place has other words now.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.anchoring.neighbours import Neighbours, Reach
from annotator.services.anchoring.position_map import PositionMap
from annotator.services.anchoring.quote_choice import AHEAD, chosen, is_enough
from annotator.services.anchoring.quote_search import Candidate, QuoteSearch, Wanted
from annotator.services.folding.folded_text import FoldedText, folded
from annotator.services.running.progress import Progress, no_progress, part

SURE_CONTEXT = 16
"""How much of its context an annotation needs on one side to be known again by being the same."""


@dataclass(slots=True)
class Reanchored:
    """All annotations by id, in their order; the ids of those that lost their place, and of those with other words."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)


def reanchored(
    annotations: Iterable[Annotation], text: str, former: str | None = None, progress: Progress = no_progress
) -> Reanchored:
    """Place annotations of another version of a text; ``former`` is that version, where it is at hand."""
    wanted = list(annotations)
    search = _Reanchoring(text, former, len(wanted))
    spans = search.certain_places(wanted, part(progress, 0, 2))
    scores = dict.fromkeys(spans, 1.0)
    others = [annotation for annotation in wanted if annotation.id not in spans]
    for identifier, likely in search.likely_places(others, part(progress, 1, 2)).items():
        spans[identifier] = tuple(place.span for place in likely)
        scores[identifier] = min(place.score for place in likely)
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
    """One changed text with all that is known of where things went; its own positions are of the text as it is."""

    def __init__(self, text: str, former: str | None, number: int) -> None:
        self._folded = FoldedText(text)
        self._former = former
        self._map = PositionMap(former, text) if former is not None else None
        self._search = QuoteSearch(self._folded, number)
        self._moves = list(self._map.moves()) if self._map else []
        self._neighbours = Neighbours()
        self._seen: dict[str, list[Candidate]] = {}

    def certain_places(self, annotations: list[Annotation], progress: Progress) -> dict[str, tuple[Span, ...]]:
        """Give the places of annotations whose words and context are unchanged, and have the rest expected near them.

        One that left the order of the others is not certain: its sentence may have been taken up elsewhere, and then
        changed where it stood.
        """
        found = {a.id: spans for a in _told(annotations, progress) if (spans := self._certain(a))}
        moves = {a.id: (a.start, found[a.id][0].start) for a in annotations if a.id in found and a.fragments}
        self._neighbours = Neighbours([*self._moves, *moves.values()])
        for identifier, move in moves.items():
            if not self._neighbours.has_in_order(move):
                del found[identifier]
        self._moves += [move for identifier, move in moves.items() if identifier in found]
        self._neighbours = Neighbours(self._moves)
        return found

    def _certain(self, annotation: Annotation) -> tuple[Span, ...] | None:
        if len(annotation.quote) != 1:
            return None
        quote, before, after = map(folded, (annotation.quote[0], annotation.before, annotation.after))
        if not quote or max(len(before), len(after)) < SURE_CONTEXT:
            return None
        text, words = self._folded.text, before + quote + after
        start = text.find(words)
        if start < 0 or text.find(words, start + 1) >= 0:
            return None
        span = Span(start + len(before), start + len(before) + len(quote))
        place = self._folded.original(span)
        mapped = self._mapped(annotation, 0)
        if mapped is not None and mapped != place.start:
            return None
        # Even where the diff agrees: it follows a sentence that was copied as readily as the one that stayed.
        others = self._search.others(Wanted(quote, before, after), span)
        return None if any(is_enough(other) for other in others) else (place,)

    def likely_places(self, annotations: list[Annotation], progress: Progress) -> dict[str, list[Candidate]]:
        """Give the places of those that could be placed; what the first of them tell helps to place the others."""
        found = {a.id: places for a in _told(annotations, progress) if (places := self._likely(a))}
        self._learn(annotations, found)
        for annotation in annotations:
            if annotation.id not in found and (places := self._likely(annotation)):
                found[annotation.id] = places
        return found

    def _learn(self, annotations: list[Annotation], found: dict[str, list[Candidate]]) -> None:
        """Have what was placed tell where the rest is to be expected: beside it, as it was."""
        self._moves += [(a.start, found[a.id][0].span.start) for a in annotations if a.id in found and a.fragments]
        self._neighbours = Neighbours(self._moves)

    def _likely(self, annotation: Annotation) -> list[Candidate] | None:
        """Give the places of an annotation's fragments, in order and apart, or None where one is in doubt."""
        if not annotation.quote or not all(map(folded, annotation.quote)):
            return None
        found: list[Candidate] = []
        last = len(annotation.quote) - 1
        for index, quote in enumerate(annotation.quote):
            wanted = Wanted(
                folded(quote),
                folded(annotation.before) if index == 0 else None,
                folded(annotation.after) if index == last else None,
                first=index == 0 and annotation.start == 0 and not annotation.before,
                mapped=self._mapped_start(annotation, index),
            )
            place = self._next_place(annotation, wanted, found) if index else self._first_place(annotation, wanted)
            if place is None:
                return None
            found.append(place)
        return [place._replace(span=self._folded.original(place.span)) for place in found]

    def _first_place(self, annotation: Annotation, wanted: Wanted) -> Candidate | None:
        old = annotation.fragments[0] if annotation.fragments else None
        wanted = wanted._replace(reach=self._reach(old.start) if old else None)
        places = self._seen.get(annotation.id)
        if places is None:
            places = self._seen[annotation.id] = self._search.places(wanted)
        elif reach := wanted.reach:
            places = [
                place._replace(near=reach.holds(place.span.start), in_order=reach.is_between(place.span.start))
                for place in places
            ]
        return chosen(wanted, [place for place in places if not self._is_anothers(place, old)])

    def _next_place(self, annotation: Annotation, wanted: Wanted, found: list[Candidate]) -> Candidate | None:
        index, behind = len(found), found[-1].span.end
        known = index < len(annotation.fragments)
        gap = annotation.fragments[index].start - annotation.fragments[index - 1].end if known else 0
        within = Span(behind, min(len(self._search.text), behind + 2 * (gap + len(wanted.quote)) + 200))
        if wanted.after:
            wanted = wanted._replace(reach=Reach(behind + gap))
            return chosen(wanted, self._search.places(wanted, within))
        # Between two fragments there is no context to go by: only the very words, and only once.
        start = self._search.text.find(wanted.quote, *within)
        if start < 0 or self._search.text.find(wanted.quote, start + 1, within.end) >= 0:
            return None
        return Candidate(Span(start, start + len(wanted.quote)), 1.0, 1.0, 1.0, 1.0)

    def _reach(self, position: int) -> Reach:
        reach, at = self._neighbours.reach(position), self._folded.position
        ranges = tuple((at(low), at(high)) for low, high in reach.ranges)
        low, high = reach.between
        return Reach(at(reach.middle), ranges, reach.is_sure, (at(low), at(high)))

    def _is_anothers(self, place: Candidate, old: Span | None) -> bool:
        """Tell whether what stands in a place stood elsewhere before: the words are another passage's then."""
        origin = self._map.origin(self._folded.original(place.span)) if self._map and old else None
        return origin is not None and old is not None and not origin.overlaps(old)

    def _mapped(self, annotation: Annotation, index: int) -> int | None:
        """Give where the diff has a fragment's start, None where it does not stand unchanged with some text around."""
        if not self._map or not self._former or index >= len(annotation.fragments):
            return None
        start, end = annotation.fragments[index]
        if self._former[start:end] != annotation.quote[index]:
            return None
        mapped = self._map.mapped(Span(start, end))
        return mapped.start if mapped else None

    def _mapped_start(self, annotation: Annotation, index: int) -> int | None:
        mapped = self._mapped(annotation, index)
        return None if mapped is None else self._folded.position(mapped)


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
