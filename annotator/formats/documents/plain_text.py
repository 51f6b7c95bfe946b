"""Plain text documents: from bytes to canonical text, with an encoding that is known and never guessed in silence."""

import codecs
import os
from hashlib import sha256
from typing import Final

from annotator.model.document import Document, DocumentInfo, canonical, text_sha256

SIZE_LIMIT: Final = 64 * 2**20
READER: Final = "plain 1"
CANDIDATES: Final = ("cp1252", "iso-8859-15", "cp1250", "cp1251", "koi8-r", "cp1256", "shift_jis", "euc-jp", "gb18030",
                     "big5", "euc-kr", "utf-16-le", "utf-16-be", "mac-roman")  # fmt: skip
_MEDIA_TYPES = {".md": "text/markdown"}
# A UTF-32 mark begins with a UTF-16 one, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALL_MARKS = tuple(mark for mark, _encoding in _MARKS)
# Control characters that no text holds; a file with several is a program, a picture or an archive.
_BINARY = bytes((*range(9), *range(14, 27), *range(28, 32)))
_SAMPLE, _STRAY_CONTROLS = 8192, 4


class SourceError(ValueError):
    """A document that cannot be read; the message says why and what to do."""


class UnknownEncodingError(SourceError):
    """A text that is not UTF-8; ``candidates`` are the encodings that could decode ``data`` whole."""

    def __init__(self, name: str, data: bytes) -> None:
        candidates = tuple(encoding for encoding in CANDIDATES if _decodes(data, encoding))
        super().__init__(
            f"{name} is not UTF-8 text, and nothing in it says what its encoding is. "
            f"Choose one (on the command line with --encoding, such as {candidates[0] if candidates else 'cp1252'})."
        )
        self.data = data
        self.candidates = candidates


def read_source(data: bytes, name: str, encoding: str | None = None) -> Document:
    """Give the document of a file's bytes; ``encoding`` is what somebody says it is, else a mark or strict UTF-8.

    Raises SourceError for what is no text, UnknownEncodingError where nothing tells how to decode it.
    """
    if len(data) > SIZE_LIMIT:
        raise SourceError(
            f"{name} has {len(data) / 2**20:,.0f} MiB; texts of more than {SIZE_LIMIT // 2**20} MiB are not opened. "
            "Split it into smaller documents."
        )
    if not data or data.isspace():
        raise SourceError(f"{name} is empty: there is nothing to annotate in it.")
    whole, used = decoded(data, name, encoding)
    text = canonical(whole)
    bytes_sha256 = sha256(data).hexdigest()
    as_it_is = used == "utf-8" and text == whole
    info = DocumentInfo(
        name=name,
        media_type=_MEDIA_TYPES.get(os.path.splitext(name)[1].lower(), "text/plain"),  # noqa: PTH122 - much faster
        encoding=used,
        reader=READER,
        bytes_sha256=bytes_sha256,
        text_sha256=bytes_sha256 if as_it_is else text_sha256(text),
        characters=len(text),
    )
    return Document(text, info)


def in_utf8(data: bytes) -> bytes:
    """Give a text in UTF-8 without a mark, whose own mark says that it is in that, UTF-16 or UTF-32; else as it is.

    Also what does not decode as its mark says is given as it is.
    """
    mark, encoding = mark_of(data)
    try:
        whole = data[len(mark) :]
        return whole if encoding == "utf-8" else whole.decode(encoding).encode()
    except UnicodeError:
        return data


def mark_of(data: bytes) -> tuple[bytes, str]:
    """Give the mark with which a text begins and the encoding that it means: none, and UTF-8, where there is none."""
    if not data.startswith(_ALL_MARKS):
        return b"", "utf-8"
    return next(known for known in _MARKS if data.startswith(known[0]))


def decoded(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """Decode a text by its mark, as somebody says, as the text itself declares, or as strict UTF-8; gives how, too.

    Raises SourceError for what is no text or is not what somebody says, UnknownEncodingError where one is to be chosen.
    """
    mark, known = mark_of(data)
    marked = known if mark else None
    wanted = marked or encoding or declared or "utf-8"
    if not wanted.startswith(("utf-16", "utf-32")) and _looks_binary(data):
        raise SourceError(f"{name} is no text but a binary file (a picture, an archive or a program?).")
    try:
        text = data.decode(wanted)
    except LookupError:
        if not encoding:
            raise UnknownEncodingError(name, data) from None
        raise SourceError(f"{wanted} is no encoding that is known here; cp1252 and shift_jis are examples.") from None
    except UnicodeDecodeError as error:
        if marked or encoding:
            raise SourceError(f"{name} cannot be decoded as {wanted} (byte {error.start}): {error.reason}.") from None
        raise UnknownEncodingError(name, data) from None
    try:
        if wanted != "utf-8":
            text.encode()
    except UnicodeEncodeError as error:
        raise SourceError(f"{name} holds half a character at {error.start} and cannot be read as {wanted}.") from None
    return text, wanted


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _BINARY))
    return b"\x00" in data or (controls > _STRAY_CONTROLS and controls * 50 > len(sample))
