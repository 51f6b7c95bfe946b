"""How far an annotation may reach as well: by what would be suggested in its place, and by its sentence."""

from typing import Final

from annotator.formats.languages.names import name_at
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.choosing import suggest_in
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE
from annotator.services.suggesting.suggestion import Fragments

_AROUND: Final = 2000
"""Code points on each side that are read for it."""


def likely_extents(document: Document, layer: Layer, annotation: Annotation) -> list[Fragments]:
    """Give what an annotation marks now and all that it may mark as well, the narrowest first; none without a place."""
    if not annotation.fragments:
        return []
    return sorted({annotation.fragments, *_likely(document, layer, annotation)}, key=_length)


def _likely(document: Document, layer: Layer, annotation: Annotation) -> set[Fragments]:
    text, language = document.text, rules_of(layer.document.language)
    around = _paragraph(text, annotation)
    found = {
        fragments
        for one in suggest_in(around, document, layer, NO_KNOWLEDGE, ("rules",))
        if one.type == annotation.type and one.start < annotation.end and one.end > annotation.start
        for fragments in (one.fragments, *one.others)
    }
    if annotation.type == ACTOR:
        span = name_at(text, annotation.start, language)
    else:
        span = sentence_at(text, annotation.start, language)
    return found | ({(span,)} if span else set())


def _paragraph(text: str, annotation: Annotation) -> Span:
    low, high = max(0, annotation.start - _AROUND), min(len(text), annotation.end + _AROUND)
    start, end = text.rfind("\n\n", low, annotation.start), text.find("\n\n", annotation.end, high)
    return Span(start + 2 if start >= 0 else low, end if end >= 0 else high)


def _length(fragments: Fragments) -> tuple[int, Fragments]:
    return sum(end - start for start, end in fragments), fragments
