"""Which line breaks only break a line: in a text that was wrapped, they part neither sentences nor names."""

from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Final

from annotator.formats.languages.words import pattern
from annotator.model.language import Language

_LONGEST: Final = 120
"""No text is wrapped at more columns; a longer line is a paragraph of its own."""
_NARROWEST: Final = 15
_CELL: Final = 4096
"""Whether a text is wrapped is judged by the lines around, in cells of so many code points."""

_INDENT: Final = r"(?:>[ \t]?)+|[^\S\n]*"
_ITEM: Final = r"(?:[-*+•▪◦‣–]|\(?(?:\p{Nd}{1,3}|\p{L})[.)])[^\S\n]"
_ENDED: Final = r"[\p{SB=STerm}\p{SB=ATerm}…]\p{SB=Close}*$"
_GOES_ON: Final = r"[\p{Ps}\p{Pi}\"'„]*\p{Ll}"
_FIRST: Final = r"[\p{Ps}\p{Pi}\"'„]*(\p{Lu}[\p{L}\p{M}]*)"
_HEADER: Final = r"\p{Lu}[\p{L}-]{1,24}:[^\S\n]"


class _Line:
    """A line, or as much of it as can matter."""

    def __init__(self, line: str) -> None:
        indent = pattern(_INDENT).match(line)
        self.indent = indent.group() if indent else ""
        self.words = line[len(self.indent) :].rstrip()
        self.length = len(self.indent) + len(self.words)
        self.is_flowed = line.endswith(" ") and line[-2:] != "  " and line != "-- "

    @property
    def has_ended(self) -> bool:
        return pattern(_ENDED).search(self.words) is not None

    @property
    def is_item(self) -> bool:
        return pattern(_ITEM).match(self.words) is not None


class _Break:
    """A line break between two lines that have words, as far as they tell."""

    def __init__(self, before: _Line, after: _Line) -> None:
        self.before, self.after = before, after

    @cached_property
    def sets_apart(self) -> bool:
        """Whether an item, a signature, another depth of quoting or an indented line begins."""
        before, after = self.before, self.after
        if after.is_item or before.words == "--":
            return True
        if ">" in before.indent + after.indent:
            return before.indent.count(">") != after.indent.count(">")
        return len(after.indent) > len(before.indent) and not before.is_item

    @property
    def joins(self) -> bool:
        """Whether it may be one that only breaks a line: between two lines with words, nothing set apart."""
        return bool(self.before.words and self.after.words) and not self.sets_apart

    @cached_property
    def goes_on(self) -> bool:
        """Whether the sentence can only go on: nothing ended it, and the next line begins in small letters."""
        return not self.before.has_ended and pattern(_GOES_ON).match(self.after.words) is not None

    def has_room(self, width: int) -> bool:
        """Tell whether the first word of the next line would have had room in this one."""
        return self.before.length + 1 + len(self.after.words.split(maxsplit=1)[0]) <= width

    def begins_anew(self, language: Language) -> bool:
        """Tell whether the next line begins like a sentence or a header, or this one reads like a heading."""
        if pattern(_HEADER).match(self.after.words) or (self.before.words.isupper() > self.after.words.isupper()):
            return True
        first = pattern(_FIRST).match(self.after.words)
        return first is not None and first[1].lower() in language.openers


class LineBreaks:
    """Tells of each line break of a text whether it only breaks a line."""

    def __init__(self, text: str, language: Language) -> None:
        self._text = text
        self._language = language
        self._cells: dict[int, list[_Break]] = {}
        self._widths: dict[int, int | None] = {}
        self._runs: dict[int, int] = {}

    def paragraph_ends(self, low: int, high: int) -> Iterator[int]:
        """Give the places from ``low`` to before ``high`` where a line break ends a paragraph."""
        position = self._text.find("\n", low, high)
        while position >= 0:
            if not self.only_breaks_line(position):
                yield position
            position = self._text.find("\n", position + 1, high)

    def only_breaks_line(self, position: int) -> bool:
        """Tell whether the line break at a place only breaks a line."""
        here = self._break(position)
        if not here.joins:
            return False
        if here.goes_on:
            return True
        width = self._wrapped_at(position)
        if width is None or here.before.length > width:
            return False
        return here.before.has_ended or not (here.has_room(width) and here.begins_anew(self._language))

    def _break(self, position: int) -> _Break:
        text, low, high = self._text, max(0, position - _LONGEST - 2), position + _LONGEST + 3
        start = text.rfind("\n", low, position) + 1 or low
        end = text.find("\n", position + 1, high)
        return _Break(_Line(text[start:position]), _Line(text[position + 1 : end if end >= 0 else high]))

    def _wrapped_at(self, position: int) -> int | None:
        """Give the column at which the text around a place is wrapped, or None where it is not."""
        cell = position // _CELL
        if cell not in self._widths:
            self._widths[cell] = _wrapped_at([each for near in (cell - 1, cell, cell + 1) for each in self._in(near)])
        return self._runs.get(position, self._widths[cell])

    def _in(self, cell: int) -> list[_Break]:
        if cell not in self._cells:
            low, high = max(0, cell * _CELL), min(len(self._text), (cell + 1) * _CELL)
            found: dict[int, _Break] = {}
            position = self._text.find("\n", low, high) if low < high else -1
            while position >= 0:
                found[position] = self._break(position)
                position = self._text.find("\n", position + 1, high)
            if low < high == len(self._text):
                found[high] = self._break(high)
            self._runs |= _wrapped_runs(found)
            self._cells[cell] = list(found.values())
        return self._cells[cell]


def _wrapped_runs(breaks: dict[int, _Break]) -> dict[int, int]:
    """Give the column for each break among lines that follow each other and can only have been wrapped."""
    found: dict[int, int] = {}
    for joins, run in groupby(breaks.items(), key=lambda item: item[1].joins):
        places = dict(run)
        lengths = [length for each in places.values() for length in (each.before.length, each.after.length)]
        if joins and max(lengths) <= _LONGEST and any(each.goes_on for each in places.values()):
            found |= dict.fromkeys(places, max(lengths))
    return found


def _wrapped_at(breaks: list[_Break]) -> int | None:
    """Give the column by what breaks have in common: sentences that go on, ends that flow, or lines that are full."""
    lengths = [each.before.length for each in breaks]
    width = max((length for length in lengths if length <= _LONGEST), default=0)
    long = sum(length > _LONGEST for length in lengths)
    joints = [each for each in breaks if each.joins]
    if sum(each.goes_on for each in joints) > long:
        return width
    unended = [each for each in joints if not each.before.has_ended]
    if long or width < _NARROWEST or not unended:
        return None
    if all(each.before.is_flowed for each in unended):
        return width
    full = sum(not each.has_room(width) for each in unended)
    return width if full > 1 and full > 2 * (len(unended) - full) else None
