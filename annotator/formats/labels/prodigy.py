"""Prodigy's JSON lines: a task a line with its words, spans and relations.

Facts are from https://prodi.gy/docs/api-interfaces: ``end`` is exclusive and ``token_end`` is not, and a relation leads
from the word ``head`` to the word ``child``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.json_records import json_lines, number_in, objects_in, text_in
from annotator.formats.exchange.plain_relations import RELATED, losses_of_relations, plain_relations
from annotator.formats.exchange.protocols import (
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    ImportFormat,
    ImportOptions,
    Piece,
)
from annotator.formats.exchange.read_document import ReadDocument, ReadRelation, ReadSpan
from annotator.formats.labels.whole_tokens import whole_tokens
from annotator.formats.languages.words import trimmed
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span

_NAMES: Final = ("document", "source", "file", "name", "title")


class Prodigy(ExportFormat, ImportFormat):
    """Spans with relations between them; an answer other than *accept* is imported and said."""

    name = "prodigy"
    title = "Prodigy JSON lines"
    suffix = ".jsonl"
    holds = RELATED
    suffixes = (".jsonl",)

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record a line. Raises FormatError."""
        texts: dict[tuple[str, str], int] = {}
        for number, line in json_lines(path):
            if not isinstance(line.get("text"), str):
                raise FormatError(f"Line {number} has no text; is it Prodigy's JSONL?")
            meta = line["meta"] if isinstance(line.get("meta"), dict) else {}
            name = next((text_in(meta[key]) for key in _NAMES if text_in(meta.get(key))), "") or f"{path.stem}-{number}"
            who = (
                text_in(line.get("_annotator_id")) or text_in(line.get("_session_id")) or text_in(meta.get("annotator"))
            )
            texts[name, who] = often = texts.get((name, who), 0) + 1
            yield _document(line, name if often == 1 else f"{name.removesuffix('.txt')}-{often}", who, number)

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
        return Piece(orjson.dumps(line) + b"\n", losses)


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


def _document(line: dict[str, Any], name: str, who: str, number: int) -> ReadDocument:
    words = {
        word: token for token in objects_in(line.get("tokens")) if (word := number_in(token.get("id"))) is not None
    }
    found = objects_in(line.get("spans"))
    spans: dict[tuple[int, int, str], ReadSpan] = {}
    problems = []
    answer = text_in(line.get("answer")) or "accept"
    if answer != "accept":
        problems.append(f"line {number}: the answer was “{answer}”; its spans are imported.")
    for ordinal, span in enumerate(found):
        start, end = number_in(span.get("start")), number_in(span.get("end"))
        label = text_in(span.get("label")) or "span"
        if start is None or end is None:
            problems.append(f"line {number}: a span “{label}” has no start and end; it is left out.")
            continue
        spans.setdefault((start, end, label), ReadSpan(f"s{ordinal}", label, ((start, end),), _quote(span, words)))
    relations = []
    for relation in objects_in(line.get("relations")):
        label = text_in(relation.get("label")) or "related"
        head, child = (_end_of(relation, end, spans, words) for end in ("head", "child"))
        if head and child:
            relations.append(ReadRelation(label, head, child))
        else:
            problems.append(f"line {number}: a relation “{label}” leads to words that are in no span; it is left out.")
    return ReadDocument(name, line["text"], who, problems=tuple(problems), spans=tuple(spans.values()),
                        relations=tuple(relations))  # fmt: skip


def _quote(span: dict[str, Any], words: dict[int, dict[str, Any]]) -> str | None:
    """Give the words of a span as its tokens have them, so that its offsets can be checked."""
    if isinstance(span.get("text"), str):
        return text_in(span["text"])
    first, last = number_in(span.get("token_start")), number_in(span.get("token_end"))
    if first is None or last is None or not all(number in words for number in (first, last)):
        return None
    return " ".join(text_in(words[number].get("text")) for number in range(first, last + 1) if number in words)


def _end_of(
    relation: dict[str, Any], end: str, spans: dict[tuple[int, int, str], ReadSpan], words: dict[int, dict[str, Any]]
) -> str:
    """Give the id of the span at one end of a relation: the one it names, else the shortest that covers its word."""
    named = relation.get(f"{end}_span")
    if isinstance(named, dict):
        key = (named.get("start"), named.get("end"), text_in(named.get("label")) or "span")
        if key in spans:
            return spans[key].id
    word = words.get(number_in(relation.get(end)) or 0, {})
    place = Span(number_in(word.get("start")) or 0, number_in(word.get("end")) or 0)
    covering = [key for key in spans if key[0] <= place.start < place.end <= key[1]]
    return spans[min(covering, key=lambda key: key[1] - key[0])].id if covering else ""
