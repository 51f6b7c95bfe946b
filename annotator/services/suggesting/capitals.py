"""Runs of words with a capital in a text, with what joins them; which capitals are due to their place alone."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.territories import territories_in
from annotator.model.name_key import folded
from annotator.services.suggesting.reading import Reading, Run

_OPENING: Final = frozenset("“\"‘(:'«„[—–-")
_ENDING: Final = frozenset(".!?…")
_APOSTROPHE: Final = frozenset("'’")
_POSSESSIVE: Final = frozenset(("'s", "’s"))
OF: Final = frozenset(("of", "for", "on", "the"))
_APOSTROPHES: Final = re.compile("['’]")
ROMAN: Final = re.compile(r"[ivx]+$")
_LONG: Final = 7
"""A part of a word with so many letters is no syllable of a name, as that of "Wai-ching" is."""
_SHORT: Final = 5
_AHEAD: Final = 6


class Capitals:
    """The capitalised words of a text: which of them may name somebody, and in which runs they stand."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.pack = reading.pack
        self.rules = reading.rules
        self.titles = reading.rules.titles | reading.pack.more_titles
        self.known = known_places(reading.tag)
        self.inside: Counter[str] = Counter()
        self.small: set[str] = set()
        self.ends: set[str] = set()
        for number, (word, lower) in enumerate(zip(reading.words, reading.lower, strict=True)):
            if word == lower:
                self.small.add(word)
            elif word[0].isupper() and not self.opens(number) and not self.in_title(number):
                self.inside[lower] += 1
                if not reading.capitalised(min(number + 1, len(reading.words) - 1)):
                    self.ends.add(lower)

    def opens(self, number: int) -> bool:
        """Tell whether a word has its capital because of its place."""
        if number == 0 or self.r.sentence_of[number] != self.r.sentence_of[number - 1]:
            return True
        before = self.r.words[number - 1]
        if self.r.is_mark[number - 1]:
            return not self._closes(number - 1) or (number > 1 and self.r.words[number - 2] in _ENDING)
        is_gloss = before == "(" and self.r.words[number + 1 : number + 2] == [")"]
        return before in _OPENING and not (is_gloss and self.r.lower[number] not in self.pack.opening)

    def _closes(self, mark: int) -> bool:
        return mark > 0 and self.r.quotation_before(mark + 1) is not None and self.r.quotation_at(mark)[1] == mark + 1

    def in_title(self, number: int) -> bool:
        """Tell whether a word stands in a headline, where capitals say little."""
        return self.r.is_title[self.r.sentence_of[number]]

    def is_known(self, number: int) -> bool:
        """Tell whether a word alone is the name of a territory or of a capital."""
        return self.r.lower[number] in self.known

    def is_place(self, run: Run) -> bool:
        """Tell whether some words are the name of a territory or of a capital."""
        return folded(self.r.said(run)) in self.known

    def is_day(self, number: int) -> bool:
        """Tell whether a word is a day, a month or a number; "Theresa May" and "March" of her husband are names."""
        word = self.r.lower[number]
        if self.r.words[number].isdigit():
            return True
        return word in self.pack.calendar and not (word in self._surnames and not self._is_dated(number))

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Words of the calendar that stand behind a first name in this text."""
        found = set()
        for at, word in enumerate(self.r.lower):
            if at and word in self.pack.months and self.r.capitalised(at) and not self._is_dated(at):
                before = self.r.lower[at - 1]
                is_first = self.r.capitalised(at - 1) and before not in self.pack.calendar | self.rules.openers
                if is_first and self.r.sentence_of[at - 1] == self.r.sentence_of[at]:
                    found.add(word)
        return frozenset(found)

    def _is_dated(self, number: int) -> bool:
        """Tell whether a month says when something is: "in May", "May 5"."""
        before = self.r.lower[number - 1] if number else ""
        behind = self.r.words[number + 1] if number + 1 < len(self.r.words) else ""
        return before in self.pack.prepositions | self.pack.dated or behind.isdigit() or before.isdigit()

    def is_adjective(self, number: int) -> bool:
        """Tell whether a word says where or to whom something belongs: "Japanese", "Israeli-Palestinian"."""
        word = self.r.lower[number]
        if "-" not in word:
            return word in self._adjectives
        *parts, last = word.split("-")
        return last in self._adjectives and all(part in self._adjectives or len(part) < _SHORT for part in parts)

    @cached_property
    def _adjectives(self) -> frozenset[str]:
        return demonyms_of(self.r.tag) | self.pack.groups

    @cached_property
    def institutions(self) -> frozenset[str]:
        """Last words of what somebody's title may be part of: "Queen Elizabeth Hospital", "General Assembly"."""
        words = {word for kind in ("organization", "place") for word in self.rules.words.get(kind, ())}
        return self.pack.of_names | self.pack.name_ends | words

    def runs(self) -> Iterator[Run]:
        """Give runs of capitalised words with what joins them."""
        number = 0
        for start in [at for at, (word, low) in enumerate(zip(self.r.words, self.r.lower, strict=True)) if word != low]:
            if start < number or not self.is_capital(start):
                continue
            number, end = start, start + 1
            while (behind := self._joined(number, end)) is not None:
                end = behind
            if not self._goes_on_as_adjective(end):
                yield number, end
            number = end

    def _goes_on_as_adjective(self, end: int) -> bool:
        """Tell whether a run is part of the adjective behind it: "New York-based"."""
        if end >= len(self.r.words) or self.r.sentence_of[end] != self.r.sentence_of[end - 1]:
            return False
        return self.r.capitalised(end) and "-" in self.r.words[end] and not self.is_capital(end)

    def is_capital(self, number: int) -> bool:
        """Tell whether a word may be of a name by its capital: no "I'm" and no "Chicago-based"."""
        word = self.r.words[number]
        if word[:1].isupper():
            return word not in ("I", "A") and not self._only_begins_so(number) and not self._is_currency(number)
        prefix = self.rules.prefix.match(word)
        return bool(prefix and prefix.end() and word[prefix.end() : prefix.end() + 1].isupper())

    def _is_currency(self, number: int) -> bool:
        """Tell whether a word says which dollars are meant: "US$"."""
        end = self.r.spans[number][1]
        return self.r.text[end : end + 1] in ("$", "£", "¥")

    def _only_begins_so(self, number: int) -> bool:
        """Tell whether a word is a contraction, or an adjective made of a name."""
        word = self.r.words[number]
        if word.isalnum():
            return False
        if _APOSTROPHES.split(word)[-1].lower() in self.pack.contractions:
            return True
        begin, hyphen, last = word.rpartition("-")
        if begin.lower() in self.pack.adjective_beginnings:
            return self.r.lower[number + 1 : number + 2] == [] or self.r.lower[number + 1] not in self.institutions
        if not hyphen or not last.islower():
            return False
        return last in self.pack.adjective_endings or (len(last) >= _LONG and last.endswith(self._endings))

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return tuple(ending[1:] for ending in self.pack.adjective_endings if ending.startswith("-"))

    def _joined(self, low: int, end: int) -> int | None:
        """Give where a run goes on to, if it goes on behind a word."""
        words, count = self.r.words, len(self.r.words)
        if end >= count or self.r.sentence_of[end] != self.r.sentence_of[end - 1]:
            return None
        if self.is_capital(end):
            return None if self._begins_sentence(end) else end + 1
        if end + 1 >= count:
            return None
        if words[end] in self._joiners:
            return self._joined_by(low, end)
        return self._of_one_office(end)

    def _begins_sentence(self, number: int) -> bool:
        """Tell whether a word in a run of capitals begins a sentence that no full stop parted: "Ono In the end"."""
        is_small = number + 1 < len(self.r.words) and self.r.words[number + 1] in self.pack.determiners
        return is_small and self.r.words[number].istitle() and self.r.lower[number] in self.rules.openers

    @cached_property
    def _joiners(self) -> frozenset[str]:
        return self.pack.name_joiners | _POSSESSIVE | _APOSTROPHE | {".", "-"}

    def _joined_by(self, low: int, end: int) -> int | None:
        words = self.r.words
        if words[end] == "." and len(words[end - 1]) <= 4 and self.is_capital(end + 1):
            return end + 2 if words[end - 1].lower() in self._abbreviations or len(words[end - 1]) == 1 else None
        if words[end] in _POSSESSIVE or words[end] in _APOSTROPHE:
            return end + 2 if self._is_named_of(end) and self.is_capital(end + 1) else None
        if words[end] == "-" and self._is_syllable(end):
            return end + 2
        return None if words[end] == "-" and self._is_dash(end) else self._behind_joiners(low, end)

    def _is_named_of(self, end: int) -> bool:
        """Tell whether a name goes on behind a possessive: "People's Party", "Workers' Union", "St. Peter's"."""
        owner = self.r.lower[end - 1]
        if self.r.words[end] in _APOSTROPHE:
            return owner.endswith("s") and owner in self.pack.possessive_names
        return owner in self.pack.possessive_names or (end > 2 and self.r.lower[end - 3 : end - 1] == ["st", "."])

    def _behind_joiners(self, low: int, end: int) -> int | None:
        """Give where a run goes on behind one or two words such as "de la"."""
        for behind in range(end + 1, min(end + 3, len(self.r.words))):
            if self.r.words[behind - 1] not in self.pack.name_joiners:
                return None
            if self.is_capital(behind) and self.r.sentence_of[behind] == self.r.sentence_of[end]:
                return behind + 1 if self._may_join(low, end, behind) else None
        return None

    def _of_one_office(self, end: int) -> int | None:
        """Give where an office named by several matters goes on: "Department of Health and Human Services"."""
        lower, matters = self.r.lower, self.pack.matters
        if lower[end - 1] not in matters or lower[end + 1] not in matters or not self.is_capital(end + 1):
            return None
        if lower[end] in self.pack.and_words:
            return end + 2
        ahead = lower[end + 2 : end + 2 + _AHEAD]
        is_list = any(one in self.pack.and_words and other in matters for one, other in pairwise(ahead))
        return end + 2 if lower[end] == "," and is_list else None

    def _is_syllable(self, end: int) -> bool:
        """Tell whether a name goes on in small letters behind a hyphen that stands apart: "Kim Jong - un"."""
        word = self.r.words[end + 1]
        return (
            end > 1
            and self.r.capitalised(end - 1)
            and self.r.capitalised(end - 2)
            and word.isalpha()
            and word.islower()
            and len(word) < 7
            and word not in self.pack.clause_words | self.pack.prepositions | self.rules.openers
        )

    def _is_dash(self, end: int) -> bool:
        """Tell whether a hyphen that stands apart parts two names: "LONDON - Ono", "Japan - China"."""
        sides = (end - 1, end + 1)
        return any(self.is_known(at) or (len(self.r.words[at]) > 1 and self.r.words[at].isupper()) for at in sides)

    def _may_join(self, low: int, end: int, behind: int) -> bool:
        """Tell whether a word joins names here: "of" and "for" do it in the names of institutions alone."""
        if self.r.words[end] == "on":
            return self.r.lower[end - 1] in self.pack.on_names
        if self.r.words[end] not in OF or self.r.lower[end - 1] in self.pack.of_names:
            return True
        return self._is_thing_of(low, end, behind)

    def _is_thing_of(self, low: int, end: int, behind: int) -> bool:
        """Tell whether "the X of Y" is one name: X is nobody by itself, and Y stands nowhere else."""
        owner = self.r.lower[end - 1]
        articles = self.pack.articles
        has_article = self.r.lower[low] in articles or (low > 0 and self.r.lower[low - 1] in articles)
        if not has_article or owner.endswith("s") or not owner.isalpha():
            return False
        if owner in self.titles or self.is_known(end - 1) or self.is_adjective(end - 1):
            return False
        return not self.is_known(behind) and self.inside[self.r.lower[behind]] == 1 and self.inside[owner] == 1

    @property
    def _abbreviations(self) -> frozenset[str]:
        return abbreviations(self.r.tag)


@cache
def known_places(tag: str | None) -> frozenset[str]:
    """Give the names of territories and capitals in a language, folded."""
    places = [name for name, _kind in territories_in(tag or "en")]
    return frozenset((*map(folded, places), *pack_of(tag).capitals))


@cache
def demonyms_of(tag: str | None) -> frozenset[str]:
    """Give the words for people and things of a territory: "Japanese"."""
    return frozenset(word for words in pack_of(tag).demonyms.values() for word in words)


@cache
def abbreviations(tag: str | None) -> frozenset[str]:
    """Give what may stand before a full stop inside a name, in lower case: "St", "Mr"."""
    from annotator.formats.languages.rules import rules_of

    return frozenset(word.lower() for word in rules_of(tag).abbreviations)
