"""What the program proposes to mark: one annotation that is not there yet, with whoever takes part and the reason."""

from dataclasses import dataclass
from typing import Final

from annotator.model.name_key import name_key
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, SCORE, SUGGESTED_BY

__all__ = ["SCORE", "SUGGESTED", "SUGGESTED_BY", "Fragments", "Part", "Somebody", "Suggestion"]

Fragments = tuple[Span, ...]

SUGGESTED: Final = "suggested"
"""The origin of an accepted suggestion."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """An entity as a suggestion names it: the fullest name at hand, and where the text mentions it.

    ``entity`` is the id of the layer's entity of that name, None where there is none yet; ``type`` is a guess.
    ``span`` is None where the passage names nobody ("he" has the place of the "he"). ``member_of`` is the name of the
    state or organization whose member a new entity is, "" where the text says nothing of it. ``is_told`` says that the
    analyst said type or group: it holds whatever an entity of the name was before.
    """

    name: str
    type: str = "other"
    span: Span | None = None
    entity: str | None = None
    member_of: str = ""
    is_told: bool = False

    @property
    def key(self) -> str:
        """By which the same one is known in other places."""
        return self.entity or name_key(self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a suggested claim or agreement; ``field`` is ``speakers``, ``targets``, ``parties``, ``via``.

    One mention of two ("the two ministers") gives a part each, with one span.
    """

    field: str
    who: Somebody


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An annotation that is likely to be made.

    ``others`` are further likely fragments, the likeliest first. ``topic`` is a topic's name. ``confidence`` goes from
    0 to 1, ``why`` says in words what it rests on, ``pattern`` by which habits count it, and ``by`` who made it, with
    a version: "rules 1". ``extents`` names the fragments and the others in their order, where habits know them.
    """

    type: str
    fragments: Fragments
    others: tuple[Fragments, ...] = ()
    entities: tuple[Somebody, ...] = ()
    roles: tuple[Part, ...] = ()
    topic: str | None = None
    stance: str | None = None
    status: str | None = None
    attribution: str | None = None
    date: str | None = None
    confidence: float = 0.5
    why: str = ""
    pattern: str = ""
    by: str = ""
    extents: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where the first fragment begins."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.fragments[-1].end

    @property
    def place(self) -> tuple[int, int, str]:
        """The key by which suggestions are walked, that of annotations."""
        return (self.start, self.end, self.type)

    def quote(self, text: str) -> tuple[str, ...]:
        """Give the words that it would mark."""
        return tuple(text[start:end] for start, end in self.fragments)

    def names_same(self, other: "Suggestion") -> bool:
        """Tell whether both are mentions of the same one: what accepting all places of a name takes together."""
        mine, theirs = ({who.key for who in one.entities} for one in (self, other))
        return self.type == other.type == ACTOR and bool(mine) and mine == theirs
