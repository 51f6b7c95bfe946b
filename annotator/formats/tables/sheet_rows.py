"""Rows of a workbook, written as XlsxWriter writes them, but each different cell made once.

Its own way from a cell to the file costs six times as much, most of it for cells that stand in thousands of rows.
"""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from xlsxwriter.utility import xl_col_to_name

from annotator.formats.tables.delimited import TableCell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_REMEMBERED: Final = 10_000
_LONG: Final = 16_000
"""From so many letters on the library is asked, which cuts what is too long for a cell."""
_TO_ESCAPE: Final = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\\s|\\s$")
_ROW: Final = 1
"""The row below the heading, in which the library tries what it is asked; no row before it may be written any more."""


class SheetRows:
    """Takes rows into a sheet of a workbook in ``constant_memory``, below what stands in it; none is empty."""

    def __init__(self, sheet: "Worksheet", columns: int) -> None:
        self._sheet = sheet
        self._cells = _Cells(sheet)
        self._places = [f'<c r="{xl_col_to_name(number)}' for number in range(columns)]
        self.number = 1
        """How many rows there are."""
        sheet._write_single_row(_ROW)  # noqa: SLF001 - the heading, which waits for the next row

    def take(self, rows: Iterable[tuple[TableCell, ...]]) -> None:
        """Write rows."""
        cells, places, number = self._cells, self._places, self.number
        lines: list[str] = []
        for row in rows:
            number += 1
            end = f'{number}"'
            found = [place + end + cells[value] for place, value in zip(places, row, strict=True) if value not in _NONE]
            lines.append(f'<row r="{number}">{"".join(found)}</row>')
        self._sheet.fh.write("".join(lines))
        self._sheet.dim_rowmax = max(self._sheet.dim_rowmax, number - 1)
        self.number = number


_NONE: Final = (None, "")


class _Cells(dict[TableCell, str]):
    """What stands behind the place of a cell with a value."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet

    def __missing__(self, value: TableCell) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        is_plain = isinstance(value, str) and len(value) < _LONG and not _TO_ESCAPE.search(value)
        cell = self[value] = f' t="inlineStr"><is><t>{value}</t></is></c>' if is_plain else self._written(value)
        return cell

    def _written(self, value: TableCell) -> str:
        """Have the library write a cell, and give what it wrote."""
        sheet, file = self._sheet, self._sheet.fh
        sheet.fh = out = io.StringIO()
        try:
            (sheet.write_string if isinstance(value, str) else sheet.write_number)(_ROW, 0, value)
            sheet._write_cell(_ROW, 0, sheet.table.pop(_ROW)[0])  # noqa: SLF001
        finally:
            sheet.fh = file
        return out.getvalue().removeprefix(f'<c r="A{_ROW + 1}"')
