"""doccano's JSON lines: a text a line with its labels, in both forms that doccano writes.

Facts are from https://doccano.github.io/doccano/ and doccano's own exports. It counts UTF-16 units, or what a reader
takes for letters where a project asks for that, and quotes nothing; so the way of counting in which most ends are ends
of words is taken, and its words are the quotes.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.json_records import json_lines, text_in
from annotator.formats.exchange.likeliest_counting import likeliest_unit
from annotator.formats.exchange.offset_units import CODE_POINTS, GRAPHEMES, UTF16
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
from annotator.formats.labels.doccano_lines import NOT_DOCCANO, documents_in, is_of_doccano, places_in, text_of_line
from annotator.model.utf16_offsets import Utf16Offsets

_UNITS: Final = (UTF16, GRAPHEMES, CODE_POINTS)
_DOUBT: Final = (
    "Only {} of {} labels begin and end with a word, however offsets are counted; look whether they stand "
    "where they should."
)


class Doccano(ExportFormat, ImportFormat):
    """Labelled spans and relations; the annotator is the file's folder or ``--annotator``."""

    name = "doccano"
    suffix = ".jsonl"
    holds = RELATED
    suffixes = (".jsonl",)
    offset_units = _UNITS
    names_by_file = True

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record a line and user. Raises FormatError."""
        known = [is_of_doccano(line) for line in _whole_lines(path)]
        # Where no line can be read, why not is said when they are gone through.
        if known and not any(known):
            raise FormatError(NOT_DOCCANO)
        texts = ((text, places_in(line)) for line in _whole_lines(path) if (text := text_of_line(line)) is not None)
        counting = likeliest_unit(texts, _UNITS)
        units = counting.units(_UNITS)
        doubt = _DOUBT.format(counting.whole, counting.spans) if counting.is_doubtful else ""
        for number, line in json_lines(path):
            text = text_of_line(line)
            if text is None:
                raise FormatError(f"Line {number} has no text; is it doccano's JSONL?")
            for read in documents_in(line, text, f"{path.stem}-{text_in(line.get('id')) or number}", units):
                yield replace(read, problems=(doubt,)) if doubt else read
                doubt = ""

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
        return Piece(orjson.dumps(line) + b"\n", losses_of_relations(layer), placed_in(layer))


DOCCANO: Final = Doccano()


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give the lines that can be read; what is wrong with the others is said when they are imported."""
    try:
        yield from (line for _number, line in json_lines(path))
    except FormatError:
        return
