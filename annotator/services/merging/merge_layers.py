"""Two versions of one annotator's layer made into one, so that nothing of either is lost unseen.

With the version that both came from, what only one side changed is taken from there. Without it, what only one side has
is kept unless the other has an entry for it in ``deleted``. Where both have something else, the later one is kept and
the other is listed. Records are known by their ids: this is not for files of different annotators.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Any, Final, TypeVar

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.decision import Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import Record
from annotator.model.fields import ANY_ANNOTATION, CONTENT, DOCUMENT, EMPTY, OF_TABLE, TRACE, Fields, annotation_fields
from annotator.model.layer import Layer, LayerHead
from annotator.model.three_way import PLACE_WORD, merge_record, merge_table
from annotator.model.vocabulary import ACTOR

_R = TypeVar("_R")
_DOCUMENT: Final = Fields(*(one._replace(group=CONTENT) if one.group == TRACE else one for one in DOCUMENT))
"""How far a document has come is no trace of how its record was made: somebody says it of the whole."""


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
    document = merging.both(edits.DOCUMENT, base.document if base else None, mine.document, theirs.document)
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
        self._no_mentions: set[str] = set()
        self.conflicts: list[str] = []

    def table(self, table: str) -> dict[str, Any]:
        base: Mapping[str, Any] = getattr(self._base, table) if self._base else {}
        mine, theirs = getattr(self._mine, table), getattr(self._theirs, table)
        was_deleted = self._was_deleted if table == edits.ANNOTATIONS else _nobody_knows
        merged = merge_table((base, mine, theirs), partial(self.both, table), self._tell_kept, was_deleted)
        if table == edits.ANNOTATIONS:
            self._gone = (mine.keys() | theirs.keys()) - merged.keys()
        return merged

    def both(self, table: str, base: Any, mine: Any, theirs: Any) -> Any:
        """Give one record of two; where both have something else, that of the later one, and a sentence."""
        if mine == theirs:
            return mine
        kept, other = self._later(mine, theirs)

        def tell(what: str, value: Any, lost: Any) -> None:
            bare = what == "type" and isinstance(kept, Annotation)
            said = [one if bare else _said(what, one) for one in (value, lost)]
            words = f"both have another {what}; {said[0]} is kept, {said[1]} is not."
            self.conflicts.append(f"{_called(kept)}: {words}")

        merged = merge_record(base, kept, other, _DOCUMENT if table == edits.DOCUMENT else OF_TABLE[table], tell)
        return self._of_one_type(merged, mine.type != theirs.type) if isinstance(merged, Annotation) else merged

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
            layer.annotations[key] = _without_mentions(annotation, self._gone | self._no_mentions)
        self._bring_back(layer)

    def _was_deleted(self, key: str, record: Annotation) -> bool | None:
        """Say whether the side that lacks an annotation deleted it, and if so, whether it was changed after that."""
        lacking = self._theirs if key in self._mine.annotations else self._mine
        known = key in self._base.deleted if self._base else False
        deletion = None if known else lacking.deleted.get(key)
        return None if deletion is None else record.modified > deletion.at

    def _tell_kept(self, record: Record) -> None:
        self.conflicts.append(f"{_called(record)}: deleted on one side and changed on the other; it is kept.")

    def _of_one_type(self, merged: Annotation, differed: bool) -> Annotation:
        """Leave out what the type does not have, and say so; an annotation that is no actor any more is no mention."""
        if not differed:
            return merged
        if merged.type != ACTOR:
            self._no_mentions.add(merged.id)
        of_type = annotation_fields(merged.type)
        foreign = [one for one in ANY_ANNOTATION if one not in of_type]
        for one in foreign:
            if (value := getattr(merged, one.attribute)) != EMPTY[one.shape]:
                said = _said(one.attribute, value)
                self.conflicts.append(f"{_called(merged)}: {merged.type}s have no {one.attribute}; {said} is not kept.")
        return merged._replace(**{one.attribute: EMPTY[one.shape] for one in foreign})

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


def _without_mentions(annotation: Annotation, gone: set[str]) -> Annotation:
    if not any(role.mention in gone for _field, role in annotation.roles()):
        return annotation
    changed = {
        name: tuple(role._replace(mention=None) if role.mention in gone else role for role in getattr(annotation, name))
        for name in {name for name, _role in annotation.roles()}
    }
    return annotation._replace(**changed)  # type: ignore[arg-type]


def _nobody_knows(_key: str, _record: Record) -> None:
    return None


def _called(record: Any) -> str:
    if isinstance(record, DocumentInfo):
        return "The document"
    if isinstance(record, Annotation):
        return f"{record.type} “{record.text[:60]}”"
    return str(getattr(record, "name", "") or getattr(record, "id", "") or getattr(record, "target", ""))


def _said(what: str, value: Any) -> str:
    if what == PLACE_WORD:
        fragments, quote, *_context = value
        return f"“{' … '.join(quote)}” at {[tuple(span) for span in fragments]}"
    if isinstance(value, tuple):
        return f"“{', '.join(getattr(item, 'entity', str(item)) for item in value)}”"
    return f"“{value}”"
