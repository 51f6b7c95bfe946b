"""What a recoding finds in one annotator's file of one document, with a draft of what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.name_key import folded, name_key
from annotator.model.transaction import Transaction
from annotator.services.codebook.shared_names import Names
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import find_entity


class Who(NamedTuple):
    """An entity as a folder tells it from others: by its type and its name."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class InFile:
    """A draft, the annotations that are chosen, and the folder's codebook with the names that it gives to entities.

    ``document`` is there for recodings that look at its text.
    """

    draft: Draft
    chosen: tuple[str, ...]
    codebook: Codebook
    names: Names
    document: Document | None = None

    def annotations(self) -> Iterator[Annotation]:
        """Give the chosen annotations as the draft has them."""
        return (annotation for key in self.chosen if (annotation := self.draft.annotation(key)))

    def entities(self, who: Who) -> list[str]:
        """Give the ids of the entities that are the same as one of the folder, by their own or the codebook's name."""
        key = name_key(who.name)
        return [
            entity.id
            for entity in self.draft.entities()
            if entity.type == who.type and key in (name_key(entity.name), name_key(self._shared(entity)))
        ]

    def entity(self, who: Who) -> str:
        """Give the id of an entity of the folder: this file's, a copy of the codebook's, or a new one."""
        if known := self.entities(who):
            return known[0]
        of_type = [entity for entity in self.codebook.entities if entity.type == who.type]
        registered = find_entity(of_type, who.name) or Entity("", who.name, who.type)
        made = replace(registered, id=self.draft.new_id(edits.ENTITIES), member_of=(), extra=())
        self.draft.put(made)
        return made.id

    def topics(self, name: str) -> list[str]:
        """Give the ids of the topics of a name."""
        key = name_key(name)
        return [topic.id for topic in self.draft.topics() if name_key(topic.name) == key]

    def _shared(self, entity: Entity) -> str:
        return self.names.get((entity.type, folded(entity.name)), entity.name)


def passages_changed(draft: Draft, transaction: Transaction) -> int:
    """Count the annotations that a step changes: themselves, or an entity or a topic that they name."""
    references = draft.layer.references
    changed: set[str] = set()
    for edit in transaction.edits:
        match edit.table:
            case edits.ANNOTATIONS:
                changed.add(edit.key)
            case edits.ENTITIES:
                changed.update(references.with_entity(edit.key))
            case edits.TOPICS:
                changed.update(references.with_topic(edit.key))
    return len(changed)
