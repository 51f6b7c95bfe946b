"""The key by which names and words are compared: how they were typed, encoded and typeset tells no two apart.

What is stored stays as it was written; nothing is shown or saved in the form that is given here.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, TypeVar

T = TypeVar("T")

INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
"""The signs that nobody sees, as a class of a regular expression.

Controls, and of Unicode's property Default_Ignorable_Code_Point all but the fillers and vowels that stand for a letter,
what notes music and writes shorthand, and the tags that make flags.
"""
PLAIN_SIGNS: Final[Mapping[str, str]] = {
    **dict.fromkeys("“”„‟«»❝❞〝〞〟″״＂", '"'),
    **dict.fromkeys("‘’‚‛‹›❛❜′´ʼʻ׳＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
}  # fmt: skip
"""The plain sign for each that a typesetter puts in its place: quotation marks, apostrophes, hyphens and dashes."""


@cache
def _unseen() -> re.Pattern[str]:
    """Give what matches invisible signs; made when the first name asks for it, for most are plain."""
    return re.compile(f"[{INVISIBLE}]+")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(PLAIN_SIGNS))}]")


def name_key(name: str) -> str:
    """Give the form in which names are compared where case counts: "Jose\u0301  O’Brien" gives "José O'Brien".

    Canonically equal names have one key (NFC), whatever invisible signs, quotation marks, apostrophes, hyphens and
    white space they are written with.
    """
    return " ".join((name if name.isascii() and name.isprintable() else _plain(name)).split())


def folded(name: str) -> str:
    """Give the form in which names are compared where case does not count: "STRASSE" and "Straße" are one."""
    key = name_key(name).casefold()
    # Folding takes some letters apart, and makes ʼ of ŉ.
    return key if key.isascii() else unicodedata.normalize("NFC", key.replace("ʼ", "'"))


def without_invisible(text: str) -> str:
    """Give a text without the signs that nobody sees."""
    return _unseen().sub("", text)


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """Give names without those that are an earlier one written otherwise; case counts."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name_key(name), name)
    return tuple(first.values())


def same_named(named: Mapping[str, T], name: str) -> T | None:
    """Give what stands under a name, else under the first that is that name written otherwise; case counts."""
    if name in named:
        return named[name]
    key = name_key(name)
    return next((found for other, found in named.items() if name_key(other) == key), None)


def _plain(name: str) -> str:
    # What stood apart behind an invisible sign, or is a sign with an accent, is composed only when that is gone.
    whole = unicodedata.normalize("NFC", without_invisible(name))
    return _sign().sub(lambda sign: PLAIN_SIGNS[sign[0]], whole)
