"""Where things of an old text are expected in a new one, by others whose way is known."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

_BEHIND_ALL: Final = 1 << 62

NEAR = 2_000
"""How far a neighbour may be, in code points, for what it tells to be relied on."""

BESIDE = 300
"""How far one may be that left the order of the others: what stands beside it went with it."""

ROOM = 40
"""How much may come or go beside a neighbour without its being known, and a quarter of the distance to it."""


class Reach(NamedTuple):
    """Where a start is expected: from low to high in any of ``ranges``, around ``middle``.

    ``is_sure`` tells whether neighbours are near, ``between`` where those before and behind it went.
    """

    middle: int
    ranges: tuple[tuple[int, int], ...] = ()
    is_sure: bool = False
    between: tuple[int, int] = (0, _BEHIND_ALL)

    def is_between(self, position: int) -> bool:
        """Tell whether a position is in the order that the old one had among its neighbours."""
        return self.between[0] <= position <= self.between[1]

    def holds(self, position: int) -> bool:
        """Tell whether a position is expected; all are where nothing is known."""
        return not self.ranges or any(low <= position <= high for low, high in self.ranges)


class Neighbours:
    """Where known things went, as pairs of an old and a new position; most in one order in both texts."""

    def __init__(self, moves: Iterable[tuple[int, int]] = ()) -> None:
        self._moves = sorted(set(moves))
        self._ordered = in_order(self._moves)
        self._known = frozenset(self._ordered)

    def has_in_order(self, move: tuple[int, int]) -> bool:
        """Tell whether a pair is among those in one order."""
        return move in self._known

    def reach(self, position: int) -> Reach:
        """Give where an old position is expected: as far from its neighbours as it was, and between them."""
        index = bisect_right(self._ordered, (position, _BEHIND_ALL))
        near = self._ordered[max(0, index - 1) : index + 1]
        beside = [_around(position, move) for move in self._beside(position)]
        if not near:
            return Reach(position, tuple(beside), bool(beside))
        distance, shift = min((abs(position - old), new - old) for old, new in near)
        room = ROOM + distance // 4
        shifts = [new - old for old, new in near]
        low, high = position + min(shifts) - room, position + max(shifts) + room
        if index:
            low = max(low, near[0][1])
        if index < len(self._ordered):
            high = min(high, near[-1][1])
        between = (near[0][1] if index else 0, near[-1][1] if index < len(self._ordered) else _BEHIND_ALL)
        return Reach(max(0, position + shift), ((low, high), *beside), distance <= NEAR or bool(beside), between)

    def _beside(self, position: int) -> list[tuple[int, int]]:
        """Give the nearest ones on either side that left the order."""
        index = bisect_right(self._moves, (position, _BEHIND_ALL))
        near = self._moves[max(0, index - 1) : index + 1]
        return [move for move in near if move not in self._known and abs(move[0] - position) <= BESIDE]


def _around(position: int, move: tuple[int, int]) -> tuple[int, int]:
    old, new = move
    room = ROOM + abs(position - old) // 4
    return position + new - old - room, position + new - old + room


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
