"""One export as it is asked for in the window: a look at its first rows, and the whole of it."""

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from annotator.formats.registry import export_format
from annotator.services.batch_export import ExportPart, ExportSummary, export_all, export_one
from annotator.services.find_files import find_sidecars
from annotator.services.long_work import Counter, Progress

PREVIEW_ROWS = 8
PREVIEW_FILES = 8
"""So many files are read at most for the first rows."""
PREVIEW_LINE = 600
"""So many characters of a line are shown at most."""
_SEPARATORS = {"csv": ",", "tsv": "\t"}


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be exported, as what, and where to; ``paths`` are documents, annotation files or folders."""

    paths: tuple[str, ...]
    format_name: str
    unit: str
    out: Path
    as_folder: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows: in columns where the format has them, else a cell a row; ``files`` is how many are exported."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: int
    failure: str = ""


def preview(order: ExportOrder) -> Preview:
    """Give the first rows of an export without writing anything."""
    found = find_sidecars(order.paths).sidecars
    lines: list[tuple[str, ...]] = []
    failure = ""
    for sidecar in found[:PREVIEW_FILES]:
        part = export_one(sidecar, order.format_name, order.unit, None)
        failure = failure or (f"{sidecar.path.name}: {part.failure}" if part.failure else "")
        lines.extend(_rows(order, part))
        if len(lines) >= PREVIEW_ROWS:
            break
    return Preview(_columns(order), tuple(lines[:PREVIEW_ROWS]), len(found), failure)


def run_export(order: ExportOrder, progress: Progress) -> ExportSummary:
    """Export what was ordered. Raises SaveError where it cannot be written, Cancelled where it was stopped.

    On either nothing is left of what was being written.
    """
    found = find_sidecars(order.paths)
    counter = Counter(len(found.sidecars), progress)
    is_new = order.as_folder and not order.out.exists()
    try:
        summary = export_all(
            found.sidecars,
            order.format_name,
            order.out,
            unit=order.unit,
            as_folder=order.as_folder,
            progress=counter.step,
        )
    except BaseException:
        if is_new:
            with suppress(OSError):
                order.out.rmdir()
        raise
    summary.failed.update(found.problems)
    return summary


def _columns(order: ExportOrder) -> tuple[str, ...]:
    wanted = export_format(order.format_name)
    separator = _SEPARATORS.get(order.format_name)
    head = wanted.head(wanted.tables[0]).decode()
    return tuple(next(csv.reader([head], delimiter=separator), ())) if separator else ()


def _rows(order: ExportOrder, part: ExportPart) -> list[tuple[str, ...]]:
    data = part.rows.get(export_format(order.format_name).tables[0], b"").decode("utf-8", "replace")
    if separator := _SEPARATORS.get(order.format_name):
        rows = csv.reader(io.StringIO(data, newline=""), delimiter=separator)
        return [tuple(cell[:PREVIEW_LINE] for cell in row) for row in islice(rows, PREVIEW_ROWS)]
    # Not splitlines, to which much else ends a line.
    return [(line[:PREVIEW_LINE],) for line in data.split("\n")[:PREVIEW_ROWS] if line]
