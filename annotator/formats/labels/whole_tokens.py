"""Words cut where annotations end, and words that leave no character out but one space behind each."""

from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from annotator.formats.languages.words import is_unspaced_border, tokens
from annotator.model.span import Span


def whole_tokens(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Give the words, the other signs and what white space is more than one space; none goes over the end of a span.

    So spaCy and Prodigy count them.
    """
    return cut(_uncut(text), {place for span in spans for place in span})


def unspaced_cuts(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Give the ends of spans at which a word may end, as its script has no spaces between words."""
    return frozenset(place for span in spans for place in span if is_unspaced_border(text, place))


def cut(words: Iterable[Span], cuts: Container[int]) -> Iterator[Span]:
    """Give words in parts that end at the cuts."""
    for start, end in words:
        borders = [start, *(place for place in range(start + 1, end) if place in cuts), end]
        yield from (Span(one, other) for one, other in pairwise(borders))


def _uncut(text: str) -> Iterator[Span]:
    position = 0
    for word in tokens(text):
        if position < word.start:
            yield Span(position, word.start)
        yield word
        position = word.end + text.startswith(" ", word.end)
    if position < len(text):
        yield Span(position, len(text))
