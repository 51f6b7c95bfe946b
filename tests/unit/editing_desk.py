"""A small document with a draft at hand, for tests of what adds to drafts."""

from typing import Any

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.services.editing.draft import Draft
from tests.unit.colleagues import layer

TEXT = "Aiko Mori met Carlo Bianchi in Norland. Mori said that Norland and Ostia would train together. She left."
THEN = "2026-01-01T00:00:00Z"
NOW = "2026-05-01T10:00:00Z"


class Drafting:
    """A document, a layer of it, and one draft after the other."""

    def __init__(self, *annotations: Annotation, text: str = TEXT, **records: Any) -> None:
        self.layer: Layer = layer(annotations, **records)
        self.document = Document(text, self.layer.document)
        self.draft = Draft(self.layer, "mkato", NOW)

    def make(self) -> Layer:
        """Make what was drafted, and begin anew."""
        self.layer.apply(self.draft.transaction("").edits)
        self.draft = Draft(self.layer, "mkato", NOW)
        return self.layer

    def changed(self, table: str = edits.ANNOTATIONS) -> set[str]:
        """The keys of a table that the draft changes."""
        return {edit.key for edit in self.draft.transaction("").edits if edit.table == table}

    def held(self, annotation_id: str) -> Annotation:
        """An annotation as drafted."""
        found = self.draft.annotation(annotation_id)
        assert found is not None
        return found


def at(words: str, number: int = 0, text: str = TEXT) -> Span:
    """Where words stand in the text for the first, second … time."""
    start = -1
    for _time in range(number + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def quoted(identifier: str, kind: str, words: str, number: int = 0, **fields: Any) -> Annotation:
    """An annotation of words of the text, made a while ago by somebody else."""
    fields = {"author": "lrossi", "created": THEN, "modified": THEN} | fields
    return Annotation(identifier, kind, (at(words, number),), (words,), **fields)
