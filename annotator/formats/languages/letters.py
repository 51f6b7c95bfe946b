"""The language of a text that names none, as far as its letters tell."""

import re
from typing import Final

UNKNOWN: Final = "und"
"""The tag of a language that is not known (BCP 47)."""
_LOOKED_AT: Final = 4000
_OWN_LETTERS: Final = {
    "ja": re.compile("[\u3041-\u3096\u30a1-\u30fa]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "th": re.compile("[\u0e01-\u0e2e]"),
    "el": re.compile("[\u0391-\u03c9]"),
    "he": re.compile("[\u05d0-\u05ea]"),
}
"""Letters that one language of news alone is written with."""
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def language_by_letters(text: str) -> str | None:
    """Give a language's tag, "und" where most letters are not Latin ones but several languages have them, or None.

    The beginning of the text counts. A tenth of letters that only one language has tell it: Japanese has Chinese ones
    besides.
    """
    begin = text[:_LOOKED_AT]
    letters = len(_LETTER.findall(begin))
    if 2 * len(_LATIN.findall(begin)) >= letters:
        return None
    return next((tag for tag, own in _OWN_LETTERS.items() if 10 * len(own.findall(begin)) > letters), UNKNOWN)
