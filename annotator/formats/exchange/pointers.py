"""Relations that no role and no link can say: attributes that hold the annotation at their other end by its id."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from annotator.model.annotation import Annotation

_ID: Final = "annotation"
_WORDS: Final = "words"


def pointer(annotation: Annotation) -> dict[str, str]:
    """Give the value of an attribute that leads to an annotation: its id, and its words for people."""
    return {_ID: annotation.id, _WORDS: annotation.text}


def pointed(annotation: Annotation, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Give the name of every attribute that leads to one of the known annotations, with that one's id."""
    for name, value in annotation.attributes.items():
        for item in _items(value):
            if isinstance(item, dict) and item.get(_ID) in known:
                yield name, item[_ID]


def plain_items(value: Any, known: Container[str]) -> list[str]:
    """Give the values of an attribute as words, without those that lead to a known annotation."""
    others = [item for item in _items(value) if not (isinstance(item, dict) and item.get(_ID) in known)]
    return [str(item.get(_WORDS, item)) if isinstance(item, dict) else str(item) for item in others]


def without_pointers(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Give the attributes that hold more than annotations at the other end."""
    return {
        name: value
        for name, value in attributes.items()
        if not _items(value) or not all(isinstance(item, dict) and _ID in item for item in _items(value))
    }


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
