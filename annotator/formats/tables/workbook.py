"""A workbook for spreadsheets: every table is a sheet, and every cell is typed, so that none is run as a formula.

What a workbook can hold is from Microsoft's "Excel specifications and limits".
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
from annotator.formats.tables.csv_tables import ALL_TABLES, COLUMNS, table_rows
from annotator.formats.tables.delimited import TableCell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST: Final = 32_767  # UTF-16 units in a cell
_ROWS: Final = 1_048_576
_WIDTHS: Final = {"document": 24, "quote": 60, "topic": 40, "name": 30, "note": 30, "entities": 24, "title": 40}
_NARROW: Final = 14
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the time in a workbook: the same input gives the same bytes

Rows = list[tuple[TableCell, ...]]


class XlsxFormat(ExportFormat):
    """Sheets of annotations, roles, links, entities, topics and documents."""

    name = "xlsx"
    suffix = ".xlsx"
    units = (ANNOTATION,)
    holds = ALL_TABLES
    extra = "xlsx"

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's rows by table; cells that are too long for a workbook are cut and counted."""
        content: dict[str, Rows] = {table: list(table_rows(table, exported)) for table in COLUMNS}
        too_long = {cell for rows in content.values() for cell in set(chain.from_iterable(rows)) if _is_too_long(cell)}
        cut = sum(cell in too_long for rows in content.values() for row in rows for cell in row) if too_long else 0
        return Piece(content, {"ends of cells longer than 32,767 characters": cut})

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Write every table's rows below the row of its columns' names, which stays in sight."""
        with _workbook(place.path()) as book:
            from annotator.formats.tables.sheet_rows import SheetRows

            sheets = {
                table: SheetRows(_sheet(book, table, columns), len(columns)) for table, columns in COLUMNS.items()
            }

            def write(content: Mapping[str, Rows]) -> None:
                full = next((name for name, rows in content.items() if sheets[name].number + len(rows) > _ROWS), None)
                if full:
                    raise FormatError(
                        f"A sheet holds {_ROWS:,} rows, and “{full}” has more. Export fewer files, or csv."
                    )
                for table, rows in content.items():
                    sheets[table].take(rows)

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


def _is_too_long(cell: TableCell) -> bool:
    return isinstance(cell, str) and len(cell) > _LONGEST // 2 and len(cell.encode("utf-16-le")) // 2 > _LONGEST
