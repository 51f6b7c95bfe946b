"""All that one annotator has recorded about one document."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar, Self, cast

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import Edit, EditError, Record, key_of
from annotator.model.entity import Entity
from annotator.model.extra import Extra
from annotator.model.link import Link
from annotator.model.place_index import PlaceIndex
from annotator.model.references import References
from annotator.model.topic import Topic

_place: Callable[[Annotation], tuple[int, int, str]] = attrgetter("place")


@dataclass(frozen=True, slots=True)
class Annotator:
    """Who made a layer; ``id`` is the one in the sidecar's name."""

    id: str
    name: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class CodebookReference:
    """The codebook that was in use, by name and by the hash of its file."""

    name: str
    sha256: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class LayerHead:
    """What a sidecar says of itself."""

    annotator: Annotator
    created: str = ""
    modified: str = ""
    generator: str = ""
    codebook: CodebookReference | None = None
    extra: Extra = ()


@dataclass(eq=False)
class Layer:
    """Records by id, with annotations indexed by place; changed by ``apply`` alone.

    The dictionaries are open to read. Their order is that of the file, new records last; ``in_order`` gives
    annotations by place.
    """

    tables: ClassVar[tuple[str, ...]] = edits.TABLES
    """The names of all tables, that of the document among them."""

    head: LayerHead
    document: DocumentInfo
    entities: dict[str, Entity] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    review: dict[str, Decision] = field(default_factory=dict)
    deleted: dict[str, Deletion] = field(default_factory=dict)
    _former_places: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    @cached_property
    def places(self) -> PlaceIndex:
        """Where the annotations are; made when first asked for."""
        return PlaceIndex(self.annotations.values())

    @cached_property
    def references(self) -> References:
        """Which records name which; made when first asked for."""
        return References(self.annotations.values(), self.links.values())

    def apply(self, wanted: Iterable[Edit]) -> None:
        """Make all the edits, or none: raises EditError and leaves the layer as it was when one does not fit."""
        made: list[Edit] = []
        try:
            for edit in wanted:
                self._apply_one(edit)
                made.append(edit)
        except EditError:
            for edit in reversed(made):
                self._apply_one(edit.inverted())
            raise

    def in_order(self) -> Iterator[Annotation]:
        """Give the annotations by (start, end, id), unplaced ones first."""
        if "places" not in self.__dict__:
            return iter(sorted(self.annotations.values(), key=_place))
        return (self.annotations[identifier] for identifier in self.places.in_order())

    def between(self, start: int, end: int) -> list[Annotation]:
        """Give the annotations that overlap ``[start, end)``, by place."""
        found = (self.annotations[identifier] for identifier in self.places.between(start, end))
        return sorted(found, key=_place)

    def at(self, position: int) -> list[Annotation]:
        """Give the annotations over the code point at a position, by place."""
        return self.between(position, position + 1)

    def get(self, table: str, key: str) -> Record | None:
        """Give one record, or None."""
        if table == edits.DOCUMENT:
            return self.document
        return cast("Record | None", self._table(table).get(key))

    def snapshot(self) -> Self:
        """Give a layer of the same records that later edits do not reach, to be saved in another thread."""
        tables: Mapping[str, Any] = {name: dict(self._table(name)) for name in self.tables if name != edits.DOCUMENT}
        return type(self)(self.head, self.document, **tables)

    def _table(self, table: str) -> dict[str, Any]:
        return cast("dict[str, Any]", getattr(self, table))

    def _apply_one(self, edit: Edit) -> None:
        if self.get(edit.table, edit.key) != edit.before:
            raise EditError(f"{edit.table} {edit.key} is not what the change expects")
        if edit.after is None and edit.before is None:
            return
        if edit.table == edits.DOCUMENT:
            if not isinstance(edit.after, DocumentInfo):
                raise EditError("a document cannot be removed")
            self.document = edit.after
            return
        if edit.after is not None and key_of(edit.after) != edit.key:
            raise EditError(f"{edit.table} {edit.key} would change its id")
        self._keep_indexes(edit)
        if edit.after is None:
            self._remove(edit.table, edit.key)
        elif edit.before is None:
            self._add(edit.table, edit.key, edit.after)
        else:
            self._table(edit.table)[edit.key] = edit.after

    def _remove(self, table: str, key: str) -> None:
        records = self._table(table)
        if table != edits.ANNOTATIONS:
            # Undo removes what was added last first, maybe thousands of them.
            is_last = next(reversed(records)) == key
            self._former_places[table, key] = len(records) - 1 if is_last else list(records).index(key)
        del records[key]

    def _add(self, table: str, key: str, record: Record) -> None:
        # A record that undo brings back stands where it stood, so that the file's bytes are the same again.
        records = self._table(table)
        place = self._former_places.pop((table, key), len(records))
        behind = list(records.items())[place:] if place < len(records) else []
        for other, _record in behind:
            del records[other]
        records[key] = record
        records.update(behind)

    def _keep_indexes(self, edit: Edit) -> None:
        # Indexes that nobody has asked for yet are made later, from the records as they are then.
        if "places" in self.__dict__ and edit.table == edits.ANNOTATIONS:
            before, after = cast("tuple[Annotation | None, Annotation | None]", (edit.before, edit.after))
            if before is None or after is None or before.fragments != after.fragments:
                if before is not None:
                    self.places.remove(before)
                if after is not None:
                    self.places.add(after)
        if "references" in self.__dict__ and edit.table in (edits.ANNOTATIONS, edits.LINKS):
            if edit.before is not None:
                self.references.remove(cast("Annotation | Link", edit.before))
            if edit.after is not None:
                self.references.add(cast("Annotation | Link", edit.after))


def edits_between(before: Layer, after: Layer) -> tuple[Edit, ...]:
    """Give the edits that make the records of one layer those of another of its kind, heads of layers left out."""
    found: list[Edit] = []
    for table in before.tables:
        one, other = (
            {edits.THE_DOCUMENT: layer.document} if table == edits.DOCUMENT else getattr(layer, table)
            for layer in (before, after)
        )
        keys = dict.fromkeys((*one, *other))
        found.extend(Edit(table, key, one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key))
    return tuple(found)
