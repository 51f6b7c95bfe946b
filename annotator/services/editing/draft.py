"""Edits in the making: each function that adds to a draft sees what the ones before it did."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import THE_CODEBOOK, Code, CodebookHead
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import THE_DOCUMENT, Edit, Record, key_of
from annotator.model.entity import Entity
from annotator.model.identifiers import new_id
from annotator.model.invariants import named_in
from annotator.model.layer import Layer
from annotator.model.link import Link
from annotator.model.name_key import folded
from annotator.model.place_index import PlaceIndex
from annotator.model.references import ReferencesOver
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction
from annotator.model.typed_text import with_plain_text

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
    """A layer with changes that are not made yet; whatever it is asked, it answers with these changes made.

    ``layer`` is how things stand without them: what adds to a draft asks the draft.
    """

    def __init__(self, layer: Layer, author: str, time: str) -> None:
        self.layer = layer
        self.author = author
        self.time = time
        self._pending: dict[str, dict[str, Edit]] = {}

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

    def annotations_between(self, start: int, end: int) -> list[Annotation]:
        """Give the annotations that overlap ``[start, end)`` as the draft has them, by place."""
        ids = dict.fromkeys((*(one.id for one in self.layer.between(start, end)), *self._places.between(start, end)))
        found = (one for one in map(self.annotation, ids) if one)
        return sorted((one for one in found if one.start < end and start < one.end), key=lambda one: one.place)

    @cached_property
    def _places(self) -> PlaceIndex:
        """Where the annotations are that the draft adds or moves; made when first asked for."""
        made = (edit.after for edit in self._pending.get(edits.ANNOTATIONS, {}).values())
        return PlaceIndex(one for one in made if isinstance(one, Annotation))

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

    def entity_named(self, name: str) -> Entity | None:
        """Give the entity that has a name or alias, white space and case folded; a name wins over an alias.

        Of several with one name it is the first. Found without going through all, of which a long text has thousands.
        """
        wanted = _key(name)
        found = [one for one in map(self.entity, self._by_name.get(wanted, ())) if one]
        named = [one for one in found if _key(one.name) == wanted]
        named = named or [one for one in found if any(_key(alias) == wanted for alias in one.aliases)]
        if len(named) > 1:
            ids = {one.id for one in named}
            return next(one for one in self.entities() if one.id in ids)
        return named[0] if named else None

    @cached_property
    def _by_name(self) -> dict[str, dict[str, None]]:
        """By the folded form of each name and alias the ids of those who have or had it; made when first asked for."""
        found: dict[str, dict[str, None]] = {}
        for entity in self.entities():
            _take_names(found, entity)
        return found

    def topics(self) -> Iterator[Topic]:
        """Give all topics as the draft has them."""
        return (record for record in self._records(edits.TOPICS) if isinstance(record, Topic))

    def codes(self) -> Iterator[Code]:
        """Give all codes of a codebook as the draft has them."""
        return (record for record in self._records(edits.CODES) if isinstance(record, Code))

    @cached_property
    def references(self) -> ReferencesOver:
        """Which records name which, as the draft has them; made when first asked for."""
        references = ReferencesOver(self.layer.references)
        for table in (edits.ANNOTATIONS, edits.LINKS):
            for edit in self._pending.get(table, {}).values():
                _change(references, edit.before, edit.after)
        return references

    def decision(self, key: str) -> Decision | None:
        """Give the decision of a key as the draft has it."""
        record = self._get(edits.REVIEW, key)
        return record if isinstance(record, Decision) else None

    def decisions(self) -> Iterator[Decision]:
        """Give all decisions as the draft has them."""
        return (record for record in self._records(edits.REVIEW) if isinstance(record, Decision))

    def may_put(self, record: Annotation | Entity | Topic | Link) -> bool:
        """Tell whether all that a record names is there as the format asks for; what it named before may stay."""
        table = _TABLE_OF[type(record)]
        known = self._get(table, record.id)
        before = {named.what for named in named_in(table, known)} if known else set()
        return all(named.what in before or named.holds(self._get) for named in named_in(table, record))

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

    def put_document(self, **fields: object) -> None:
        """Set fields of what is recorded about the document."""
        self._edit(edits.DOCUMENT, THE_DOCUMENT, replace(self.document, **fields))  # type: ignore[arg-type]

    def remove(self, table: str, key: str) -> None:
        """Remove a record; a removed annotation leaves its trace, unless it was only made in this draft."""
        if self._get(table, key) is None:
            return
        self._edit(table, key, None)
        if table == edits.ANNOTATIONS and self.layer.get(table, key) is not None:
            trace = Deletion(key, self.time, self.author)
            self._edit(edits.DELETED, key_of(trace), trace)

    def new_id(self, table: str) -> str:
        """Give an id that was never used in this layer or draft."""
        taken = (getattr(self.layer, table), self.layer.deleted, self._pending.get(table, {}))
        return new_id(_PREFIX[table], *taken)

    def transaction(self, label: str, group: str = "") -> Transaction:
        """Give what was collected as one step; edits that change nothing are left out."""
        pending = chain.from_iterable(edits_of_table.values() for edits_of_table in self._pending.values())
        made = tuple(edit for edit in pending if edit.before != edit.after)
        return Transaction(made, label, self.author, self.time, group)

    def _get(self, table: str, key: str | None) -> Record | None:
        if key is None:
            return None
        pending = self._pending[table].get(key) if table in self._pending else None
        return pending.after if pending else self.layer.get(table, key)

    def _records(self, table: str) -> Iterator[Record | None]:
        known = getattr(self.layer, table)
        added = [key for key in self._pending.get(table, ()) if key not in known]
        return (record for key in (*known, *added) if (record := self._get(table, key)) is not None)

    def _edit(self, table: str, key: str, after: Record | None) -> None:
        # All that people enter comes through here.
        after = with_plain_text(table, self._get(table, key), after)
        before = self._pending.get(table, {}).get(key)
        if "_places" in self.__dict__ and table == edits.ANNOTATIONS:
            if before and isinstance(before.after, Annotation):
                self._places.remove(before.after)
            if isinstance(after, Annotation):
                self._places.add(after)
        if "_by_name" in self.__dict__ and isinstance(after, Entity):
            _take_names(self._by_name, after)
        if "references" in self.__dict__:
            _change(self.references, self._get(table, key), after)
        self._pending.setdefault(table, {})[key] = Edit(table, key, self.layer.get(table, key), after)


_key = lru_cache(maxsize=2**15)(folded)


def _take_names(found: dict[str, dict[str, None]], entity: Entity) -> None:
    for form in (entity.name, *entity.aliases):
        found.setdefault(_key(form), {})[entity.id] = None


def _change(references: ReferencesOver, before: Record | None, after: Record | None) -> None:
    if isinstance(before, Annotation | Link):
        references.remove(before)
    if isinstance(after, Annotation | Link):
        references.add(after)
