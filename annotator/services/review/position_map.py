"""Where the characters of an old text stand in a new one, by a diff of lines and of characters in changed lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
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

    def mapped(self, span: Span) -> Span | None:
        """Give the place of a span whose characters all stand together still, None for any other."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0:
            return None
        old, new, length = self._blocks[index]
        if span.end > old + length:
            return None
        before, after = span.start - old, old + length - span.end
        if before + after < ROOM or min(before, after) < ROOM_AT_SIDE:
            return None
        return Span(span.start - old + new, span.end - old + new)


class Neighbours:
    """Where known things went, as pairs of an old and a new position: where others are expected."""

    def __init__(self, moves: list[tuple[int, int]]) -> None:
        self._moves = sorted(set(moves))
        self._known = frozenset(moves)

    def has(self, move: tuple[int, int]) -> bool:
        """Tell whether a pair is among them."""
        return move in self._known

    def expected(self, position: int) -> int:
        """Give where an old position is expected: as far from its nearest neighbour as it was."""
        index = bisect_right(self._moves, (position, -1))
        near = self._moves[max(0, index - 1) : index + 1]
        old, new = min(near, key=lambda move: abs(move[0] - position), default=(0, 0))
        return max(0, new + position - old)


def in_order(moves: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the most pairs that can be had in one order, old and new: the longest rising subsequence."""
    ordered = sorted(moves)
    tails: list[int] = []
    at: list[int] = []
    behind: list[int] = []
    for index, (_old, new) in enumerate(ordered):
        length = bisect_right(tails, new)
        behind.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [new]
        at[length : length + 1] = [index]
    chain = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(ordered[index])
        index = behind[index]
    return chain[::-1]


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
