"""A text as it reads in any typesetting and encoding, with the way back to where its signs stand.

Words are looked for in this form, since lines broken anew, another typesetter's marks, invisible signs and letters that
are put together of others change no word. Whoever looks for words may leave more out of account.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.name_key import INVISIBLE, PLAIN_SIGNS
from annotator.model.span import Span

Points = NDArray[np.uint32]

_SPACE: Final = ord(" ")
_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
# Ligatures, letters that have their place in a word built in, and those of other widths: print puts them in.
_PRESENTED: Final = ((0xFB00, 0xFB50), (0xFB50, 0xFE00), (0xFE70, 0xFEFF), (0xFF01, 0xFFEF))
_SHARP: Final = {"ß": "ss", "ẞ": "SS"}
_BARE: Final = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
                "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th",
                "Þ": "Th"}  # fmt: skip
_LONG: Final = 100_000
"""A table of all signs is more work than looking for some in so many."""
_FEW: Final = 40
"""So many signs are replaced one by one."""
_SPACES: Final = re.compile("  +")
_DOT: Final = "\u0307"
_ABOVE: Final = 230
"""The combining class of what stands above a letter."""
_BROKEN: Final = re.compile(r"(?<=[^\W\d_])([-‐\u00ad])[^\S\n]*\n[^\S\n]*(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Folding:
    """What is left out of account besides typesetting: case, accents, and how ß is written.

    ``breaks`` tells of a hyphen at the end of a line whether it goes with the line's end ("join"), or stays and only
    the line's end goes ("keep"); "" leaves both.
    """

    case: bool = False
    accents: bool = False
    sharp: bool = False
    breaks: str = ""


TYPESETTING: Final = Folding()


def folded(words: str, folding: Folding = TYPESETTING) -> str:
    """Give words in the form in which they are compared, as ``FoldedText`` has it, without the way back."""
    if folding.breaks:
        return FoldedText(words, folding).text
    text = words
    text = _small(text) if folding.case else text
    whole = unicodedata.normalize("NFD", _replaced(text, _signs(text, folding)))
    if folding.case and (dots := _needless_dots(whole)):
        whole = "".join(sign for at, sign in enumerate(whole) if at not in dots)
    return _SPACES.sub(" ", whole) if "  " in whole else whole


def points_of(text: str) -> Points:
    """Give the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


class FoldedText:
    """A text in that form, with the way to and from its own positions."""

    def __init__(self, text: str, folding: Folding = TYPESETTING) -> None:
        kept = _kept(text, folding)
        if len(kept) < len(text):
            text = points_of(text)[kept].tobytes().decode("utf-32-le", "surrogatepass")
        text = _small(text) if folding.case else text
        signs = _signs(text, folding)
        whole = _replaced(text, signs)
        places = np.repeat(kept, _lengths(text, signs)) if any(len(plain) != 1 for plain in signs.values()) else kept
        whole = unicodedata.normalize("NFD", whole)  # every sign is in parts: this but orders accents
        points = points_of(whole)
        again = (points[1:] == _SPACE) & (points[:-1] == _SPACE)
        first = np.concatenate([[True], ~again]) if len(points) else np.empty(0, dtype=np.bool_)
        first[list(_needless_dots(whole) if folding.case else ())] = False
        self._places = places[first]
        self.points = points[first]
        self.text = self.points.tobytes().decode("utf-32-le", "surrogatepass")

    def original(self, span: Span) -> Span:
        """Give where a span of the folded text stands in the text itself; it is not empty."""
        return Span(int(self._places[span.start]), int(self._places[span.end - 1]) + 1)

    def position(self, original: int) -> int:
        """Give the position in the folded text that is at an original one, or next behind it."""
        return int(np.searchsorted(self._places, original))


def _small(text: str) -> str:
    """Give a text with small letters for A to Z, and for these alone."""
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def _signs(text: str, folding: Folding) -> dict[str, str]:
    """Give the signs of a text that are folded to others, with these."""
    return {sign: plain for sign in set(text) if (plain := _plain(sign, folding)) != sign}


def _replaced(text: str, signs: dict[str, str]) -> str:
    if len(signs) > _FEW or signs.keys() & set("".join(signs.values())):
        return text.translate({ord(sign): plain for sign, plain in signs.items()})
    # Of a long text this takes a tenth of what a table does, which is asked about each sign.
    for sign, plain in signs.items():
        text = text.replace(sign, plain)
    return text


def _kept(text: str, folding: Folding) -> NDArray[np.int64]:
    """Give the places of all signs but those that break a word at the end of a line."""
    if text.isascii() and not (folding.breaks and "\n" in text):
        return np.arange(len(text))
    gone = np.zeros(len(text), dtype=np.bool_)
    for match in _BROKEN.finditer(text) if folding.breaks else ():
        goes = folding.breaks == "join" and text[match.end()].islower()
        gone[match.start() if goes else match.end(1) : match.end()] = True
    return np.nonzero(~gone)[0]


def _needless_dots(text: str) -> frozenset[int]:
    """Give where in a text in parts the dot of a capital İ stands, which a small i has anyway.

    What stands below the letter comes between them.
    """
    found, at = set(), text.find(_DOT)
    while at >= 0:
        base = at - 1
        while base > 0 and 0 < unicodedata.combining(text[base]) < _ABOVE:
            base -= 1
        if base >= 0 and text[base] == "i":
            found.add(at)
        at = text.find(_DOT, at + 1)
    return frozenset(found)


def _lengths(text: str, signs: dict[str, str]) -> NDArray[np.uint8]:
    points, several = points_of(text), {ord(sign): len(plain) for sign, plain in signs.items() if len(plain) != 1}
    if len(text) > _LONG:
        table = np.ones(0x110000, dtype=np.uint8)
        table[list(several)] = list(several.values())
        return table[points]
    lengths = np.ones(len(text), dtype=np.uint8)
    for sign, length in several.items():
        lengths[points == sign] = length
    return lengths


@cache
def _plain(sign: str, folding: Folding) -> str:
    """Give what one sign is folded to: nothing, itself, or one or several others."""
    if _UNSEEN.match(sign):
        return ""
    if sign.isspace():
        return " "
    plain = "".join(_parts(sign, folding))
    if folding.case:
        plain = unicodedata.normalize("NFD", plain.casefold())
    return "".join(PLAIN_SIGNS.get(part, part) for part in plain)


def _parts(sign: str, folding: Folding) -> Iterator[str]:
    presented = any(low <= ord(sign) < high for low, high in _PRESENTED)
    for part in unicodedata.normalize("NFKD" if presented else "NFD", PLAIN_SIGNS.get(sign, sign)):
        if folding.accents and _is_accent(part):
            continue
        bare = _BARE.get(part, part) if folding.accents else part
        yield _SHARP.get(bare, bare) if folding.sharp else bare


def _is_accent(sign: str) -> bool:
    """Tell whether a sign is an accent or a vowel point; what makes another letter of one, as in Japanese, is none."""
    order = unicodedata.combining(sign)
    return order == 1 or 10 <= order <= 36 or order >= 200
