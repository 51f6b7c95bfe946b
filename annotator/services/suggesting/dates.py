"""The date that a sentence names, as far as it goes: "14 December 2023" is 2023-12-14, "May 2023" is 2023-05."""

import re
from functools import cache

from annotator.formats.languages.packs import LanguagePack
from annotator.model.language import any_of
from annotator.services.suggesting.reading import Reading


def date_in(reading: Reading, low: int, high: int) -> str | None:
    """Give the first date in a sentence in EDTF, or None; a month alone and a day of the week name none."""
    return date_of(reading.pack, reading.said((low, high)))


def date_of(pack: LanguagePack, said: str) -> str | None:
    """Give the first date in some words, or None."""
    if not pack.months:
        return None
    for match in _dates(pack).finditer(said):
        year, month, day = match["year"] or match["alone"], match["month"], match["day"] or match["behind"]
        if year is None:
            continue
        number = _number(pack, month) if month else None
        if number is None:
            return year
        return f"{year}-{number:02}-{int(day):02}" if day and 1 <= int(day) <= 31 else f"{year}-{number:02}"
    return None


def _number(pack: LanguagePack, month: str) -> int:
    return next(number for number, name in enumerate(pack.months, start=1) if name == month.lower())


@cache
def _dates(pack: LanguagePack) -> re.Pattern[str]:
    month = any_of(pack.months)
    return re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+)?(?P<month>{month})"
        rf"(?:\s+(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?,?\s+(?P<year>(?:19|20)\d\d)\b"
        rf"|\b(?:in|since|im Jahr|seit)\s+(?P<alone>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )
