"""Networks that move through time: one for each day, week, month, year or statement, of what was said around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import exp
from typing import Final, NamedTuple, overload

from annotator.model.networks.statements import Statement, day_of

KERNELS: Final[dict[str, Callable[[float], float]]] = {
    "uniform": lambda _u: 1.0,
    "triangular": lambda u: 1 - abs(u),
    "epanechnikov": lambda u: 1 - u * u,
    "gaussian": lambda u: exp(-u * u / 2),
}
"""What a statement counts by its distance from the centre, in halves of the window: 1 at the centre itself.

The shapes are those of kernel density estimation (M. P. Wand and M. C. Jones, Kernel Smoothing, 1995), without their
constant factors, so that the uniform kernel gives plain counts.
"""


class _Unit(NamedTuple):
    """A unit of time: the number of the one in which a day lies, and the first day of one by its number."""

    number: Callable[[date], int]
    first_day: Callable[[int], date]


STATEMENTS: Final = "statements"
_UNITS: Final[Mapping[str, _Unit]] = {
    "days": _Unit(date.toordinal, date.fromordinal),
    # The calendar's first day is a Monday, as is that of a week of ISO 8601.
    "weeks": _Unit(lambda day: (day.toordinal() - 1) // 7, lambda number: date.fromordinal(number * 7 + 1)),
    "months": _Unit(lambda day: day.year * 12 + day.month - 1, lambda number: date(number // 12, number % 12 + 1, 1)),
    "years": _Unit(lambda day: day.year, lambda number: date(number, 1, 1)),
}
WINDOW_UNITS: Final = (*_UNITS, STATEMENTS)
"""In what a window's width is told."""


class Window(NamedTuple):
    """A stretch of time by its middle, the statements in it, and what each of them counts.

    ``centre`` is the first day of the middle unit. Of windows of statements it is the day of the middle one, and the
    time of day tells those of one day apart, a second each.
    """

    centre: date
    statements: Sequence[Statement]
    weights: Sequence[float]


class _Placed(NamedTuple):
    """Statements in the order of time, each with the number of the unit in which it lies, and what a unit is called."""

    statements: Sequence[Statement]
    numbers: Sequence[int]
    first: int
    last: int
    day: Callable[[int], date]


class WindowSeries(Sequence[Window]):
    """The windows of ``width`` units that lie wholly between two days, one unit apart, empty ones too.

    Without ``ends`` the range is that of the statements, whose dates have to be days. A window of
    statements is about one of them, by whose day it is called. Each is made when it is asked for.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        width: int,
        kernel: str,
        ends: tuple[date | None, date | None] = (None, None),
        unit: str = "days",
    ) -> None:
        dated = sorted((day, index) for index, one in enumerate(statements) if (day := day_of(one)))
        by_rank = unit == STATEMENTS
        self._placed = (
            (_by_rank(statements, dated) if by_rank else _by_unit(statements, dated, unit, ends)) if dated else None
        )
        self._width, self._kernel, self._half = width, kernel, width // 2
        placed, half = self._placed, self._half
        self._centres = range(placed.first + half, placed.last - half + 1) if placed else range(0)

    def __len__(self) -> int:
        return len(self._centres)

    @overload
    def __getitem__(self, at: int) -> Window: ...
    @overload
    def __getitem__(self, at: slice) -> list[Window]: ...
    def __getitem__(self, at: int | slice) -> Window | list[Window]:
        """Give one window by its place in the series, or several."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        placed, centre, half = self._placed, self._centres[at], self._half
        assert placed
        inside = range(bisect_left(placed.numbers, centre - half), bisect_right(placed.numbers, centre + half))
        weights = [_weight(placed.numbers[one] - centre, self._width, self._kernel) for one in inside]
        return Window(placed.day(centre), [placed.statements[one] for one in inside], weights)

    def day(self, at: int) -> date:
        """Give the centre of a window."""
        assert self._placed
        return self._placed.day(self._centres[at])


def _by_rank(statements: Sequence[Statement], dated: Sequence[tuple[date, int]]) -> _Placed:
    days = [day for day, _index in dated]
    moments = [
        datetime.combine(day, time()) + timedelta(seconds=rank - bisect_left(days, day))
        for rank, day in enumerate(days)
    ]
    ordered = [statements[index] for _day, index in dated]
    return _Placed(ordered, range(len(dated)), 0, len(dated) - 1, moments.__getitem__)


def _by_unit(
    statements: Sequence[Statement], dated: Sequence[tuple[date, int]], unit: str, ends: tuple[date | None, date | None]
) -> _Placed:
    (number, first_day), (first, last) = _UNITS[unit], ends
    numbers = [number(day) for day, _index in dated]
    # Of a range that begins or ends within a unit only the whole ones have a window.
    begin = number(first - timedelta(1)) + 1 if first else numbers[0]
    end = number(last + timedelta(1)) - 1 if last else numbers[-1]
    return _Placed([statements[index] for _day, index in dated], numbers, begin, end, first_day)


def _weight(distance: int, width: int, kernel: str) -> float:
    return KERNELS[kernel](2 * distance / width) if distance else KERNELS[kernel](0)
