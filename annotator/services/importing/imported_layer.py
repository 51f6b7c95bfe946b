"""One imported document's layer, made of records or taken over whole."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.exchange.offset_units import CODE_POINTS
from annotator.formats.exchange.protocols import ImportFormat
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.sidecar_json import GENERATOR
from annotator.model.clock import now
from annotator.model.document import Document, DocumentInfo
from annotator.model.fields import CONTENT, DOCUMENT, SINGLE_TEXTS, TEXTS
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.vocabulary import STATES
from annotator.services.anchoring.place_layer import place_layer
from annotator.services.importing.import_layer import make_records
from annotator.services.importing.import_mapping import Mapping

_KNOWN = tuple(field for field in DOCUMENT if field.group == CONTENT)
"""What somebody knows of the document, whatever its file is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A layer, and what there is to tell of how it came to be; ``counting`` names the offset unit that held."""

    layer: Layer
    problems: tuple[str, ...] = ()
    unmapped: Counter[str] = field(default_factory=Counter)
    kept_apart: Counter[str] = field(default_factory=Counter)
    counting: str = ""
    doubles: int = 0


def layer_of(
    read: ReadDocument, document: Document, annotator: Annotator, mapping: Mapping, wanted: ImportFormat
) -> Imported:
    """Give the layer of a record on the document that its text has become; ``annotator`` is whose it is to be."""
    if read.layer is not None:
        return _taken_over(read.layer, document, annotator)
    assert read.text is not None
    time = now()
    made = make_records(read, document.text, mapping, units=wanted.offset_units, author=annotator.id, time=time)
    info = _info(document.info, read.info)
    head = LayerHead(annotator, time, time, GENERATOR)
    layer = Layer(head, info, made.entities, made.topics, made.annotations, made.links)
    decided = made.decided
    counting = ""
    if decided:
        quotes = f"{decided.held:,} of {decided.quoted:,} quotes hold" if decided.quoted else "no quotes to check by"
        counting = decided.counting.words(read.text)
        if decided.held < decided.quoted or not decided.quoted:
            counting += f" ({quotes})"
    return Imported(layer, tuple(made.problems), made.unmapped, made.kept_apart, counting, made.doubles)


def _taken_over(layer: Layer, document: Document, annotator: Annotator) -> Imported:
    """Keep a layer as it is, but for the file it lies beside, who is named, and its places in a text that changed."""
    problems = [f"{finding.path}: {finding.sentence}" for finding in place_layer(layer, document)]
    kept: dict[str, Any] = {field.attribute: getattr(layer.document, field.attribute) for field in _KNOWN}
    state = layer.document.state if layer.document.state == "reviewed" else "done"
    info = replace(document.info, **kept, state=state, extra=layer.document.extra)
    head = layer.head
    if annotator.id != head.annotator.id:
        head = replace(head, annotator=annotator)
    return Imported(replace(layer, head=head, document=info), tuple(problems), counting=CODE_POINTS)


def _info(info: DocumentInfo, read: Any) -> DocumentInfo:
    """Add what the source knows of the document, as far as there is a field and it knows the value."""
    values: dict[str, Any] = {}
    for known in _KNOWN:
        value = read.get(known.key)
        if value is None:
            continue
        if known.shape in SINGLE_TEXTS and (not known.values or value in known.values):
            values[known.attribute] = str(value)
        elif known.shape == TEXTS:
            values[known.attribute] = tuple(map(str, value))
    state = read.get("state")
    return replace(info, **values, state=state if state in STATES else "done")
