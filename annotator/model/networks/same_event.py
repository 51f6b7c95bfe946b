"""Annotations that tell the same thing again and are counted once."""

from collections.abc import Iterable

from annotator.model.link import Link
from annotator.model.vocabulary import SAME_EVENT


def same_event_groups(links: Iterable[Link]) -> dict[str, str]:
    """Give, for every annotation with a same-event link, the id that stands for its whole group."""
    leader: dict[str, str] = {}

    def find(identifier: str) -> str:
        while leader.setdefault(identifier, identifier) != identifier:
            leader[identifier] = leader[leader[identifier]]
            identifier = leader[identifier]
        return identifier

    for link in links:
        if link.type == SAME_EVENT:
            one, other = sorted((find(link.source), find(link.target)))
            leader[other] = one
    return {identifier: find(identifier) for identifier in list(leader)}
