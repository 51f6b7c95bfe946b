"""Reading JSON of others, where nothing is where it should be until it was looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.documents.plain_text import in_utf8
from annotator.formats.exchange.input_files import FILE_LIMIT, open_utf8, read_bytes
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.sidecar.json_bytes import depth_of
from annotator.formats.sidecar.proportion import OutOfProportionError, loads
from annotator.formats.sidecar.record_reader import MAX_DEPTH


def read_json(path: Path) -> Any:
    """Give the value of a JSON file. Raises FormatError, OSError."""
    return _value(in_utf8(read_bytes(path)), "The file")


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the objects of a file with one a line, each with its line's number, or those of one list.

    Lines that cannot be read are named together by a FormatError at the end, when all others were given.
    """
    if _is_list(path):
        yield from _of_list(path)
        return
    broken: list[str] = []
    found = False
    with open_utf8(path) as file:
        number = 0
        while line := file.readline(FILE_LIMIT + 1):
            number += 1
            try:
                value = _value(line, f"Line {number}") if line.strip() else None
            except FormatError as error:
                broken.append(str(error))
                continue
            if isinstance(value, dict):
                found = True
                yield number, value
            elif line.strip():
                broken.append(f"Line {number} is no object.")
    if broken:
        more = f" ({len(broken) - 1} more lines could not be read)" if len(broken) > 1 else ""
        raise FormatError(f"{broken[0]}{more}")
    if not found:
        raise FormatError("The file is empty.")


def _is_list(path: Path) -> bool:
    with open_utf8(path) as file:
        return file.read(1024).lstrip().startswith(b"[")


def _of_list(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    items = read_json(path)
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            raise FormatError(f"Item {number} is no object.")
        yield number, item
    if not items:
        raise FormatError("The file is empty.")


def text_in(value: Any) -> str:
    """Give a text, or a number as one; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def objects_in(value: Any) -> list[dict[str, Any]]:
    """Give the objects of a list, none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number_in(value: Any) -> int | None:
    """Give a whole number, None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _value(data: bytes, what: str) -> Any:
    if len(data) > FILE_LIMIT:
        raise FormatError(f"{what} has more than {FILE_LIMIT // 2**20} MiB, which is not read.")
    try:
        value = loads(data)
    except OutOfProportionError as error:
        raise FormatError(f"{what} {error}") from None
    except orjson.JSONDecodeError as error:
        raise FormatError(
            f"{what} is not whole JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None
    if depth_of(value) > MAX_DEPTH:
        raise FormatError(f"{what} is nested more than {MAX_DEPTH} deep, which is not read.")
    return value
