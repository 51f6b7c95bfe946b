"""Positions that claims and agreements are about."""

from dataclasses import dataclass

from annotator.model.extra import Extra


@dataclass(frozen=True, slots=True)
class Topic:
    """A position, worded so that one could oppose it; ``broader`` is the id of a wider one."""

    id: str
    name: str
    broader: str | None = None
    code: str | None = None
    note: str = ""
    extra: Extra = ()
