"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

TableCell = str | int | None
Cell = TableCell | float

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")
_SIGNS: Final = frozenset(_FORMULA)
_ANY_FORMULA: Final = re.compile(f"\0[{re.escape(''.join(_FORMULA))}]")
_REMEMBERED: Final = 10_000
"""So many cells are known at once."""


def delimited_columns(columns: Sequence[Sequence[TableCell]], separator: str) -> bytes:
    """Give the lines of a table, whose columns are of one length, each line as ``delimited_line`` gives it."""
    if not columns or not columns[0]:
        return b""
    cell_of = known_cells(separator).__getitem__
    rows = zip(*(map(cell_of, column) for column in columns), strict=True)
    return "\n".join([*map(separator.join, rows), ""]).encode()


def varied_cells(column: Sequence[str], separator: str) -> Sequence[str]:
    """Give the cells of a column as lines have them, most of which need nothing: that is asked of all at once."""
    whole = "\0".join(("", *column))
    if separator in whole or '"' in whole or "\n" in whole or "\r" in whole:
        return [
            delimited_cell(cell, separator)
            if separator in cell or '"' in cell or "\n" in cell or "\r" in cell or cell[:1] in _SIGNS
            else cell
            for cell in column
        ]
    return [delimited_cell(cell, separator) for cell in column] if _ANY_FORMULA.search(whole) else column


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
def known_cells(separator: str) -> Mapping[TableCell, str]:
    """Give how cells are written, by their value; those that were asked for last are remembered."""
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
