"""The day on which an article came out, in whatever way files write it."""

import re
from collections.abc import Iterable
from typing import Final

from annotator.model.edtf import is_edtf

_NUMBERS: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T /].*)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_TIME: Final = re.compile(r"[,\s]+(?:at\s+)?\d{1,2}[:.]\d{2}.*$", re.IGNORECASE)
_DAY_FIRST, _MONTH_FIRST = "DMY", "MDY"


def order_of(texts: Iterable[str]) -> str:
    """Give in which order dates such as 4/12/2022 stand, as "DMY" or "MDY"; "" where none of them tells."""
    found = [match for text in texts if (match := _NUMBERS.match(text.strip()))]
    if any("." in match[0] or int(match[1]) > 12 for match in found):
        return _DAY_FIRST
    return _MONTH_FIRST if any(int(match[2]) > 12 for match in found) else ""


def day_in(text: str, order: str = "") -> str:
    """Give a date as EDTF has it, as exact as it is written: 2022-04-12, 2022-04 or 2022; "" for one not understood.

    ``order`` is that of dates made of numbers alone. Names of months may be of any language that dateparser knows.
    """
    text = " ".join(text.split())
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(text):
            return _known("-".join(f"{int(part):02}" for part in match.groups() if part))
    if match := _NUMBERS.match(text):
        one, other, year = match.groups()
        if one != other and not order:
            return ""
        day, month = (one, other) if order == _DAY_FIRST else (other, one)
        return _known(f"{year}-{int(month):02}-{int(day):02}")
    return _known(text) or _in_words(_TIME.sub("", text))


def _in_words(text: str) -> str:
    try:
        import dateparser
    except ModuleNotFoundError:
        return ""
    numbers = re.findall(r"\d+", text)
    if not any(len(number) == 4 for number in numbers):
        return ""
    parts = ["day", "month", "year"] if len(numbers) > 1 else ["month", "year"]
    settings = {"REQUIRE_PARTS": parts, "STRICT_PARSING": len(numbers) > 1}
    found = dateparser.parse(text, settings=settings)
    return found.date().isoformat()[: 10 if len(numbers) > 1 else 7] if found else ""


def _known(text: str) -> str:
    return text if is_edtf(text) else ""
