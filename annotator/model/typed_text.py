"""What people type, without the signs that no file of text holds: controls, half characters, places of no character."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from annotator.model import edits, fields
from annotator.model.fields import Field

_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_TYPED_SHAPES: Final = (*fields.SINGLE_TEXTS, fields.TEXTS, fields.TEXT_MAP)


def plain_typed(text: str) -> str:
    """Give a text without the signs that are none; tabs and line ends stay."""
    return _NO_TEXT.sub("", text)


def plain_name(text: str) -> str:
    """Give what is typed, pasted or marked as a name: on one line, and without signs that nobody sees.

    Joiners stay, with which Persian and Sinhala are written, and selectors of a sign's variant.
    """
    return " ".join(_UNSEEN.sub("", plain_typed(text)).split())


def with_plain_text(table: str, before: Any, after: Any) -> Any:
    """Give a record of a table with plain text wherever somebody may have typed something since ``before``."""
    if after is None:
        return None
    changes = {}
    for field in _typed_fields(table):
        value = getattr(after, field.attribute, None)
        if value and value != getattr(before, field.attribute, None) and (plain := _plain(value)) != value:
            changes[field.attribute] = plain
    if not changes:
        return after
    return after._replace(**changes) if hasattr(after, "_replace") else replace(after, **changes)


@cache
def _typed_fields(table: str) -> tuple[Field, ...]:
    """Give the fields with words that people think of: no ids, and nothing that the document or the program says."""
    of_table = fields.CODEBOOK if table == edits.HEADS else fields.OF_TABLE[table]
    return tuple(
        field for field in of_table
        if field.group == fields.CONTENT and field.shape in _TYPED_SHAPES and not field.refers
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_typed(value)
    if isinstance(value, Mapping):
        return {plain_typed(key): plain_typed(item) for key, item in value.items()}
    return tuple(map(plain_typed, value))
