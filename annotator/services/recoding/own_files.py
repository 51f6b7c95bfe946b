"""An annotator's own file as a step over many documents may change it, or the sentence that says why it may not."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.sidecar.json_bytes import check_duplicate_keys
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX, name_is_too_long, split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer
from annotator.services.disk.at_path import not_read
from annotator.services.disk.atomic_file import may_be_written
from annotator.services.keeping.annotated_file import document_of, read_sidecar_bytes
from annotator.services.keeping.desk import OPEN_ELSEWHERE
from annotator.services.keeping.document_lock import Timeout, let_go, take
from annotator.services.keeping.journal import journal_path
from annotator.services.keeping.open_document import fresh_layer
from annotator.services.reading.document_file import read_document
from annotator.services.user import state_folders

COLLEAGUES: Final = "These are the annotations of {}, and stay as they are."
SETTLED: Final = "This is the adjudicated file; it is changed in a review."
NEWER: Final = "A newer version of Annotator wrote this file."
TWICE: Final = "Something stands twice in this file, so that saving it would lose one of the two."
UNSAVED: Final = "An earlier run left unsaved work on this document; open it first."
PROTECTED: Final = "This file, or its folder, may not be written to."
OTHER_TEXT: Final = "The document is not the text that was annotated; open it first."
NOT_TEXT: Final = "The file's name has bytes that are no text in UTF-8."


class LeftAloneError(Exception):
    """A file is left as it is; the message says why."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the annotator's own: its layer, and its bytes with their hash, None where there is no file yet."""

    sidecar: Path
    layer: Layer
    data: bytes | None
    document: Document | None = None

    @property
    def sha256(self) -> str | None:
        """The hash of the file's bytes."""
        return None if self.data is None else sha256(self.data).hexdigest()


def read_own(sidecar: Path, annotator: Annotator, *, text: Path | None = None) -> OwnFile:
    """Read a file that is to be changed; raises LeftAloneError where it may not be.

    ``text`` is the document whose text is needed; where it has no annotation file yet, it gets one.
    """
    refuse_unchangeable(sidecar, annotator.id)
    if text is not None and not os.path.lexists(sidecar):
        document = _document(text, "")
        return OwnFile(sidecar, fresh_layer(document, annotator, text.parent), None, document)
    try:
        data = read_sidecar_bytes(sidecar)
        # What takes longest of the checks is made of those that change.
        loaded = load_sidecar(data, duplicates=False)
    except SidecarError as error:
        raise LeftAloneError(f"The file cannot be understood. {error}") from error
    except OSError as error:
        raise LeftAloneError(not_read("The file", error)) from error
    owner = loaded.layer.head.annotator
    if loaded.newer:
        raise LeftAloneError(NEWER)
    if owner.id != annotator.id:
        raise LeftAloneError(COLLEAGUES.format(owner.name or owner.id))
    if any(finding.code == "duplicate-id" for finding in loaded.findings):
        raise LeftAloneError(TWICE)
    if text is None:
        return OwnFile(sidecar, loaded.layer, data)
    recorded = loaded.layer.document
    document = _document(document_of(sidecar, recorded.name) or text, recorded.encoding)
    if document.info.text_sha256 != recorded.text_sha256:
        raise LeftAloneError(OTHER_TEXT)
    return OwnFile(sidecar, loaded.layer, data, document)


def refuse_doubled(file: OwnFile) -> None:
    """Raise LeftAloneError where a key stands twice in a file: one of the two would be lost by saving."""
    if file.data is not None and check_duplicate_keys(file.data):
        raise LeftAloneError(TWICE)


def refuse_unchangeable(sidecar: Path, annotator: str) -> None:
    """Raise LeftAloneError for a file of somebody else's, and for one that is open elsewhere or may not be written."""
    parts = split_sidecar_name(sidecar.name)
    whose = parts[1] if parts else sidecar.name.removesuffix(SUFFIX)
    if whose == ADJUDICATED:
        raise LeftAloneError(SETTLED)
    if whose != annotator:
        raise LeftAloneError(COLLEAGUES.format(whose))
    try:
        str(sidecar).encode()
    except UnicodeEncodeError:
        raise LeftAloneError(NOT_TEXT) from None
    if not os.access(sidecar.parent, os.W_OK) or name_is_too_long(sidecar.name):
        raise LeftAloneError(PROTECTED)
    if not may_be_written(sidecar):
        raise LeftAloneError(PROTECTED)
    refuse_in_use(sidecar)


def refuse_in_use(sidecar: Path) -> None:
    """Raise LeftAloneError for a file that is open elsewhere, or for which a crash left a journal."""
    journal = journal_path(state_folders.journals(), sidecar)
    try:
        lock = take(journal)
    except Timeout:
        raise LeftAloneError(OPEN_ELSEWHERE) from None
    if lock:
        let_go(lock)
    if journal.exists():
        raise LeftAloneError(UNSAVED)


def _document(path: Path, encoding: str) -> Document:
    try:
        try:
            return read_document(path)
        except SourceError:
            if not encoding:
                raise
            return read_document(path, encoding)
    except SourceError as error:
        raise LeftAloneError(str(error)) from error
    except OSError as error:
        raise LeftAloneError(not_read(path.name, error)) from error


def is_others(sentence: str) -> bool:
    """Tell whether a file was left alone since it is a colleague's or the adjudicated one: nothing is wrong with it."""
    return sentence == SETTLED or sentence.startswith(COLLEAGUES.partition("{")[0])
