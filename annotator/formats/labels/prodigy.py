"""Prodigy's JSON lines: a task a line with its words, spans and relations.

Facts are from https://prodi.gy/docs/api-interfaces: ``end`` is exclusive and ``token_end`` is not, and a relation leads
from the word ``head`` to the word ``child``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.json_records import json_lines
from annotator.formats.exchange.plain_relations import RELATED, losses_of_relations, placed_in, plain_relations
from annotator.formats.exchange.protocols import (
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    ImportFormat,
    ImportOptions,
    Piece,
)
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.labels.prodigy_tasks import NOT_PRODIGY, Names, document_in, is_of_prodigy
from annotator.formats.labels.whole_tokens import whole_tokens
from annotator.formats.languages.words import trimmed
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span


class Prodigy(ExportFormat, ImportFormat):
    """Spans with relations between them; what was rejected or ignored is no annotation and is counted."""

    name = "prodigy"
    suffix = ".jsonl"
    holds = RELATED
    suffixes = (".jsonl",)
    names_by_file = True

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record a task and session; sessions that saw one text share its document. Raises FormatError."""
        names = Names(path.stem)
        known = False
        waiting: list[ReadDocument] = []
        for number, line in json_lines(path):
            if not isinstance(line.get("text"), str):
                raise FormatError(f"Line {number} has no text; is it Prodigy's JSONL?")
            read = document_in(line, number, names)
            known = known or is_of_prodigy(line)
            if known:
                yield from (*waiting, read)
                waiting = []
            else:
                waiting.append(read)
        if not known:
            raise FormatError(NOT_PRODIGY)

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's line; the fragments of an annotation become spans of their own."""
        document, layer = text_of(exported), exported.layer
        text = document.text
        places = list(_places(layer, text))
        words = list(whole_tokens(text, [span for _annotation, span in places]))
        starts = {word.start: number for number, word in enumerate(words)}
        ends = {word.end: number for number, word in enumerate(words)}
        spans, first = _spans(places, starts, ends)
        line = {
            "text": text,
            "tokens": [
                {"text": text[slice(*word)], "start": word.start, "end": word.end, "id": number,
                 "ws": text.startswith(" ", word.end)}
                for number, word in enumerate(words)
            ],
            "spans": spans,
            "relations": [
                {"head": first[source]["token_end"], "child": first[target]["token_end"], "label": label,
                 "head_span": first[source], "child_span": first[target]}
                for label, source, target in plain_relations(layer)
            ],
            "answer": "accept",
            "meta": {"document": exported.name, "annotator": layer.head.annotator.id},
        }  # fmt: skip
        alike = len(places) - len({(span, annotation.type) for annotation, span in places})
        losses = {**losses_of_relations(layer), "spans with the words and label of another": alike}
        return Piece(orjson.dumps(line) + b"\n", losses, placed_in(layer))


PRODIGY: Final = Prodigy()

_Spans = list[dict[str, Any]]


def _places(layer: Layer, text: str) -> Iterator[tuple[Annotation, Span]]:
    """Give every fragment with its annotation, without the white space at its ends."""
    for annotation in layer.in_order():
        for fragment in annotation.fragments:
            yield annotation, trimmed(text, fragment) or fragment


def _spans(
    places: list[tuple[Annotation, Span]], starts: dict[int, int], ends: dict[int, int]
) -> tuple[_Spans, dict[str, dict[str, Any]]]:
    """Give every span with its words, and the first one of each annotation by its id.

    A lone space has no word, and goes with the word before it.
    """
    spans: _Spans = []
    first: dict[str, dict[str, Any]] = {}
    for annotation, (start, end) in places:
        first_word, last_word = starts.get(start), ends.get(end)
        if first_word is None or last_word is None:
            first_word = last_word = max((number for place, number in ends.items() if place <= start), default=0)
        span = {"start": start, "end": end, "token_start": first_word, "token_end": last_word}
        spans.append({**span, "label": annotation.type})
        first.setdefault(annotation.id, spans[-1])
    return spans, first
