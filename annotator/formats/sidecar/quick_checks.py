"""Whether all of a layer makes sense, asked of whole columns; ``sidecar_checks`` says what does not, and where."""

from collections.abc import Iterable
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model import edits, fields
from annotator.model.edtf import is_edtf
from annotator.model.fields import Fields
from annotator.model.invariants import holds, in_order
from annotator.model.layer import Layer

_ROLE_FIELDS: Final = Fields(*dict.fromkeys(chain.from_iterable(fields.ROLE.values())))


def is_valid(layer: Layer) -> bool:
    """Tell whether ``check_meaning`` would find nothing."""
    annotations = layer.annotations.values()
    roles = tuple(chain.from_iterable(a.speakers + a.targets + a.parties + a.via for a in annotations))
    return (
        is_bare(layer.document.name)
        and _known_values(fields.DOCUMENT, (layer.document,))
        and all(_known_values(fields.OF_TABLE[table], getattr(layer, table).values()) for table in edits.TABLES[1:])
        and _known_values(_ROLE_FIELDS, roles)
        and all(map(is_edtf, _named(annotations, "date") | _named((layer.document,), "published")))
        and all(map(in_order, map(attrgetter("fragments"), annotations)))
        and holds(layer, roles)
    )


def _named(records: Iterable[Any], attribute: str) -> set[str]:
    return set(map(attrgetter(attribute), records)) - {None}


def _known_values(wanted: Fields, records: Iterable[Any]) -> bool:
    return all(set(map(value_of, records)) <= known for value_of, known in _enumerations(wanted))


@cache
def _enumerations(wanted: Fields) -> list[tuple["attrgetter[Any]", frozenset[str | None]]]:
    return [(attrgetter(field.attribute), frozenset((*field.values, None))) for field in wanted if field.values]
