"""What an annotator holds in a field, as a value that equals a colleague's where both hold the same."""

from collections.abc import Hashable, Mapping
from typing import Any

from annotator.model import edits
from annotator.model.fields import ATTRIBUTES, EXTRA, TEXT, TEXT_MAP, TEXTS, Field
from annotator.model.name_key import folded, name_key
from annotator.model.vocabulary import OF_SUGGESTIONS, SUGGESTED_BY
from annotator.services.comparing.correspondence import Correspondence

_NAMES = ("name", "aliases")
"""Fields whose values are the same name in whatever case they are written."""


def comparable(same: Correspondence, annotator: str, record: Any, field: Field) -> Hashable:
    """Give the value of a field that holds no roles; None where nothing is set, a frozenset where it holds several.

    Entities and topics are given by the keys under which they correspond, so that ids do not matter.
    """
    value = getattr(record, field.attribute)
    if field.refers == edits.ENTITIES:
        return frozenset(same.entity(annotator, identifier) for identifier in value)
    if field.refers == edits.TOPICS:
        return same.topic(annotator, value) or None
    if field.attribute in _NAMES:
        return frozenset(map(folded, value)) if field.shape == TEXTS else folded(value)
    if field.shape == TEXTS:
        return frozenset(map(name_key, value))
    if field.shape in (ATTRIBUTES, TEXT_MAP, EXTRA):
        held = {name: item for _behind, name, item in value} if field.shape == EXTRA else opinions(value)
        return frozen(held) if held else None
    return value.strip() or None if field.shape == TEXT else value


def opinions(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give attributes without what an accepted suggestion says of itself, in which nobody differs."""
    if SUGGESTED_BY not in attributes:
        return attributes
    return {name: value for name, value in attributes.items() if name not in OF_SUGGESTIONS}


def frozen(value: Any) -> Hashable:
    """Give a JSON value as one that can be hashed; the order of an object's members is no matter."""
    if isinstance(value, Mapping):
        return frozenset((name, frozen(item)) for name, item in value.items())
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value
