"""Who refers to whom: kept up with every edit, so that nothing has to be searched for."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from annotator.model.annotation import Annotation
from annotator.model.link import Link

Reference: TypeAlias = tuple[str, str]
"""As what a record names something (entity, topic, mention, or end of a link), and the id that it names."""
_END: Final = "end"


class References:
    """For every entity, topic and annotation: the annotations and links that name it.

    A table of references is one dictionary from the id named to the ids that name it, in the order they came.
    """

    def __init__(self, annotations: Iterable[Annotation] = (), links: Iterable[Link] = ()) -> None:
        self._users: dict[Reference, dict[str, None]] = {}
        for annotation in annotations:
            self.add(annotation)
        for link in links:
            self.add(link)

    def add(self, record: Annotation | Link) -> None:
        """Take in a record."""
        for reference in _references(record):
            self._users.setdefault(reference, {})[record.id] = None

    def remove(self, record: Annotation | Link) -> None:
        """Let go of a record, given as it was added."""
        for reference in _references(record):
            users = self._users.get(reference, {})
            users.pop(record.id, None)
            if not users:
                self._users.pop(reference, None)

    def with_entity(self, entity_id: str) -> tuple[str, ...]:
        """Give the ids of the annotations in which an entity takes part."""
        return self.naming(("entity", entity_id))

    def with_topic(self, topic_id: str) -> tuple[str, ...]:
        """Give the ids of the annotations about a topic."""
        return self.naming(("topic", topic_id))

    def with_mention(self, annotation_id: str) -> tuple[str, ...]:
        """Give the ids of the annotations whose roles rest on an actor annotation."""
        return self.naming(("mention", annotation_id))

    def links_of(self, annotation_id: str) -> tuple[str, ...]:
        """Give the ids of the links that begin or end at an annotation."""
        return self.naming((_END, annotation_id))

    def naming(self, reference: Reference) -> tuple[str, ...]:
        """Give the ids of the records that name something."""
        return tuple(self._users.get(reference, ()))


class ReferencesOver(References):
    """References as they will be once some records are changed, over those of a layer, which stay as they are.

    Costs as much as what was changed, however much lies below; what was added stands last. What annotations name is
    looked at when somebody asks: where thousands are taken in one step, only links are asked for.
    """

    def __init__(self, below: References) -> None:
        super().__init__()
        self._below = below
        self._gone: dict[Reference, set[str]] = {}
        self._waiting: list[tuple[Annotation, bool]] = []

    def add(self, record: Annotation | Link) -> None:
        """Take in a record."""
        if isinstance(record, Annotation):
            self._waiting.append((record, True))
        else:
            super().add(record)

    def remove(self, record: Annotation | Link) -> None:
        """Let go of a record, given as it was added here or below."""
        if isinstance(record, Annotation):
            self._waiting.append((record, False))
        else:
            self._take_out(record)

    def naming(self, reference: Reference) -> tuple[str, ...]:
        """Give the ids of the records that will name something."""
        if self._waiting and reference[0] != _END:
            self._take_in_all()
        below = self._below.naming(reference)
        if gone := self._gone.get(reference):
            below = tuple(identifier for identifier in below if identifier not in gone)
        # A record that was taken out and put back stands among those added.
        return below + super().naming(reference)

    def _take_out(self, record: Annotation | Link) -> None:
        super().remove(record)
        for reference in _references(record):
            self._gone.setdefault(reference, set()).add(record.id)

    def _take_in_all(self) -> None:
        for record, comes in self._waiting:
            if comes:
                super().add(record)
            else:
                self._take_out(record)
        self._waiting.clear()


def _references(record: Annotation | Link) -> Iterator[Reference]:
    if isinstance(record, Link):
        yield _END, record.source
        yield _END, record.target
        return
    for entity_id in record.entities_involved():
        yield "entity", entity_id
    if record.topic is not None:
        yield "topic", record.topic
    for _field, role in record.roles():
        if role.mention is not None:
            yield "mention", role.mention
