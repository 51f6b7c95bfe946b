"""A document's file read as what its name says it is, plain text or more; the file itself is never written to."""

from hashlib import sha256
from pathlib import Path

from annotator.formats.documents.kinds import DocumentKind, kind_of, why_not_read
from annotator.formats.documents.plain_text import SIZE_LIMIT, SourceError, read_source
from annotator.formats.regular_files import read_within
from annotator.model.document import Document, DocumentInfo, text_sha256
from annotator.services.running.progress import Progress, no_progress


def read_document(path: Path, encoding: str | None = None, progress: Progress = no_progress) -> Document:
    """Read a document's file; one that is too large is refused before it is read. Raises SourceError, OSError.

    Reading what is no plain text ends where ``progress`` raises Cancelled.
    """
    size, data = read_within(path, SIZE_LIMIT)
    if size > SIZE_LIMIT:
        raise SourceError(
            f"{path.name} has {size / 2**20:,.0f} MiB; larger ones than {SIZE_LIMIT // 2**20} MiB are not opened. "
            "Split it into smaller ones."
        )
    return read_bytes(data, path.name, encoding, progress)


def read_bytes(data: bytes, name: str, encoding: str | None = None, progress: Progress = no_progress) -> Document:
    """Read what a document's file of a name holds. Raises SourceError."""
    kind = kind_of(name)
    if kind is None:
        if reason := why_not_read(name):
            raise SourceError(reason)
        return read_source(data, name, encoding)
    return _read_kind(kind, data, name, encoding, progress)


def _read_kind(kind: DocumentKind, data: bytes, name: str, encoding: str | None, progress: Progress) -> Document:
    if not data.strip():
        raise SourceError(f"{name} is empty: there is nothing to annotate in it.")
    from annotator.services.reading.document_process import read_apart  # plain text does not wait for it

    read = read_apart(data, name, encoding, progress=progress)
    found = read.extracted
    info = DocumentInfo(
        name=name,
        media_type=kind.media_type,
        encoding=found.encoding,
        reader=read.reader,
        bytes_sha256=sha256(data).hexdigest(),
        text_sha256=text_sha256(found.text),
        characters=len(found.text),
        title=found.title,
        author=found.author,
        publisher=found.publisher,
        url=found.url,
        published=found.published,
        language=found.language,
    )
    return Document(found.text, info)
