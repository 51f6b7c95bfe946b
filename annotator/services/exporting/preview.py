"""A look at the first rows of an export, as it is ordered in the window; nothing is written."""

import csv
import io
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from annotator.formats.exchange.protocols import ExportOptions, FormatError
from annotator.formats.exchange.registry import how_to_get, is_missing
from annotator.services.exporting.batch_export import export_one
from annotator.services.exporting.export_order import NOBODYS, ExportOrder, find_exported
from annotator.services.exporting.format_faults import Writing
from annotator.services.folder.find_files import FoundSidecar

PREVIEW_ROWS = 8
PREVIEW_FILES = 8
"""So many files are read at most for the first rows."""
PREVIEW_LINE = 600
"""So many characters of a line are shown at most."""
_SEPARATORS = {"csv": ",", "tsv": "\t"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows: in columns where the format has them, else a cell a row; ``files`` is how many are exported.

    ``others`` is how many files are left out since another of their document counts or they are not of those asked
    for, ``undecided`` how many documents are left out since nothing says whose file counts.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: int
    failure: str = ""
    others: int = 0
    undecided: int = 0


def preview(order: ExportOrder) -> Preview:
    """Give the first rows of an export without writing anything."""
    if is_missing(extra := order.wanted.extra):
        return Preview((), (), 0, how_to_get(order.format_name, extra))
    whole = find_exported(order)
    found, look = whole.sidecars, _Look()
    try:
        failure = _write_some(order, found, look)
    except _OnlyOnDisk:
        return preview(replace(order, format_name="csv", unit=""))
    except (FormatError, OSError) as error:
        failure = str(error)
    undecided = sum(why == NOBODYS for why in whole.problems.values())
    rows = _rows(order, look.first(order.wanted.suffix))
    return Preview(*rows, len(found), failure, whole.others, undecided)


class _OnlyOnDisk(OSError):
    """A library would write a file itself, which is no text to be looked at."""


class _Look:
    """A place that keeps the beginning of an export in memory."""

    def __init__(self) -> None:
        self._files: dict[str, io.BytesIO] = {}

    def file(self, name: str = "") -> io.BytesIO:
        """Open a file."""
        return self._files.setdefault(name, io.BytesIO())

    def add(self, name: str, data: bytes) -> None:
        """Keep a whole file."""
        self._files[name] = io.BytesIO(data)

    def path(self, name: str = "") -> Path:
        """Refuse: there is no file."""
        raise _OnlyOnDisk(name)

    def first(self, suffix: str) -> str:
        """Give the text of the first file, one with the format's suffix before what goes with it."""
        names = sorted(self._files, key=lambda name: not name.endswith(suffix))
        return next((self._files[name].getvalue().decode("utf-8", "replace") for name in names), "")


def _write_some(order: ExportOrder, found: list[FoundSidecar], look: _Look) -> str:
    """Write the first annotations, and give what went wrong with a file, or ""."""
    wanted = order.wanted
    options = ExportOptions(order.unit or wanted.units[0], order.to_folder, ending=order.ending)
    failure = ""
    annotations = 0
    with Writing(wanted, look, options) as write:
        for sidecar in found[:PREVIEW_FILES]:
            part = export_one(sidecar, order.format_name, options, None)
            failure = failure or (f"{sidecar.path.name}: {part.failure}" if part.failure else "")
            if not part.failure:
                write(part.content)
                annotations += part.annotations
            if annotations >= PREVIEW_ROWS:
                break
    return failure


def _rows(order: ExportOrder, text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the names of the columns, and the first rows."""
    if separator := _SEPARATORS.get(order.format_name):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        columns = tuple(next(rows, ()))
        return columns, tuple(tuple(cell[:PREVIEW_LINE] for cell in row) for row in islice(rows, PREVIEW_ROWS))
    # Not splitlines, to which much else ends a line.
    lines = [(line[:PREVIEW_LINE],) for line in text.split("\n")[:PREVIEW_ROWS] if line]
    return (), tuple(lines)
