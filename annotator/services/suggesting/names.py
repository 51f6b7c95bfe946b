"""Who is named in a text: runs of capitalised words, by territories, titles and the words that join names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.territories import territories_in
from annotator.model.name_key import folded
from annotator.services.suggesting.phrases import is_reporting
from annotator.services.suggesting.reading import Reading, Run

_OPENING: Final = frozenset("“\"‘(:'«„[—–-")
_POSSESSIVE: Final = frozenset(("'s", "’s"))
_OF: Final = frozenset(("of", "for", "the"))
_JOINED_NAME: Final = re.compile(r"(?:[^\W\d_a-z][\w'’-]+\s+)+[^\W\d_a-z][\w'’]+-\w+")
_LONGEST: Final = 9


@dataclass(frozen=True, slots=True)
class Named:
    """A name at one place; ``whole`` is its fullest form in the text, ``phrase`` the name with title and article."""

    run: Run
    phrase: Run
    whole: str
    type: str
    confidence: float
    why: str


def names(reading: Reading) -> list[Named]:
    """Give the names of a text in order; none lies in another."""
    return _Names(reading).found()


class _Names:
    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.pack = reading.pack
        self.rules = reading.rules
        self.titles = reading.rules.titles | reading.pack.more_titles
        self.known = known_places(reading.tag)
        self.inside: Counter[str] = Counter()
        self.small: set[str] = set()
        for number, (word, lower) in enumerate(zip(reading.words, reading.lower, strict=True)):
            if word == lower:
                self.small.add(word)
            elif word[0].isupper() and not self._opens(number) and not self._in_title(number):
                self.inside[lower] += 1

    def _opens(self, number: int) -> bool:
        """Tell whether a word has its capital because of its place."""
        if number == 0 or self.r.sentence_of[number] != self.r.sentence_of[number - 1]:
            return True
        return self.r.words[number - 1] in _OPENING or self.r.is_mark[number - 1]

    def _in_title(self, number: int) -> bool:
        return self.r.is_title[self.r.sentence_of[number]]

    def found(self) -> list[Named]:
        runs = [run for low, high in self._capitals() for run in self._parts(low, high)]
        words = Counter(self.r.lower[at] for run in runs for at in range(*run) if not self._in_title(run[0]))
        kept = [run for run in runs if self._is_name(run, words)]
        wholes = self._wholes(kept)
        return [self._named(run, wholes) for run in kept]

    def _capitals(self) -> Iterator[Run]:
        """Give runs of capitalised words with what joins them."""
        number = 0
        for start in [at for at, (word, low) in enumerate(zip(self.r.words, self.r.lower, strict=True)) if word != low]:
            if start < number or not self._is_capital(start):
                continue
            number, end = start, start + 1
            while (behind := self._joined(end)) is not None:
                end = behind
            yield number, end
            number = end

    def _is_capital(self, number: int) -> bool:
        word = self.r.words[number]
        if word[:1].isupper():
            return word != "I" and (len(word) > 1 or word != "A")
        prefix = self.rules.prefix.match(word)
        return bool(prefix and prefix.end() and word[prefix.end() : prefix.end() + 1].isupper())

    def _joined(self, end: int) -> int | None:
        """Give where a run goes on to, if it goes on behind a word."""
        words, count = self.r.words, len(self.r.words)
        if end >= count or self.r.sentence_of[end] != self.r.sentence_of[end - 1]:
            return None
        if self._is_capital(end):
            return None if self._begins_sentence(end) else end + 1
        return self._joined_by(end) if end + 1 < count and words[end] in self._joiners else None

    def _begins_sentence(self, number: int) -> bool:
        """Tell whether a word in a run of capitals begins a sentence that no full stop parted: "Ono In the end"."""
        is_small = number + 1 < len(self.r.words) and self.r.words[number + 1] in self.pack.determiners
        return is_small and self.r.words[number].istitle() and self.r.lower[number] in self.rules.openers

    @cached_property
    def _joiners(self) -> frozenset[str]:
        return self.pack.name_joiners | _POSSESSIVE | {".", "-"}

    def _joined_by(self, end: int) -> int | None:
        words, count = self.r.words, len(self.r.words)
        if words[end] == "." and len(words[end - 1]) <= 4 and self._is_capital(end + 1):
            return end + 2 if words[end - 1].lower() in self._abbreviations or len(words[end - 1]) == 1 else None
        if words[end] in _POSSESSIVE:
            is_name = words[end - 1].lower() in self.pack.possessive_names and self._is_capital(end + 1)
            return end + 2 if is_name else None
        if words[end] == "-" and self._is_syllable(end):
            return end + 2
        for step in (1, 2):
            behind = end + step
            if not all(word in self.pack.name_joiners for word in words[end:behind]) or behind >= count:
                return None
            if self._is_capital(behind) and self.r.sentence_of[behind] == self.r.sentence_of[end]:
                return behind + 1 if self._may_join(end) else None
        return None

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

    def _may_join(self, end: int) -> bool:
        """Tell whether a word joins names here: "of" and "for" do it in the names of institutions alone."""
        joiner = self.r.words[end]
        return joiner not in _OF or self.r.lower[end - 1] in self.pack.of_names

    def _is_known(self, number: int) -> bool:
        return self.r.lower[number] in self.known

    @property
    def _abbreviations(self) -> frozenset[str]:
        return abbreviations(self.r.tag)

    def _parts(self, low: int, high: int) -> list[Run]:
        """Give the names in a run: without what opens the sentence, days and titles; of a headline what is known."""
        if self._in_title(low):
            return self._parts_of_title(low, high)
        while low < high and self._is_opener(low):
            low += 1
        while high > low and self._ends_no_name(high - 1, low):
            high -= 1
        while low < high and (self.r.lower[low] in self.pack.name_joiners or self.r.words[low] == "."):
            low += 1
        low = self._behind_titles(low, high)
        return [(low, high)] if low < high else []

    def _parts_of_title(self, low: int, high: int) -> list[Run]:
        """Give what of a headline's capitals are names elsewhere in the text."""
        found: list[Run] = []
        for at in range(low, high):
            if self.r.lower[at] not in self.inside and not self._is_known(at):
                continue
            if found and all(word in self.pack.name_joiners for word in self.r.words[found[-1][1] : at]):
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
        return found

    def _ends_no_name(self, number: int, low: int) -> bool:
        word = self.r.lower[number]
        if self._is_day(number) or (word in self.pack.name_joiners and self.r.words[number - 1] != "-"):
            return True
        return number > low and word in self.rules.titles and self.r.lower[number - 1] not in self.titles

    def _is_opener(self, number: int) -> bool:
        word = self.r.lower[number]
        if word in self.rules.openers or word in self.pack.days or word in self.pack.not_names or self._is_day(number):
            return True
        return self._opens(number) and word in self.small and word not in self.inside

    def _is_day(self, number: int) -> bool:
        return self.r.lower[number] in self.pack.calendar or self.r.words[number].isdigit()

    def _behind_titles(self, low: int, high: int) -> int:
        """Give where a name begins behind its titles: "German Foreign Minister", "President of"."""
        at = low
        last = low
        while at < high:
            word = self.r.lower[at]
            if word in self.titles or word in self.pack.groups or word in demonyms_of(self.r.tag):
                at += 1
                if word in self.titles:
                    last = at
            elif at + 1 < high and word in self.known and self.r.lower[at + 1] in self.titles:
                at += 1
            elif self.r.words[at] == "." or word in self.pack.name_joiners:
                at += 1
                last = at if last else last
            else:
                break
        if at >= high:
            return low if not any(self.r.lower[n] in self.titles for n in range(low, high)) else high
        return max(low, last)

    def _is_name(self, run: Run, words: Counter[str]) -> bool:
        low, high = run
        first = self.r.lower[low]
        if high - low == 1 and not self._may_stand_alone(first):
            return False
        if self.r.lower[high - 1] in self.pack.not_actors or first in self.pack.of_storms or high - low > _LONGEST:
            return False
        if any(self._is_known(at) for at in range(low, high)) or self._is_place(run):
            return True
        if self.pack.nouns_capitalised:
            return self._is_surely_named(run)
        if self._in_title(low):
            return sum(words[self.r.lower[at]] > 0 for at in range(low, high)) * 2 > high - low
        return high - low > 1 or not self._opens(low) or self._is_named_elsewhere(low, words)

    def _is_surely_named(self, run: Run) -> bool:
        """Tell whether a run is a name where every noun has a capital: by a title, a verb that reports, or its form."""
        low, high = run
        before = self.r.lower[low - 1] if low else ""
        if before in self.titles or (high - low == 1 and self.r.words[low].isupper() and len(self.r.words[low]) > 1):
            return True
        if before in self.pack.determiners and self.r.lower[high - 1] not in self.inside_names:
            return False
        if is_reporting(self.r, high) or (low and is_reporting(self.r, low - 1)):
            return True
        return high - low > 1 or self.r.lower[low] in self.inside_names

    @cached_property
    def inside_names(self) -> frozenset[str]:
        """The last words of names of several words: "Scholz" of "Olaf Scholz"."""
        found = set()
        for low, high in self._capitals():
            before = self.r.lower[low - 1] if low else ""
            plain = [at for at in range(low, high) if self.r.lower[at] not in self.titles]
            if len(plain) > 1 and before not in self.pack.determiners:
                found.add(self.r.lower[high - 1])
        return frozenset(found)

    def _may_stand_alone(self, word: str) -> bool:
        """Tell whether one word may be a name: a people by its plural, and no adjective, title or letter."""
        if word in demonyms_of(self.r.tag):
            return word.endswith("s") and not word.endswith("ss")
        return len(word) > 1 and word not in self.pack.groups | self.titles | self.pack.not_names

    def _is_named_elsewhere(self, number: int, words: Counter[str]) -> bool:
        """Tell whether a word with the capital of a sentence's beginning has it elsewhere too, or reports something."""
        word = self.r.lower[number]
        if word in self.inside:
            return True
        if word in self.small:
            return False
        if self.r.words[number].isupper() or words[word] > 1:
            return True
        return is_reporting(self.r, number + 1) and not self._is_plural_before_verb(number)

    def _is_plural_before_verb(self, number: int) -> bool:
        """Tell whether a word is a noun for many, by the form of its verb: "Estimates suggest"."""
        form = self.r.lower[number + 1]
        return self.r.lower[number].endswith("s") and self.pack.verbs[form].lemma == form

    def _is_place(self, run: Run) -> bool:
        return folded(self.r.said(run)) in self.known

    def _wholes(self, runs: list[Run]) -> dict[str, str]:
        """Give for each form of a name the fullest: "Kishi" is "Nobuo Kishi" where that stands in the text."""
        forms = {self.r.said(run): " ".join(self.r.said(run).split()) for run in runs}
        persons: dict[str, set[str]] = {}
        for whole in set(forms.values()):
            words = folded(whole).split()
            if len(words) > 1 and _type(whole, self.r.tag) == "person":
                for word in (words[0], words[-1]):
                    persons.setdefault(word, set()).add(whole)
        wholes: dict[str, str] = {}
        for form, plain in forms.items():
            key = folded(plain)
            longer = persons.get(key, set()) if key not in self.known else set()
            wholes[form] = min(longer) if len(longer) == 1 else plain
        return wholes

    def _named(self, run: Run, wholes: dict[str, str]) -> Named:
        whole = wholes[self.r.said(run)]
        kind = _type(whole, self.r.tag)
        low, high = run
        times = self.inside[self.r.lower[high - 1]]
        sure, why = 0.7, "a name by its capitals"
        if self._is_place(run):
            sure, why = 0.9, "a state or place by its name"
        elif times > 1:
            sure, why = 0.85, f"a name that stands {times} times in this text"
        elif high - low > 1:
            sure = 0.8
        return Named(run, self._phrase(run), whole, kind, sure, why)

    def _phrase(self, run: Run) -> Run:
        low = run[0]
        while low and self.r.sentence_of[low - 1] == self.r.sentence_of[run[0]]:
            before = self.r.lower[low - 1]
            is_part = before in self.titles or before in self.pack.determiners or before in demonyms_of(self.r.tag)
            if not is_part and self.r.words[low - 1] != ".":
                break
            low -= 1
            if before in self.pack.determiners:
                break
        return (low, run[1])


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


@cache
def _type(name: str, tag: str | None) -> str:
    guess = guess_entity_type(name, tag)
    words = folded(name).split()
    pack = pack_of(tag)
    if words[-1] in pack.regions or folded(name) in pack.capitals:
        return "place"
    if words[-1] in pack.publishers:
        return "organization"
    return "person" if guess == "other" and len(words) > 1 and _JOINED_NAME.fullmatch(name) else guess
