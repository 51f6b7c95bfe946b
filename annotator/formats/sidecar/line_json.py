"""Sidecars and their records as JSON in one line, byte for byte what orjson writes of the model's records.

What a parser gave goes out as it is, which takes a fifth of the time: nothing is made of it in between.
"""

from functools import cache
from typing import Any

import orjson

from annotator.formats.sidecar.record_json import record_to_json, write_fields
from annotator.model import edits
from annotator.model.fields import ANNOTATION, annotation_fields
from annotator.model.layer_columns import LayerColumns


def sidecar_line(layer: LayerColumns) -> bytes:
    """Give the object that a sidecar holds which was parsed."""
    import msgspec

    return _encoded(msgspec.structs.replace(layer.parsed, annotations=list(map(_writable, layer.records))))


def record_line(table: str, record: Any) -> bytes:
    """Give the object of a record of the model, or of a parser."""
    if not hasattr(record, "__struct_fields__"):
        return orjson.dumps(record_to_json(table, record))
    return _encoded(_writable(record) if table == edits.ANNOTATIONS else record)


def _writable(record: Any) -> Any:
    """Give an annotation of a parser, for which the type is no field, as what is written: it stands behind the id."""
    import msgspec

    if record.attributes:
        # What an import brought may hold numbers that the two libraries write otherwise.
        return msgspec.Raw(orjson.dumps(write_fields(annotation_fields(record.type), record, ())))
    identifier, *values = msgspec.structs.astuple(record)
    return _written_types()[record.type](identifier, record.type, *values)


@cache
def _written_types() -> dict[str, Any]:
    import msgspec

    return {
        kind: msgspec.defstruct(
            "Annotation",
            [field.attribute for field in wanted],
            rename={field.attribute: field.key for field in wanted},
            gc=False,
        )
        for kind, wanted in ANNOTATION.items()
    }


def _encoded(record: Any) -> bytes:
    import msgspec

    return msgspec.json.encode(record)
