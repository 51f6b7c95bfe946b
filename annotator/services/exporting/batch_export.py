"""Many annotation files into one file or a folder: each is read, turned into a piece, written and forgotten."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from annotator.formats.exchange.protocols import ExportOptions, FormatError, Write
from annotator.formats.exchange.registry import export_format
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.disk.atomic_file import SaveError
from annotator.services.exporting.export_place import ExportPlace, export_place
from annotator.services.exporting.format_faults import Writing, piece_of
from annotator.services.folder.find_files import FoundSidecar
from annotator.services.keeping.annotated_file import NOT_READ, read_annotated
from annotator.services.running.engines import Engine, EngineError, run

_FEW: Final = 3
_NOTHING_LOST: Final[Mapping[str, int]] = {}


class ExportPart(NamedTuple):
    """What came of one sidecar: what its format made of it, or a sentence that says why there is nothing."""

    path: Path
    shown: str
    content: Any = None
    annotations: int = 0
    held: int = 0
    losses: Mapping[str, int] = _NOTHING_LOST
    findings: tuple[Finding, ...] = ()
    failure: str = ""


@dataclass(slots=True)
class ExportSummary:
    """What was written, or sent to URLs, and what was not and why; ``losses`` counts what the format cannot hold.

    ``annotations`` are those that stand in what was written, ``of_annotations`` all in the files that were exported.

    ``copies`` were left out, each with the file that it is a copy of.
    """

    written: list[Path] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    annotations: int = 0
    of_annotations: int = 0
    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    losses: Counter[str] = field(default_factory=Counter)
    copies: dict[str, str] = field(default_factory=dict)

    @property
    def all_well(self) -> bool:
        """Whether everything was exported, and nothing was found wrong with it."""
        return not self.failed and not self.findings

    @property
    def share(self) -> str:
        """How many annotations were written, of how many where that is not all."""
        whole = f"{self.of_annotations:,}"
        return whole if self.annotations == self.of_annotations else f"{self.annotations:,} of {whole}"

    @property
    def lost(self) -> dict[str, int]:
        """What the format cannot hold and was there."""
        return {name: count for name, count in self.losses.items() if count}


class _Exported(NamedTuple):
    name: str
    columns: LayerColumns
    document: Document | None
    path: Path | None

    @property
    def layer(self) -> Layer:
        """The model's records, for formats that ask for them."""
        return self.columns.layer


def export_one(
    found: FoundSidecar, format_name: str, options: ExportOptions, encoding: str | None, *, alone: bool = False
) -> ExportPart:
    """Turn one sidecar into its piece; depends on nothing but the files, and runs in any process.

    ``alone`` tells that hardly another one is exported with it.
    """
    try:
        with found.at_hand() as sidecar:
            # What lies elsewhere is copied into a folder of its own.
            root = found.root if sidecar == found.path else None
            annotated = read_annotated(sidecar, encoding, duplicates=False, alone=alone, root=root)
            columns, findings = annotated.columns, annotated.findings
            wanted = export_format(format_name)
            if wanted.joins_documents:
                layer, problem = named_by_codebook(columns.layer, found)
                columns = LayerColumns.of(layer)
                findings += [Finding("codebook-unreadable", "$.codebook", problem)] if problem else []
            name = found.document_name(columns.document.name)
            exported = _Exported(name, columns, annotated.document, annotated.path)
            try:
                piece = piece_of(wanted, exported, options)
            except FormatError as error:
                unreadable = (each.sentence for each in annotated.findings if each.code in NOT_READ)
                raise FormatError(next(unreadable, str(error))) from error
    except (SidecarError, FormatError, OSError) as error:
        return ExportPart(found.path, found.shown, failure=_why(error))
    return ExportPart(
        found.path, found.shown, piece.content, len(columns), piece.annotations or 0, piece.losses,
        tuple(findings),
    )  # fmt: skip


def export_all(
    sidecars: Iterable[FoundSidecar],
    format_name: str,
    out: Path | str,
    *,
    unit: str,
    as_folder: bool,
    jobs: int = 1,
    engine: Engine = run,
    encoding: str | None = None,
    mark: bool = False,
    ending: str = "",
    printer: Callable[..., bytes] | None = None,
    progress: Callable[[Path], None] = lambda _path: None,
) -> ExportSummary:
    """Write what a format makes of all sidecars to a file or a folder: a path, or as a string the URL of one elsewhere.

    A file is there whole at the end or not at all, as where no sidecar could be exported; ``progress`` is called for
    each sidecar, and whatever it raises stops the export and leaves nothing. Raises SaveError where it cannot be
    written, EngineError where the engine fails.
    """
    wanted = export_format(format_name)
    options = ExportOptions(unit, as_folder, mark, ending)
    alone = isinstance(sidecars, Sized) and len(sidecars) <= _FEW
    function = partial(export_one, format_name=format_name, options=options, encoding=encoding, alone=alone)
    at_writer = replace(options, printer=printer)
    summary = ExportSummary()
    with suppress(_Nothing):
        with _place(out, as_folder=as_folder) as place, Writing(wanted, place, at_writer) as write:
            for part in _parts(engine, function, sidecars, jobs):
                _keep_input(part.path, out)
                _take(part, write, summary)
                progress(part.path)
            if not summary.done:
                raise _Nothing
        summary.written, summary.sent = place.written, place.sent
    return summary


def _parts(
    engine: Engine, function: Callable[[FoundSidecar], ExportPart], sidecars: Iterable[FoundSidecar], jobs: int
) -> Iterator[ExportPart]:
    try:
        yield from engine(function, sidecars, jobs)
    except (EngineError, OSError):
        raise
    except Exception as error:
        if engine is run and jobs <= 1:
            raise
        # What a format gives may be of a kind that no process can send to another.
        raise EngineError(
            f"The work could not be shared out ({type(error).__name__}: {error}). Try --jobs 1."
        ) from error


class _Nothing(Exception):
    """There is nothing to be written, and what was there before is better than an empty file."""


def _keep_input(sidecar: Path, out: Path | str) -> None:
    """Raise SaveError where a file that is exported would be written over."""
    if not (isinstance(out, Path) and sidecar.name.startswith(out.name)):
        return
    own = (sidecar.name, *(split_sidecar_name(sidecar.name) or ())[:1])
    if out.name in own and out.parent.resolve() == sidecar.parent.resolve():
        raise SaveError(f"{out.name} was not saved: it is one of the files that are exported. Choose another name.")


def _place(out: Path | str, *, as_folder: bool) -> AbstractContextManager[ExportPlace]:
    if isinstance(out, Path):
        return export_place(out, as_folder=as_folder)
    from annotator.services.exporting.remote_place import remote_place

    return remote_place(out, as_folder=as_folder)


def _take(part: ExportPart, write: Write, summary: ExportSummary) -> None:
    if not part.failure:
        try:
            write(part.content)
        except FormatError as error:
            summary.failed[part.shown] = str(error)
            return
        summary.done.append(part.shown)
        summary.annotations += part.held
        summary.of_annotations += part.annotations
        for word, count in part.losses.items():
            summary.losses[word] += count
        if part.findings:
            summary.findings[part.shown] = part.findings
    else:
        summary.failed[part.shown] = part.failure


def _why(error: Exception) -> str:
    return f"It could not be read: {error.strerror}." if isinstance(error, OSError) and error.strerror else str(error)
