"""Lines of cells with a separator (RFC 4180), none of which a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable
from typing import Final

Cell = str | int | float | None

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝")


def delimited_lines(rows: Iterable[tuple[Cell, ...]], separator: str) -> bytes:
    """Give lines of two cells and more, each as ``delimited_line`` gives it."""
    whole = tuple(rows)
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(whole)
    text = written.getvalue()
    # Rarely is there a cell that only ``delimited_cell`` writes as it must be.
    if _may_hold_formula(text, separator):
        return b"".join(delimited_line(row, separator) for row in whole)
    return text.encode()


def _may_hold_formula(text: str, separator: str) -> bool:
    return "\r" in text or any(
        text.startswith(sign) or any(before + sign in text for before in _before(sign, separator))
        for sign in _FORMULA
        if sign in text
    )


def _before(sign: str, separator: str) -> tuple[str, ...]:
    """Give what stands before a sign that a cell begins with; a separator only ever begins one in quotes."""
    return ('"',) if sign == separator else ('"', "\n", separator)


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
