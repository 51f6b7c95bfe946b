"""Networks that move through time: one for each day, of what was said around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import exp
from typing import Final, NamedTuple

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


class Window(NamedTuple):
    """A day, the statements at most half a width away from it, and what each of them counts."""

    centre: date
    statements: Sequence[Statement]
    weigh: Callable[[Statement], float]


def windows(
    statements: Sequence[Statement], width: int, kernel: str, first: date | None = None, last: date | None = None
) -> Iterator[Window]:
    """Give the windows of ``width`` days that lie wholly between two days, a day apart; empty ones are left out.

    Without ``first`` and ``last`` the range is that of the statements, whose dates have to be days.
    """
    dated = sorted((day, index) for index, one in enumerate(statements) if (day := day_of(one)))
    if not dated:
        return
    days = [day for day, _index in dated]
    half = width // 2
    centre, end = (first or days[0]) + timedelta(half), (last or days[-1]) - timedelta(half)
    while centre <= end:
        inside = dated[bisect_left(days, centre - timedelta(half)) : bisect_right(days, centre + timedelta(half))]
        if inside:
            yield Window(centre, [statements[index] for _day, index in inside], _weigher(centre, width, kernel))
        centre += timedelta(1)


def _weigher(centre: date, width: int, kernel: str) -> Callable[[Statement], float]:
    shape = KERNELS[kernel]

    def weigh(statement: Statement) -> float:
        day = day_of(statement)
        return shape(2 * (day - centre).days / width) if day else 0.0

    return weigh
