"""Tasks to be imported into Label Studio, with the labelling configuration that shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import orjson

from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.plain_relations import RELATED, losses_of_relations, placed_in, plain_relations
from annotator.formats.exchange.plain_values import values_of
from annotator.formats.exchange.protocols import (
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.labels.label_studio_regions import VALUES
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import STANCES, STATUSES, TYPES


class LabelStudioWriter(ExportFormat):
    """A task a document and annotator; into a folder also the configuration."""

    name = "label-studio"
    suffix = ".json"
    holds = replace(
        RELATED,
        annotation=(*RELATED.annotation, "entities", "topic", "codes", *VALUES),
        entity=("name",),
        topic=("name",),
    )
    places = (FILE, FOLDER)

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's task; the fragments of an annotation become regions of their own."""
        document, layer = text_of(exported), exported.layer
        results = [result for annotation in layer.in_order() for result in _results(layer, annotation, document.text)]
        results += [
            {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}
            for label, source, target in plain_relations(layer)
        ]
        data = {"text": document.text, "name": exported.name, "annotator": layer.head.annotator.id}
        task = orjson.dumps({"data": data, "annotations": [{"result": results}]})
        return Piece(task, losses_of_relations(layer), placed_in(layer))

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write one list of all tasks."""
        file = place.file("tasks.json" if options.as_folder else "")
        before = b"[\n"

        def write(task: bytes) -> None:
            nonlocal before
            file.write(before + task)
            before = b",\n"

        yield write
        file.write(b"\n]\n" if before != b"[\n" else b"[]\n")
        if options.as_folder:
            place.add("labelling-configuration.xml", _configuration().encode())


LABEL_STUDIO_WRITER: Final = LabelStudioWriter()


def _results(layer: Layer, annotation: Annotation, text: str) -> Iterator[dict[str, Any]]:
    """Give the regions of an annotation, the first with all that is known of it."""
    told: dict[str, tuple[str, list[str]]] = {"code": ("textarea", list(annotation.codes))}
    names = [layer.entities[key].name for key in annotation.entities if key in layer.entities]
    topic = layer.topics.get(annotation.topic or "")
    told["entity"], told["topic"] = ("textarea", names), ("textarea", [topic.name] if topic else [])
    for name, word in values_of(annotation, VALUES):
        told[name] = ("choices" if name in _CHOICES else "textarea", [word])
    for number, (start, end) in enumerate(annotation.fragments):
        identifier = annotation.id if not number else f"{annotation.id}.{number}"
        region = {"start": start, "end": end}
        labels = {**region, "text": text[start:end], "labels": [annotation.type]}
        yield {"id": identifier, "from_name": "label", "to_name": "text", "type": "labels", "value": labels}
        for name, (kind, values) in told.items() if not number else ():
            if values:
                value = {**region, "choices" if kind == "choices" else "text": values}
                yield {"id": identifier, "from_name": name, "to_name": "text", "type": kind, "value": value}


_CHOICES: Final = {"stance": STANCES, "status": STATUSES}


def _configuration() -> str:
    labels = "".join(f"    <Label value={quoteattr(name)}/>\n" for name in TYPES)
    choices = "".join(
        f'  <Choices name="{name}" toName="text" perRegion="true">\n'
        + "".join(f"    <Choice value={quoteattr(value)}/>\n" for value in values)
        + "  </Choices>\n"
        for name, values in _CHOICES.items()
    )
    others = ("entity", "topic", "code", *(name for name in VALUES if name not in _CHOICES))
    areas = "".join(f'  <TextArea name="{name}" toName="text" perRegion="true"/>\n' for name in others)
    return (
        '<View>\n  <Labels name="label" toName="text">\n'
        f'{labels}  </Labels>\n  <Text name="text" value="$text"/>\n{choices}{areas}</View>\n'
    )
