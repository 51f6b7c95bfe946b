"""Typed relations between two annotations."""

from dataclasses import dataclass

from annotator.model.extra import Extra


@dataclass(frozen=True, slots=True)
class Link:
    """``source`` (``from`` in the file) supports, opposes, elaborates or repeats the event of ``target`` (``to``)."""

    id: str
    type: str
    source: str
    target: str
    author: str = ""
    created: str = ""
    note: str = ""
    extra: Extra = ()
