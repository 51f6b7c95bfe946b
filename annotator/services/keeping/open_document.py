"""Opening an article or an annotation file: only what is understood whole takes the place of what is open."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotator.formats.documents.kinds import kind_of
from annotator.formats.documents.plain_text import UnknownEncodingError
from annotator.formats.regular_files import open_regular, read_regular
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.formats.sidecar.sidecar_json import GENERATOR, Loaded, SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX, is_bare, name_is_too_long, sidecar_name, split_sidecar_name
from annotator.model.clock import now
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.anchoring.place_layer import place_layer
from annotator.services.disk.at_path import not_read, work_tree
from annotator.services.keeping.annotated_file import document_of, read_sidecar_bytes
from annotator.services.reading.document_file import read_document
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Progress, no_progress

LARGE = 2 * 2**20
"""Files of more bytes are read beside the window, and shown before the slowest check is made."""
_FOUND_AGAIN_AT_ONCE = 2**17
_HEAD = 2**14
_MADE_ON = re.compile(rb'"bytes_sha256":\s*"([0-9a-f]{64})"')
_FACTS = ("name", "media_type", "encoding", "reader", "bytes_sha256", "text_sha256", "characters")


class OpenError(ValueError):
    """An annotation file that cannot be opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and a layer of it as they are on disk.

    ``read_only`` says why nothing may be changed, or is "". ``disk_sha256`` and ``disk_bytes`` are those of the
    sidecar, None where there is none yet. ``unchecked`` says that the file is so large that keys that stand twice in it
    have to be looked for after it is shown.
    """

    document: Document
    layer: Layer
    document_path: Path
    sidecar_path: Path
    findings: list[Finding]
    read_only: str
    disk_sha256: str | None
    disk_bytes: bytes | None
    unchecked: bool = False


def opens_at_once(path: Path, annotator: Annotator) -> bool:
    """Tell whether a path is opened sooner than a window notices.

    That is plain text which is not large with its sidecar, and in which not many annotations have to be found again,
    nor a history be read for that.
    """
    parts = split_sidecar_name(path.name)
    article = file_called(path.with_name(parts[0]) if parts else path)
    sidecar = path if parts else own_sidecar(path, annotator.id)
    if kind_of(article.name) is not None or _size(article) + _size(sidecar) > LARGE:
        return False
    soon = _size(sidecar) <= _FOUND_AGAIN_AT_ONCE and work_tree(article) is None
    return soon or not _is_of_other_bytes(sidecar, article)


def open_path(
    path: Path, annotator: Annotator, *, encoding: str | None = None, progress: Progress = no_progress
) -> Opened:
    """Open an article with the annotator's own sidecar, or a sidecar with its article; may be called in any thread.

    Somebody else's sidecar is opened to read. Raises SourceError, UnknownEncodingError or OpenError, and Cancelled
    where ``progress`` does.
    """
    path = file_called(path.absolute())
    _check_name(path)
    wanted = _Wanted(annotator, encoding, progress)
    with collector_paused():
        opened = _open_sidecar(path, wanted) if path.name.endswith(SUFFIX) else _open_article(path, wanted)
        # Painting asks for it, and here no window may be waiting.
        _ = opened.layer.places
        return opened


def own_sidecar(document: Path, annotator: str) -> Path:
    """Give an annotator's file of a document: the one that is there, whatever way the name is encoded, or a new one."""
    return file_called(document.with_name(sidecar_name(document.name, annotator)))


class _Wanted(NamedTuple):
    annotator: Annotator
    encoding: str | None
    progress: Progress


def _open_article(path: Path, wanted: _Wanted) -> Opened:
    sidecar = own_sidecar(path, wanted.annotator.id)
    data = _sidecar_bytes(sidecar) if os.path.lexists(sidecar) else None
    document = _document(path, data, wanted)
    if data is None:
        layer = fresh_layer(document, wanted.annotator, path.parent)
        return Opened(document, layer, path, sidecar, [], _cannot_write(sidecar), None, None)
    return _opened(document, path, sidecar, data, wanted)


def fresh_layer(document: Document, annotator: Annotator, folder: Path) -> Layer:
    """Give the empty layer of a document that somebody begins to annotate."""
    # What is annotated already, and is to be seen soon, does not need it.
    from annotator.services.codebook.folder_codebook import codebook_reference

    time = now()
    return Layer(LayerHead(annotator, time, time, GENERATOR, codebook_reference(folder)), document.info)


def read_layer(data: bytes, document: Document, path: Path) -> Layer | None:
    """Read the copy of a sidecar that a journal keeps; None where it cannot be understood."""
    try:
        return placed_layer(load_sidecar(data), document, [path])[0]
    except SidecarError:
        return None


def _open_sidecar(sidecar: Path, wanted: _Wanted) -> Opened:
    from annotator.services.keeping.blind_coding import (
        hidden_until_done,  # an article that is opened needs no codebook yet
    )

    data = _sidecar_bytes(sidecar)
    loaded = _loaded(data, sidecar)
    path = document_of(sidecar, loaded.layer.document.name)
    if path is None:
        parts = split_sidecar_name(sidecar.name)
        recorded = loaded.layer.document.name
        name = recorded if is_bare(recorded) or not parts else parts[0]
        raise OpenError(
            f"The document “{name}” is not beside {sidecar.name}. "
            f"Put it into the folder {sidecar.parent} and open it again."
        )
    if hidden := hidden_until_done([sidecar], path, wanted.annotator.id):
        raise OpenError(hidden)
    return _opened(_document(path, data, wanted), path, sidecar, data, wanted)


def _opened(document: Document, path: Path, sidecar: Path, data: bytes, wanted: _Wanted) -> Opened:
    loaded = _loaded(data, sidecar)
    layer, findings = placed_layer(loaded, document, [path], wanted.progress)
    return Opened(
        document,
        layer,
        path,
        sidecar,
        [*check_name(layer, sidecar.name), *findings],
        _read_only(loaded, sidecar, wanted.annotator),
        sha256(data).hexdigest(),
        data,
        _is_large(data),
    )


def placed_layer(
    loaded: Loaded, document: Document, places: Iterable[Path] = (), progress: Progress = no_progress
) -> tuple[Layer, list[Finding]]:
    """Put the annotations where they belong in the text as it is now, and keep the facts of that text.

    ``places`` are where the document lies or lay, with the text that they were made on, perhaps.
    """
    layer = loaded.layer
    facts = {name: getattr(document.info, name) for name in _FACTS}
    findings = [*loaded.findings, *place_layer(layer, document, places, progress)]
    if findings:
        _keep_inside(layer, document.text)
    layer.document = replace(layer.document, **facts)
    return layer, findings


def _keep_inside(layer: Layer, text: str) -> None:
    """Take what lies outside the text, or has no length, for unplaced: nothing could be painted there.

    Each of these has a finding.
    """
    for key, annotation in list(layer.annotations.items()):
        behind = 0
        for start, end in annotation.fragments:
            if not behind <= start < end <= len(text):
                layer.annotations[key] = annotation._replace(fragments=())
                break
            behind = end


def _document(path: Path, data: bytes | None, wanted: _Wanted) -> Document:
    try:
        return read_document(path, wanted.encoding, wanted.progress)
    except UnknownEncodingError:
        # The encoding that was chosen when the document was annotated first.
        recorded = _loaded(data, path).layer.document.encoding if data else ""
        if wanted.encoding or recorded in ("", "utf-8"):
            raise
        return read_document(path, recorded, wanted.progress)


def _loaded(data: bytes, sidecar: Path) -> Loaded:
    try:
        return load_sidecar(data, duplicates=not _is_large(data))
    except SidecarError as error:
        raise OpenError(
            f"{sidecar.name} cannot be understood and was left as it is. {error} "
            "Restore it from a backup, or move it away to begin anew."
        ) from error


def _is_large(data: bytes) -> bool:
    return len(data) > LARGE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _is_of_other_bytes(sidecar: Path, article: Path) -> bool:
    try:
        with open_regular(sidecar) as file:
            made_on = _MADE_ON.search(file.read(_HEAD))
        return made_on is not None and made_on[1].decode() != sha256(read_regular(article)).hexdigest()
    except OSError:
        return False


def _sidecar_bytes(sidecar: Path) -> bytes:
    try:
        return read_sidecar_bytes(sidecar)
    except SidecarError as error:
        raise OpenError(f"{sidecar.name} was not opened and was left as it is. {error}") from error
    except FileNotFoundError:
        raise OpenError(f"There is no file {sidecar}.") from None
    except OSError as error:
        raise OpenError(not_read(sidecar.name, error)) from error


def _read_only(loaded: Loaded, sidecar: Path, annotator: Annotator) -> str:
    if loaded.newer:
        return f"{loaded.findings[0].sentence}"
    owner = loaded.layer.head.annotator
    if owner.id != annotator.id:
        who = f"{owner.name} ({owner.id})" if owner.name else owner.id
        return f"These are the annotations of {who}. They can be read here; yours go into a file of your own."
    return _cannot_write(sidecar)


def _check_name(path: Path) -> None:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise OpenError(
            f"The name of {path.name} has bytes that are no text in UTF-8, so no annotation file can name it. "
            "Rename it, or the folder in which it lies, and open it again."
        ) from None


def _cannot_write(sidecar: Path) -> str:
    if name_is_too_long(sidecar.name):
        return (
            "The name of this document is too long for an annotation file beside it, so nothing can be changed here. "
            "Save elsewhere makes a copy with a shorter name."
        )
    if os.access(sidecar.parent, os.W_OK):
        return ""
    return (
        f"The folder {sidecar.parent} may not be written to, so nothing can be changed here. "
        "Save elsewhere to annotate."
    )
