"""Dates as files hold them: EDTF level 1 (ISO 8601-2:2019)."""

import re
from contextlib import suppress
from datetime import date as calendar_date
from functools import cache
from typing import Final, NamedTuple

_DATE = r"(?:-?\d{4}|\d{3}X|\d{2}XX|Y-?\d{5,})(?:-(?:\d{2}|XX)(?:-(?:\d{2}|XX))?)?[?~%]?"
_PARTS = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?[?~%]?")
_SEASONS: Final = {"21": 3, "22": 6, "23": 9, "24": 12}
"""The month with which spring, summer, autumn and winter begin, as meteorologists of the northern half count them."""


class Day(NamedTuple):
    """A day of the calendar carried on before its year 1 (ISO 8601): year 0 is 1 BC. Days compare as they follow."""

    year: int
    month: int
    day: int

    def as_date(self) -> calendar_date | None:
        """Give it as a date of Python's, None where its calendar does not reach."""
        return calendar_date(*self) if calendar_date.min.year <= self.year <= calendar_date.max.year else None


Stretch = tuple[Day | None, Day | None]
"""The first and the last day, None where an end is open."""


def is_edtf(text: str) -> bool:
    """Tell whether a text is a date or an interval, such as 2022-04-12, 2022?, ../2022-04-12 or 2022-04/2022-06."""
    if len(text) == 10 and text[4] == text[7] == "-":  # most dates are days, and Python reads these
        with suppress(ValueError):
            calendar_date.fromisoformat(text)
            return True
    match = _edtf().fullmatch(text)
    return match is not None and all(_is_in_calendar(part) for part in match.groups() if part)


@cache
def _edtf() -> re.Pattern[str]:
    """Give what matches all dates, which most files ask for none of."""
    return re.compile(rf"(?P<one>{_DATE})(?:/(?P<until>{_DATE}|\.\.|))?|(?:\.\.|)/(?P<end>{_DATE})", re.ASCII)


def days(text: str) -> Stretch | None:
    """Give the first and the last day that a date may mean, or None for no date.

    A month, a season or a year means all its days; what is unknown ("X") widens the stretch, how sure it is does not.
    """
    if not is_edtf(text):
        return None
    start, _slash, end = text.partition("/")
    last = end if "/" in text else start
    return _first_day(start), _last_day(last)


def _is_in_calendar(part: str) -> bool:
    match = _PARTS.fullmatch(part)
    if match is None:
        return True
    year, month, day = match.groups()
    if day is None:
        return 1 <= int(month) <= 12 or month in _SEASONS
    try:
        calendar_date(max(1, int(year)), int(month), int(day))
    except ValueError:
        return False
    return True


def _first_day(part: str) -> Day | None:
    if not (bare := part.rstrip("?~%").replace("..", "")):
        return None
    year, month, day = _parts(bare)
    return Day(int(year.replace("X", "0")), _month(month) or 1, int(day or 1))


def _last_day(part: str) -> Day | None:
    if not (bare := part.rstrip("?~%").replace("..", "")):
        return None
    from calendar import monthrange  # the start asks for no stretch of days

    text, month, day = _parts(bare)
    year, last = int(text.replace("X", "9")), _month(month) or 12
    if month in _SEASONS:
        year, last = (year, last + 2) if last < 12 else (year + 1, 2)
    return Day(year, last, int(day or monthrange(year, last)[1]))


def _parts(bare: str) -> tuple[str, str, str]:
    """Give year, month and day as they are written, "" for what is not known."""
    sign = "-" if bare.removeprefix("Y").startswith("-") else ""
    year, *rest = bare.removeprefix("Y").removeprefix("-").split("-")
    month, day, *_none = (*("" if "X" in one else one for one in rest), "", "")
    return sign + year, month, day if month else ""


def _month(text: str) -> int:
    return _SEASONS.get(text) or int(text or 0)
