"""Two people's changes of one codebook as one: what both say is kept, and contradictions are named."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from annotator.model.codebook import Code, Codebook
from annotator.model.entity import Entity
from annotator.model.topic import Topic

Item = TypeVar("Item", bound=Hashable)
Record = TypeVar("Record", Code, Topic, Entity)


@dataclass(slots=True)
class Merged:
    """The codebook of both; ``conflicts`` has a sentence for each thing that both changed, each in another way."""

    codebook: Codebook
    conflicts: list[str] = field(default_factory=list)


def merge_codebooks(base: Codebook, mine: Codebook, theirs: Codebook) -> Merged:
    """Join what was changed from ``base`` on both sides; contradictions go to ``theirs`` and are listed.

    A record that one side deleted and the other changed stays. The order is that of ``mine``, what is new in
    ``theirs`` last.
    """
    conflicts: list[str] = []
    merged = replace(
        theirs,
        name=_value("The codebook", "name", (base.name, mine.name, theirs.name), conflicts),
        blind=_value("The codebook", "blind", (base.blind, mine.blind, theirs.blind), conflicts),
        codes=_records(base.codes, mine.codes, theirs.codes, conflicts),
        topics=_records(base.topics, mine.topics, theirs.topics, conflicts),
        entities=_records(base.entities, mine.entities, theirs.entities, conflicts),
        distinct=_items(base.distinct, mine.distinct, theirs.distinct),
        extra=theirs.extra if mine.extra == base.extra else mine.extra,
    )
    return Merged(_without_dangling(merged, (base, mine, theirs)), conflicts)


def _records(
    base: Iterable[Record], mine: Iterable[Record], theirs: Iterable[Record], conflicts: list[str]
) -> tuple[Record, ...]:
    old: dict[str, Record] = {record.id: record for record in base}
    own: dict[str, Record] = {record.id: record for record in mine}
    other: dict[str, Record] = {record.id: record for record in theirs}
    merged = (_record(old.get(key), own.get(key), other.get(key), conflicts) for key in dict.fromkeys((*own, *other)))
    return tuple(record for record in merged if record is not None)


def _record(base: Record | None, mine: Record | None, theirs: Record | None, conflicts: list[str]) -> Record | None:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if mine is None or theirs is None:
        kept = mine or theirs
        if kept is not None:
            conflicts.append(f"{kept.name}: deleted on one side and changed on the other; it is kept.")
        return kept
    values: dict[str, Any] = {}
    for name in (part.name for part in fields(mine)):
        before = getattr(base, name) if base is not None else None
        values[name] = _value(theirs.name, name, (before, getattr(mine, name), getattr(theirs, name)), conflicts)
    return replace(theirs, **values)


def _value(what: str, name: str, sides: tuple[Any, Any, Any], conflicts: list[str]) -> Any:
    base, mine, theirs = sides
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, tuple):
        return _items(base or (), mine, theirs)
    if isinstance(mine, Mapping):
        return _mapping(what, base or {}, mine, theirs, conflicts)
    conflicts.append(f"{what}: both changed the {name}; “{theirs}” is kept, “{mine}” is not.")
    return theirs


def _items(base: Iterable[Item], mine: Iterable[Item], theirs: Iterable[Item]) -> tuple[Item, ...]:
    """Give the items of both; what one side took away is gone."""
    old, own, other = tuple(base), tuple(mine), tuple(theirs)
    gone = {item for item in old if item not in own or item not in other}
    return tuple(item for item in dict.fromkeys((*own, *other)) if item not in gone)


def _mapping(
    what: str, base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str], conflicts: list[str]
) -> dict[str, str]:
    merged = {
        key: _value(what, key, (base.get(key), mine.get(key), theirs.get(key)), conflicts)
        for key in dict.fromkeys((*mine, *theirs))
    }
    return {key: value for key, value in merged.items() if value is not None}


def _without_dangling(merged: Codebook, sides: tuple[Codebook, ...]) -> Codebook:
    """Take away what names an entity or topic that one side deleted while the other began to name it."""
    entities, topics = {entity.id for entity in merged.entities}, {topic.id for topic in merged.topics}
    known = {entity.id for side in sides for entity in side.entities}
    known |= {topic.id for side in sides for topic in side.topics}
    gone = known - entities - topics
    if not gone:
        return merged
    return replace(
        merged,
        topics=tuple(replace(t, broader=None) if t.broader in gone else t for t in merged.topics),
        entities=tuple(
            replace(entity, member_of=tuple(group for group in entity.member_of if group not in gone))
            for entity in merged.entities
        ),
        distinct=tuple(pair for pair in merged.distinct if not gone & set(pair)),
    )
