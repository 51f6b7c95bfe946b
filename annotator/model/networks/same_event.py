"""Annotations that tell the same thing again and are counted once."""

from collections.abc import Iterable

from annotator.model.link import Link
from annotator.model.vocabulary import SAME_EVENT


class EventGroups:
    """Annotations joined by same-event links, and how links that come and go join and part them.

    ``event_of`` gives, for every annotation with such a link, the id that stands for its whole group.
    """

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self.event_of: dict[str, str] = {}
        self._near: dict[str, dict[str, str]] = {}
        for link in links:
            self._join(link)
        for identifier in self._near:
            if identifier not in self.event_of:
                self._name(self.group_of(identifier))

    def group_of(self, identifier: str) -> set[str]:
        """Give all annotations that tell the same event as one, itself among them."""
        found, waiting = {identifier}, [identifier]
        while waiting:
            for other in self._near.get(waiting.pop(), {}).values():
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def follow(self, gone: Iterable[Link], come: Iterable[Link]) -> None:
        """Take away links that are no longer there, and take in those that are."""
        gone, come = list(gone), list(come)
        touched = {other for link in (*gone, *come) for end in _ends(link) for other in self.group_of(end)}
        for link in gone:
            for end in _ends(link):
                self._near.get(end, {}).pop(link.id, None)
        for link in come:
            self._join(link)
        for identifier in touched:
            self.event_of.pop(identifier, None)
        for identifier in touched:
            if self._near.get(identifier) and identifier not in self.event_of:
                self._name(self.group_of(identifier))

    def _join(self, link: Link) -> None:
        if link.type == SAME_EVENT:
            self._near.setdefault(link.source, {})[link.id] = link.target
            self._near.setdefault(link.target, {})[link.id] = link.source

    def _name(self, group: set[str]) -> None:
        self.event_of.update(dict.fromkeys(group, min(group)))


def same_event_groups(links: Iterable[Link]) -> dict[str, str]:
    """Give, for every annotation with a same-event link, the id that stands for its whole group."""
    return EventGroups(links).event_of


def _ends(link: Link) -> tuple[str, ...]:
    return (link.source, link.target) if link.type == SAME_EVENT else ()
