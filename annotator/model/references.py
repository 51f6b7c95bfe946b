"""Who refers to whom: kept up with every edit, so that nothing has to be searched for."""

from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation
from annotator.model.link import Link


class References:
    """For every entity, topic and annotation: the annotations and links that name it.

    A table of references is one dictionary from the id named to the ids that name it, in the order they came.
    """

    def __init__(self, annotations: Iterable[Annotation], links: Iterable[Link]) -> None:
        self._users: dict[tuple[str, str], dict[str, None]] = {}
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
        return tuple(self._users.get(("entity", entity_id), ()))

    def with_topic(self, topic_id: str) -> tuple[str, ...]:
        """Give the ids of the annotations about a topic."""
        return tuple(self._users.get(("topic", topic_id), ()))

    def with_mention(self, annotation_id: str) -> tuple[str, ...]:
        """Give the ids of the annotations whose roles rest on an actor annotation."""
        return tuple(self._users.get(("mention", annotation_id), ()))

    def links_of(self, annotation_id: str) -> tuple[str, ...]:
        """Give the ids of the links that begin or end at an annotation."""
        return tuple(self._users.get(("end", annotation_id), ()))


def _references(record: Annotation | Link) -> Iterator[tuple[str, str]]:
    if isinstance(record, Link):
        yield "end", record.source
        yield "end", record.target
        return
    for entity_id in record.entities_involved():
        yield "entity", entity_id
    if record.topic is not None:
        yield "topic", record.topic
    for _field, role in record.roles():
        if role.mention is not None:
            yield "mention", role.mention
