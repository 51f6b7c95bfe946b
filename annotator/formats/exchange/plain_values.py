"""The fields of annotations that hold a word or a date: programs whose labels have attributes can hold them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.fields import ANY_ANNOTATION, CONTENT, SINGLE_TEXTS

_ATTRIBUTES: Final = {
    field.key: field.attribute
    for field in ANY_ANNOTATION
    if field.group == CONTENT and field.shape in SINGLE_TEXTS and not field.refers
}
NOTE: Final = "note"
VALUES_AS_IN_FILES: Final = tuple(key for key in _ATTRIBUTES if key != NOTE)
"""In the order in which annotation files have them; a note, which is free text, is told apart."""
PLAIN_VALUES: Final = tuple(sorted(VALUES_AS_IN_FILES, key=lambda key: key == "date"))
"""In the order in which the files of most programs have them: the date at the end."""

_ONE: Final = re.compile(r"(?:; )?((?:\\.|;(?! )|[^;])+)", re.DOTALL)
_SPECIAL: Final = re.compile(r"[\\;]")
_PROTECTED: Final = re.compile(r"\\([\\;])")


def joined(values: Iterable[str]) -> str:
    """Give several values as one; a ``;`` in one of them has a backslash before it."""
    return "; ".join(_SPECIAL.sub(r"\\\g<0>", value) for value in values)


def parted(words: str) -> tuple[str, ...]:
    """Give the values that were joined."""
    return tuple(_PROTECTED.sub(r"\1", one) for one in _ONE.findall(words))


def values_of(annotation: Annotation, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give those of some keys that an annotation has."""
    for key in keys:
        if value := getattr(annotation, _ATTRIBUTES[key]):
            yield key, value
