"""What a format has to be to be found and used: one object that writes, reads, or both.

Formats of this program and of other packages derive from ``ExportFormat`` and ``ImportFormat``, which have defaults for
all but the name and what a format is there for; ``docs/plug-ins.md`` tells it with an example, and what other packages
may use stands in ``annotator.formats.v1``. The shared steps (finding files, worker processes, temporary places, offset
units, mappings, reports) are in the services; a format says only what is its own. Libraries that not everybody has are
imported inside the functions that use them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, runtime_checkable

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.offset_units import CODE_POINTS
from annotator.formats.exchange.own_formats import READERS, WRITERS
from annotator.model.document import Document
from annotator.model.layer import Layer

if TYPE_CHECKING:
    from annotator.formats.exchange.read_document import ReadCodebook, ReadDocument

FILE: Final = "file"
FOLDER: Final = "folder"
PLACES: Final = (FILE, FOLDER)
DOCUMENT: Final = "document"
ANNOTATION: Final = "annotation"
UNITS: Final = (DOCUMENT, ANNOTATION)


class FormatError(ValueError):
    """One input that a format cannot read or write; the message is a sentence for people, and the others go on.

    The sentence says what is wrong, where (line, member, field) and what to do; the file is named by who catches it.
    """


class Exported(Protocol):
    """One annotator's layer of one document on its way out."""

    @property
    def name(self) -> str:
        """The document's file name, behind the folders below the path that was asked for: ``may/talks.txt``."""

    @property
    def layer(self) -> Layer:
        """The annotations; offsets are code points into the document's canonical text."""

    @property
    def document(self) -> Document | None:
        """The document, None where its text is not at hand."""

    @property
    def path(self) -> Path | None:
        """The document's own file, None where it is not at hand."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What was asked for: the unit of a row (one of the format's ``units``), and whether ``--out`` is a folder.

    ``mark`` asks tables of text for a byte-order mark, by which Excel sees that they are UTF-8. ``ending`` is which of
    a format's ``endings`` the file's name has. ``printer`` lays out pages as PDF; a writer has it where the desktop app
    is at hand, pieces never have.
    """

    unit: str
    as_folder: bool
    mark: bool = False
    ending: str = ""
    printer: Callable[..., bytes] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What one sidecar gives: ``content`` goes to the writer.

    ``content`` comes from a worker process, so it has to be picklable, and is best small: bytes, or rows of plain
    values. ``losses`` counts what the format cannot hold although it ``holds`` such fields, with a name in the plural
    for each kind: ``{"overlapping annotations": 1}``. ``annotations`` is how many of the layer's stand in it, None for
    all of the types that the format holds.
    """

    content: Any
    losses: Mapping[str, int] = field(default_factory=dict)
    annotations: int | None = None


class Place(Protocol):
    """Where an export comes to be: a temporary place that is moved to ``--out`` when the writer is left without error.

    For a single file every ``name`` is left out. In a folder a name may have folders of its own (``lisa/talks.ann``);
    each has to be a bare file name on every system (see ``sidecar_names.is_bare``) or FormatError is raised.
    """

    def file(self, name: str = "") -> BinaryIO:
        """Open a file to stream bytes into; it is closed by the place. For few files that are open together."""

    def add(self, name: str, data: bytes) -> None:
        """Write one whole file of a folder. For many small ones; what was there of this name is replaced."""

    def path(self, name: str = "") -> Path:
        """Give the path of a file that a library writes itself: a workbook, a database, an archive."""


Write = Callable[[Any], object]


class Format:
    """What writing and reading have in common."""

    name: str = ""
    """What stands behind ``--to`` and ``--from``: small letters of ASCII, digits and hyphens."""
    extra: str = ""
    """The extra of this program that brings the packages it needs (``"cas"``), or ""."""

    @cached_property
    def title(self) -> str:
        """A few words for lists and menus; the program's own stand in ``own_formats``."""
        own = WRITERS.get(self.name)
        return own.title if own else self.name


class ExportFormat(Format, ABC):
    """Turns annotated documents into files, one document at a time and independently of all others.

    All but ``name`` and ``piece`` may be left as it is here.
    """

    places: tuple[str, ...] = (FILE,)
    """What ``--out`` may be: FILE, FOLDER or both."""
    units: tuple[str, ...] = (DOCUMENT,)
    """What a row may be, DOCUMENT or ANNOTATION, the first by default."""
    may_be_marked: bool = False
    """Whether its files can begin with a byte-order mark where that is asked for."""
    joins_documents: bool = False
    """Whether entities of one name and type are one in all documents. Then of each document the one file that counts
    comes, and layers have the names of their folder's codebook."""

    holds: Holds = Holds()
    """The fields that stand in its files: of every document what has a value and is not held is counted as lost."""

    endings: tuple[str, ...] = ()
    """Where the name of a single file says which of several kinds it is: what it may end in, ``suffix`` the first."""

    @cached_property
    def suffix(self) -> str:
        """The suffix of the file, or of the files in the folder: ``.csv``."""
        return f".{self.name}"

    @abstractmethod
    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's part. Pure: depends on the arguments alone, and runs in worker processes.

        Raises FormatError where this document cannot be written (such as one whose text is not at hand).
        """

    def held(self, options: ExportOptions) -> Holds:  # noqa: ARG002 - for those who hold more in a folder
        """Give what is held with these options."""
        return self.holds

    def writer(self, place: Place, options: ExportOptions) -> AbstractContextManager[Write]:
        """Give a context that takes the pieces' contents one after the other, in the order of the paths.

        Entered before the first piece, even where none comes; left normally after the last, when it writes what stands
        behind all pieces and closes what it opened; left with an error where the export is given up, when it has only
        to close. ``contextlib.contextmanager`` around one ``yield`` is the simplest way.

        This one takes bytes, which stand behind each other in one file (in a folder it is called ``documents`` or
        ``annotations``), or lists of (name, bytes), which are files of a folder.
        """
        return _as_they_are(place, f"{options.unit}s{self.suffix}", as_folder=options.as_folder)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What was asked for: ``encoding`` is what somebody says of texts that are not UTF-8, None where nobody did.

    ``root`` is the path that was asked for: a document that is not beside its annotations may be looked for in the
    folders between (never outside of it). ``columns`` says by which names a table has what is known of documents, and
    ``names`` by which pattern file names say it; they are for formats that ``reads_details``.
    """

    encoding: str | None = None
    root: Path = field(default_factory=Path)
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str = ""


class ImportFormat(Format, ABC):
    """Reads files of others into exchange records: what stands there, as it stands there.

    What it means here is for the shared step, so a reader counts offsets as the file does, gives labels as they came,
    and drops nothing: what has no place in a record goes into ``attributes``, and what cannot be understood into
    ``problems``. All but ``name`` and ``read`` may be left as it is here.
    """

    offset_units: tuple[str, ...] = (CODE_POINTS,)
    """The units in which producers are known to count, of ``offset_units.UNITS``, the likeliest first. For each, CRLF
    is tried as one and as two; the quotes decide, and the first wins where several hold. ``()`` where records carry
    layers."""

    @cached_property
    def title(self) -> str:
        """A few words for lists and menus."""
        own = READERS.get(self.name)
        return own.title if own else self.name

    reads_details: bool = False
    """Whether what is known of documents may be told by ``columns`` and ``names``. Its files are of nobody: who imports
    them says whose their annotations will be."""
    names_by_file: bool = False
    """Whether documents may come ``unnamed``: all files are then looked at first for what they have in common."""

    @cached_property
    def suffixes(self) -> tuple[str, ...]:
        """Names that end so are read when a folder is walked, in lower case: ``(".ann",)``.

        A file that is named itself is read whatever its name.
        """
        return (f".{self.name}",)

    @abstractmethod
    def read(self, path: Path, options: ImportOptions) -> "Iterator[ReadDocument]":
        """Give a record for each document and annotator in one file.

        Raises FormatError or OSError where the file cannot be understood as a whole; what came before stays.
        """


@runtime_checkable
class HasCodebook(Protocol):
    """What an ImportFormat is besides where its files hold a code book."""

    def codebook(self, path: Path) -> "ReadCodebook":
        """Give a file's code book. Raises FormatError or OSError where it cannot be understood."""


@contextmanager
def _as_they_are(place: Place, name: str, *, as_folder: bool) -> Iterator[Write]:
    """Write pieces of bytes into one file, which is called so in a folder, and lists of (name, bytes) as files."""
    files = [] if as_folder else [place.file()]

    def write(content: Any) -> None:
        if isinstance(content, bytes):
            files.extend([] if files else [place.file(name)])
            files[0].write(content)
        elif as_folder and _are_files(content):
            for path, data in content:
                place.add(path, data)
        else:
            wanted = "bytes, or a list of (name, bytes)," if as_folder else "bytes"
            raise FormatError(f"The format gave {type(content).__name__} where {wanted} is expected.")

    yield write


def _are_files(content: Any) -> bool:
    return isinstance(content, list | tuple) and all(
        isinstance(pair, tuple) and list(map(type, pair)) == [str, bytes] for pair in content
    )
