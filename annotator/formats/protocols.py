"""What a format has to be to be found and used."""

from collections.abc import Mapping
from typing import Protocol

from annotator.model.document import Document
from annotator.model.layer import Layer


class Exported(Protocol):
    """One annotator's layer of one document on its way out; ``name`` is the document's, with its folder if any."""

    @property
    def name(self) -> str:
        """The document's name."""

    @property
    def layer(self) -> Layer:
        """The annotations."""

    @property
    def document(self) -> Document | None:
        """The document, None where its text is not at hand."""


class ExportFormat(Protocol):
    """Turns annotated documents into files, one document at a time and independently of all others.

    ``tables`` are the names of the files that are written into a folder, the first of which is the one that is written
    where a single file is asked for. ``units`` are what a row may be, the first by default.
    """

    name: str
    title: str
    suffix: str
    tables: tuple[str, ...]
    units: tuple[str, ...]

    def head(self, table: str) -> bytes:
        """Give what stands before all rows."""

    def rows(self, exported: Exported, unit: str) -> Mapping[str, bytes]:
        """Give one document's part of every table."""

    def losses(self, exported: Exported) -> Mapping[str, int]:
        """Count what the single file cannot hold of one document, by a name for it."""
