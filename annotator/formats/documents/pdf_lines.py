"""From the characters on a printed page to paragraphs: where on the page they stand says what belongs together."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

HYPHEN: Final = "\u2010"
"""Stands for a hyphen that a reader of the page marked as one that ends a line."""
_PITCH: Final = 1.3
_SIZE: Final = 0.15
_INDENT: Final = (0.8, 5.0)
_HYPHENS: Final = ("-", HYPHEN, "\xad")


class Glyph(NamedTuple):
    """A character and the box of its line's height around it, in points from the page's lower left corner."""

    character: str
    left: float
    right: float
    bottom: float
    top: float


SPACE: Final = Glyph(" ", 0, 0, 0, 0)
"""A space of which nobody knows where it stands."""


@dataclass(slots=True)
class Line:
    """Characters that stand on one line; ``first_word`` is the width of the first, in points."""

    left: float
    right: float
    bottom: float
    top: float
    characters: list[str] = field(default_factory=list)
    first_word: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The line's height in points."""
        return self.top - self.bottom

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a character goes on on this line: at its height, and not back at its beginning."""
        centre = (glyph.bottom + glyph.top) / 2
        return self.bottom <= centre <= self.top and glyph.left > self.right - 2 * self.height

    def add(self, glyph: Glyph) -> None:
        """Put a character behind the others."""
        if not any(character.isspace() for character in self.characters):
            self.first_word = glyph.right - self.left
        self.characters.append(glyph.character)
        self.glyphs.append(glyph)
        self.right = max(self.right, glyph.right)

    def add_space(self) -> None:
        """Put a space behind the others."""
        self.characters.append(" ")
        self.glyphs.append(SPACE)

    def gaps(self) -> list[tuple[float, float]]:
        """Give from where to where nothing stands on the line, wherever that is wider than it is high."""
        printed = sorted((glyph for glyph in self.glyphs if glyph is not SPACE), key=lambda glyph: glyph.left)
        edges = ((one.right, other.left) for one, other in pairwise(printed))
        return [(left, right) for left, right in edges if right - left > self.height]

    def split(self, place: float) -> tuple["Line", "Line"]:
        """Give what stands before a place and what stands behind it, as lines."""
        halves: tuple[list[Glyph], list[Glyph]] = ([], [])
        side = 0
        for glyph in self.glyphs:
            side = side if glyph is SPACE else int(glyph.left > place)
            halves[side].append(glyph)
        first, second = (lines_of(half)[0] for half in halves)
        return first, second


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Give the lines of a page in the order of its characters; one without height is a space between others."""
    lines: list[Line] = []
    for glyph in glyphs:
        if glyph.top <= glyph.bottom or glyph.character.isspace():
            if lines:
                lines[-1].add_space()
            continue
        if not lines or not lines[-1].holds(glyph):
            lines.append(Line(glyph.left, glyph.right, glyph.bottom, glyph.top))
        lines[-1].add(glyph)
    return lines


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Join the lines of a page to paragraphs; every character but spaces and hyphens at ends of lines stays.

    A paragraph ends where the distance to the next line or the size changes, where the next line is indented, and where
    the next line's first word would still have had room.
    """
    pitch = _usual_pitch(lines)
    found: list[str] = []
    before: Line | None = None
    for line in lines:
        text = " ".join("".join(line.characters).split())
        if found and before and not _begins(before, line, pitch, _margin(before, lines)):
            found[-1] = joined(found[-1], text)
        else:
            found.append(text)
        before = line
    return found


def joined(first: str, second: str) -> str:
    """Join two lines: a hyphen between two parts of a word goes, one before a capital or a number stays."""
    if first.endswith(_HYPHENS) and first[-2:-1].isalpha():
        kept = "" if second[:1].islower() or first.endswith("\xad") else "-"
        return f"{first[:-1]}{kept}{second}"
    return f"{first} {second}"


def join_pages(pages: Iterable[Sequence[str]]) -> str:
    """Give the text of all pages, a paragraph a line; a sentence that runs over a page's end is not torn."""
    found: list[str] = []
    for page in pages:
        rest = list(page)
        if (
            found
            and rest
            and rest[0][:1].islower()
            and (found[-1][-1:].isalpha() or found[-1].endswith((",", *_HYPHENS)))
        ):
            found[-1] = joined(found[-1], rest.pop(0))
        found.extend(rest)
    return "\n".join(found).replace(HYPHEN, "-")


def _begins(before: Line, line: Line, pitch: float, margin: float) -> bool:
    """Tell whether a line begins a paragraph."""
    height = before.height
    distance = before.bottom - line.bottom
    has_room = before.right + line.first_word + height / 2 < margin
    is_indented = _INDENT[0] * height < line.left - before.left < _INDENT[1] * height and distance > 0
    other_size = abs(line.height - height) > _SIZE * height
    return has_room or is_indented or other_size or distance > _PITCH * pitch


def _usual_pitch(lines: Sequence[Line]) -> float:
    """Give the usual distance of a line to the next, in points."""
    distances = [one.bottom - next_.bottom for one, next_ in pairwise(lines)]
    return statistics.median_low([distance for distance in distances if distance > 0] or [0.0])


def _margin(line: Line, lines: Sequence[Line]) -> float:
    """Give how far the lines reach that begin about where this one does, all but the longest tenth of them."""
    reach = sorted(other.right for other in lines if abs(other.left - line.left) <= 2 * line.height)
    return reach[int(0.9 * (len(reach) - 1))]
