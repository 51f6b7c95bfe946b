"""A text taken apart once for all rules: words, sentences, paragraphs, and what stands in quotation marks."""

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Final

from annotator.formats.languages.letters import language_by_letters
from annotator.formats.languages.packs import LanguagePack, pack_of
from annotator.formats.languages.rules import ENGLISH, rules_of
from annotator.formats.languages.sentences import sentences
from annotator.formats.languages.words import token_bounds
from annotator.model.language import Language
from annotator.model.span import Span

Run = tuple[int, int]
"""Words from the first up to, but not including, the second, by number."""

_LONGEST_SENTENCE: Final = 400
"""What has no end for more words is no sentence, and is read in pieces."""
_LONGEST_QUOTATION: Final = 400
"""A quotation that nothing closes ends with its paragraph, if that has fewer words."""
_POSSESSIVES: Final = ("'s", "’s")


class Reading:
    """The words of a text, by number, and what is known of each."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        language = language or language_by_letters(text)
        self.tag = language or ENGLISH  # as which a text in Latin letters is read that names no language
        self.pack: LanguagePack = pack_of(language)
        self.rules: Language = rules_of(language)
        self.spans = _tokens(text)
        self.words = [text[start:end] for start, end in self.spans]
        self.lower = [word.lower() for word in self.words]
        self._starts = [span[0] for span in self.spans]

    @cached_property
    def sentences(self) -> list[Run]:
        """The sentences in order, as runs of words; none is empty."""
        found: list[Run] = []
        for span in sentences(self.text, self.rules):
            low, high = self.run(span)
            found += ((at, min(high, at + _LONGEST_SENTENCE)) for at in range(low, high, _LONGEST_SENTENCE))
        return found

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each word the number of its sentence."""
        numbers = [0] * len(self.words)
        for number, (low, high) in enumerate(self.sentences):
            numbers[low:high] = [number] * (high - low)
        return numbers

    @cached_property
    def is_title(self) -> list[bool]:
        """For each sentence whether it is a headline in capitals, or with a capital at each word of some length."""
        found = []
        for low, high in self.sentences:
            long = [word for word in self.words[low:high] if len(word) > 3]
            ends = self.words[high - 1] == "." or self.is_mark[high - 1]
            is_title = len(long) > 3 and sum(word[0].isupper() for word in long) > 0.8 * len(long)
            found.append(is_title and self.words[low] != "(" and (not ends or self._has_small_capitals(low, high)))
        return found

    def _has_small_capitals(self, low: int, high: int) -> bool:
        """Tell whether words have a capital in a sentence that only headlines give them: "With", "Is"."""
        small = self.pack.prepositions | self.pack.determiners
        return sum(self.capitalised(at) and self.lower[at] in small for at in range(low + 1, high)) > 1

    @cached_property
    def paragraphs(self) -> list[Run]:
        """The paragraphs as runs of words: what stands between line breaks."""
        breaks = [
            number
            for number, (one, other) in enumerate(pairwise(self.spans), start=1)
            if "\n" in self.text[one[1] : other[0]]
        ]
        borders = [0, *breaks, len(self.spans)]
        return [(low, high) for low, high in pairwise(borders) if low < high]

    @cached_property
    def quotations(self) -> list[Run]:
        """What stands in quotation marks, the marks too; no quotation goes over the end of a paragraph."""
        found: list[Run] = []
        for low, high in self.paragraphs:
            found.extend(_quotations(self, low, high))
        return found

    @cached_property
    def quoted(self) -> list[bool]:
        """For each word whether it stands in a quotation, the marks too."""
        marks = [False] * len(self.words)
        for low, high in self.quotations:
            marks[low:high] = [True] * (high - low)
        return marks

    @cached_property
    def is_mark(self) -> list[bool]:
        """For each word whether it is a quotation mark."""
        signs = {sign for pair in self.pack.quotation for sign in pair}
        return [word in signs for word in self.words]

    def quotation_at(self, number: int) -> Run:
        """Give the quotation that a word stands in."""
        return self.quotations[bisect_right(self.quotations, (number, len(self.words) + 1)) - 1]

    def quotations_from(self, low: int, high: int) -> list[Run]:
        """Give the quotations that begin between two words."""
        return self.quotations[bisect_left(self.quotations, (low, low)) : bisect_left(self.quotations, (high, high))]

    def quotations_in(self, low: int, high: int) -> list[Run]:
        """Give the quotations that have words between two; none lies in another."""
        first = bisect_left(self.quotations, (low, low))
        first -= first > 0 and self.quotations[first - 1][1] > low
        return self.quotations[first : bisect_left(self.quotations, (high, high))]

    def quotation_before(self, number: int) -> Run | None:
        """Give the quotation that ends right before a word, a comma between them or not."""
        at = bisect_left(self.quotations, (number, number)) - 1
        if at < 0:
            return None
        last = self.quotations[at]
        return last if last[1] >= number - 1 else None

    def run(self, span: tuple[int, int]) -> Run:
        """Give the words that lie in a span."""
        low = bisect_left(self._starts, span[0])
        return low, max(low, bisect_right(self._starts, span[1] - 1))

    def span(self, run: Run) -> Span:
        """Give the place of some words."""
        return Span(self.spans[run[0]][0], self.spans[run[1] - 1][1])

    def said(self, run: Run) -> str:
        """Give the text of some words."""
        return self.text[self.spans[run[0]][0] : self.spans[run[1] - 1][1]]

    def capitalised(self, number: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.words[number][:1].isupper()


def _tokens(text: str) -> list[tuple[int, int]]:
    """Give the words with a possessive ending as a word of its own, and doubled marks as one."""
    found: list[tuple[int, int]] = []
    for start, end in token_bounds(text):
        last = text[end - 1]
        if last in "sS" and text[end - 2 : end].lower() in _POSSESSIVES and end - start > 2:
            found += [(start, end - 2), (end - 2, end)]
        elif last in "sS'`" and end - start == 1 and found and _goes_on(text, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, last: tuple[int, int], start: int) -> bool:
    """Tell whether a sign belongs to the one before: a doubled mark, or "s" behind an apostrophe that stands apart."""
    before, end = last
    if end != start or end - before != 1:
        return False
    if text[start] in "'`":
        return text[before] == text[start]
    return text[before] in "'’" and text[before - 1 : before] in (" ", "")


def _quotations(reading: Reading, low: int, high: int) -> list[Run]:
    found: list[Run] = []
    closers: dict[str, set[str]] = {}
    for opener, closer in reading.pack.quotation:
        closers.setdefault(opener, set()).add(closer)
    start, awaited = -1, set[str]()
    for number in range(low, high):
        if not reading.is_mark[number]:
            continue
        word = reading.words[number]
        if start < 0 and word in closers:
            start, awaited = number, closers[word]
        elif start >= 0 and word in awaited:
            found.append((start, number + 1))
            start = -1
    if start >= 0 and high - start < _LONGEST_QUOTATION:
        found.append((start, high))
    return found
