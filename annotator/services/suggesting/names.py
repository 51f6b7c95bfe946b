"""Who is named in a text: runs of capitalised words, by territories, titles and the words that join names."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.packs import pack_of
from annotator.model.name_key import folded
from annotator.services.suggesting.capitals import OF, ROMAN, Capitals, demonyms_of
from annotator.services.suggesting.name_parts import NameParts
from annotator.services.suggesting.phrases import is_reporting
from annotator.services.suggesting.reading import Reading, Run

_JOINED_NAME: Final = re.compile(r"(?:[^\W\d_a-z][\w'’-]+\s+)+[^\W\d_a-z][\w'’]+-\w+")
_MODEL: Final = re.compile(r"[^\W\d_]+(?:-\d+|\d{3,})[^\W\d_]?$")
"""A thing of a make: "F-16", "A320"."""
_OF_PARTY: Final = re.compile(r"[A-Z]-[A-Z]")
"""What stands in brackets behind a member of parliament: "(D-Iowa)"."""
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
        self.capitals = Capitals(reading)
        self.titles = self.capitals.titles

    def found(self) -> list[Named]:
        parts = NameParts(self.capitals)
        runs = [run for each in self.capitals.runs() for run in parts.of(each)]
        words = Counter(self.r.lower[at] for run in runs if self._tells_names(run) for at in range(*run))
        kept = [run for run in runs if self._is_name(run, words)]
        wholes = self._wholes(kept)
        return [self._named(run, wholes) for run in kept]

    def _tells_names(self, run: Run) -> bool:
        """Tell whether the words of a run are those of a name: of headlines and single first words nobody knows."""
        return not self.capitals.in_title(run[0]) and (run[1] - run[0] > 1 or not self.capitals.opens(run[0]))

    def _is_name(self, run: Run, words: Counter[str]) -> bool:
        low, high = run
        if high - low > _LONGEST or self._is_adjective(run) or self._is_thing(run) or not self._may_stand(run):
            return False
        if any(self.capitals.is_known(at) for at in range(low, high)) or self.capitals.is_place(run):
            return True
        if self._is_work(run) and not all(self.capitals.inside[self.r.lower[at]] > 1 for at in range(low, high)):
            return False
        if self.pack.nouns_capitalised:
            return self._is_surely_named(run)
        if self.capitals.in_title(low):
            return sum(words[self.r.lower[at]] > 0 for at in range(low, high)) * 2 > high - low
        return high - low > 1 or not self.capitals.opens(low) or self._is_named_elsewhere(low, words)

    def _is_adjective(self, run: Run) -> bool:
        """Tell whether a run only says whose something is: "North Korean"; "South Koreans" are somebody."""
        low, high = run
        is_adjective = folded(self.r.said(run)) in demonyms_of(self.r.tag)
        if high - low > 1 and self.capitals.is_adjective(high - 1):
            is_adjective |= all(self.r.lower[at] in self.pack.compass for at in range(low, high - 1))
        return is_adjective and not self._is_many(high - 1)

    def _is_many(self, number: int) -> bool:
        word = self.r.lower[number]
        return word.endswith("s") and not word.endswith("ss")

    def _is_thing(self, run: Run) -> bool:
        """Tell whether a run names what does not act: a law, a war, an aircraft."""
        low, high = run
        if self.r.lower[low] in self.pack.of_storms or self._is_model(run):
            return True
        while high - low > 1 and ROMAN.match(self.r.lower[high - 1]) and self.r.words[high - 1].isupper():
            high -= 1
        is_of = high - low > 2 and self.r.words[low + 1] in OF
        return self.r.lower[high - 1] in self.pack.not_actors or (is_of and self.r.lower[low] in self.pack.not_actors)

    def _is_work(self, run: Run) -> bool:
        """Tell whether a run stands in a short quotation that is written as a title: “Game of Thrones”."""
        around = self.r.quotations_in(*run)
        if (
            not around
            or around[0][1] - around[0][0] > _LONGEST
            or self.r.lower[run[1] - 1] in self.capitals.institutions
        ):
            return False
        return all(self.r.capitalised(at) for at in range(*around[0]) if len(self.r.words[at]) > 3)

    def _is_model(self, run: Run) -> bool:
        last = self.r.words[run[1] - 1]
        if _OF_PARTY.match(last) and run[0] and self.r.words[run[0] - 1] == "(":
            return True
        return _MODEL.match(last) is not None and guess_entity_type(last.replace("-", ""), self.r.tag) == "other"

    def _is_surely_named(self, run: Run) -> bool:
        """Tell whether a run is a name where every noun has a capital: by a title, a verb that reports, or its form."""
        low, high = run
        before = self.r.lower[low - 1] if low else ""
        if before in self.titles or (high - low == 1 and self.r.words[low].isupper() and len(self.r.words[low]) > 1):
            return True
        if before in self.pack.determiners and self.r.lower[high - 1] not in self._last_names:
            return False
        if is_reporting(self.r, high) or (low and is_reporting(self.r, low - 1)):
            return True
        return high - low > 1 or self.r.lower[low] in self._last_names

    @cached_property
    def _last_names(self) -> frozenset[str]:
        """The last words of names of several words: "Scholz" of "Olaf Scholz"."""
        found = set()
        for low, high in self.capitals.runs():
            before = self.r.lower[low - 1] if low else ""
            plain = [at for at in range(low, high) if self.r.lower[at] not in self.titles]
            if len(plain) > 1 and before not in self.pack.determiners:
                found.add(self.r.lower[high - 1])
        return frozenset(found)

    def _may_stand(self, run: Run) -> bool:
        """Tell whether a run may be a name; one word a people by its plural, and no adjective, title or letter."""
        if run[1] - run[0] > 1:
            return True
        number = run[0]
        word = self.r.lower[number]
        if self.capitals.is_adjective(number):
            return self._is_many(number)
        if len(word) < 2 or word in self.titles or word in self.pack.not_names:
            return False
        return not word.endswith(self.pack.thing_endings)

    def _is_named_elsewhere(self, number: int, words: Counter[str]) -> bool:
        """Tell whether a word with the capital of a sentence's beginning has it elsewhere too, or reports something."""
        word = self.r.lower[number]
        if word in self.capitals.inside:
            return word not in self.capitals.small or word in self.capitals.ends
        if word in self.capitals.small:
            return False
        if not self.r.words[number][1:].islower() or words[word] or self._is_before_title(number + 1):
            return True
        return is_reporting(self.r, number + 1) and not self._is_plural_before_verb(number)

    def _is_before_title(self, number: int) -> bool:
        """Tell whether a word is a title that begins with a capital: "Ohio Senator"."""
        is_title = number < len(self.r.words) and self.r.lower[number] in self.titles
        return is_title and self.r.capitalised(number)

    def _is_plural_before_verb(self, number: int) -> bool:
        """Tell whether a word is a noun for many, by the form of its verb: "Estimates suggest"."""
        form = self.r.lower[number + 1]
        return self.r.lower[number].endswith("s") and self.pack.verbs[form].lemma == form

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
            longer = persons.get(key, set()) if key not in self.capitals.known else set()
            wholes[form] = min(longer) if len(longer) == 1 else plain
        return wholes

    def _named(self, run: Run, wholes: dict[str, str]) -> Named:
        whole = wholes[self.r.said(run)]
        kind = _type(whole, self.r.tag)
        low, high = run
        times = self.capitals.inside[self.r.lower[high - 1]]
        sure, why = 0.7, "a name by its capitals"
        if self.capitals.is_place(run):
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
def _type(name: str, tag: str | None) -> str:
    guess = guess_entity_type(name, tag)
    words = folded(name).split()
    pack = pack_of(tag)
    if words[-1] in pack.regions or folded(name) in pack.capitals:
        return "place"
    if words[-1] in pack.publishers:
        return "organization"
    return "person" if guess == "other" and len(words) > 1 and _JOINED_NAME.fullmatch(name) else guess
