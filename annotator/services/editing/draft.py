"""Edits in the making: each function that adds to a draft sees what the ones before it did."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import THE_CODEBOOK, Code, CodebookHead
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import THE_DOCUMENT, Edit, Record, key_of
from annotator.model.entity import Entity
from annotator.model.identifiers import new_id
from annotator.model.layer import Layer
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction

_TABLE_OF: dict[type, str] = {
    Annotation: edits.ANNOTATIONS,
    Entity: edits.ENTITIES,
    Topic: edits.TOPICS,
    Link: edits.LINKS,
    Code: edits.CODES,
    CodebookHead: edits.HEADS,
}
_PREFIX = {edits.ANNOTATIONS: "a", edits.ENTITIES: "e", edits.TOPICS: "t", edits.LINKS: "l", edits.CODES: "c"}


class Draft:
    """A layer with changes that are not made yet."""

    def __init__(self, layer: Layer, author: str, time: str) -> None:
        self.layer = layer
        self.author = author
        self.time = time
        self._pending: dict[tuple[str, str], Edit] = {}

    def annotation(self, identifier: str | None) -> Annotation | None:
        """Give an annotation as the draft has it."""
        record = self._get(edits.ANNOTATIONS, identifier)
        return record if isinstance(record, Annotation) else None

    def entity(self, identifier: str | None) -> Entity | None:
        """Give an entity as the draft has it."""
        record = self._get(edits.ENTITIES, identifier)
        return record if isinstance(record, Entity) else None

    def topic(self, identifier: str | None) -> Topic | None:
        """Give a topic as the draft has it."""
        record = self._get(edits.TOPICS, identifier)
        return record if isinstance(record, Topic) else None

    def link(self, identifier: str | None) -> Link | None:
        """Give a link as the draft has it."""
        record = self._get(edits.LINKS, identifier)
        return record if isinstance(record, Link) else None

    def code(self, identifier: str | None) -> Code | None:
        """Give a code of a codebook as the draft has it."""
        record = self._get(edits.CODES, identifier)
        return record if isinstance(record, Code) else None

    @property
    def codebook_head(self) -> CodebookHead | None:
        """What a codebook says of itself, as the draft has it; None where this is a document's layer."""
        record = self._get(edits.HEADS, THE_CODEBOOK) if hasattr(self.layer, edits.HEADS) else None
        return record if isinstance(record, CodebookHead) else None

    @property
    def document(self) -> DocumentInfo:
        """What is recorded about the document, as the draft has it."""
        record = self._get(edits.DOCUMENT, THE_DOCUMENT)
        return record if isinstance(record, DocumentInfo) else self.layer.document

    def entities(self) -> Iterator[Entity]:
        """Give all entities as the draft has them."""
        return (record for record in self._records(edits.ENTITIES) if isinstance(record, Entity))

    def topics(self) -> Iterator[Topic]:
        """Give all topics as the draft has them."""
        return (record for record in self._records(edits.TOPICS) if isinstance(record, Topic))

    def codes(self) -> Iterator[Code]:
        """Give all codes of a codebook as the draft has them."""
        return (record for record in self._records(edits.CODES) if isinstance(record, Code))

    def put(self, record: Annotation | Entity | Topic | Link | Code | CodebookHead) -> None:
        """Add a record, or put it in the place of the one with its id; a changed annotation gets the draft's time."""
        table = _TABLE_OF[type(record)]
        known = self._get(table, record.id)
        if known == record:
            return
        if isinstance(record, Annotation) and known is not None:
            record = record._replace(modified=self.time)
        self._edit(table, record.id, record)

    def put_decision(self, decision: Decision) -> None:
        """Record what was decided in review."""
        self._edit(edits.REVIEW, key_of(decision), decision)

    def has_decision(self, decision: Decision) -> bool:
        """Tell whether a decision of the same key is there, which this one would replace."""
        return self._get(edits.REVIEW, key_of(decision)) is not None

    def put_document(self, **fields: object) -> None:
        """Set fields of what is recorded about the document."""
        self._edit(edits.DOCUMENT, THE_DOCUMENT, replace(self.document, **fields))  # type: ignore[arg-type]

    def remove(self, table: str, key: str) -> None:
        """Remove a record; a removed annotation leaves its trace."""
        if self._get(table, key) is None:
            return
        self._edit(table, key, None)
        if table == edits.ANNOTATIONS:
            trace = Deletion(key, self.time, self.author)
            self._edit(edits.DELETED, key_of(trace), trace)

    def new_id(self, table: str) -> str:
        """Give an id that was never used in this layer."""
        taken = {key for pending_table, key in self._pending if pending_table == table}
        known = getattr(self.layer, table)
        return new_id(_PREFIX[table], _Union(taken, known, self.layer.deleted))

    def transaction(self, label: str, group: str = "") -> Transaction:
        """Give what was collected as one step; edits that change nothing are left out."""
        made = tuple(edit for edit in self._pending.values() if edit.before != edit.after)
        return Transaction(made, label, self.author, self.time, group)

    def _get(self, table: str, key: str | None) -> Record | None:
        if key is None:
            return None
        pending = self._pending.get((table, key))
        return pending.after if pending else self.layer.get(table, key)

    def _records(self, table: str) -> Iterator[Record | None]:
        known = getattr(self.layer, table)
        added = [key for pending_table, key in self._pending if pending_table == table and key not in known]
        return (record for key in (*known, *added) if (record := self._get(table, key)) is not None)

    def _edit(self, table: str, key: str, after: Record | None) -> None:
        self._pending[table, key] = Edit(table, key, self.layer.get(table, key), after)


class _Union:
    def __init__(self, *parts: object) -> None:
        self._parts = parts

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)  # type: ignore[operator]
