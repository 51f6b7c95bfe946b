"""Which group somebody belongs to by the words around a name: "Japanese Defence Minister X", "Y of South Korea"."""

from collections.abc import Iterator
from typing import Final

from annotator.services.suggesting.mentions import Mentions, states_of_demonyms
from annotator.services.suggesting.names import Named
from annotator.services.suggesting.reading import Reading, Run

_GROUPS: Final = ("state", "igo")
_BODIES: Final = ("organization", "group", "other")
_REACH: Final = 7
"""So many words before or behind a name say what somebody is."""


def belonging(reading: Reading, mentions: Mentions) -> dict[str, str]:
    """Give by the fullest form of a name the name of the state or organization that its bearer belongs to."""
    finder = _Finder(reading, mentions)
    found: dict[str, str] = {}
    for name in mentions.named:
        if name.whole not in found and (group := finder.group_of(name)) and group != name.whole:
            found[name.whole] = group
    return found


class _Finder:
    def __init__(self, reading: Reading, mentions: Mentions) -> None:
        self.r, self.mentions, self.pack = reading, mentions, reading.pack
        self.titles = reading.rules.titles | reading.pack.more_titles
        self.states = states_of_demonyms(reading.tag)
        self.at = {name.run[0]: name for name in mentions.named}
        self.ends = {name.run[1]: name for name in mentions.named}

    def group_of(self, name: Named) -> str | None:
        if name.type in _GROUPS:
            return None
        if name.type == "person":
            found = (self._before(name.run), self._behind(name.run), self._of(name.run))
        elif name.type in _BODIES:
            found = (self._inside(name), self._owner(name.run), self._seated(name))
        else:
            return None
        return next(filter(None, found), None)

    def _before(self, run: Run) -> str | None:
        """Give whose title stands before a name: "his Japanese counterpart X", "Italy's prime minister, X"."""
        told = False
        last = run[0] - (2 if self._word(run[0] - 1) == "," and self._word(run[0] - 2) in self.titles else 1)
        for at in range(last, max(-1, last - _REACH), -1):
            if self.r.sentence_of[at] != self.r.sentence_of[run[0]]:
                return None
            word = self.r.lower[at]
            if state := self.states.get(word):
                return self._called(state)
            if told and (known := self.ends.get(at + 1)) and known.type in _GROUPS:
                return known.whole
            if word in _ENDINGS:
                continue
            if not word.isalpha() or word in self._stops:
                return None
            told = told or word in self.titles
        return None

    def _behind(self, run: Run) -> str | None:
        """Give whose title stands behind a comma: "X, the president of Y", "X, Y's president", "X, Japanese envoy"."""
        if self._word(run[1]) != ",":
            return None
        told = False
        for at in range(run[1] + 1, min(len(self.r.words), run[1] + 2 + _REACH)):
            word = self.r.lower[at]
            if self.r.sentence_of[at] != self.r.sentence_of[run[0]]:
                return None
            known = self.at.get(at)
            if known and known.type in _GROUPS and (told or self._word(known.run[1]) in _ENDINGS):
                return known.whole
            if (state := self.states.get(word)) and self._is_title_near(at):
                return self._called(state)
            if known or not (word.isalpha() or word in _ENDINGS) or word in self.pack.clause_words:
                return None
            told = told or word in self.titles
        return None

    def _of(self, run: Run) -> str | None:
        """Give the state of "X of South Korea"."""
        behind = run[1] + (2 if self._word(run[1] + 1) in self.pack.articles else 1)
        known = self.at.get(behind) if self._word(run[1]) in _OF else None
        return known.whole if known and known.type in _GROUPS else None

    def _inside(self, name: Named) -> str | None:
        """Give the state that stands in a name: "Japanese Ministry of Defence"."""
        first = self.r.lower[name.run[0]]
        return self._called(self.states[first]) if first in self.states and name.run[1] - name.run[0] > 1 else None

    def _owner(self, run: Run) -> str | None:
        """Give the state of "Italy's Leonardo" and of "the Japanese company X"."""
        if self._word(run[0] - 1) in _ENDINGS:
            owner = self.ends.get(run[0] - 1)
            return owner.whole if owner and owner.type in _GROUPS else None
        for at in range(run[0] - 1, max(-1, run[0] - 4), -1):
            word = self.r.lower[at]
            if word in self.states and self.r.sentence_of[at] == self.r.sentence_of[run[0]]:
                return self._called(self.states[word])
            if not word.isalpha() or word in self._stops:
                return None
        return None

    def _seated(self, name: Named) -> str | None:
        """Give the state in which an organization is, or all of several that are joined: "X and Y in Japan"."""
        for low, high in self._joined_behind(name.run):
            if self._word(high) in _IN and (name.type == "organization" or low != name.run[0]):
                behind = high + (2 if self._word(high + 1) in self.pack.articles else 1)
                known = self.at.get(behind)
                return known.whole if known and known.type == "state" else None
        return None

    def _joined_behind(self, run: Run) -> Iterator[Run]:
        yield run
        for _step in range(4):
            at = run[1]
            while self._word(at) == "," or self._word(at) in self.pack.and_words:
                at += 1
            following = self.at.get(at)
            if at == run[1] or following is None or following.type not in _BODIES:
                return
            run = following.run
            yield run

    def _is_title_near(self, at: int) -> bool:
        return any(self._word(number) in self.titles for number in range(at + 1, at + 5))

    def _called(self, state: str) -> str:
        return self.mentions.called(state)

    @property
    def _stops(self) -> frozenset[str]:
        return self.pack.determiners | self.pack.prepositions | self.pack.clause_words | self.pack.auxiliaries

    def _word(self, number: int) -> str:
        return self.r.lower[number] if 0 <= number < len(self.r.lower) else ""


_ENDINGS: Final = ("'s", "’s", "s")
_OF: Final = ("of",)
_IN: Final = ("in", "of")
