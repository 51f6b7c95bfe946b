"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Final, cast

TableCell = str | int | None
Cell = TableCell | float

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")
_SIGNS: Final = frozenset(_FORMULA)
_ANY_FORMULA: Final = re.compile(f"\0[{re.escape(''.join(_FORMULA))}]")
_REMEMBERED: Final = 10_000
"""So many cells are known at once."""


class Written(list[str]):
    """Cells as lines have them, or several cells of a line at once: nothing has to be looked for in these."""


def delimited_columns(
    columns: Sequence[Sequence[TableCell]], separator: str, varied: Container[int] = frozenset()
) -> bytes:
    """Give the lines of a table, whose columns are of one length, each line as ``delimited_line`` gives it.

    ``varied`` are the numbers of columns in which hardly a cell stands twice: they are looked at as a whole.
    """
    if not columns or not columns[0]:
        return b""
    cells, number_of_lines = _cells(separator), len(columns[0])
    lines: list[Iterable[str]] = []
    same: list[str] = []
    for number, column in enumerate(columns):
        is_written = column.__class__ is Written
        if not is_written and column.count(column[0]) == number_of_lines:
            same.append(cells[column[0]])
            continue
        if same:
            lines.append(repeat(separator.join(same), number_of_lines))
            same = []
        if is_written:
            lines.append(cast("Written", column))
        else:
            lines.append(_varied(column, separator) if number in varied else map(cells.__getitem__, column))
    if same:
        lines.append(repeat(separator.join(same), number_of_lines))
    return "\n".join([*map(separator.join, zip(*lines, strict=True)), ""]).encode()


def _varied(column: Sequence[TableCell], separator: str) -> Iterable[str]:
    """Give the cells of a column as lines have them, most of which need nothing: that is asked of all at once."""
    cells = _cells(separator)
    try:
        whole = "\0".join(cast("Sequence[str]", ("", *column)))
    except TypeError:
        return map(str if set(map(type, column)) == {int} else cells.__getitem__, column)
    if separator in whole or '"' in whole or "\n" in whole or "\r" in whole:
        return [
            cells[cell]
            if separator in cell or '"' in cell or "\n" in cell or "\r" in cell or cell[:1] in _SIGNS
            else cell
            for cell in cast("Sequence[str]", column)
        ]
    return map(cells.__getitem__, column) if _ANY_FORMULA.search(whole) else cast("Sequence[str]", column)


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
