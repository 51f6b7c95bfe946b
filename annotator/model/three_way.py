"""Two versions made into one against the version that both came from: records field by field, tables record by record.

Whoever merges says which of two versions wins where both say something else; what gives way is told, never lost. Which
fields a record has, and what they are, stands in ``fields``.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from annotator.model.edits import Record
from annotator.model.extra import Extra
from annotator.model.fields import ATTRIBUTES, CONTENT, EMPTY, PAIRS, PLACE, TEXT_MAP, TEXTS, TRACE, Field, Fields

R = TypeVar("R", bound=Record)
Item = TypeVar("Item", bound=Hashable)
Tell = Callable[[str, Any, Any], None]
"""Is told what differs, the value that is kept, and the one that is not."""

_Sides = tuple[Any, Any, Any]
"""The version before, the one that wins, and the other; of records, or of their values."""
PLACE_WORD: Final = "place"
"""What is told where annotations differ in place: all of its values together, as tuples."""
_ABSENT: Final = object()
"""What a version does not have, or what no version before is there to say."""


def merge_record(base: R | None, kept: R, other: R, known: Fields, tell: Tell) -> R:
    """Give one record of two; where both have something else than ``base``, ``kept`` wins and ``tell`` is called.

    Lists of texts have the items of both, less what one side took away, and maps the keys of both. What says where an
    annotation is stays together. Traces of who made a record and when are taken from the side that changed them, else
    from ``kept``, and not told. Without ``base``, a field that is empty is one that was not filled in yet.
    """
    if kept == other:
        return kept
    sides = (base if type(base) is type(kept) else None, kept, other)
    place = [field.attribute for field in known if field.group == PLACE]
    values = dict(zip(place, _place(sides, place, tell), strict=True))
    for field in known:
        if field.group != PLACE:
            old, own, theirs = (_ABSENT if side is None else getattr(side, field.attribute) for side in sides)
            values[field.attribute] = _merged(field, (old, own, theirs), tell)
    values["extra"] = _extra(() if sides[0] is None else sides[0].extra, kept.extra, other.extra, tell)
    return changed(kept, values)


def merge_table(
    tables: tuple[Mapping[str, R], Mapping[str, R], Mapping[str, R]],
    merge: Callable[[R | None, R, R], R],
    tell_kept: Callable[[R], None],
    was_deleted: Callable[[str, R], bool | None] = lambda _key, _record: None,
) -> dict[str, R]:
    """Give the records of two tables, those of the first in front; ``tables`` are base, mine and theirs.

    What one side alone has is gone where it is as it was in the base, and kept where it was changed since, which
    ``tell_kept`` is told. ``was_deleted`` says of a record that no base knows whether the other side deleted it: None
    where it did not, else whether it was changed after that.
    """
    base, mine, theirs = tables
    merged: dict[str, R] = {}
    for key in dict.fromkeys((*mine, *theirs)):
        old, one, other = base.get(key), mine.get(key), theirs.get(key)
        if one is not None and other is not None:
            merged[key] = merge(old, one, other)
        elif (record := one if one is not None else other) is not None:
            since = was_deleted(key, record) if old is None else record != old
            if since:
                tell_kept(record)
            if since is not False:
                merged[key] = record
    return merged


def changed(record: R, values: Mapping[str, Any]) -> R:
    """Give a record with other values of some of its fields."""
    made: Any = record
    other: R = made._replace(**values) if hasattr(made, "_replace") else replace(made, **values)
    return other


def _place(sides: _Sides, names: Iterable[str], tell: Tell) -> tuple[Any, ...]:
    def values(record: Any) -> Any:
        return _ABSENT if record is None else tuple(getattr(record, name) for name in names)

    old, own, theirs = sides
    found = (values(old), values(own), values(theirs))
    place: tuple[Any, ...] = _one_of(PLACE_WORD, found, tell, lambda place: not any(place))
    return place


def _merged(field: Field, sides: _Sides, tell: Tell) -> Any:
    old, own, theirs = sides
    if old in (own, theirs):
        return theirs if own == old else own
    if field.group == TRACE:
        return own
    if field.shape in (TEXTS, PAIRS) and field.group == CONTENT:
        return _items(() if old is _ABSENT else old, own, theirs)
    if field.shape in (TEXT_MAP, ATTRIBUTES):
        return _map(({} if old is _ABSENT else old, own, theirs), tell)
    return _one_of(field.attribute, sides, tell, lambda value: value == EMPTY[field.shape])


def _one_of(name: str, sides: _Sides, tell: Tell, is_unset: Callable[[Any], bool]) -> Any:
    old, own, theirs = sides
    if theirs in (own, old):
        return own
    if own == old:
        return theirs
    if old is _ABSENT and (is_unset(theirs) or is_unset(own)):
        return own if is_unset(theirs) else theirs
    tell(name, own, theirs)
    return own


def _items(old: Iterable[Item], own: Iterable[Item], theirs: Iterable[Item]) -> tuple[Item, ...]:
    """Give the items of both; what one side took away is gone, what one side alone added comes last, sorted."""
    before, mine, others = set(old), dict.fromkeys(own), dict.fromkeys(theirs)
    gone = {item for item in before if item not in mine or item not in others}
    first = [item for item in mine if item in before or item in others]
    added = sorted((mine.keys() | others.keys()) - before - set(first), key=repr)
    return tuple(item for item in (*first, *added) if item not in gone)


def _map(sides: tuple[Mapping[str, Any], ...], tell: Tell) -> dict[str, Any]:
    """Give the keys of both; of a key that both gave another value, that of the version that wins is kept."""

    def told(name: str, kept: Any, lost: Any) -> None:
        tell(name, *("" if value is _ABSENT else value for value in (kept, lost)))

    _old, own, theirs = sides
    merged = {}
    for key in dict.fromkeys((*own, *theirs)):
        old, mine, other = (side.get(key, _ABSENT) for side in sides)
        merged[key] = _one_of(key, (old, mine, other), told, lambda value: value is _ABSENT)
    return {key: value for key, value in merged.items() if value is not _ABSENT}


def _extra(old: Extra, own: Extra, theirs: Extra, tell: Tell) -> Extra:
    """Give the fields that are not known here, each behind the known one that it stood behind."""
    if old in (own, theirs):
        return theirs if own == old else own
    places = {name: place for place, name, _value in (*theirs, *own)}
    values = tuple({name: value for _place, name, value in extra} for extra in (old, own, theirs))
    return tuple((places[name], name, value) for name, value in _map(values, tell).items())
