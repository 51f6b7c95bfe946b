"""What must hold between the records of a layer: whatever one names is there, and is what the format says it is.

What names what stands in the list of fields. Checks of files, drafts and tests ask here; layers that break a rule are
opened and kept as they are, so nothing here changes one.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from annotator.model import edits, fields
from annotator.model.annotation import Annotation, Role
from annotator.model.edits import Record
from annotator.model.fields import Field, Fields
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR

Get: TypeAlias = Callable[[str, str], Record | None]
"""Gives the record of a table under a key, or None."""

TYPE_NAMED: Final = {"mention": ACTOR}
"""The type that an annotation must have to be named in a field: a mention is the actor annotation that is evidence."""


class Named(NamedTuple):
    """That a record names another: where, as a path within the record, in which table, which id, and of which type."""

    path: str
    table: str
    identifier: str
    type: str = ""

    @property
    def what(self) -> tuple[str, str, str]:
        """What is named, wherever that is."""
        return self[1:]

    def holds(self, get: Get) -> bool:
        """Tell whether what is named is there and has that type."""
        record = get(self.table, self.identifier)
        return record is not None and (not self.type or (isinstance(record, Annotation) and record.type == self.type))


def named_in(table: str, record: Record) -> Iterator[Named]:
    """Give all that a record of a table names, in the order of the file."""
    for field in _naming(fields.OF_TABLE[table]):
        if field.shape == fields.ROLES:
            for index, role in enumerate(getattr(record, field.attribute)):
                for part in _naming(fields.ROLE[field.key]):
                    yield from _named(part, role, f".{field.key}[{index}]")
        else:
            yield from _named(field, record, "")


def broken(layer: Layer) -> Iterator[Named]:
    """Give all that is named and does not hold, each with its path in the file, in the order of the tables."""
    for table in edits.TABLES[1:]:
        for index, record in enumerate(getattr(layer, table).values()):
            for named in named_in(table, record):
                if not named.holds(layer.get):
                    yield named._replace(path=f"$.{table}[{index}]{named.path}")


def holds(layer: Layer, roles: Iterable[Role]) -> bool:
    """Tell whether ``broken`` would find nothing, asked of whole columns; ``roles`` are those of all annotations."""
    for table, kind, ids in _columns(layer, tuple(roles)):
        records: dict[str, Any] = getattr(layer, table)
        if not ids <= records.keys() or (kind and any(records[identifier].type != kind for identifier in ids)):
            return False
    return True


def in_order(fragments: tuple[Span, ...]) -> bool:
    """Tell whether fragments hold something each, stand in the order of the text, and do not overlap."""
    behind = 0
    for start, end in fragments:
        if not behind <= start < end:
            return False
        behind = end
    return True


def _named(field: Field, record: object, path: str) -> Iterator[Named]:
    value = getattr(record, field.attribute)
    kind = TYPE_NAMED.get(field.key, "")
    if field.is_list:
        for index, identifier in enumerate(value):
            yield Named(f"{path}.{field.key}[{index}]", field.refers, identifier, kind)
    elif value is not None:
        yield Named(f"{path}.{field.key}", field.refers, value, kind)


@cache
def _naming(wanted: Fields) -> tuple[Field, ...]:
    """Give the fields that name others, and those that hold roles, which do."""
    return tuple(field for field in wanted if field.refers or field.shape == fields.ROLES)


def _columns(layer: Layer, roles: tuple[Role, ...]) -> Iterator[tuple[str, str, set[str]]]:
    """Give the ids in every field that names others, with the table and type named."""
    for table in edits.TABLES[1:]:
        records = getattr(layer, table).values()
        for field in _naming(fields.OF_TABLE[table]):
            if field.refers:
                yield _column(field, records)
    for field in dict.fromkeys(chain.from_iterable(map(_naming, fields.ROLE.values()))):
        yield _column(field, roles)


def _column(field: Field, records: Iterable[object]) -> tuple[str, str, set[str]]:
    values: Iterable[Any] = map(attrgetter(field.attribute), records)
    ids = set(chain.from_iterable(values) if field.is_list else values) - {None}
    return field.refers, TYPE_NAMED.get(field.key, ""), ids
