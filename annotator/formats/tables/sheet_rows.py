"""Rows of a workbook, written as XlsxWriter writes them, but each different cell of a column made once.

Its own way from a cell to the file costs ten times as much, most of it for cells that stand in thousands of rows.
"""

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, cast

from xlsxwriter.utility import xl_col_to_name

from annotator.formats.tables.delimited import TableCell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_REMEMBERED: Final = 2_000
"""So many cells of a column are known at once."""
_LONG: Final = 16_000
"""From so many letters on the library is asked, which cuts what is too long for a cell."""
_LARGE: Final = 10**15
"""From here on the library does not write all digits."""
_TO_ESCAPE: Final = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\\s|\\s$")
_NUMBER: Final = "\x01"
"""Stands for the number of the row, which every cell names; in words it would be escaped."""
_ROW: Final = 1
"""The row below the heading, in which the library tries what it is asked; no row before it may be written any more."""


class SheetRows:
    """Takes rows into a sheet of a workbook in ``constant_memory``, below what stands in it; none is empty."""

    def __init__(self, sheet: "Worksheet", columns: int) -> None:
        self._sheet = sheet
        self._cells = [_Cells(sheet, xl_col_to_name(number)) for number in range(columns)]
        self.number = 1
        """How many rows there are."""
        sheet._write_single_row(_ROW)  # noqa: SLF001 - the heading, which waits for the next row

    def take(self, columns: Sequence[Sequence[TableCell]]) -> None:
        """Write rows, given by columns of one length; none where there are no columns."""
        if not columns:
            return
        written = [cells.of(column) for cells, column in zip(self._cells, columns, strict=True)]
        first, number = self.number + 1, self.number + len(columns[0])
        lines = [
            f'<row r="{row}">{line}</row>'.replace(_NUMBER, str(row))
            for row, line in enumerate(map("".join, zip(*written, strict=True)), first)
        ]
        self._sheet.fh.write("".join(lines))
        self._sheet.dim_rowmax = max(self._sheet.dim_rowmax, number - 1)
        self.number = number


class _Cells(dict[TableCell, str]):
    """The cells of a column by their values, in a row whose number is open."""

    def __init__(self, sheet: "Worksheet", column: str) -> None:
        self._sheet = sheet
        self._begin = f'<c r="{column}{_NUMBER}"'
        self._is_varied = False
        self[None] = self[""] = ""

    def of(self, column: Sequence[TableCell]) -> Iterable[str]:
        """Give the cells of some rows."""
        if self._is_varied:
            if all(value.__class__ is int and -_LARGE < value < _LARGE for value in column):
                return [f"{self._begin}><v>{value}</v></c>" for value in column]
            if _are_plain(column):
                return [f'{self._begin} t="inlineStr"><is><t>{value}</t></is></c>' for value in column]
        return map(self.__getitem__, column)

    def __missing__(self, value: TableCell) -> str:
        if len(self) > _REMEMBERED:
            # Hardly a cell stands twice in this column.
            self._is_varied = True
            self.clear()
            self[None] = self[""] = ""
        if isinstance(value, str) and len(value) < _LONG and (_is_plain(value) or not _TO_ESCAPE.search(value)):
            cell = f'{self._begin} t="inlineStr"><is><t>{value}</t></is></c>'
        elif isinstance(value, int) and -_LARGE < value < _LARGE:
            cell = f"{self._begin}><v>{value:d}</v></c>"
        else:
            cell = self._begin + self._written(value)
        self[value] = cell
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


def _is_plain(text: str) -> bool:
    """Tell of most texts in a fraction of the time that nothing in them has to be escaped."""
    return (
        text.isprintable()
        and not ("&" in text or "<" in text or ">" in text or "_x" in text)
        and text[0] != " " != text[-1]
    )


def _are_plain(column: Sequence[TableCell]) -> bool:
    """Tell the same of texts of which none is empty, asked of all at once."""
    try:
        whole = "|".join(cast("Sequence[str]", column))
    except TypeError:
        return False
    parted = f"|{whole}|"
    return len(whole) < _LONG and not ("||" in parted or "| " in parted or " |" in parted) and _is_plain(whole)
