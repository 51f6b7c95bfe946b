"""The fields of annotations that hold a word or a date: programs whose labels have attributes can hold them."""

from collections.abc import Iterator
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


def values_of(annotation: Annotation, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give those of some keys that an annotation has."""
    for key in keys:
        if value := getattr(annotation, _ATTRIBUTES[key]):
            yield key, value
