"""Marked spans with a type, and the roles that entities take in them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from annotator.model.extra import Extra
from annotator.model.span import Span
from annotator.model.vocabulary import ROLES_OF_TYPE

# A plain dictionary, since others can be neither pickled nor written as JSON; the type says that nobody changes it.
NO_ATTRIBUTES: Mapping[str, Any] = {}


class Role(NamedTuple):
    """One entity's part in a claim or an agreement.

    ``mention`` is the id of the actor annotation that is the evidence. ``acts_for`` (``for`` in the file) stands on
    speakers and parties, ``attitude`` on targets, ``side`` on parties; elsewhere they are None and not written.
    """

    entity: str
    mention: str | None = None
    acts_for: str | None = None
    attitude: str | None = None
    side: int | None = None
    extra: Extra = ()


# Named tuples rather than frozen dataclasses: a file may hold 100,000 of them, and these are made four times faster.
class Annotation(NamedTuple):
    """One marked span, or several fragments of one, of type actor, claim or agreement.

    Fields that a type does not have keep their defaults and are not written. An annotation that cannot be placed has
    no fragments and keeps its quote.
    """

    id: str
    type: str
    fragments: tuple[Span, ...]
    quote: tuple[str, ...]
    before: str = ""
    after: str = ""
    entities: tuple[str, ...] = ()
    speakers: tuple[Role, ...] = ()
    targets: tuple[Role, ...] = ()
    parties: tuple[Role, ...] = ()
    via: tuple[Role, ...] = ()
    topic: str | None = None
    stance: str | None = None
    status: str | None = None
    attribution: str | None = None
    certainty: str | None = None
    date: str | None = None
    codes: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = NO_ATTRIBUTES
    author: str = ""
    origin: str = "manual"
    created: str = ""
    modified: str = ""
    confidence: str | None = None
    note: str = ""
    extra: Extra = ()

    @property
    def start(self) -> int:
        """Where the first fragment begins; -1 when unplaced."""
        return self.fragments[0][0] if self.fragments else -1

    @property
    def end(self) -> int:
        """Where the last fragment ends; -1 when unplaced."""
        return self.fragments[-1][1] if self.fragments else -1

    @property
    def place(self) -> tuple[int, int, str]:
        """The key by which annotations are sorted in files and lists."""
        # Asked of every annotation when a document is opened, so without asking for start and end.
        fragments = self.fragments
        return (fragments[0][0], fragments[-1][1], self.id) if fragments else (-1, -1, self.id)

    @property
    def text(self) -> str:
        """The quote in one line of words, fragments joined by an ellipsis."""
        return " … ".join(self.quote)

    def roles(self) -> list[tuple[str, Role]]:
        """Every role with the name of its field, in the order of the file."""
        return [(field, role) for field in ROLES_OF_TYPE.get(self.type, ()) for role in getattr(self, field)]

    def entities_involved(self) -> tuple[str, ...]:
        """The ids of all entities that take part, each once, first come first."""
        ids = dict.fromkeys(self.entities)
        for _field, role in self.roles():
            ids[role.entity] = None
            if role.acts_for:
                ids[role.acts_for] = None
        return tuple(ids)
