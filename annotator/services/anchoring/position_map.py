"""Where the characters of an old text stand in a new one, by a diff of lines and of characters in changed lines."""

from bisect import bisect_right
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

import edlib

from annotator.model.span import Span

ROOM = 32
ROOM_AT_SIDE = 8
"""How many unchanged characters must stand around a quote, and on each side, as a few equal letters prove nothing."""

MOST_CHARACTERS = 20_000
"""Changed passages of more characters are not compared letter by letter."""


class Block(NamedTuple):
    """A stretch that both texts have, by its starts."""

    old: int
    new: int
    length: int


class PositionMap:
    """The stretches that stand, in the same order, in both texts."""

    def __init__(self, old: str, new: str) -> None:
        self._blocks = _joined(_blocks(old, new))
        self._starts = [block.old for block in self._blocks]
        self._new_starts = [block.new for block in self._blocks]

    def mapped(self, span: Span) -> Span | None:
        """Give the place of a span whose characters all stand together still, None for any other."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or not _stands(span, self._blocks[index].old, self._blocks[index].length):
            return None
        shift = self._blocks[index].new - self._blocks[index].old
        return Span(span.start + shift, span.end + shift)

    def origin(self, span: Span) -> Span | None:
        """Give where a span of the new text stood in the old one, None for what does not stand together from there."""
        index = bisect_right(self._new_starts, span.start) - 1
        if index < 0 or not _stands(span, self._blocks[index].new, self._blocks[index].length):
            return None
        shift = self._blocks[index].old - self._blocks[index].new
        return Span(span.start + shift, span.end + shift)

    def moves(self) -> Iterator[tuple[int, int]]:
        """Give pairs of an old and a new position of what stands in both texts."""
        for old, new, length in self._blocks:
            if length >= ROOM:
                yield from ((old, new), (old + length, new + length))


def _stands(span: Span, start: int, length: int) -> bool:
    """Tell whether a span lies in a stretch with enough of it around."""
    before, after = span.start - start, start + length - span.end
    return before + after >= ROOM and min(before, after) >= ROOM_AT_SIDE


def _blocks(old: str, new: str) -> Iterator[Block]:
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_starts, new_starts = ([0, *accumulate(map(len, lines))] for lines in (old_lines, new_lines))
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        at, behind = old_starts[first], old_starts[last]
        new_at, new_behind = new_starts[new_first], new_starts[new_last]
        if tag == "equal":
            yield Block(at, new_at, behind - at)
        elif tag == "replace" and max(behind - at, new_behind - new_at) <= MOST_CHARACTERS:
            for block in _in_changed(old[at:behind], new[new_at:new_behind]):
                yield Block(block.old + at, block.new + new_at, block.length)


def _in_changed(old: str, new: str) -> Iterator[Block]:
    codes = {character: index for index, character in enumerate(dict.fromkeys(old + new))}
    if len(codes) > 256:
        return
    query, target = (bytes(codes[character] for character in text) for text in (old, new))
    cigar = edlib.align(query, target, mode="NW", task="path")["cigar"]
    at = new_at = number = 0
    for mark in cigar:
        if mark.isdigit():
            number = 10 * number + int(mark)
            continue
        if mark == "=":
            yield Block(at, new_at, number)
        at += 0 if mark == "D" else number
        new_at += 0 if mark == "I" else number
        number = 0


def _joined(blocks: Iterator[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and (last.old + last.length, last.new + last.length) == block[:2]:
            joined[-1] = last._replace(length=last.length + block.length)
        else:
            joined.append(block)
    return joined
