"""Dates as numbers of days, so that those of a whole folder are compared at once."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.edtf import Day, days

NO_DAY: Final = -(2**31)
"""Stands for both ends of what is no date."""
OPEN_START: Final = NO_DAY + 1
OPEN_END: Final = 2**31 - 1
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_YEARS: Final = 5_000_000
"""Later and earlier years are counted as the last of these."""


@lru_cache(maxsize=20_000)
def day_numbers(text: str) -> tuple[int, int]:
    """Give the first and the last day that a date may mean, days of the common calendar with 1 for 0001-01-01.

    An open end is ``OPEN_START`` or ``OPEN_END``; both are ``NO_DAY`` where the text is no date.
    """
    found = days(text) if text else None
    if found is None:
        return NO_DAY, NO_DAY
    opening, closing = found
    return (
        _number(opening) if opening else OPEN_START,
        _number(closing) if closing else OPEN_END,
    )


def date_of(number: int) -> date | None:
    """Give the day of a number, None where Python's calendar does not reach."""
    return date.fromordinal(number) if _FIRST <= number <= _LAST else None


def months_of(numbers: NDArray[np.signedinteger[Any]]) -> NDArray[np.int64]:
    """Give the months in which days lie, counted from year 0: ``divmod(month, 12)`` gives the year, 0 for January."""
    return (numbers.astype("datetime64[D]") - _EPOCH).astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _number(day: Day) -> int:
    """Count days by the formula of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil)."""
    year = max(-_YEARS, min(day.year, _YEARS)) - (day.month <= 2)
    era, of_era = divmod(year, 400)
    of_year = (153 * ((day.month + 9) % 12) + 2) // 5 + day.day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305


_EPOCH: Final = np.timedelta64(date(1970, 1, 1).toordinal(), "D")
