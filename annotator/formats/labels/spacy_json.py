"""spaCy: a document a line, as ``Doc.from_json`` reads it (https://spacy.io/api/doc#from_json)."""

from collections.abc import Iterator
from typing import Any, Final

import orjson

from annotator.formats.exchange.flat_spans import flat_spans, losses_of_bare_spans, text_of
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.protocols import Exported, ExportFormat, ExportOptions, Piece
from annotator.formats.labels.whole_tokens import whole_tokens
from annotator.formats.languages.words import trimmed
from annotator.model.layer import Layer
from annotator.model.span import Span

_GROUP: Final = "sc"  # the name by which spaCy's span categoriser looks for spans


class SpacyFormat(ExportFormat):
    """Entities that do not overlap, all annotations as a group of spans, and words that begin and end with them."""

    name = "spacy"
    suffix = ".jsonl"
    holds = Holds(annotation=("type", "fragments"))

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's line; the fragments of an annotation become spans of their own."""
        document = text_of(exported)
        layer = exported.layer
        spans = list(_spans(layer, document.text))
        words = whole_tokens(document.text, [span for span, _label, _knowledge in spans])
        line = {
            "text": document.text,
            "tokens": [{"id": number, "start": word.start, "end": word.end} for number, word in enumerate(words)],
            "ents": [_span(span, label) for span, label in flat_spans(layer, document).spans],
            "spans": {_GROUP: [_span(span, label, knowledge) for span, label, knowledge in spans]},
            "meta": {"document": exported.name, "annotator": layer.head.annotator.id},
        }
        apart = sum(len(annotation.fragments) > 1 for annotation in layer.annotations.values())
        losses = {**losses_of_bare_spans(layer), "fragments' belonging together": apart}
        written = sum(
            bool(annotation.text.strip() and annotation.fragments) for annotation in layer.annotations.values()
        )
        return Piece(orjson.dumps(line) + b"\n", losses, written)


SPACY: Final = SpacyFormat()


def _spans(layer: Layer, text: str) -> Iterator[tuple[Span, str, str]]:
    """Give every fragment with its type, and the entity's Wikidata id where it is known."""
    for annotation in layer.in_order():
        entity = layer.entities.get(annotation.entities[0]) if annotation.entities else None
        knowledge = entity.external_ids.get("wikidata", "") if entity else ""
        for fragment in annotation.fragments:
            if span := trimmed(text, fragment):
                yield span, annotation.type, knowledge


def _span(span: Span, label: str, knowledge: str = "") -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "label": label, "kb_id": knowledge}
