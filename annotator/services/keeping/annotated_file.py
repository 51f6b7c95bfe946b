"""A sidecar with the document it belongs to, read for a command or for the window."""

from pathlib import Path
from typing import NamedTuple

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.regular_files import LEADS_OUT, is_plain_file, leads_out, read_within
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.services.anchoring.place_layer import is_placed, place_layer
from annotator.services.disk.at_path import is_file
from annotator.services.reading.document_file import read_document

UNREADABLE = "document-unreadable"
OUTSIDE = "document-outside"
NOT_READ = (UNREADABLE, OUTSIDE)
"""The codes of findings that say why a document which is there was not read."""


class Annotated(NamedTuple):
    """One annotator's layer by columns, placed in its text as that is now.

    ``path`` is the document's file, None where it is not at hand; ``document`` is None where its text cannot be read
    too, and a finding says so.
    """

    sidecar: Path
    path: Path | None
    document: Document | None
    columns: LayerColumns
    findings: list[Finding]
    newer: bool

    @property
    def layer(self) -> Layer:
        """The model's records, made when they are first asked for."""
        return self.columns.layer


def read_annotated(
    sidecar: Path,
    encoding: str | None = None,
    *,
    duplicates: bool = True,
    alone: bool = False,
    root: Path | None = None,
    elsewhere: Path | None = None,
) -> Annotated:
    """Read a sidecar and its document, unless that is a link which leads out of ``root``, the folder asked for.

    ``root`` is the sidecar's own folder where none is given; ``elsewhere`` is the document where that does not lie
    beside it. ``duplicates`` and ``alone`` are as ``load_sidecar`` takes them. Raises SidecarError, OSError.
    """
    data = read_sidecar_bytes(sidecar)
    loaded = load_sidecar(data, duplicates=duplicates, alone=alone)
    columns, recorded = loaded.columns, loaded.columns.document
    path, may_be_a_link = (elsewhere, True) if elsewhere else _beside(sidecar, recorded.name)
    if path and may_be_a_link and leads_out(path, root or sidecar.parent):
        problem = [Finding(OUTSIDE, "$.document.name", f"{path.name}: {LEADS_OUT}")]
        path, document = None, None
    else:
        document, problem = _document(path, recorded.encoding, encoding)
    in_text = list[Finding]()
    if document and not is_placed(columns, document):
        in_text = place_layer(columns.layer, document, [path] if path else [])
        columns = LayerColumns.of(columns.layer)
    findings = [*check_name(columns, sidecar.name), *loaded.findings, *problem, *in_text]
    return Annotated(sidecar, path, document, columns, findings, loaded.newer)


def read_sidecar_bytes(sidecar: Path) -> bytes:
    """Give a sidecar's bytes; a file that is too large is refused before it is read. Raises SidecarError, OSError."""
    size, data = read_within(sidecar, SIZE_LIMIT)
    if size > SIZE_LIMIT:
        sentence = f"The file has {size / 2**20:,.0f} MiB; files of more than {SIZE_LIMIT // 2**20} MiB are not read."
        raise SidecarError([Finding("too-large", "$", sentence)])
    return data


def document_of(sidecar: Path, recorded_name: str) -> Path | None:
    """Give the document beside a sidecar: by the sidecar's own name, else by the bare name it records; None if gone."""
    return _beside(sidecar, recorded_name)[0]


def _beside(sidecar: Path, recorded_name: str) -> tuple[Path | None, bool]:
    """Give the document beside a sidecar, and whether it is a link or anything else that has to be looked at again."""
    parts = split_sidecar_name(sidecar.name)
    own = parts[0] if parts else ""
    for name in (own, recorded_name):
        if name == own != "" or is_bare(name):
            path = file_called(sidecar.with_name(name))
            if is_plain_file(path):
                return path, False
            if is_file(path):
                return path, True
    return None, False


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
