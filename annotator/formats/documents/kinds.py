"""Which kinds of documents can be opened, and what reads each; asking costs no import of a parser."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from annotator.formats.documents.plain_text import PLAIN_SUFFIXES

if TYPE_CHECKING:
    from annotator.formats.documents.extracted import Extracted

EXTRA: Final = "documents"
"""The optional extra that brings the parsers."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
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
    DocumentKind("html", (".html", ".htm"), "text/html", package="trafilatura"),
    DocumentKind("docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    DocumentKind("odt", (".odt",), "application/vnd.oasis.opendocument.text"),
    DocumentKind("pdf", (".pdf",), "application/pdf", package="pypdfium2"),
    DocumentKind("eml", (".eml",), "message/rfc822"),
)
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}

SUFFIXES: Final = PLAIN_SUFFIXES | _BY_SUFFIX.keys()
"""The endings of all files that can be opened as documents."""


def kind_of(file_name: str) -> DocumentKind | None:
    """Give the kind of document that a file's name says it is; None means plain text."""
    return _BY_SUFFIX.get(PurePath(file_name).suffix.lower())
