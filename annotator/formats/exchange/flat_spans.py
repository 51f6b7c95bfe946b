"""One layer of spans that do not overlap, for formats that know no other; what does not fit is counted."""

from collections import Counter
from dataclasses import dataclass, field

from annotator.formats.exchange.protocols import Exported, FormatError
from annotator.formats.languages.words import trimmed
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR


@dataclass(slots=True)
class FlatSpans:
    """Labelled spans in the order of the text, apart from each other."""

    spans: list[tuple[Span, str]] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)


def text_of(exported: Exported) -> Document:
    """Give the document; raises FormatError where its text is not at hand."""
    if exported.document is None:
        raise FormatError("The text of the document is not at hand; put it beside its annotation file.")
    return exported.document


def label_of(layer: Layer, annotation: Annotation) -> str:
    """Give what a named entity recogniser would call it: the entity's type, for what is no actor its own."""
    entity = layer.entities.get(annotation.entities[0]) if annotation.entities else None
    return entity.type if annotation.type == ACTOR and entity else annotation.type


def flat_spans(layer: Layer, document: Document) -> FlatSpans:
    """Take actors first, longer ones before shorter ones, and then the others where there is room."""
    found = FlatSpans()
    placed = [annotation for annotation in layer.in_order() if annotation.fragments]
    taken = bytearray(len(document.text))
    for annotation in sorted(placed, key=lambda a: (a.type != ACTOR, a.start - a.end)):
        span = trimmed(document.text, Span(annotation.start, annotation.end))
        if len(annotation.fragments) > 1 or span is None:
            found.losses["annotations in fragments" if span else "annotations without words"] += 1
        elif any(taken[span.start : span.end]):
            found.losses["overlapping annotations"] += 1
        else:
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            found.spans.append((span, label_of(layer, annotation)))
    found.spans.sort()
    found.losses.update(losses_of_bare_spans(layer))
    return found


def losses_of_bare_spans(layer: Layer) -> dict[str, int]:
    """Count the annotations that no span can stand for."""
    return {"unplaced annotations": sum(not annotation.fragments for annotation in layer.annotations.values())}
