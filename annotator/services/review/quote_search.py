"""Finding the words of an annotation in a text that was changed, by its quote and what stood around it.

The weights and bounds are those of the design's page on review: a wrong place is worse than none.
"""

from collections.abc import Iterator
from typing import NamedTuple

import edlib
import numpy as np
from numpy.typing import NDArray

from annotator.model.span import Span

QUOTE, BEFORE, AFTER, POSITION = 50, 20, 20, 2
"""What each part weighs in the score; a part that nothing is known of weighs nothing."""

ENOUGH = 0.75
ENOUGH_CONTEXT = 0.6
AHEAD = 0.03
"""The score that a place needs, the likeness of one side of its context, and the lead over the next best place."""

WELL_AHEAD = 0.1
"""The lead over a next best place that would do as well, were the best one not there."""

SLACK = 16
"""How many code points may have come between a quote and its context before the context looks less like itself."""

WORK = 25_000_000
"""How many code points may be looked through for all quotes together, some 80 ns each: what bounds the window below."""

LEAST_WINDOW, MOST_WINDOW = 4_000, 400_000
"""How wide around the expected place changed words are searched for; unchanged ones are found anywhere."""

MOST_PLACES = 1_000
_ALL_POINTS = 0x110000
_MASK = 255


class Wanted(NamedTuple):
    """What is looked for: a quote, what stood before and after it (None: not known), where it is expected (or None).

    ``first`` says that the quote began the old text; ``mapped`` is where a diff of the texts leads, where there is one.
    """

    quote: str
    before: str | None
    after: str | None
    expected: int | None = None
    first: bool = False
    mapped: int | None = None


class Place(NamedTuple):
    """A place for a quote; score and the likeness of the better and the worse side's context lie between 0 and 1."""

    span: Span
    score: float
    context: float
    worse_context: float

    @property
    def is_enough(self) -> bool:
        """Whether it is good enough by itself, other places left out of account."""
        return self.score >= ENOUGH and self.context >= ENOUGH_CONTEXT

    @property
    def is_intact(self) -> bool:
        """Whether nothing that is known of the quote and around it was changed."""
        return self.worse_context == 1 and self.score > 1 - POSITION / 100


class QuoteSearch:
    """One text, prepared to be searched for many quotes; ``number`` is how many."""

    def __init__(self, text: str, number: int = 1) -> None:
        self.text = text
        self._points = _points(text)
        self._window = max(LEAST_WINDOW, min(MOST_WINDOW, WORK // max(1, number))) // 2
        self._codes = np.zeros(_ALL_POINTS, np.uint8)
        distinct = np.unique(self._points)
        self._few = len(distinct) < _MASK
        if self._few:
            self._codes[distinct] = np.arange(1, len(distinct) + 1, dtype=np.uint8)

    def is_alone(self, wanted: Wanted, span: Span) -> bool:
        """Tell whether no other place than this one, whose context is unchanged as well, would do."""
        own = Span(span.start - len(wanted.before or ""), span.end + len(wanted.after or ""))
        found = self._alike(wanted._replace(expected=span.start), Span(0, len(self.text)), masked=own, rounds=1)
        return not any(self._judged(wanted, other).is_enough for other in found)

    def find(self, wanted: Wanted, within: Span | None = None) -> Place | None:
        """Give the one place of a quote, or None where none is good enough or two are too much alike."""
        if not wanted.quote:
            return None
        within = within or Span(0, len(self.text))
        spans = dict.fromkeys((*self._intact(wanted, within), *self._alike(wanted, within)))
        places = sorted((self._judged(wanted, span) for span in spans), key=lambda place: -place.score)
        if not places or not places[0].is_enough:
            return None
        mapped = next((place for place in places if place.span.start == wanted.mapped), None)
        if mapped and mapped.is_enough and places[0].score - mapped.score < AHEAD:
            return mapped
        # Other ends of one place are no other place.
        others = [other for other in places[1:] if not other.span.overlaps(places[0].span)]
        return None if any(_casts_doubt(wanted, places[0], other) for other in others) else places[0]

    def _intact(self, wanted: Wanted, within: Span) -> Iterator[Span]:
        length = len(wanted.quote)
        start = self.text.find(wanted.quote, *within)
        for _number in range(MOST_PLACES):
            if start < 0:
                return
            yield Span(start, start + length)
            start = self.text.find(wanted.quote, start + 1, within.end)

    def _alike(self, wanted: Wanted, within: Span, masked: Span | None = None, rounds: int = 2) -> Iterator[Span]:
        """Give the places that are most like the quote with its context, ends moved to those of words."""
        before, after = wanted.before or "", wanted.after or ""
        pattern = before + wanted.quote + after
        most = int(0.46 * len(wanted.quote)) + 40
        if wanted.expected is not None:
            middle = min(wanted.expected, len(self.text))
            within = Span(max(within.start, middle - self._window), min(within.end, middle + self._window))
        query, target = self._encoded(_points(pattern), self._points[within.start : within.end])
        if masked:
            _mask(target, masked.start - within.start, masked.end - within.start)
        for _number in range(rounds):
            found = edlib.align(query, bytes(target), mode="HW", task="locations", k=min(most, len(pattern) - 1))
            places = [(first, last) for first, last in found["locations"] if first is not None and first <= last]
            if found["editDistance"] < 0 or not places:
                return
            for first, last in places[:8]:
                path = edlib.align(query, bytes(target[first : last + 1]), mode="NW", task="path")["cigar"]
                start, end = _in_target(path, len(before), len(before) + len(wanted.quote))
                span = self._at_words(wanted, within.start + first + start, within.start + first + end)
                if span.start < span.end:
                    yield span
            for first, last in places:
                _mask(target, first, last + 1)

    def _judged(self, wanted: Wanted, span: Span) -> Place:
        text, (start, end) = self.text, span
        quote = self._likeness(wanted.quote, text[start:end], mode="NW")
        before = after = None
        if wanted.first:
            before = float(start == 0)
        elif wanted.before:
            around = text[max(0, start - len(wanted.before) - SLACK) : start]
            before = self._likeness(wanted.before[::-1], around[::-1], mode="SHW")
        if wanted.after:
            after = self._likeness(wanted.after, text[end : end + len(wanted.after) + SLACK], mode="SHW")
        position = None if wanted.expected is None else 1 - min(1.0, abs(start - wanted.expected) / max(1, len(text)))
        weighed = ((QUOTE, quote), (BEFORE, before), (AFTER, after), (POSITION, position))
        known = [(weight, value) for weight, value in weighed if value is not None]
        score = sum(weight * value for weight, value in known) / sum(weight for weight, _value in known)
        sides = [side for side in (before, after) if side is not None] or [0.0]
        return Place(span, score, max(sides), min(sides))

    def _likeness(self, query: str, target: str, mode: str) -> float:
        if target.startswith(query) and (mode == "SHW" or query == target):
            return 1.0
        if not target:
            return 0.0
        encoded, into = self._encoded(_points(query), _points(target))
        distance: int = edlib.align(encoded, bytes(into), mode=mode)["editDistance"]
        return max(0.0, 1 - distance / len(query))

    def _encoded(self, pattern: NDArray[np.uint32], target: NDArray[np.uint32]) -> tuple[bytes, bytearray]:
        """Give both as bytes: edlib knows 256 characters, so of more, those not in the pattern become one."""
        if self._few:
            return self._codes[pattern].tobytes(), bytearray(self._codes[target].tobytes())
        distinct = np.unique(pattern)[: _MASK - 1]
        self._codes[distinct] = np.arange(1, len(distinct) + 1, dtype=np.uint8)
        encoded = self._codes[pattern].tobytes(), bytearray(self._codes[target].tobytes())
        self._codes[distinct] = 0
        return encoded

    def _at_words(self, wanted: Wanted, start: int, end: int) -> Span:
        """Move ends that fell into a word or a space to the nearest end of a word, where the old ends were such."""
        text, quote = self.text, wanted.quote
        while start < end and text[start].isspace() and not quote[0].isspace():
            start += 1
        while start < end and text[end - 1].isspace() and not quote[-1].isspace():
            end -= 1
        if not _joined(wanted.before or "", quote):
            start = _nearest_border(text, start)
        if not _joined(quote, wanted.after or ""):
            end = _nearest_border(text, end)
        return Span(start, end)


def _casts_doubt(wanted: Wanted, best: Place, other: Place) -> bool:
    """Tell whether another place may be the right one: nearly as good, or good enough and where it is expected.

    The words of an edited sentence often stand unchanged elsewhere: in a summary, a caption, a quotation.
    """
    if best.score - other.score < AHEAD:
        return True
    if not other.is_enough:
        return False
    expected = wanted.expected
    if expected is not None and abs(other.span.start - expected) < abs(best.span.start - expected):
        return True
    return best.score - other.score < WELL_AHEAD and (expected is None or not best.is_intact)


def _mask(target: bytearray, start: int, end: int) -> None:
    target[max(0, start) : max(0, end)] = bytes([_MASK]) * (min(len(target), max(0, end)) - max(0, start))


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _in_target(cigar: str, start: int, end: int) -> tuple[int, int]:
    """Give where the query's ``[start, end)`` lies in the target of an alignment ("3=1X2I…", I: only in the query)."""
    at_query = at_target = number = 0
    first = last = None
    for mark in cigar:
        if mark.isdigit():
            number = 10 * number + int(mark)
            continue
        for _step in range(number):
            if mark != "D" and start <= at_query < end and mark != "I":
                first = at_target if first is None else first
                last = at_target + 1
            at_query += mark != "D"
            at_target += mark != "I"
        number = 0
    return (first or 0, last or 0)


def _joined(one: str, other: str) -> bool:
    return one[-1:].isalnum() and other[:1].isalnum()


def _nearest_border(text: str, position: int) -> int:
    for step in range(len(text)):
        for place in (position - step, position + step):
            if 0 <= place <= len(text) and not _joined(text[max(0, place - 1) : place], text[place : place + 1]):
                return place
    return position
