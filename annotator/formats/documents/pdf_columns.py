"""Columns of a printed page whose lines were written straight across: read one after the other."""

from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Final

from annotator.formats.documents.pdf_lines import Line

_FEWEST: Final = 4
_SHARE: Final = 0.4
_WORDS: Final = 3
"""A column's lines have more words than a table's cells."""


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of a page a column after the other, where most have a gap in one place; else as they are.

    What stands across the gap, such as a heading, is read between what is above and what is below it.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return list(lines)
    found: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for part in _parts(lines, gutter):
        if part.left < gutter < part.right:
            found += [*columns[0], *columns[1], part]
            columns = ([], [])
        else:
            columns[part.left > gutter].append(part)
    return [*found, *columns[0], *columns[1]]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Give where most lines have a gap with words on both sides, None where there is no such place."""
    middles = [(left + right) / 2 for line in lines for left, right in line.gaps()]
    places = {
        middle: [line for line in lines if any(left < middle < right for left, right in line.gaps())]
        for middle in sorted(set(middles))
    }
    middle, across = max(places.items(), key=lambda found: len(found[1]), default=(0.0, []))
    if len(across) < max(_FEWEST, _SHARE * len(lines)):
        return None
    sides = [part for line in across for part in line.split(middle)]
    words = [len("".join(side.characters).split()) for side in sides]
    return middle if min(mean(words[0::2]), mean(words[1::2])) >= _WORDS else None


def _parts(lines: Sequence[Line], gutter: float) -> Iterator[Line]:
    for line in lines:
        if any(left < gutter < right for left, right in line.gaps()):
            yield from line.split(gutter)
        else:
            yield line
