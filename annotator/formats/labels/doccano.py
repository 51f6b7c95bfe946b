"""doccano's JSON lines: a text a line with its labels, in both forms that doccano writes.

Facts are from https://doccano.github.io/doccano/ and doccano's own exports. It counts UTF-16 units, or what a reader
takes for letters where a project asks for that, and quotes nothing; so the way of counting in which most ends are ends
of words is taken, and its words are the quotes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.json_records import json_lines, number_in, objects_in, text_in
from annotator.formats.exchange.likeliest_counting import likeliest
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF16
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
from annotator.model.document import canonical
from annotator.model.utf16_offsets import Utf16Offsets

_KNOWN: Final = frozenset(
    {"id", "text", "data", "label", "labels", "entities", "relations", "Comments", "comments", "meta"}
)
_UNITS: Final = (UTF16, CODE_POINTS)


class Doccano(ExportFormat, ImportFormat):
    """Labelled spans and relations; the annotator is the file's folder or ``--annotator``."""

    name = "doccano"
    title = "doccano JSON lines"
    suffix = ".jsonl"
    holds = RELATED
    suffixes = (".jsonl",)
    offset_units = _UNITS

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record a line. Raises FormatError."""
        for number, line in json_lines(path):
            text = line.get("text", line.get("data"))
            if not isinstance(text, str):
                raise FormatError(f"Line {number} has no text; is it doccano's JSONL?")
            yield _document(line, text, f"{path.stem}-{text_in(line.get('id')) or number}")

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's line; the fragments of an annotation become entities of their own."""
        document, layer = text_of(exported), exported.layer
        units = Utf16Offsets(document.text)
        numbers: dict[str, int] = {}
        entities: list[dict[str, Any]] = []
        for annotation in layer.in_order():
            for start, end in annotation.fragments:
                numbers.setdefault(annotation.id, len(entities))
                offsets = {"start_offset": units.to_utf16(start), "end_offset": units.to_utf16(end)}
                entities.append({"id": len(entities), "label": annotation.type, **offsets})
        relations = [
            {"id": number, "from_id": numbers[source], "to_id": numbers[target], "type": label}
            for number, (label, source, target) in enumerate(plain_relations(layer))
        ]
        meta = {"name": exported.name, "annotator": layer.head.annotator.id}
        line = {"text": document.text, "entities": entities, "relations": relations, "Comments": [], "meta": meta}
        return Piece(orjson.dumps(line) + b"\n", losses_of_relations(layer))


DOCCANO: Final = Doccano()


def _document(line: dict[str, Any], text: str, name: str) -> ReadDocument:
    meta = {**_object(line.get("meta")), **{key: value for key, value in line.items() if key not in _KNOWN}}
    labelled = list(_labelled(line))
    offsets = likeliest(text, _UNITS, [(start, end) for _id, _label, start, end in labelled])
    words = canonical(text)
    spans = []
    for identifier, label, start, end in labelled:
        place = offsets.span(start, end)
        quote = words[slice(*place)] if place else None
        spans.append(ReadSpan(identifier, label, ((start, end),), quote))
    relations = tuple(
        ReadRelation(text_in(one.get("type")) or "related", f"e{one.get('from_id')}", f"e{one.get('to_id')}")
        for one in objects_in(line.get("relations"))
    )
    comments = [comment for key in ("Comments", "comments") for comment in _list(line.get(key))]
    codes = [label for key in ("label", "labels") for label in _list(line.get(key)) if isinstance(label, str)]
    return ReadDocument(
        text_in(meta.get("name")) or name,
        text,
        text_in(meta.get("annotator")) or text_in(meta.get("username")),
        info={"note": "; ".join(map(str, comments)), "codes": codes},
        problems=tuple(_strange(line)),
        spans=tuple(spans),
        relations=relations,
    )


def _labelled(line: dict[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    """Give id, label, start and end of every span; the older form is a list of three."""
    for number, item in enumerate(_list(line.get("label")) + _list(line.get("labels"))):
        if _is_span(item):
            yield f"s{number}", text_in(item[2]), item[0], item[1]
    for number, item in enumerate(objects_in(line.get("entities"))):
        start, end = number_in(item.get("start_offset")), number_in(item.get("end_offset"))
        if start is not None and end is not None:
            yield f"e{item.get('id', number)}", text_in(item.get("label")), start, end


def _strange(line: dict[str, Any]) -> Iterator[str]:
    spans = [item for key in ("label", "labels") for item in _list(line.get(key)) if isinstance(item, list)]
    strange = sum(not _is_span(item) for item in spans)
    strange += sum(
        number_in(item.get("start_offset")) is None or number_in(item.get("end_offset")) is None
        for item in objects_in(line.get("entities"))
    )
    if strange:
        yield f"{strange} labels have no start and end; they are left out."


def _is_span(item: Any) -> bool:
    return isinstance(item, list) and len(item) > 2 and None not in (number_in(item[0]), number_in(item[1]))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
