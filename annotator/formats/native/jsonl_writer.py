"""JSON lines: a whole annotated document a line, or one annotation with what it names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import orjson

from annotator.formats.exchange.exported_columns import columns_of
from annotator.formats.exchange.holds import EVERYTHING, Holds
from annotator.formats.exchange.protocols import (
    ANNOTATION,
    DOCUMENT,
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    Piece,
)
from annotator.formats.sidecar.line_json import record_line, sidecar_line
from annotator.formats.sidecar.sidecar_json import sidecar_tree
from annotator.model import edits
from annotator.model.layer_columns import LayerColumns

PATH: Final = "path"


class JsonlFormat(ExportFormat):
    """One sidecar object and the text a line; or, by annotation, one annotation with document, entities and topic."""

    name = "jsonl"
    suffix = ".jsonl"
    places = (FILE, FOLDER)
    units = (DOCUMENT, ANNOTATION)

    def held(self, options: ExportOptions) -> Holds:
        """Give everything; beside an annotation stands no link, and nothing of a review."""
        return EVERYTHING if options.unit == DOCUMENT else replace(EVERYTHING, link=(), decision=())

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's lines."""
        lines = _annotations(exported) if options.unit == ANNOTATION else iter([_document(exported)])
        return Piece(b"".join(line + b"\n" for line in lines))


JSONL: Final = JsonlFormat()


def _document(exported: Exported) -> bytes:
    text = exported.document.text if exported.document else None
    layer = columns_of(exported)
    if layer.parsed is None:
        return orjson.dumps(sidecar_tree(layer.layer) | {"text": text} | _path(exported, layer))
    return _with(sidecar_line(layer), {"text": text} | _path(exported, layer))


def _path(exported: Exported, layer: LayerColumns) -> dict[str, str]:
    """Give the document's name behind its folders, where it has any: names alone may be alike."""
    return {PATH: exported.name} if exported.name != layer.document.name else {}


def _annotations(exported: Exported) -> Iterator[bytes]:
    layer = columns_of(exported)
    of_all = {"annotator": {"id": layer.head.annotator.id, "name": layer.head.annotator.name}}
    before = _with(b'{"document":%b}' % record_line(edits.DOCUMENT, layer.document), of_all)[:-1]
    entities = {key: record_line(edits.ENTITIES, entity) for key, entity in layer.entities.items()}
    topics = {key: record_line(edits.TOPICS, topic) for key, topic in layer.topics.items()}
    path = _path(exported, layer)
    for annotation in layer.records:
        named = b",".join([entities[key] for key in annotation.entities_involved() if key in entities])
        line = record_line(edits.ANNOTATIONS, annotation)
        topic = topics.get(annotation.topic or "", b"null")
        yield _with(b'%b,"annotation":%b,"entities":[%b],"topic":%b}' % (before, line, named, topic), path)


def _with(line: bytes, more: dict[str, Any]) -> bytes:
    """Give an object with more members behind its own."""
    return b"%b,%b" % (line[:-1], orjson.dumps(more)[1:]) if more else line
