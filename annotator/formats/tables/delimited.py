"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

TableCell = str | int | None
Cell = TableCell | float

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")
_REMEMBERED: Final = 10_000
"""So many cells are known at once."""


def delimited_columns(columns: Sequence[Sequence[TableCell]], separator: str) -> bytes:
    """Give the lines of a table, whose columns are of one length, each line as ``delimited_line`` gives it."""
    cells = _cells(separator)
    lines = map(separator.join, zip(*(map(cells.__getitem__, column) for column in columns), strict=True))
    return "\n".join([*lines, ""]).encode()


class _Cells(dict[TableCell, str]):
    """How cells are written: few values stand in most of a table, so each is looked at once."""

    def __init__(self, separator: str) -> None:
        self._separator = separator

    def __missing__(self, value: TableCell) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        cell = self[value] = delimited_cell(value, self._separator)
        return cell


@cache
def _cells(separator: str) -> _Cells:
    return _Cells(separator)


def delimited_line(cells: Iterable[Cell], separator: str) -> bytes:
    """Give one line in UTF-8; None is an empty cell, and a cell that would be a formula gets a leading apostrophe."""
    return (separator.join(delimited_cell(cell, separator) for cell in cells) + "\n").encode()


def delimited_cell(cell: Cell, separator: str) -> str:
    """Give one cell, in quotes where it needs them."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = f"'{cell}" if cell.startswith(_FORMULA) else cell
    if '"' in text or "\n" in text or "\r" in text or separator in text:
        return '"' + text.replace('"', '""') + '"'
    return text
