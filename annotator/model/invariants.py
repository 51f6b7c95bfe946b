"""What must hold between the records of a layer: whatever one names is there, and is what the format says it is.

What names what stands in the list of fields. Checks of files, drafts and tests ask here; layers that break a rule are
opened and kept as they are, so nothing here changes one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from annotator.model import edits, fields
from annotator.model.annotation import Annotation
from annotator.model.edits import Record
from annotator.model.fields import Field, Fields
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
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


def holds(columns: LayerColumns) -> bool:
    """Tell whether ``broken`` would find nothing, asked of whole columns."""
    named: dict[str, set[Any]] = {}
    for table, key, attribute, value_of, is_list in _NAMING:
        if values := columns.annotations[attribute] if table == edits.ANNOTATIONS else columns.of_table(table):
            found = values if table == edits.ANNOTATIONS else map(value_of, values)
            named.setdefault(key, set()).update(chain.from_iterable(found) if is_list else found)
    if columns.roles:
        named_by_roles = zip(*map(_named_in_role, columns.roles), strict=True)
        for key, found in zip(_KEYS_IN_ROLES, named_by_roles, strict=True):
            named.setdefault(key, set()).update(found)
    for identifiers in named.values():
        identifiers.discard(None)
    return all(_are_there(key, identifiers, columns) for key, identifiers in named.items() if identifiers)


def in_order(fragments: Sequence[tuple[int, int]]) -> bool:
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


def _are_there(key: str, identifiers: set[str], columns: LayerColumns) -> bool:
    """Tell whether all is there that is named in fields of a key."""
    if key in (edits.ENTITIES, edits.TOPICS):
        records: Mapping[str, Any] = getattr(columns, key)
        return identifiers <= records.keys()
    of, kind = columns.annotations, TYPE_NAMED.get(key)
    if kind is None:
        return identifiers.issubset(of["id"])
    return identifiers <= {identifier for identifier, found in zip(of["id"], of["type"], strict=True) if found == kind}


def _key(field: Field) -> str:
    """Give what tells fields apart that have to name something else: the table, or a field with a type of its own."""
    return field.key if field.key in TYPE_NAMED else field.refers


_NAMING: Final = [
    (table, _key(field), field.attribute, attrgetter(field.attribute), field.is_list)
    for table in edits.TABLES[1:]
    for field in fields.OF_TABLE[table]
    if field.refers
]
_IN_ROLES: Final = [field for field in dict.fromkeys(chain.from_iterable(fields.ROLE.values())) if field.refers]
_KEYS_IN_ROLES: Final = [_key(field) for field in _IN_ROLES]
_named_in_role: Final = attrgetter(*(field.attribute for field in _IN_ROLES))
