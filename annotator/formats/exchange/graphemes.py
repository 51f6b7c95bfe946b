"""What a reader takes for one letter, which some programs count: a flag, a family, an accent on its letter.

After the rules for extended grapheme clusters of Unicode Standard Annex 29, with the classes that Python's tables of
characters tell; letters that are rarely written (prepended signs) stand by themselves.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

_JOINER: Final = "\u200d"
_ALONE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_GOES_ON: Final = frozenset({"Mn", "Me", "Mc"})
_ALSO_GO_ON: Final = frozenset({"\u200c", _JOINER, "\uff9e", "\uff9f"})


def grapheme_starts(text: str) -> Iterator[int]:
    """Give where each of them begins."""
    before = ""
    flags, picture, joined = 0, False, False
    for place, letter in enumerate(text):
        flag = _is_flag(letter)
        goes_on = _goes_on(letter)
        if not place or not (
            (goes_on and not _stands_alone(before))
            or before + letter == "\r\n"
            or (flag and flags % 2)
            or (joined and _is_picture(letter))
            or _is_syllable(before, letter)
        ):
            yield place
        flags = flags + 1 if flag else 0
        joined = picture and letter == _JOINER
        picture = picture and letter != _JOINER if goes_on else _is_picture(letter)
        before = letter


def _is_flag(letter: str) -> bool:
    """Tell whether a letter is one of two that make a flag."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _goes_on(letter: str) -> bool:
    if letter < "\u0300":
        return False
    if letter in _ALSO_GO_ON or "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f":
        return True
    return unicodedata.category(letter) in _GOES_ON


def _stands_alone(letter: str) -> bool:
    return not _goes_on(letter) and unicodedata.category(letter) in _ALONE


def _is_picture(letter: str) -> bool:
    """Tell whether a letter is one of those of which pictures are joined; new ones are not in Python's tables yet."""
    if _is_flag(letter):
        return False
    if letter < "\u203c":
        return letter in "\u00a9\u00ae"
    return unicodedata.category(letter) == "So" or "\U0001f000" <= letter <= "\U0001faff" or letter in "‼⁉↔⤴⤵〰"


def _is_syllable(before: str, letter: str) -> bool:
    """Tell whether two letters of Hangul belong to one syllable."""
    second = _hangul(letter)
    match _hangul(before):
        case "L":
            return second in {"L", "V", "LV", "LVT"}
        case "V" | "LV":
            return second in {"V", "T"}
        case "T" | "LVT":
            return second == "T"
    return False


def _hangul(letter: str) -> str:
    if not "\u1100" <= letter <= "\ud7fb":
        return ""
    if "\uac00" <= letter <= "\ud7a3":
        return "LVT" if (ord(letter) - 0xAC00) % 28 else "LV"
    if letter <= "\u115f" or "\ua960" <= letter <= "\ua97c":
        return "L"
    if letter <= "\u11a7" or "\ud7b0" <= letter <= "\ud7c6":
        return "V" if letter <= "\u11a7" or letter >= "\ud7b0" else ""
    return "T" if letter <= "\u11ff" or letter >= "\ud7cb" else ""
