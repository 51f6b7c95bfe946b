"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Final, cast

TableCell = str | int | None
Cell = TableCell | float

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")
_SIGNS: Final = frozenset(_FORMULA)
_ANY_FORMULA: Final = re.compile(f"\0[{re.escape(''.join(_FORMULA))}]")
_FEW: Final = 3
"""A value that stands so many times in a column, or more often, is looked at once."""
_REMEMBERED: Final = 10_000
"""So many cells are known at once."""


def delimited_columns(columns: Sequence[Sequence[TableCell]], separator: str) -> bytes:
    """Give the lines of a table, whose columns are of one length, each line as ``delimited_line`` gives it."""
    if not columns or not columns[0]:
        return b""
    written: list[Iterable[str]] = []
    same: list[str] = []
    for column in columns:
        distinct = set(column)
        if len(distinct) == 1:
            same.append(_cells(separator)[column[0]])
            continue
        if same:
            written.append(repeat(separator.join(same), len(column)))
            same = []
        written.append(_written(column, distinct, separator))
    if same:
        written.append(repeat(separator.join(same), len(columns[0])))
    return "\n".join([*map(separator.join, zip(*written, strict=True)), ""]).encode()


def _written(column: Sequence[TableCell], distinct: Collection[TableCell], separator: str) -> Iterable[str]:
    """Give the cells of a column as lines have them: each different one is looked at, or all of them at once."""
    cells = _cells(separator)
    if _FEW * len(distinct) > len(column):
        if type(column[0]) is int:
            return map(str, column) if set(map(type, distinct)) == {int} else map(cells.__getitem__, column)
        try:
            whole = "\0".join(cast("Sequence[str]", ("", *column)))
        except TypeError:  # not only texts
            return map(cells.__getitem__, column)
        if separator in whole or '"' in whole or "\n" in whole or "\r" in whole:
            return [
                cells[cell]
                if separator in cell or '"' in cell or "\n" in cell or "\r" in cell or cell[:1] in _SIGNS
                else cell
                for cell in cast("Sequence[str]", column)
            ]
        if not _ANY_FORMULA.search(whole):
            return cast("Sequence[str]", column)
    return map(cells.__getitem__, column)


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
