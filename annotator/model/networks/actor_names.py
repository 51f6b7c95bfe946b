"""Who is one actor in many documents: those of one name and type, whatever way the name is written."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from annotator.model.name_key import name_key

_NO_TYPE: Final = "other"
"""The type of which nothing is known: a name that has one other type elsewhere has that one."""

Actor = tuple[str, str]
"""A type and a name."""


class ActorNames:
    """Knows of all actors what each is called: as where it came first."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._first: dict[Actor, str] = {}
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        given = {actor: (actor[0], name_key(actor[1])) for actor in dict.fromkeys(actors)}
        for kind, key in given.values():
            if kind != _NO_TYPE:
                self._types[key].add(kind)
        self._keys = {actor: (self._type(*key), key[1]) for actor, key in given.items()}
        for actor, known in self._keys.items():
            self._first.setdefault(known, actor[1])

    def called(self, actor: Actor) -> Actor:
        """Give the type and name under which one of them is counted."""
        key = self._keys[actor]
        return key[0], self._first[key]

    def _type(self, kind: str, key: str) -> str:
        known = self._types.get(key, set()) if kind == _NO_TYPE else set()
        return next(iter(known)) if len(known) == 1 else kind
