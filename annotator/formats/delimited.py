"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

from collections.abc import Iterable
from typing import Final

Cell = str | int | float | None

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")


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
