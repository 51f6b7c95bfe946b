"""Words that leave no character out but one space behind each, as spaCy and Prodigy count them."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from annotator.model.span import Span
from annotator.model.words import tokens


def whole_tokens(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Give the words, the other signs and what white space is more than one space; none goes over the end of a span."""
    cuts = {place for span in spans for place in span}
    for start, end in _uncut(text):
        borders = [start, *(cut for cut in range(start + 1, end) if cut in cuts), end]
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
