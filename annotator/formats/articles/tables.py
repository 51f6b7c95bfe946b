"""Articles in the rows of a table: CSV, TSV and workbooks, with a column for the text."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Final

from annotator.formats.articles.article import FACTS, TEXT, Article, likeliest_columns
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.zip_archive import ZipArchive
from annotator.formats.exchange.input_files import read_bytes, read_text
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.registry import how_to_get

DELIMITED: Final = (".csv", ".tsv")
WORKBOOK: Final = ".xlsx"
_SEPARATORS: Final = ",;\t|"
_LONGEST_CELL: Final = 2**27
_END: Final = "\x1fend of the table"
"""A row of its own behind the last line; within a cell in quotes it becomes a part of that."""


def articles_of_table(path: Path, encoding: str | None, columns: Mapping[str, str]) -> Iterator[Article]:
    """Give an article a row; ``columns`` are those that somebody named for a fact, others go by their names.

    Raises FormatError where no column holds the text, OSError.
    """
    rows = _workbook(path) if path.suffix.lower() == WORKBOOK else _delimited(path, encoding)
    names = [str(name).strip() for name in next(rows, ())]
    places = _places(path, names, columns)
    for row in rows:
        article = Article()
        for key, place in places.items():
            article.note(key, row[place] if place < len(row) else "")
        if any(row):
            yield article


def _places(path: Path, names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    wrong = next((key for key in columns if key not in FACTS), "")
    missing = next((name for name in columns.values() if name not in names), "")
    there = ", ".join(f"“{name}”" for name in names) or "none"
    if wrong:
        raise FormatError(f"“{wrong}” is nothing that is known of articles; there are: {', '.join(FACTS)}.")
    if missing:
        raise FormatError(f"{path.name} has no column “{missing}”; its columns are: {there}.")
    chosen = {**likeliest_columns(names), **columns}
    if TEXT not in chosen:
        raise FormatError(
            f"{path.name} has no column that is called as one of texts is; its columns are: {there}. "
            "Say which it is (on the command line with --column text=NAME)."
        )
    return {key: names.index(name) for key, name in chosen.items()}


def _delimited(path: Path, encoding: str | None) -> Iterator[list[str]]:
    text = read_text(path, encoding).removeprefix("\ufeff")
    separator = "\t" if path.suffix.lower() == ".tsv" else _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator))
    except csv.Error as error:
        raise FormatError(f"{path.name} is no table with “{separator}” between its cells: {error}.") from None
    if rows.pop() != [_END]:
        raise FormatError(
            f"{path.name} ends within a cell in quotes, in row {len(rows) + 1}: the file is cut off, or a quotation "
            "mark is missing. Nothing was read; get the file anew, or mend that row."
        )
    yield from rows


def _separator(text: str) -> str:
    """Give the separator that stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _workbook(path: Path) -> Iterator[list[str]]:
    """Give the rows of a workbook's first sheet, days as ISO dates."""
    data = read_bytes(path)
    try:
        ZipArchive(data, path.name)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except ModuleNotFoundError:
        raise FormatError(how_to_get("A workbook", "xlsx")) from None
    except SourceError as error:
        raise FormatError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - a library that says what is wrong in many ways
        raise FormatError(f"{path.name} is broken, or no workbook: {error}") from None
    sheet: Iterable[tuple[object, ...]] = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else ()
    yield from ([_cell(value) for value in row] for row in sheet)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
