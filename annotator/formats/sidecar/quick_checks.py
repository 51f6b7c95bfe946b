"""Whether all of a layer makes sense, asked of whole columns; ``sidecar_checks`` says what does not, and where."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model import edits, fields
from annotator.model.edtf import is_edtf
from annotator.model.fields import Fields
from annotator.model.invariants import holds, in_order
from annotator.model.layer_columns import LayerColumns
from annotator.model.vocabulary import ROLE_WORD

_ROLE_FIELDS: Final = Fields(*dict.fromkeys(chain.from_iterable(fields.ROLE.values())))
_CHECKED: Final = ("id", "fragments", "quote", "date", "topic", "entities", *ROLE_WORD)
_OTHER_TABLES: Final = tuple(table for table in edits.TABLES[1:] if table != edits.ANNOTATIONS)


def is_valid(columns: LayerColumns) -> bool:
    """Tell whether ``check_meaning`` would find nothing."""
    annotations = columns.annotations
    return (
        _known_values(fields.DOCUMENT, (columns.document,))
        and all(set(annotations[field.attribute]) <= known for field, _get, known in _fixed(fields.ANY_ANNOTATION))
        and all(_known_values(fields.OF_TABLE[table], columns.of_table(table)) for table in _OTHER_TABLES)
        and _known_values(_ROLE_FIELDS, columns.roles)
        and makes_sense(columns)
    )


def makes_sense(columns: LayerColumns) -> bool:
    """Tell the same where the parser has seen that all fixed values are known."""
    annotations = columns.annotations
    annotations.make(_CHECKED)
    dates = set(annotations["date"]) | {columns.document.published}
    return (
        is_bare(columns.document.name)
        and all(date is None or is_edtf(date) for date in dates)
        and _in_order(annotations["fragments"])
        and holds(columns)
    )


def _in_order(fragments: Sequence[Sequence[tuple[int, int]]]) -> bool:
    try:
        return all([0 <= start < end for ((start, end),) in fragments])  # noqa: C419 - a list takes half the time
    except ValueError:  # not all are of one passage
        return all(map(in_order, fragments))


def all_quoted(columns: LayerColumns, text: str) -> bool:
    """Tell whether all places lie inside the text, and every quote says to the letter what stands there."""
    length = len(text)
    for places, quotes in zip(columns.annotations["fragments"], columns.annotations["quote"], strict=True):
        if len(places) == len(quotes) == 1:
            ((start, end),) = places
            if not 0 <= start <= end <= length or text[start:end] != quotes[0]:
                return False
        elif places and not (len(places) == len(quotes) and _are_quoted(places, quotes, text)):
            return False
    return True


def _are_quoted(places: Iterable[tuple[int, int]], quotes: Iterable[str], text: str) -> bool:
    return all(
        0 <= start <= end <= len(text) and text[start:end] == quote
        for (start, end), quote in zip(places, quotes, strict=True)
    )


def _known_values(wanted: Fields, records: Iterable[Any]) -> bool:
    return all(set(map(value_of, records)) <= known for _field, value_of, known in _fixed(wanted))


@cache
def _fixed(wanted: Fields) -> list[tuple[fields.Field, "attrgetter[Any]", frozenset[str | None]]]:
    """Give the fields whose values are fixed, how to get them, and what is known."""
    return [(field, attrgetter(field.attribute), frozenset((*field.values, None))) for field in wanted if field.values]
