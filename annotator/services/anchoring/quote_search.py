"""Finding the words of an annotation in a text that was changed, by its quote and what stood around it.

The weights are those of the Hypothesis client (``match-quote.ts``). Positions are those of the folded text (see
``folded_text``).
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import edlib
import numpy as np
from numpy.typing import NDArray

from annotator.model.span import Span
from annotator.services.anchoring.neighbours import Reach
from annotator.services.folding.folded_text import FoldedText, points_of

QUOTE, BEFORE, AFTER, POSITION = 50, 20, 20, 2
"""What each part weighs in the score; a part that nothing is known of weighs nothing."""

SLACK = 16
"""How many code points may have come between a quote and its context before the context looks less like itself."""

RUN = 5
"""How many signs in a row are the same by more than chance."""

END = 4
"""How much of a quote's beginning and end tells that a place has them."""

FRAME = 12
"""How much of the context on each side frames a place whose words may be others altogether."""

WORK = 25_000_000
"""How many code points may be looked through for all quotes together, some 80 ns each: what bounds the window below."""

LEAST_WINDOW, MOST_WINDOW = 4_000, 400_000
"""How wide around the expected place changed words are searched for; unchanged ones are found anywhere."""

MOST_PLACES = 1_000
_ALL_POINTS = 0x110000
_NUMBER = re.compile(r"\d+")
_SAME_SIGNS = re.compile(r"(\d+)=")
_MASK = 255


class Wanted(NamedTuple):
    """What is looked for, folded: a quote, what stood before and after it (None: not known), where it is expected.

    ``first`` says that the quote began the old text; ``mapped`` is where a diff of the texts leads, where there is one.
    """

    quote: str
    before: str | None
    after: str | None
    reach: Reach | None = None
    first: bool = False
    mapped: int | None = None


class Candidate(NamedTuple):
    """A place that a quote may have: how good it is, and how like the quote and both sides of its context are.

    ``context`` is the better side, and all lie between 0 and 1. ``near`` tells whether it is where it is expected,
    ``in_order`` whether it is between what stood around it, ``touching`` how many signs next to the quote are the same
    on both sides, and ``kept`` how much of the quote is still there, whatever came in between; ``has_ends`` whether it
    begins and ends as the quote does, ``has_numbers`` whether its numbers are those of the quote.
    """

    span: Span
    score: float
    likeness: float
    context: float
    worse_context: float
    near: bool = True
    in_order: bool = True
    touching: int = 0
    kept: float = 0.0
    has_ends: bool = True
    has_numbers: bool = True


class QuoteSearch:
    """One text, prepared to be searched for many quotes; ``number`` is how many."""

    def __init__(self, folded: FoldedText, number: int = 1) -> None:
        self.text = folded.text
        self._points = folded.points
        self._window = max(LEAST_WINDOW, min(MOST_WINDOW, WORK // max(1, number))) // 2
        self._codes = np.zeros(_ALL_POINTS, np.uint8)
        distinct = np.unique(self._points)
        self._few = len(distinct) < _MASK
        if self._few:
            self._codes[distinct] = np.arange(1, len(distinct) + 1, dtype=np.uint8)

    def places(self, wanted: Wanted, within: Span | None = None) -> list[Candidate]:
        """Give the places that could be a quote's, the best first."""
        if not wanted.quote:
            return []
        within = within or Span(0, len(self.text))
        found = (self._intact(wanted, within), self._alike(wanted, within), self._framed(wanted, within))
        # Ends that were moved to those of words may have left the bounds.
        inside = (span for span in chain.from_iterable(found) if within.start <= span.start and span.end <= within.end)
        spans = dict.fromkeys(inside)
        return sorted((self._judged(wanted, span) for span in spans), key=lambda place: -place.score)

    def others(self, wanted: Wanted, span: Span) -> list[Candidate]:
        """Give the places other than the one where everything is unchanged, that could be a quote's."""
        own = Span(span.start - len(wanted.before or ""), span.end + len(wanted.after or ""))
        found = self._alike(wanted, Span(0, len(self.text)), masked=own, rounds=1, middle=span.start)
        return [self._judged(wanted, other) for other in found]

    def _intact(self, wanted: Wanted, within: Span) -> Iterator[Span]:
        length = len(wanted.quote)
        start = self.text.find(wanted.quote, *within)
        for _number in range(MOST_PLACES):
            if start < 0:
                return
            yield Span(start, start + length)
            start = self.text.find(wanted.quote, start + 1, within.end)

    def _framed(self, wanted: Wanted, within: Span) -> Iterator[Span]:
        """Give the places between what stood before and what stood after, whatever stands there now."""
        before, after = (wanted.before or "")[-FRAME:], (wanted.after or "")[:FRAME]
        if min(len(before), len(after)) < FRAME:
            return
        within = self._around(within, wanted.reach.middle if wanted.reach else None)
        start = self.text.find(before, *within)
        for _number in range(MOST_PLACES):
            if start < 0:
                return
            first = start + len(before)
            last = self.text.find(after, first + 1, min(within.end, first + 3 * len(wanted.quote) + 200))
            if last > 0:
                yield Span(first, last)
            start = self.text.find(before, start + 1, within.end)

    def _around(self, within: Span, middle: int | None) -> Span:
        if middle is None:
            return within
        middle = min(middle, len(self.text))
        return Span(max(within.start, middle - self._window), min(within.end, middle + self._window))

    def _alike(
        self, wanted: Wanted, within: Span, masked: Span | None = None, rounds: int = 2, middle: int | None = None
    ) -> Iterator[Span]:
        """Give the places that are most like the quote with its context, ends moved to those of words."""
        before, after = wanted.before or "", wanted.after or ""
        pattern = before + wanted.quote + after
        most = int(0.46 * len(wanted.quote)) + 40
        within = self._around(within, wanted.reach.middle if wanted.reach and middle is None else middle)
        query, target = self._encoded(points_of(pattern), self._points[within.start : within.end])
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

    def _judged(self, wanted: Wanted, span: Span) -> Candidate:
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
        reach = wanted.reach
        position = None if reach is None else 1 - min(1.0, abs(start - reach.middle) / max(1, len(text)))
        weighed = ((QUOTE, quote), (BEFORE, before), (AFTER, after), (POSITION, position))
        known = [(weight, value) for weight, value in weighed if value is not None]
        score = sum(weight * value for weight, value in known) / sum(weight for weight, _value in known)
        sides = [side for side in (before, after) if side is not None] or [0.0]
        near, in_order = reach is None or reach.holds(start), reach is None or reach.is_between(start)
        first, last = wanted.quote[:END], wanted.quote[-END:]
        has_ends = text.startswith(first, start, end) and text[start:end].endswith(last)
        has_numbers = quote == 1 or _NUMBER.findall(wanted.quote) == _NUMBER.findall(text, start, end)
        kept = self._kept(wanted.quote, text[start:end]) if max(sides) == 1 and quote < 1 else quote
        return Candidate(
            span,
            score,
            quote,
            max(sides),
            min(sides),
            near,
            in_order,
            self._touching(wanted, span),
            kept,
            has_ends,
            has_numbers,
        )

    def _touching(self, wanted: Wanted, span: Span) -> int:
        """Count the signs next to a place that are those of the context, on the side where there are fewer."""
        before, after = (wanted.before or "")[::-1], wanted.after or ""
        there = self.text[max(0, span.start - len(before)) : span.start][::-1]
        behind = self.text[span.end : span.end + len(after)]
        sides = [_same_signs(*side) for side, known in (((before, there), before), ((after, behind), after)) if known]
        return min(sides, default=0)

    def _kept(self, quote: str, target: str) -> float:
        """Give how much of a quote stands in a passage in its order, several signs in a row."""
        encoded, into = self._encoded(points_of(quote), points_of(target))
        path = edlib.align(encoded, bytes(into), mode="NW", task="path")["cigar"] or ""
        runs = (int(number) for number in _SAME_SIGNS.findall(path))
        return sum(run for run in runs if run >= min(RUN, len(quote))) / len(quote)

    def _likeness(self, query: str, target: str, mode: str) -> float:
        if target.startswith(query) and (mode == "SHW" or query == target):
            return 1.0
        if not target:
            return 0.0
        encoded, into = self._encoded(points_of(query), points_of(target))
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
        start, end = self._without_spaces(wanted.quote, start, end)
        if not _joined(wanted.before or "", wanted.quote):
            start = _nearest_border(self.text, start)
        if not _joined(wanted.quote, wanted.after or ""):
            end = _nearest_border(self.text, end)
        # The nearest end of a word may be the beginning of the next one, behind its space.
        return Span(*self._without_spaces(wanted.quote, start, end))

    def _without_spaces(self, quote: str, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace() and not quote[0].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace() and not quote[-1].isspace():
            end -= 1
        return start, end


def _same_signs(one: str, other: str) -> int:
    return next(
        (at for at, (sign, there) in enumerate(zip(one, other, strict=False)) if sign != there),
        min(len(one), len(other)),
    )


def _mask(target: bytearray, start: int, end: int) -> None:
    target[max(0, start) : max(0, end)] = bytes([_MASK]) * (min(len(target), max(0, end)) - max(0, start))


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
