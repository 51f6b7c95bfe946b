"""Rows of a workbook are byte for byte what the library writes cell by cell."""

import io
import zipfile
from unittest import mock

from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from annotator.formats.tables.delimited import TableCell
from annotator.formats.tables.sheet_rows import SheetRows
from tests.patience import times

WIDTH = 3
CELLS = st.none() | st.integers(-(10**18), 10**18) | st.text("a &<>\"'\n\t\x00\x1f\ufffe_x0012é🕊", max_size=8)


def begun(data: io.BytesIO) -> tuple[Workbook, Worksheet]:
    book = Workbook(data, {"constant_memory": True})
    sheet = book.add_worksheet("table")
    for column in range(WIDTH):
        sheet.write_string(0, column, f"column {column}")
    return book, sheet


def by_cells(rows: list[tuple[TableCell, ...]]) -> bytes:
    book, sheet = begun(data := io.BytesIO())
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                sheet.write_string(number, column, cell)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
    book.close()
    return sheet_of(data)


def by_rows(rows: list[tuple[TableCell, ...]]) -> bytes:
    book, sheet = begun(data := io.BytesIO())
    taking = SheetRows(sheet, WIDTH)
    for some in (rows[:1], rows[1:3], rows[3:]):
        taking.take(list(zip(*some, strict=True)))
    book.close()
    return sheet_of(data)


def sheet_of(data: io.BytesIO) -> bytes:
    with zipfile.ZipFile(data) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@times(2)
@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), CELLS, CELLS), max_size=6))
@example([("x", "_x0041_ <r>a</r>", "  "), ("y", "🕊" * 20_000, "a" * 40_000), ("z", 1, True)])
@example([("a", "b", 1), ("b", "c", 2), ("c", "d", 3), ("d", "e", 4), ("e", " f", 10**17)])
@example([("a", "b", 1), ("b", "c", 2), ("c", "d", 3), ("d", "e ", 4), ("e", "f", "")])
@example([("a", "b", 1), ("b", "c", 2), ("c", "d", 3), ("d", "e", 4), ("e", "", None), ("f", "g", 5)])
@example([("a", "b", "c"), ("b", "c", "d"), ("c", "d", "e"), ("<d>", "e", "f"), ("e", "f&", "|")])
def test_the_sheet_is_the_one_that_the_library_writes(rows: list[tuple[TableCell, ...]]) -> None:
    wanted = by_cells(rows)
    assert by_rows(rows) == wanted
    with mock.patch("annotator.formats.tables.sheet_rows._REMEMBERED", 2):
        assert by_rows(rows) == wanted


def test_a_sheet_without_rows_has_its_heading() -> None:
    assert by_rows([]) == by_cells([])
