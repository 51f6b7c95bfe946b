"""Dates as files hold them: EDTF level 1 (ISO 8601-2:2019)."""

import re
from datetime import date as calendar_date

_DATE = r"(?:-?\d{4}|\d{3}X|\d{2}XX|Y-?\d{5,})(?:-(?:\d{2}|XX)(?:-(?:\d{2}|XX))?)?[?~%]?"
_EDTF = re.compile(rf"(?P<one>{_DATE})(?:/(?P<until>{_DATE}|\.\.|))?|(?:\.\.|)/(?P<end>{_DATE})", re.ASCII)
_PARTS = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?[?~%]?")
_SEASONS = range(21, 25)


def is_edtf(text: str) -> bool:
    """Tell whether a text is a date or an interval, such as 2022-04-12, 2022?, ../2022-04-12 or 2022-04/2022-06."""
    match = _EDTF.fullmatch(text)
    return match is not None and all(_is_in_calendar(part) for part in match.groups() if part)


def days(text: str) -> tuple[str, str] | None:
    """Give the first and last day that a date may mean, as ISO dates ("" where it is open), or None for no date.

    A month or a year means all its days; what is unknown ("X") widens the stretch.
    """
    if not is_edtf(text):
        return None
    start, _slash, end = text.partition("/")
    last = end if "/" in text else start
    return _edge(start, "01-01", "0"), _edge(last, "12-31", "9")


def _is_in_calendar(part: str) -> bool:
    match = _PARTS.fullmatch(part)
    if match is None:
        return True
    year, month, day = match.groups()
    if day is None:
        return 1 <= int(month) <= 12 or int(month) in _SEASONS
    try:
        calendar_date(max(1, int(year)), int(month), int(day))
    except ValueError:
        return False
    return True


def _edge(part: str, filled: str, digit: str) -> str:
    bare = part.rstrip("?~%")
    if bare in ("", ".."):
        return ""
    year, *rest = bare.removeprefix("-").split("-")
    months, day = filled.split("-")
    month = rest[0] if rest and "X" not in rest[0] and int(rest[0]) <= 12 else months
    year = year.replace("X", digit)
    if len(rest) > 1 and "X" not in rest[1]:
        day = rest[1]
    elif day != "01" and year.isdigit():
        from calendar import monthrange  # the start asks for no stretch of days

        day = str(monthrange(int(year), int(month))[1])
    return f"{year}-{month}-{day}"
