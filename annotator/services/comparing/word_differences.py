"""Which words of several texts that say nearly the same are not in all of them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from annotator.model.span import Span

_WORD = re.compile(r"\w+|[^\w\s]")


def differing_words(texts: Sequence[str]) -> list[list[Span]]:
    """Give for each text the spans of the words that do not stand in all others in the same order.

    Words that follow one another make one span. What is in all of them is what the first text shares with each
    of the others.
    """
    found = [list(_WORD.finditer(text)) for text in texts]
    words = [[match.group() for match in each] for each in found]
    if not words:
        return []
    pairs = [_pairs(words[0], other) for other in words]
    shared = set(range(len(words[0]))).intersection(*pairs)
    return [_marked(each, {alike[number] for number in shared}) for each, alike in zip(found, pairs, strict=True)]


def _pairs(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Give which word of one text is which word of another, by their numbers."""
    blocks = SequenceMatcher(a=one, b=other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _marked(words: Sequence[re.Match[str]], shared: set[int]) -> list[Span]:
    """Give the spans of the words whose numbers are not shared."""
    spans: list[Span] = []
    for number, word in enumerate(words):
        if number in shared:
            continue
        if spans and number - 1 not in shared:
            spans[-1] = Span(spans[-1].start, word.end())
        else:
            spans.append(Span(*word.span()))
    return spans
