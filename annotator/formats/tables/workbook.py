"""A workbook for spreadsheets: every table is a sheet, and every cell is typed, so that none is run as a formula.

What a workbook can hold is from Microsoft's "Excel specifications and limits".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from annotator.formats.exchange.protocols import (
    ANNOTATION,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.formats.tables.csv_tables import ALL_TABLES, COLUMNS, NUMBERS, table_columns
from annotator.formats.tables.delimited import TableCell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST: Final = 32_767  # UTF-16 units in a cell
_ROWS: Final = 1_048_576
_WIDTHS: Final = {"document": 24, "quote": 60, "topic": 40, "name": 30, "note": 30, "entities": 24, "title": 40}
_NARROW: Final = 14
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the time in a workbook: the same input gives the same bytes

Columns = list[Sequence[TableCell]]


class XlsxFormat(ExportFormat):
    """Sheets of annotations, roles, links, entities, topics and documents."""

    name = "xlsx"
    suffix = ".xlsx"
    units = (ANNOTATION,)
    holds = ALL_TABLES
    extra = "xlsx"

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's columns by table; cells that are too long for a workbook are cut and counted."""
        content = {table: table_columns(table, exported) for table in COLUMNS}
        return Piece(content, {"ends of cells longer than 32,767 characters": _too_long(content)})

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Write every table's rows below the row of its columns' names, which stays in sight."""
        with _workbook(place.path()) as book:
            from annotator.formats.tables.sheet_rows import SheetRows

            sheets = {
                table: SheetRows(_sheet(book, table, columns), len(columns)) for table, columns in COLUMNS.items()
            }

            def write(content: Mapping[str, Columns]) -> None:
                full = next((name for name, more in content.items() if sheets[name].number + _rows(more) > _ROWS), "")
                if full:
                    raise FormatError(
                        f"A sheet holds {_ROWS:,} rows, and “{full}” has more. Export fewer files, or csv."
                    )
                for table, columns in content.items():
                    sheets[table].take(columns)

            yield write


XLSX: Final = XlsxFormat()


@contextmanager
def _workbook(path: Path) -> Iterator["Workbook"]:
    """Give a workbook that is put together at the end, unless there was an error. Raises OSError."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Rows go to the disk at once, beside the workbook: what analysts write is not left in shared temporary folders.
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.set_properties({"created": _MADE})
    try:
        yield book
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        for sheet in book.worksheets():
            with suppress(OSError):  # the disk may be full
                sheet._opt_close()  # noqa: SLF001 - what is open cannot be removed everywhere


def _sheet(book: "Workbook", table: str, columns: tuple[str, ...]) -> "Worksheet":
    sheet = book.add_worksheet(table)
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, _NARROW))
    heading = book.add_format({"bold": True})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, heading)
    return sheet


def _rows(columns: Columns) -> int:
    return len(columns[0]) if columns else 0


def _too_long(content: Mapping[str, Columns]) -> int:
    """Count the cells that a workbook has no room for."""
    texts = [
        column
        for table, columns in content.items()
        for name, column in zip(COLUMNS[table], columns, strict=False)
        if name not in NUMBERS
    ]
    cells = cast("Iterable[str]", filter(None, chain.from_iterable(texts)))
    if len("".join(cells)) <= _LONGEST // 2:
        return 0
    long = [cell for cell in chain.from_iterable(texts) if isinstance(cell, str) and len(cell) > _LONGEST // 2]
    return sum(len(cell.encode("utf-16-le")) // 2 > _LONGEST for cell in long)
