"""The smallest changes of a layer: one record added, removed or replaced."""

from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.annotation import Annotation
from annotator.model.codebook import Code, CodebookHead
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.link import Link
from annotator.model.topic import Topic

Record: TypeAlias = Annotation | Entity | Topic | Link | Decision | Deletion | DocumentInfo | Code | CodebookHead

DOCUMENT = "document"
ENTITIES = "entities"
TOPICS = "topics"
ANNOTATIONS = "annotations"
LINKS = "links"
REVIEW = "review"
DELETED = "deleted"
TABLES = (DOCUMENT, ENTITIES, TOPICS, ANNOTATIONS, LINKS, REVIEW, DELETED)

CODES = "codes"
HEADS = "heads"
"""The tables that a codebook has besides entities and topics."""

THE_DOCUMENT = "document"
"""The key of the one record in the table of that name."""


class EditError(ValueError):
    """An edit does not fit the layer it is applied to."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A record of a table before and after: None before means added, None after means removed."""

    table: str
    key: str
    before: Record | None
    after: Record | None

    def inverted(self) -> "Edit":
        """Give the edit that takes this one back."""
        return Edit(self.table, self.key, self.after, self.before)


def key_of(record: Record) -> str:
    """Give the key under which a table keeps a record."""
    match record:
        case DocumentInfo():
            return THE_DOCUMENT
        case Decision():
            about = (f"{name}={value}" for _place, name, value in record.extra)
            return "|".join((record.target, record.by, record.at, *record.sources, *about))
        case _:
            return record.id
