"""Numbers for the names of a folder: one for each way a name is written, and of these the one that counts."""

from collections.abc import Iterator
from typing import Final

from annotator.model.name_key import name_key

Named = tuple[str, str]
"""A type and a name; of a topic or a code the type is ""."""
NO_TYPE: Final = "other"
"""The type of which nothing is known (``model/networks/actor_names.py``)."""


class NameTable:
    """Names by number; numbers are given out once and never change, so another thread may read those it knows of.

    ``same`` has for each number the first one whose type and name are the same by the one comparing key.
    """

    def __init__(self) -> None:
        self.same: list[int] = []
        self._named: list[Named] = []
        self._numbers: dict[Named, int] = {}
        self._first: dict[Named, int] = {}
        self._types: dict[str, list[int]] = {}
        self.untyped_numbers: list[int] = []
        self.nameless: list[int] = []
        """Of those that stand for a reference to what is not there, with no type at all."""
        self._written: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._named)

    def number(self, name: str, kind: str = "") -> int:
        """Give the number of a name as it is written, a new one where it has none."""
        named = (kind, name)
        known = self._numbers.get(named)
        return self._add(named) if known is None else known

    def find(self, name: str, kind: str = "") -> int | None:
        """Give the number that counts of a name, however it is written; None where nobody has it."""
        return self._first.get((kind, name_key(name)))

    def name(self, number: int) -> str:
        """Give a name as it is written."""
        return self._named[number][1]

    def type(self, number: int) -> str:
        """Give the type of what has the name."""
        return self._named[number][0]

    def alike(self, number: int) -> list[int]:
        """Give those that count and have this name, of whatever type."""
        return self._types[name_key(self._named[number][1])]

    def named(self, name: str) -> list[int]:
        """Give those that count and have this name, of whatever type."""
        return self._types.get(name_key(name), [])

    def spellings(self, number: int) -> set[str]:
        """Give all ways in which the name that counts is written."""
        return {self._named[one][1] for one in self._written.get(number, (number,))}

    def untyped(self, number: int) -> bool:
        """Tell whether another type would be taken for the one of this name."""
        return self._named[number][0] == NO_TYPE

    def numbers(self) -> Iterator[int]:
        """Give those that count."""
        return (number for number, same in enumerate(self.same) if number == same)

    def _add(self, named: Named) -> int:
        number = self._numbers[named] = len(self._named)
        kind, key = named[0], name_key(named[1])
        first = self._first.setdefault((kind, key), number)
        if first == number:
            self._types.setdefault(key, []).append(number)
            if kind == NO_TYPE:
                self.untyped_numbers.append(number)
            elif not kind:
                self.nameless.append(number)
        else:
            self._written.setdefault(first, [first]).append(number)
        self.same.append(first)
        self._named.append(named)
        return number
