"""The confusion table of a field: as rows for a table, and as a picture in SVG."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

MOST: Final = 16
"""So many values are shown, those chosen most; the others stand together as ``OTHERS``."""
OTHERS: Final = "(others)"
_CELL, _LETTER, _LONGEST = 34, 7.2, 30
_PALEST = 0.12


@dataclass(frozen=True, slots=True)
class Confusion:
    """A row for every value of the one annotator, a column for every value of the other, counts in the cells."""

    a: str
    b: str
    values: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def count(self, row: str, column: str) -> int:
        """Give how often the one chose the row's and the other the column's value."""
        return self.counts.get((row, column), 0)


def confused(cells: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the cells of the JSON of a field in which the two chose differently, the most frequent first."""
    return sorted((cell for cell in cells if cell["a"] != cell["b"]), key=lambda cell: -cell["count"])


def confusion_of(a: str, b: str, cells: Iterable[Mapping[str, Any]]) -> Confusion:
    """Give the table out of the JSON of a field, the values by how often they were chosen."""
    listed = [(cell["a"], cell["b"], cell["count"]) for cell in cells]
    chosen: dict[str, int] = {}
    for one, other, count in listed:
        for value in (one, other):
            chosen[value] = chosen.get(value, 0) + count
    ordered = sorted(chosen, key=lambda value: (-chosen[value], value))
    kept = set(ordered[:MOST] if len(ordered) > MOST + 1 else ordered)
    counts: dict[tuple[str, str], int] = {}
    for one, other, count in listed:
        key = (one if one in kept else OTHERS, other if other in kept else OTHERS)
        counts[key] = counts.get(key, 0) + count
    values = [*filter(kept.__contains__, ordered), *([OTHERS] if len(kept) < len(ordered) else [])]
    return Confusion(a, b, tuple(values), counts)


def confusion_svg(table: Confusion, title: str) -> str:
    """Draw the table: the more often, the darker; what both chose lies on the diagonal, with a border."""
    left = 32 + _LETTER * max((len(_short(value)) for value in table.values), default=1)
    size = _CELL * len(table.values)
    top = left
    width, height = left + size + 8, top + size + 8
    most = max(table.counts.values(), default=1)
    parts = [
        f'<text class="axis" x="{left + size / 2:.0f}" y="12">{escape(table.b)}</text>',
        f'<text class="axis" transform="translate(12 {top + size / 2:.0f}) rotate(-90)">{escape(table.a)}</text>',
    ]
    for number, value in enumerate(table.values):
        at = (number + 0.5) * _CELL
        word = escape(_short(value))
        parts.append(f'<text class="row" x="{left - 6:.1f}" y="{top + at + 4:.1f}">{word}</text>')
        parts.append(
            f'<text class="column" transform="translate({left + at + 4:.1f} {top - 6:.1f}) rotate(-90)">{word}</text>'
        )
        for place, other in enumerate(table.values):
            parts.append(
                _cell(
                    table.count(value, other),
                    most,
                    left + place * _CELL,
                    top + number * _CELL,
                    number == place and value != OTHERS,
                )
            )
    return (
        f'<svg class="confusion" viewBox="0 0 {width:.0f} {height:.0f}" style="width: {width:.0f}px" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _cell(count: int, most: int, x: float, y: float, same: bool) -> str:
    words = "cell same" if same else "cell"
    depth = _PALEST + (1 - _PALEST) * count / most if count else 0.0
    dark = " dark" if depth > 0.55 else ""
    text = (
        f'<text class="count{dark}" x="{x + _CELL / 2:.1f}" y="{y + _CELL / 2 + 4:.1f}">{count}</text>' if count else ""
    )
    box = f'x="{x + 1:.1f}" y="{y + 1:.1f}" width="{_CELL - 2}" height="{_CELL - 2}"'
    return f'<rect class="{words}" {box} fill-opacity="{depth:.2f}"/>{text}'


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
