"""What packages that add formats may rest on, version 1: names that keep their place and their meaning.

``docs/plug-ins.md`` has the rule of what may change. Everything else in this program may move at any time.
"""

from annotator.formats.exchange.holds import EVERYTHING, Holds
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF8, UTF16
from annotator.formats.exchange.pointers import pointed
from annotator.formats.exchange.protocols import (
    ANNOTATION,
    DOCUMENT,
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    HasCodebook,
    ImportFormat,
    ImportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.exchange.read_document import (
    ReadCode,
    ReadCodebook,
    ReadDocument,
    ReadEntity,
    ReadRelation,
    ReadRole,
    ReadSpan,
    ReadTopic,
)

__all__ = [
    "ANNOTATION",
    "CODE_POINTS",
    "DOCUMENT",
    "EVERYTHING",
    "FILE",
    "FOLDER",
    "UTF8",
    "UTF16",
    "ExportFormat",
    "ExportOptions",
    "Exported",
    "FormatError",
    "HasCodebook",
    "Holds",
    "ImportFormat",
    "ImportOptions",
    "Piece",
    "Place",
    "ReadCode",
    "ReadCodebook",
    "ReadDocument",
    "ReadEntity",
    "ReadRelation",
    "ReadRole",
    "ReadSpan",
    "ReadTopic",
    "Write",
    "pointed",
]
