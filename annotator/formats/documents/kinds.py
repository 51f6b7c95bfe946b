"""Which kinds of documents can be opened, and what reads each; asking costs no import of a parser."""

import os
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from annotator.formats.documents.extracted import Extracted

PLAIN_SUFFIXES: Final = frozenset({".txt", ".md"})
"""The endings of plain text."""
EXTRA: Final = "documents"
"""The optional extra that brings the parsers."""


class DocumentKind(NamedTuple):
    """A kind of document; ``edition`` grows when our own reader gives other text than before.

    ``package`` is the library that decides on the text too, or "" where all of it is decided here.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    edition: int = 1
    package: str = ""

    @property
    def reader(self) -> str:
        """The name and version that a sidecar records, such as "docx 1" or "html 1 (trafilatura 2.0.0)".

        Raises PackageNotFoundError, which is a ModuleNotFoundError, where the library is missing.
        """
        from importlib.metadata import version  # half of the start's imports, and only documents need it

        library = f" ({self.package} {version(self.package)})" if self.package else ""
        return f"{self.name} {self.edition}{library}"

    def extract(self, data: bytes, file_name: str, encoding: str | None) -> "Extracted":
        """Give the text of a file. Raises SourceError, UnknownEncodingError, ModuleNotFoundError."""
        module = import_module(f"annotator.formats.documents.{self.name}_document")
        read: Callable[[bytes, str, str | None], Extracted] = module.read
        return read(data, file_name, encoding)


KINDS: Final = (
    DocumentKind("html", (".html", ".htm", ".xhtml"), "text/html", edition=2, package="trafilatura"),
    DocumentKind(
        "docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", edition=2
    ),
    DocumentKind("odt", (".odt",), "application/vnd.oasis.opendocument.text"),
    DocumentKind("rtf", (".rtf",), "application/rtf", package="striprtf"),
    DocumentKind("pdf", (".pdf",), "application/pdf", edition=2, package="pypdfium2"),
    DocumentKind("eml", (".eml",), "message/rfc822", edition=2),
)
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}

SUFFIXES: Final = PLAIN_SUFFIXES | _BY_SUFFIX.keys()
"""The endings of all files that can be opened as documents."""


_NOT_READ: Final = {
    **dict.fromkeys(
        (".mht", ".mhtml"), "a web page with its pictures in one file: save it as a plain web page (.html)"
    ),
    **dict.fromkeys((".tex", ".ltx"), "the source of a printed text: print it to .pdf, or turn it into .txt or .docx"),
    ".xml": "data in XML: turn it into .html or .txt, or import it where it is another program's annotations",
    **dict.fromkeys((".doc", ".wps", ".pages", ".wpd"), "of a word processor: save it there as .docx, .odt or .rtf"),
    **dict.fromkeys((".epub", ".mobi", ".azw3"), "a book: turn it into .html or .docx, a chapter a file"),
    **dict.fromkeys((".msg", ".pst", ".mbox"), "mail: save each message as .eml"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "a table: File > Import makes documents of the rows of .xlsx and .csv"),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "slides: save them as .pdf"),
    **dict.fromkeys((".djvu", ".ps", ".xps"), "printed pages: turn them into .pdf"),
}


def why_not_read(file_name: str) -> str:
    """Say what to do with a file whose name says that it is of a kind that is not read, "" for others."""
    reason = _NOT_READ.get(_suffix(file_name))
    return f"{file_name} is {reason}." if reason else ""


def kind_of(file_name: str) -> DocumentKind | None:
    """Give the kind of document that a file's name says it is; None means plain text."""
    return _BY_SUFFIX.get(_suffix(file_name))


def _suffix(file_name: str) -> str:
    return os.path.splitext(file_name)[1].lower()  # noqa: PTH122 - a tenth of a path's time
