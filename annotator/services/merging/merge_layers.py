"""Two versions of one annotator's layer made into one, so that nothing of either is lost unseen.

With the version that both came from, what only one side changed is taken from there. Without it, what only one side has
is kept unless the other has an entry for it in ``deleted``. Where both have something else, the later one is kept and
the other is listed. Records are known by their ids: this is not for files of different annotators.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from typing import Any, Final, TypeVar

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.decision import Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import Record
from annotator.model.layer import Layer, LayerHead

_R = TypeVar("_R")
_PLACE: Final = ("fragments", "quote", "before", "after")
_SETS: Final = ("entities", "codes", "aliases", "member_of")
_TRACES: Final = ("modified", "created", "author", "origin", "extra")
"""Fields that follow the version that is kept and are no difference by themselves."""


@dataclass(slots=True)
class Merged:
    """The layer, and a sentence for everything in which one version had to give way to the other."""

    layer: Layer
    conflicts: list[str] = field(default_factory=list)


def merge_layers(mine: Layer, theirs: Layer, base: Layer | None = None) -> Merged:
    """Merge two layers on the same text; which is named first only decides the order of records."""
    merging = _Merging(mine, theirs, base)
    tables: dict[str, Any] = {table: merging.table(table) for table in edits.TABLES if table != edits.DOCUMENT}
    conflicts = merging.conflicts
    document = merging.both(mine.document, theirs.document, base.document if base else None)
    layer = Layer(_head(mine.head, theirs.head), document, **tables)
    merging.tidy(layer)
    return Merged(layer, sorted(dict.fromkeys(conflicts)))


def merge_all(layers: Iterable[Layer]) -> Merged:
    """Merge any number of versions; the order in which they are given makes no difference but for that of records."""
    ordered = sorted(layers, key=lambda layer: (layer.head.modified, repr(layer)))
    conflicts: list[str] = []

    def two(one: Layer, other: Layer) -> Layer:
        merged = merge_layers(one, other)
        conflicts.extend(merged.conflicts)
        return merged.layer

    return Merged(reduce(two, ordered), conflicts)


class _Merging:
    def __init__(self, mine: Layer, theirs: Layer, base: Layer | None) -> None:
        self._mine, self._theirs, self._base = mine, theirs, base
        self._gone: set[str] = set()
        self.conflicts: list[str] = []

    def table(self, table: str) -> dict[str, Record]:
        mine, theirs = getattr(self._mine, table), getattr(self._theirs, table)
        base: Mapping[str, Record] = getattr(self._base, table) if self._base else {}
        merged: dict[str, Record] = {}
        for key in dict.fromkeys((*mine, *theirs)):
            one, other, old = mine.get(key), theirs.get(key), base.get(key)
            if one is not None and other is not None:
                merged[key] = self.both(one, other, old)
            elif self._stays(table, key, old):
                merged[key] = one if one is not None else other
            elif table == edits.ANNOTATIONS:
                self._gone.add(key)
        return merged

    def both(self, mine: Any, theirs: Any, base: Any) -> Any:
        """Give one record of two, field by field; what says where an annotation is stays together."""
        if mine == theirs:
            return mine
        if type(mine) is Annotation and mine.type != theirs.type:
            return self._one_of(mine, theirs, base)
        kept, other = self._later(mine, theirs)
        values: dict[str, Any] = {}
        for names in _fields(kept):
            if names[0] in _TRACES:
                continue
            sides = tuple(tuple(getattr(record, name) for name in names) for record in (kept, other))
            before = tuple(getattr(base, name) for name in names) if type(base) is type(kept) else None
            values.update(zip(names, self._value(names[0], sides[0], sides[1], before, _called(kept)), strict=True))
        return _replaced(kept, values)

    def tidy(self, layer: Layer) -> None:
        """Have nothing name what was deleted in merging, keep what is named, and each deletion recorded once."""
        for key in self._gone:
            layer.deleted.setdefault(key, self._deletion(key))
        twice = {key for side in (self._mine, self._theirs) for key in side.annotations.keys() & side.deleted.keys()}
        for key in (layer.annotations.keys() & layer.deleted.keys()) - twice:
            del layer.deleted[key]
        for key, link in list(layer.links.items()):
            if {link.source, link.target} & self._gone:
                del layer.links[key]
        for key, annotation in list(layer.annotations.items()):
            layer.annotations[key] = _without_mentions(annotation, self._gone)
        self._bring_back(layer)

    def _stays(self, table: str, key: str, old: Record | None) -> bool:
        """Tell whether a record that only one side has is kept: unless the other deleted it as it is now."""
        having, lacking = (
            (self._mine, self._theirs) if key in getattr(self._mine, table) else (self._theirs, self._mine)
        )
        record = getattr(having, table)[key]
        known = self._base.deleted if self._base else {}
        deletion = lacking.deleted.get(key) if table == edits.ANNOTATIONS and key not in known else None
        if old is None and deletion is None:
            return True
        changed = record != old if old is not None else deletion is not None and record.modified > deletion.at
        if changed:
            self.conflicts.append(f"{_called(record)}: deleted on one side and changed on the other; it is kept.")
        return changed

    def _value(
        self, name: str, kept: tuple[Any, ...], other: tuple[Any, ...], base: tuple[Any, ...] | None, called: str
    ) -> tuple[Any, ...]:
        if other in (kept, base):
            return kept
        if kept == base:
            return other
        if name in _SETS:
            return (_items(base[0] if base else (), kept[0], other[0]),)
        # Without the version before, an empty field is one that was not filled in yet.
        if base is None and not any(other):
            return kept
        if base is None and not any(kept):
            return other
        what = "place" if name in _PLACE else name
        self.conflicts.append(f"{called}: both have another {what}; {_said(kept)} is kept, {_said(other)} is not.")
        return kept

    def _one_of(self, mine: Annotation, theirs: Annotation, base: Record | None) -> Annotation:
        if base in (mine, theirs):
            return theirs if base == mine else mine
        kept, other = self._later(mine, theirs)
        self.conflicts.append(f"{_called(kept)}: both have another type; {kept.type} is kept, {other.type} is not.")
        return kept

    def _later(self, mine: _R, theirs: _R) -> tuple[_R, _R]:
        def age(side: Layer, record: _R) -> tuple[str, str, str]:
            return (getattr(record, "modified", ""), side.head.modified, repr(record))

        return (mine, theirs) if age(self._mine, mine) >= age(self._theirs, theirs) else (theirs, mine)

    def _deletion(self, key: str) -> Deletion:
        lacking = self._theirs if key in self._mine.annotations else self._mine
        return Deletion(key, lacking.head.modified, lacking.head.annotator.id)

    def _bring_back(self, layer: Layer) -> None:
        """Keep entities and topics that one side removed and the other has begun to name."""
        for side in (self._mine, self._theirs):
            for annotation in layer.annotations.values():
                for key in annotation.entities_involved():
                    if key not in layer.entities and key in side.entities:
                        layer.entities[key] = side.entities[key]
                topic = annotation.topic
                if topic and topic not in layer.topics and topic in side.topics:
                    layer.topics[topic] = side.topics[topic]


def _head(mine: LayerHead, theirs: LayerHead) -> LayerHead:
    first = max(mine, theirs, key=lambda head: (head.modified, repr(head)))
    created = min(filter(None, (mine.created, theirs.created)), default="")
    return replace(first, created=created)


def _fields(record: Any) -> list[tuple[str, ...]]:
    names: Iterable[str] = record._fields if hasattr(record, "_fields") else (part.name for part in fields(record))
    single: list[tuple[str, ...]] = [(name,) for name in names if name not in _PLACE]
    return [_PLACE, *single] if isinstance(record, Annotation) else single


def _replaced(record: Any, values: Mapping[str, Any]) -> Any:
    return record._replace(**values) if hasattr(record, "_replace") else replace(record, **values)


def _without_mentions(annotation: Annotation, gone: set[str]) -> Annotation:
    if not any(role.mention in gone for _field, role in annotation.roles()):
        return annotation
    changed = {
        name: tuple(role._replace(mention=None) if role.mention in gone else role for role in getattr(annotation, name))
        for name in {name for name, _role in annotation.roles()}
    }
    return annotation._replace(**changed)  # type: ignore[arg-type]


def _items(base: Iterable[str], kept: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Give the items of both; what one side took away is gone."""
    old, own, theirs = tuple(base), tuple(kept), tuple(other)
    gone = {item for item in old if item not in own or item not in theirs}
    return tuple(item for item in dict.fromkeys((*own, *theirs)) if item not in gone)


def _called(record: Any) -> str:
    if isinstance(record, DocumentInfo):
        return "The document"
    if isinstance(record, Annotation):
        return f"{record.type} “{record.text[:60]}”"
    return str(getattr(record, "name", "") or getattr(record, "id", "") or getattr(record, "target", ""))


def _said(values: tuple[Any, ...]) -> str:
    value = values[0]
    if len(values) > 1:
        return f"“{' … '.join(values[1])}” at {[tuple(span) for span in value]}"
    if isinstance(value, tuple):
        return f"“{', '.join(getattr(item, 'entity', str(item)) for item in value)}”"
    return f"“{value}”"
