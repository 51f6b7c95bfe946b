"""The lines of a journal: records with a number and a checksum each, so that damage is seen and the rest still read.

A line is eight hexadecimal digits, the CRC-32 of what stands behind them, a space, and a JSON object. The header has
the number 0 and stands twice, since without it nothing else is worth much.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

import orjson

from annotator.formats.sidecar.proportion import loads

Record = dict[str, Any]
NUMBER: Final = "n"
VERSION: Final = 3
READABLE: Final = (2, VERSION)
"""Versions whose steps mean the same; the second kept none from before the document was opened."""
_WITHOUT_CHECKSUMS: Final = 1
_BEGINNING: Final = re.compile(rb'[0-9a-f]{8} \{"n":')
_DIGITS: Final = 8


def line_of(record: Record) -> bytes:
    """Give a record as a line; it has to have its number first."""
    data = orjson.dumps(record)
    return b"%08x %s\n" % (crc32(data), data)


@dataclass(slots=True)
class ReadLines:
    """What could be read: the header, None where both are spoiled, and the records behind it, each number once.

    ``lost`` counts records that are missing or cannot be read. ``is_as_written`` tells whether going on behind the
    first ``length`` bytes goes on with just these records; a line cut off at the end is none the less so.
    """

    header: Record | None = None
    records: list[Record] = field(default_factory=list)
    lost: int = 0
    length: int = 0
    is_as_written: bool = True


def read_lines(data: bytes) -> ReadLines:
    """Read what can be read of a journal, whatever happened to it."""
    if data.startswith(b'{"journal":'):
        return _read_without_checksums(data)
    read = ReadLines()
    unread_at_end, expected = 0, 0
    for piece, is_whole in _pieces(data):
        record = _record(piece)
        if record is None:
            # A crash cuts the last line off; it was never acknowledged.
            unread_at_end += is_whole
            read.is_as_written &= not is_whole
            continue
        number = record[NUMBER]
        if number == 0:
            read.is_as_written &= (read.header is None) == (read.length == 0) and not read.records and is_whole
            read.header = read.header or record
        elif number >= expected:
            read.lost += number - max(expected, 1)
            read.records.append(record)
            read.is_as_written &= is_whole
            expected, unread_at_end = number + 1, 0
        else:
            read.is_as_written = False  # a record that stands twice
        if read.is_as_written:
            read.length += len(piece) + 1
    read.lost += unread_at_end
    return read


def _pieces(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """Give the lines, each with whether its line feed is there; two that run together are parted again."""
    *lines, rest = data.split(b"\n")
    for line, is_whole in (*((line, True) for line in lines), (rest, False)):
        if not line:
            continue
        starts = [match.start() for match in _BEGINNING.finditer(line)]
        if len(starts) < 2 or _record(line) is not None:
            yield line, is_whole
        else:
            for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
                yield line[start:end], False


def _record(piece: bytes) -> Record | None:
    # Where a line feed was spoiled, another byte stands for it.
    return _checked(piece) or _checked(piece[:-1])


def _checked(line: bytes) -> Record | None:
    data = line[_DIGITS + 1 :]
    if line[: _DIGITS + 1] != b"%08x " % crc32(data):
        return None
    try:
        record = loads(data)
    except ValueError:
        return None
    return record if isinstance(record, dict) and type(record.get(NUMBER)) is int and record[NUMBER] >= 0 else None


def _read_without_checksums(data: bytes) -> ReadLines:
    """Read a journal of the first version, which numbers nothing, up to the first line that cannot be read."""
    *lines, _cut = data.split(b"\n")
    found: list[Record] = []
    for line in lines:
        try:
            record = loads(line)
        except ValueError:
            break
        if not isinstance(record, dict):
            break
        found.append({NUMBER: len(found), **record})
    known = bool(found) and found[0].get("journal") == _WITHOUT_CHECKSUMS
    header = {**found[0], "journal": VERSION} if known else None
    return ReadLines(header, found[1:], len(lines) - len(found), 0, is_as_written=False)
