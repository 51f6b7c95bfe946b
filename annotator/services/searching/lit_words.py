"""Words of a codebook wherever they stand in an article: where to look next, whatever is marked there."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from annotator.formats.languages.words import word_at
from annotator.model.span import Span
from annotator.services.folding.find_words import Way, find_words

ANY_ENDING: Final = "*"
_WHOLE: Final = Way(whole_words=True, any_accents=True)
_BEGUN: Final = Way(any_accents=True)


def lit_words(text: str, words: Iterable[str]) -> list[Span]:
    """Give the places of words and expressions in order, in any case and with any accents.

    One that ends in an asterisk stands for all words that begin so.
    """
    wanted = [word.strip() for word in words]
    begun = [word.removesuffix(ANY_ENDING) for word in wanted if word.endswith(ANY_ENDING)]
    whole = [word for word in wanted if not word.endswith(ANY_ENDING)]
    found = {*find_words(text, whole, _WHOLE), *_beginning_with(text, begun)}
    return sorted(found)


def next_lit(spans: Sequence[Span], position: int) -> Span | None:
    """Give the first of some places in order that begins behind a position, from the beginning again at the end."""
    index = bisect_right(spans, position, key=lambda span: span.start)
    return spans[index % len(spans)] if spans else None


def _beginning_with(text: str, words: Iterable[str]) -> Iterable[Span]:
    for start, end in find_words(text, words, _BEGUN):
        first, last = word_at(text, start), word_at(text, end - 1)
        if first is None or first.start == start:
            yield Span(start, max(end, last.end if last else end))
