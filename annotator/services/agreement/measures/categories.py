"""What counts as one category where places and types are measured together: the type, or the type with its codes."""

from collections.abc import Iterable
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.name_key import name_key

TYPES: Final = "types"
CODES: Final = "codes"


def categorised(annotations: Iterable[Annotation], categories: str) -> list[Annotation]:
    """Give annotations with their category for a type, such as ``actor/PER``; several codes are one together."""
    listed = list(annotations)
    if categories == TYPES:
        return listed
    return [
        annotation._replace(type=_with_codes(annotation)) if annotation.codes else annotation for annotation in listed
    ]


def self_overlaps(annotations: Iterable[Annotation]) -> int:
    """Count the annotations that overlap another one of the same category and annotator."""
    by_type: dict[str, list[tuple[int, int, int]]] = {}
    for number, annotation in enumerate(annotations):
        by_type.setdefault(annotation.type, []).extend((start, end, number) for start, end in annotation.fragments)
    found: set[int] = set()
    for spans in by_type.values():
        reached = (0, -1)
        for start, end, number in sorted(spans):
            if start < reached[0] and number != reached[1]:
                found.update((number, reached[1]))
            reached = max(reached, (end, number))
    return len(found)


def _with_codes(annotation: Annotation) -> str:
    return f"{annotation.type}/{' + '.join(sorted(set(map(name_key, annotation.codes))))}"
