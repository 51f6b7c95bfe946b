"""The name around a place in a text, by capitals and by the words that a language has between them."""

import re
import unicodedata
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import Final

from annotator.formats.languages.line_breaks import LineBreaks
from annotator.formats.languages.sentences import sentence_at
from annotator.formats.languages.territories import territories_in
from annotator.formats.languages.words import pattern, word_at, words_between
from annotator.model.language import Language
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR

_REACH: Final = 128
"""How many code points a name may reach to either side of a word in it."""
_GAP: Final = 32
"""How many stand between two capitalised words of a name at most, line breaks and spaces among them."""
_SPACE: Final = r"[^\S\n]*\n(?:>[ \t]?)*[^\S\n]*|\p{Zs}{1,2}"
_HYPHENS: Final = str.maketrans("‐‑’", "--'")


def span_under(text: str, position: int, annotation_type: str, language: Language) -> Span | None:
    """Give what a key marks with no selection: a name for an actor, a sentence for a claim or an agreement."""
    find = name_at if annotation_type == ACTOR else sentence_at
    return find(text, position, language)


def name_at(text: str, position: int, language: Language) -> Span | None:
    """Give the longest run of capitalised words around a position, or the word there, or None.

    Two runs with "and" between them are two names, unless both together are known as one.
    """
    word = word_at(text, position)
    if word is None or not _is_capitalised(text, word, language):
        return word
    names = _Names(text, word, language)
    start, end = names.run(word)
    start = names.without_opener(start, word.start)
    return names.with_other_half(Span(names.behind_title(start, word.start), end))


class _Names:
    """The words around one, of which some are its name."""

    def __init__(self, text: str, word: Span, language: Language) -> None:
        self._text = text
        self._language = language
        self._breaks = LineBreaks(text, language)
        low = max(0, word.start - 3 * _REACH)
        self._words = list(words_between(text, low, word.end + 3 * _REACH))
        if low and self._words[0].start == low:
            del self._words[0]  # its beginning may be farther away

    def run(self, word: Span) -> Span:
        """Give the capitalised words around one, with what joins them."""
        start, end = word
        while start > word.start - _REACH and (before := self._before(start, self._language.joiner)):
            start = before.start
        while end < word.end + _REACH and (after := self._after(end, self._language.joiner)):
            end = after.end
        return Span(start, end)

    def without_opener(self, start: int, anchor: int) -> int:
        """Give the start of a name without words that are capitalised only because a sentence begins with them."""
        while start < anchor and (first := word_at(self._text, start)):
            if self._text[slice(*first)].lower() not in self._language.openers:
                break
            start = self._behind_spaces(first.end)
        return start

    def behind_title(self, start: int, anchor: int) -> int:
        """Give the start of a name without the titles before the word at ``anchor``: they are no part of a name."""
        words = list(words_between(self._text, start, anchor))
        last = max((at for at, word in enumerate(words) if self._is_title(word)), default=None)
        if last is None:
            return start
        named = (word.start for word in words[last + 1 :] if _is_capitalised(self._text, word, self._language))
        return next(named, anchor)

    def _is_title(self, word: Span) -> bool:
        return self._text[slice(*word)].lower() in self._language.titles

    def with_other_half(self, name: Span) -> Span:
        """Give the whole of a name such as "Trinidad and Tobago", of which this is one half."""
        if after := self._after(name.end, self._language.conjunction):
            other = self.run(after)
            if self._are_one(name, other):
                return Span(name.start, other.end)
        if before := self._before(name.start, self._language.conjunction):
            other = self.run(before)
            start = self.behind_title(self.without_opener(other.start, before.start), before.start)
            if self._are_one(Span(start, other.end), name):
                return Span(start, name.end)
        return name

    def _before(self, start: int, joiner: re.Pattern[str]) -> Span | None:
        for word in reversed(self._words[: bisect_left(self._words, Span(start, start))]):
            gap = self._text[word.end : start]
            if len(gap) > _GAP:
                break
            if _is_capitalised(self._text, word, self._language):
                joins = joiner.fullmatch(self._plain(gap, word.end)) and not _is_possessive(self._text, word)
                return word if joins else None
        return None

    def _after(self, end: int, joiner: re.Pattern[str]) -> Span | None:
        for word in self._words[bisect_left(self._words, Span(end, end)) :]:
            gap = self._text[end : word.start]
            if len(gap) > _GAP:
                break
            if _is_capitalised(self._text, word, self._language):
                return word_at(self._text, word.start) if joiner.fullmatch(self._plain(gap, end)) else None
        return None

    def _plain(self, gap: str, start: int) -> str:
        """Give what stands between two words with one space for white space that parts no names."""
        ends = (start + at for at, sign in enumerate(gap) if sign == "\n")
        if gap.count("\n") > 1 or not all(map(self._breaks.only_breaks_line, ends)):
            return gap
        plain: str = pattern(_SPACE).sub(" ", gap)
        return plain

    def _behind_spaces(self, position: int) -> int:
        while self._text[position].isspace():
            position += 1
        return position

    def _are_one(self, first: Span, second: Span) -> bool:
        """Tell whether two halves are a known name, a firm of two of one name, or joined by the sign of firms."""
        one, other = (_plain_name(self._text[slice(*half)]) for half in (first, second))
        if one.rpartition(" ")[2] == other.partition(" ")[0]:
            return True
        if self._is_one_office(one, other):
            return True
        known, halves = _known(self._language)
        if any(f" {one}".endswith(f" {left}") and f"{other} ".startswith(f"{right} ") for left, right in halves):
            return True
        return "&" in self._text[first.end : second.start] and not known & {one, other}

    def _is_one_office(self, one: str, other: str) -> bool:
        """Tell whether two halves are the two matters of one office: "Ministry of Foreign Affairs" and "Trade"."""
        language = self._language
        kinds = (language.joiners, language.offices, language.titles)
        joiners, offices, titles = (set(map(_plain_name, words)) for words in kinds)
        words, first = one.split(), other.partition(" ")[0]
        is_office = any(word in offices and after in joiners for word, after in pairwise(words))
        is_party = first in offices | titles or other in _known(language)[0]
        return is_office and not is_party


def _is_capitalised(text: str, word: Span, language: Language) -> bool:
    letters = text[slice(*word)].translate(_HYPHENS)
    particle = language.prefix.match(letters)
    return letters[particle.end() if particle else 0 :][:1].isupper()


def _is_possessive(text: str, word: Span) -> bool:
    bare = word_at(text, word.start)
    return bare is not None and bare.end < word.end


@cache
def _known(language: Language) -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    """Give all names that are known as a whole, and the halves of those that hold a word for "and"."""
    names = [name for name, _kind in territories_in(language.language)]
    names += [name for group in language.names.values() for name in group]
    halves = (tuple(map(_plain_name, language.conjunction.split(name))) for name in names)
    return frozenset(map(_plain_name, names)), frozenset(each for each in halves if len(each) == 2)


def _plain_name(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("st.", "saint"))
    words = "".join(letter for letter in letters if not unicodedata.combining(letter)).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
