"""A sidecar with the document it belongs to, read for a command or for the window."""

from dataclasses import dataclass
from pathlib import Path

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.anchoring.place_layer import place_layer
from annotator.services.disk.at_path import is_file, regular_size
from annotator.services.reading.document_file import read_document

UNREADABLE = "document-unreadable"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotator's layer, placed in its text as that is now.

    ``document`` is None where the text cannot be read, and a finding says so.
    """

    sidecar: Path
    document: Document | None
    layer: Layer
    findings: list[Finding]
    newer: bool


def read_annotated(sidecar: Path, encoding: str | None = None, *, duplicates: bool = True) -> Annotated:
    """Read a sidecar and its document. Raises SidecarError, OSError."""
    data = read_sidecar_bytes(sidecar)
    loaded = load_sidecar(data, duplicates=duplicates)
    path = document_of(sidecar, loaded.layer.document.name)
    document, problem = _document(path, loaded.layer.document.encoding, encoding)
    in_text = place_layer(loaded.layer, document, [path] if path else []) if document else []
    findings = [*check_name(loaded.layer, sidecar.name), *loaded.findings, *problem, *in_text]
    return Annotated(sidecar, document, loaded.layer, findings, loaded.newer)


def read_sidecar_bytes(sidecar: Path) -> bytes:
    """Give a sidecar's bytes; a file that is too large is refused before it is read. Raises SidecarError, OSError."""
    size = regular_size(sidecar)
    if size > SIZE_LIMIT:
        sentence = f"The file has {size / 2**20:,.0f} MiB; files of more than {SIZE_LIMIT // 2**20} MiB are not read."
        raise SidecarError([Finding("too-large", "$", sentence)])
    return sidecar.read_bytes()


def document_of(sidecar: Path, recorded_name: str) -> Path | None:
    """Give the document beside a sidecar: by the sidecar's own name, else by the bare name it records; None if gone."""
    parts = split_sidecar_name(sidecar.name)
    names = ([parts[0]] if parts else []) + ([recorded_name] if is_bare(recorded_name) else [])
    return next((sidecar.with_name(name) for name in names if is_file(sidecar.with_name(name))), None)


def _document(path: Path | None, encoding: str, given: str | None) -> tuple[Document | None, list[Finding]]:
    if path is None:
        sentence = "The document is not beside its annotation file; put it there to see the annotations in the text."
        return None, [Finding("document-missing", "$.document.name", sentence)]
    try:
        return _read(path, encoding, given), []
    except SourceError as error:
        sentence = str(error)
    except OSError as error:
        sentence = f"{path.name} could not be read: {error.strerror}."
    return None, [Finding(UNREADABLE, "$.document.name", sentence)]


def _read(path: Path, recorded: str, given: str | None) -> Document:
    try:
        return read_document(path, given)
    except SourceError:
        if recorded in ("", given):
            raise
        # The encoding that somebody chose when the document was annotated.
        return read_document(path, recorded)
