"""Many annotation files into tables: each is read, turned into rows and forgotten."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from annotator.formats.finding import Finding
from annotator.formats.registry import export_format
from annotator.formats.sidecar_json import SidecarError
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.annotated_file import read_annotated
from annotator.services.atomic_file import replacing
from annotator.services.engines import run
from annotator.services.find_files import FoundSidecar


@dataclass(frozen=True, slots=True)
class ExportPart:
    """What came of one sidecar: its rows of every table, or a sentence that says why there are none."""

    path: Path
    rows: Mapping[str, bytes] = field(default_factory=dict)
    annotations: int = 0
    losses: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    failure: str = ""


@dataclass(slots=True)
class ExportSummary:
    """What was written, and what was not and why."""

    written: list[Path] = field(default_factory=list)
    annotations: int = 0
    done: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    losses: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Exported:
    name: str
    layer: Layer
    document: Document | None


def export_one(found: FoundSidecar, format_name: str, unit: str, encoding: str | None) -> ExportPart:
    """Turn one sidecar into rows; depends on nothing but the files."""
    try:
        annotated = read_annotated(found.path, encoding, duplicates=False)
    except (SidecarError, OSError) as error:
        return ExportPart(found.path, failure=_why(error))
    layer = annotated.layer
    exported = _Exported(found.document_name(layer.document.name), layer, annotated.document)
    wanted = export_format(format_name)
    findings = tuple(annotated.findings)
    return ExportPart(
        found.path, wanted.rows(exported, unit), len(layer.annotations), wanted.losses(exported), findings
    )


def export_all(
    sidecars: Iterable[FoundSidecar],
    format_name: str,
    out: Path,
    *,
    unit: str,
    as_folder: bool,
    jobs: int = 1,
    encoding: str | None = None,
    progress: Callable[[Path], None] = lambda _path: None,
) -> ExportSummary:
    """Write the rows of all sidecars to a file, or every table to a folder.

    A file is there whole at the end or not at all. Raises SaveError where it cannot be written.
    """
    wanted = export_format(format_name)
    tables = wanted.tables if as_folder else wanted.tables[:1]
    if as_folder:
        out.mkdir(parents=True, exist_ok=True)
    paths = {table: out / f"{table}{wanted.suffix}" if as_folder else out for table in tables}
    function = partial(export_one, format_name=format_name, unit=unit, encoding=encoding)
    summary = ExportSummary()
    with ExitStack() as stack:
        files = {table: stack.enter_context(replacing(path)) for table, path in paths.items()}
        for table, file in files.items():
            file.write(wanted.head(table))
        for part in run(function, sidecars, jobs):
            _take(part, files, summary, lossy=not as_folder)
            progress(part.path)
    summary.written = list(paths.values())
    return summary


def _take(part: ExportPart, files: Mapping[str, BinaryIO], summary: ExportSummary, *, lossy: bool) -> None:
    if part.failure:
        summary.failed[str(part.path)] = part.failure
        return
    for table, file in files.items():
        file.write(part.rows[table])
    summary.done.append(part.path)
    summary.annotations += part.annotations
    if lossy:
        summary.losses.update(part.losses)
    if part.findings:
        summary.findings[str(part.path)] = part.findings


def _why(error: Exception) -> str:
    return f"It could not be read: {error.strerror}." if isinstance(error, OSError) and error.strerror else str(error)


def chosen_of_documents(
    sidecars: Iterable[FoundSidecar], annotator: str | None
) -> Iterator[tuple[str, list[FoundSidecar]]]:
    """Give every document with the sidecar that speaks for it: the adjudicated, the annotator's, or the only one.

    Where several are left, all of them are given: nothing may be counted twice.
    """
    by_document: dict[Path, list[FoundSidecar]] = {}
    for found in sidecars:
        by_document.setdefault(found.path.with_name(found.document_name("").rpartition("/")[2]), []).append(found)
    for document, beside in by_document.items():
        by_id = {found.path.name.removesuffix(".ann.json").rpartition(".")[2]: found for found in beside}
        one = by_id.get(annotator) if annotator else by_id.get("adjudicated")
        name = beside[0].document_name(document.name)
        if annotator and one is None:
            continue
        yield name, [one] if one else beside
