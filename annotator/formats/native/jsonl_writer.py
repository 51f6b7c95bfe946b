"""JSON lines: a whole annotated document a line, or one annotation with what it names."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import orjson

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
from annotator.formats.sidecar.record_json import record_to_json
from annotator.formats.sidecar.sidecar_json import sidecar_tree
from annotator.model import edits

PATH: Final = "path"


class JsonlFormat(ExportFormat):
    """One sidecar object and the text a line; or, by annotation, one annotation with document, entities and topic."""

    name = "jsonl"
    title = "JSON lines"
    suffix = ".jsonl"
    places = (FILE, FOLDER)
    units = (DOCUMENT, ANNOTATION)

    def held(self, options: ExportOptions) -> Holds:
        """Give everything; beside an annotation stands no link, and nothing of a review."""
        return EVERYTHING if options.unit == DOCUMENT else replace(EVERYTHING, link=(), decision=())

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's lines."""
        lines = _annotations(exported) if options.unit == ANNOTATION else iter([_document(exported)])
        return Piece(b"".join(orjson.dumps(line) + b"\n" for line in lines))


JSONL: Final = JsonlFormat()


def _document(exported: Exported) -> dict[str, Any]:
    text = exported.document.text if exported.document else None
    return sidecar_tree(exported.layer) | {"text": text} | _path(exported)


def _path(exported: Exported) -> dict[str, str]:
    """Give the document's name behind its folders, where it has any: names alone may be alike."""
    return {PATH: exported.name} if exported.name != exported.layer.document.name else {}


def _annotations(exported: Exported) -> Iterator[dict[str, Any]]:
    layer = exported.layer
    annotator = {"id": layer.head.annotator.id, "name": layer.head.annotator.name}
    document = record_to_json(edits.DOCUMENT, layer.document)
    for annotation in layer.in_order():
        entities = [layer.entities[i] for i in annotation.entities_involved() if i in layer.entities]
        topic = layer.topics.get(annotation.topic or "")
        yield {
            "document": document,
            "annotator": annotator,
            "annotation": record_to_json(edits.ANNOTATIONS, annotation),
            "entities": [record_to_json(edits.ENTITIES, entity) for entity in entities],
            "topic": record_to_json(edits.TOPICS, topic) if topic else None,
            **_path(exported),
        }
