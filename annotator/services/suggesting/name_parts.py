"""The names in a run of capitals: without what opens the sentence, days and titles; "FBI Director Ono" is two."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from annotator.services.suggesting.capitals import OF, ROMAN, Capitals
from annotator.services.suggesting.reading import Run

_LONGEST_PLACE: Final = 3
"""So many words the name of a territory behind "Ambassador to" has at most."""


class NameParts:
    """Cuts runs of capitals into names."""

    def __init__(self, capitals: Capitals) -> None:
        self.capitals = capitals
        self.r = capitals.r
        self.pack = capitals.pack
        self.rules = capitals.rules
        self.titles = capitals.titles
        self.strong = capitals.titles - capitals.pack.soft_titles

    def of(self, run: Run) -> list[Run]:
        """Give the names in a run, of a headline what is a name elsewhere."""
        low, high = run
        if self.capitals.in_title(low):
            return self._of_title(low, high)
        low, high = self._trimmed(low, high)
        return list(self._in_office(low, high)) if low < high else []

    def _in_office(self, low: int, high: int) -> Iterator[Run]:
        """Give the names in a run that may go on with an office's: "Secretary of | State Ono" is Ono alone."""
        held = self._office(low, high)
        if held and self.capitals.is_place(held):
            yield held
        low, high = self._trimmed(held[1], high) if held else (low, high)
        if low < high:
            yield from self._cut(low, high)

    def _office(self, low: int, high: int) -> Run | None:
        """Give what somebody holds an office of: "State", "Health", "Peru"; nothing where an institution is named."""
        has_article = low > 0 and self.r.lower[low - 1] in self.pack.articles
        at = low - 1 - has_article
        if at < 1 or self.r.lower[at] not in self._of_words or self.r.lower[at - 1] not in self.titles:
            return None
        if self._ends_institution(low, high):
            return None
        ends = range(min(high, low + _LONGEST_PLACE), low, -1)
        end = next((end for end in ends if self.capitals.is_place((low, end))), low)
        while end < high and end - low < _LONGEST_PLACE and not has_article and self.r.lower[end] in self._matters:
            end += 1
        goes_on = end == high or self.r.capitalised(end)
        return (low, end) if end > low and goes_on else None

    @cached_property
    def _matters(self) -> frozenset[str]:
        return self.pack.matters | self.pack.and_words

    @cached_property
    def _of_words(self) -> frozenset[str]:
        return (self.pack.name_joiners | self.pack.to_words) - {"-"}

    def _of_title(self, low: int, high: int) -> list[Run]:
        """Give what of a headline's capitals are names elsewhere in the text."""
        found: list[Run] = []
        for at in range(low, high):
            if self.r.lower[at] not in self.capitals.inside and not self.capitals.is_known(at):
                continue
            joiners = self.pack.name_joiners - {"on"}
            if found and all(word in joiners for word in self.r.words[found[-1][1] : at]):
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
        return found

    def _trimmed(self, low: int, high: int) -> Run:
        while low < high and self._is_opener(low):
            low += 1
        while high > low and self._ends_no_name(high - 1):
            high -= 1
        while low < high and (self.r.words[low] in self.pack.name_joiners or self.r.lower[low] in OF | {"."}):
            low += 1
        return low, high

    def _ends_no_name(self, number: int) -> bool:
        word = self.r.words[number]
        return self.capitals.is_day(number) or (word in self.pack.name_joiners and self.r.words[number - 1] != "-")

    def _is_opener(self, number: int) -> bool:
        word = self.r.lower[number]
        if word in self.rules.openers or word in self.pack.days or self.capitals.is_day(number):
            return True
        if word in self.pack.not_names:
            return not ROMAN.match(word) or self.r.words[number].isupper()
        if not self.capitals.opens(number) or word in self.capitals.inside:
            return False
        return word in self.capitals.small or word in self.pack.opening or word.endswith(self.pack.opening_endings)

    def _cut(self, low: int, high: int) -> Iterator[Run]:
        """Give the names before and behind the first title: the whole where it is an institution's, or has none."""
        found = self._title_in(low, high)
        if found is None:
            yield self._behind_adjectives(low, high), high
            return
        begin, end = found
        before = self._without_end(low, begin)
        if low < before and not all(self._says_no_name(at) for at in range(low, before)):
            yield low, before
        low, high = self._trimmed(end, high)
        if low < high:
            yield from self._in_office(low, high)

    def _title_in(self, low: int, high: int) -> Run | None:
        """Give the first title of a person in a run, with all that belongs to it: "Deputy Prime Minister"."""
        for at in range(low, high):
            if not self._is_title(at, low, high):
                continue
            begin, end = at, at + 1
            while begin > low and (self._is_of_title(begin - 1) or self.r.words[begin - 1] == "."):
                begin -= 1
            while end < high and (self._is_of_title(end) or self.r.words[end] == "."):
                end += 1
            return begin, end
        return None

    def _is_title(self, at: int, low: int, high: int) -> bool:
        word = self._bare(at)
        if not self._is_of_title(at) or (at > low and self.r.words[at - 1] in self.pack.name_joiners):
            return False
        if word in self.pack.adjective_titles and not (at + 1 < high and self._is_of_title(at + 1)):
            return False
        if self._ends_institution(low, high) and word not in self.strong:
            return False
        if word in self.strong or all(self._is_of_title(n) or self.capitals.is_adjective(n) for n in range(low, at)):
            return True
        return self.r.lower[at - 1] in self.capitals.institutions

    def _bare(self, at: int) -> str:
        """Give a word without what may be joined to a title: "then-President"."""
        word = self.r.lower[at]
        first, _hyphen, last = word.partition("-")
        return last if last in self.titles and first in self.pack.title_beginnings else word

    def _is_of_title(self, at: int) -> bool:
        return self._bare(at) in self.titles or self.r.lower[at] in self.pack.adjective_titles

    def _ends_institution(self, low: int, high: int) -> bool:
        return high - low > 1 and self.r.lower[high - 1] in self.capitals.institutions

    def _without_end(self, low: int, high: int) -> int:
        """Give where a name ends before a title: "Senate Minority" is the Senate, "UK Foreign" the UK."""
        while high > low and (self._is_beside_names(high - 1) or self.r.words[high - 1] in self.pack.name_joiners):
            high -= 1
        return high

    def _says_no_name(self, at: int) -> bool:
        is_common = self.r.lower[at] in self.pack.opening and not self.r.words[at].isupper()
        return is_common or self._is_beside_names(at)

    def _is_beside_names(self, at: int) -> bool:
        return self.capitals.is_adjective(at) or self._is_of_title(at) or self.r.words[at] == "."

    def _behind_adjectives(self, low: int, high: int) -> int:
        """Give where a territory begins behind adjectives: "Democratic U.S."."""
        if not self.capitals.is_adjective(low):
            return low
        at = next((at for at in range(low, high) if not self.capitals.is_adjective(at)), low)
        return at if self.capitals.is_place((at, high)) and not self.capitals.is_place((low, high)) else low
