"""The program's own files: documents with their sidecars, copied as they are or read to be taken over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.formats.documents.kinds import PLAIN_SUFFIXES
from annotator.formats.exchange.holds import EVERYTHING
from annotator.formats.exchange.input_files import file_beside, read_bytes, read_text
from annotator.formats.exchange.protocols import (
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    ImportFormat,
    ImportOptions,
    Piece,
)
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError, dump_sidecar, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX, is_bare, sidecar_name, split_sidecar_name
from annotator.model.layer import Layer

_Files = list[tuple[str, bytes]]


class AnnotatorFiles(ExportFormat, ImportFormat):
    """Documents and sidecars, with their folders."""

    name = "annotator"
    suffix = SUFFIX
    places = (FOLDER,)
    holds = EVERYTHING
    suffixes = (SUFFIX,)
    offset_units = ()

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's own bytes and its sidecar's; only the sidecar where the document is not at hand."""
        sidecar = sidecar_name(exported.name, exported.layer.head.annotator.id)
        files: _Files = [(sidecar, dump_sidecar(exported.layer))]
        if exported.path is None:
            return Piece(files, {"documents that are not beside their annotation files": 1})
        return Piece([(exported.name, read_regular(exported.path)), *files])

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the layer with the plain text beside it. Raises FormatError, OSError."""
        try:
            layer = load_sidecar(read_bytes(path, SIZE_LIMIT)).layer
        except SidecarError as error:
            raise FormatError(str(error)) from None
        document = _document(path, layer, options.root)
        if document is None or document.suffix.lower() not in PLAIN_SUFFIXES:
            raise FormatError("Its document is not beside it as plain text (.txt or .md). Put it there.")
        text = read_text(document, options.encoding or layer.document.encoding)
        annotator = layer.head.annotator
        yield ReadDocument(document.name, text, annotator.id, annotator.name, layer=layer)


ANNOTATOR: Final = AnnotatorFiles()


def _document(path: Path, layer: Layer, root: Path) -> Path | None:
    parts = split_sidecar_name(path.name)
    names = ([parts[0]] if parts else []) + ([layer.document.name] if is_bare(layer.document.name) else [])
    files = (file_called(path.with_name(name)) for name in names)
    beside = next((file for file in files if file.is_file()), None)
    return beside and file_beside(path, beside.name, root)
