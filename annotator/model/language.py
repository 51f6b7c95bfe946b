"""What is known of a language: words that end no sentence, join names, open sentences, or tell what a name names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Words = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Language:
    """The words of one language, as docs/languages.md describes them; any of them may be missing."""

    language: str
    name: str = ""
    abbreviations: Words = ()
    ordinals: bool = False
    titles: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    joiners: Words = ()
    conjunctions: Words = ()
    particles: Words = ()
    articles: Words = ()
    pronouns: frozenset[str] = frozenset()
    head_first: bool = False
    words: Mapping[str, Words] = field(default_factory=dict)
    names: Mapping[str, Words] = field(default_factory=dict)
    territories: Mapping[str, Words] = field(default_factory=dict)

    @cached_property
    def joiner(self) -> re.Pattern[str]:
        """What may stand between the capitalised words of one name."""
        # The longest first: " von " would be found before " von der ".
        words = any_of(
            sorted((word for word in (*self.joiners, *self.particles) if word[-1].isalpha()), key=len, reverse=True)
        )
        return re.compile(rf"(?: {words}){{0,2}} |-|/")

    @cached_property
    def conjunction(self) -> re.Pattern[str]:
        """What stands between two names, and in few names between their halves."""
        articles = any_of(word for word in self.articles if word[-1].isalpha())
        return re.compile(rf" (?:{any_of(self.conjunctions)}|&) (?:{articles} )?")

    @cached_property
    def prefix(self) -> re.Pattern[str]:
        """A particle that is written together with its name, or nothing: "al-", "d'"."""
        return re.compile(f"{any_of(particle for particle in self.particles if not particle[-1].isalpha())}?")

    @cached_property
    def abbreviation(self) -> re.Pattern[str]:
        """What has a full stop at its end and ends no sentence: a word, an initial, and in some languages a number."""
        number = r"|\b\d{1,2}" if self.ordinals else ""
        return re.compile(rf"(?:\b{any_of(self.abbreviations)}|\b[A-Z]{number})\.\s*$")

    def ends_in_abbreviation(self, text: str, start: int, end: int) -> bool:
        """Tell whether an abbreviation stands before a place; it is looked no further back than the longest reaches."""
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        return self.abbreviation.search(text, max(start, stop - self._longest), end) is not None

    @cached_property
    def _longest(self) -> int:
        return max((2, *map(len, self.abbreviations))) + len(" .")


def any_of(words: Iterable[str]) -> str:
    """Give a pattern of one group for any of the words; of none it matches nothing."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"
