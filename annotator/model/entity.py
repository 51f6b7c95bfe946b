"""Those behind actor annotations: persons, organisations, states, groups and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.model.extra import Extra


@dataclass(frozen=True, slots=True)
class Entity:
    """One who speaks, is spoken of, or agrees."""

    id: str
    name: str
    type: str = "other"
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    extra: Extra = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)
