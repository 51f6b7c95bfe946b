"""The names and aliases under which entities of a folder are found: by their beginning, whole, or as letters alone."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from annotator.services.index.starts import Match, Starts

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_SMALL_WORDS: Final = frozenset(
    ("of", "the", "and", "for", "de", "du", "des", "la", "le", "der", "die", "das", "und", "di", "da", "do")
)


class Label(NamedTuple):
    """One of the names under which an entity is found, in the form that is looked for."""

    scope: int
    written: int
    name: str
    is_alias: bool


Found = tuple[int, Label, int]
"""The number of an entity, the label by which it was found, and the rank of that."""


class Labels:
    """Labels by number; those that no file has any more are found no longer."""

    def __init__(self) -> None:
        self._labels: list[Label] = []
        self._numbers: dict[Label, int] = {}
        self._uses: list[int] = []
        self._means: list[tuple[int, int]] = []
        """Of each label the entity, and 1 for an alias, which comes behind names."""
        self._starts = Starts()
        self._short: dict[str, list[int]] = {}

    def find(self, label: Label) -> int | None:
        """Give the number of a label that is known."""
        return self._numbers.get(label)

    def add(self, label: Label, entity: int) -> int:
        """Take in a label of an entity, which nothing uses yet, and give its number."""
        number = self._numbers[label] = len(self._labels)
        self._labels.append(label)
        self._uses.append(0)
        self._means.append((entity, int(label.is_alias)))
        self._starts.add(label.name, number)
        self._short.setdefault(initials(label.name) or letters(label.name), []).append(number)
        return number

    def use(self, numbers: Iterable[int], by: int) -> None:
        """Note that so many more, or less, use labels."""
        for number in numbers:
            self._uses[number] += by

    def ranks(self, typed: str) -> dict[int, int]:
        """Give the entities that are found, the whole name (0) before a word of it, and a name before an alias."""
        ranks: dict[int, int] = {}
        uses, means = self._uses, self._means
        for place, rank in self._starts.find(typed):
            if uses[place]:
                number, further = means[place]
                if rank + further < ranks.get(number, 99):
                    ranks[number] = rank + further
        return ranks

    def exactly(self, name: str) -> list[Found]:
        """Give the entities that have just this name, or one that ends in its words (rank 1)."""
        return self._in_use(self._starts.exactly(name))

    def beginning(self, start: str) -> list[Found]:
        """Give the entities of which a name has a word that begins so."""
        return self._in_use(self._starts.find(start))

    def short(self, short: str) -> list[Found]:
        """Give the entities with a name of one word that has these letters (rank 0), or of these initials (rank 1)."""
        known = self._short.get(short, ())
        return self._in_use(Match(label, int(" " in self._labels[label].name)) for label in known)

    def _in_use(self, matches: Iterable[Match]) -> list[Found]:
        return [
            (self._means[match.label][0], self._labels[match.label], match.rank)
            for match in matches
            if self._uses[match.label]
        ]


def initials(name: str) -> str:
    """Give the first letters of a name's words, small ones left out: "uk" of "united kingdom"; "" of one word."""
    words = [word for word in name.split() if word not in _SMALL_WORDS]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def letters(name: str) -> str:
    """Give a name's letters alone: "uk" of "u.k."."""
    return _NOT_LETTERS.sub("", name)
