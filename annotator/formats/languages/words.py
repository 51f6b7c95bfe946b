"""Words, and the signs between them, by the rules of Unicode for every script.

The rules are those of default word boundaries in Unicode Standard Annex 29, and of these all but what docs/languages.md
names: there is no dictionary here, so that signs of a script that puts no spaces between words stay together.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from annotator.model.span import Span

if TYPE_CHECKING:
    import regex

# Marks, joiners and invisible signs belong to the letter before them.
_WITH: Final = r"\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}"
_LETTER: Final = r"\p{WB=ALetter}\p{WB=Hebrew_Letter}\p{WB=Numeric}\p{Pc}"
# What is inside a word between two letters or digits: of a contraction, an abbreviation, a compound.
_INSIDE: Final = "[[\\p{WB=MidLetter}\\p{WB=MidNumLet}'’.&\\-‐‑]--[:：﹕︓]]"
_INSIDE_NUMBER: Final = rf"(?<=\p{{Nd}})[\p{{WB=MidNum}}\u202f][{_WITH}]*+(?=\p{{Nd}})"
UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{LB=SA}"
"""Signs of scripts that put no spaces between words, for a class: a word is what is in one script."""
_RUNS: Final = (
    rf"[\p{{WB=Katakana}}][\p{{WB=Katakana}}{_WITH}]*+",
    rf"[\p{{Han}}][\p{{Han}}{_WITH}]*+",
    rf"[\p{{Hiragana}}][\p{{Hiragana}}ー{_WITH}]*+",
    rf"[\p{{LB=SA}}][\p{{LB=SA}}{_WITH}]*+",
)
_INITIALS: Final = rf"(?:\p{{WB=ALetter}}[{_WITH}]*+\.){{2,}}+(?![{_LETTER}])"
_LETTERS: Final = (
    rf"[{_LETTER}][{_LETTER}{_WITH}]*+"
    rf'(?:(?:{_INSIDE}[{_WITH}]*+|(?<=\p{{Hebrew}})"(?=\p{{Hebrew}})|{_INSIDE_NUMBER})[{_LETTER}][{_LETTER}{_WITH}]*+)*+'
)
_WORD: Final = rf"(?:{'|'.join((_INITIALS, _LETTERS, *_RUNS))})"
# One flag, or one sign with what belongs to it, such as an emoji of several.
_SIGN: Final = (
    rf"\p{{RI}}[{_WITH}]*+\p{{RI}}[{_WITH}]*+"
    rf"|\S[{_WITH}]*+(?:(?<=\u200d)\p{{Extended_Pictographic}}[{_WITH}]*+)*+"
)
_POSSESSIVE: Final = r"(?:['’][sS]|['’]|[\p{WB=Format}--[\u200c\u200d]]+)$"
# A word that is broken at the end of a line goes on in small letters.
_BROKEN: Final = r"(?<=\p{L})[-‐\u00ad]\n(?=\p{Ll})"
_BROKEN_BEFORE: Final = r"(?<=\p{L}[-‐\u00ad]\n)"

REACH: Final = 4096
"""How many code points around a place are looked at: no word and no sentence is longer."""


@lru_cache(maxsize=256)
def pattern(expression: str) -> "regex.Pattern[str]":
    """Give a compiled expression of the package ``regex``, which is loaded when the first one is asked for."""
    import regex

    return regex.compile(expression, regex.V1)


def word_at(text: str, position: int) -> Span | None:
    """Give the word that covers or touches a position, without a possessive ending, or None."""
    word = _touching(text, position)
    if word is None:
        return None
    start, end = _over_broken_lines(text, word)
    ending = pattern(_POSSESSIVE).search(text[start:end])
    return Span(start, start + ending.start() if ending and ending.start() else end)


def is_unspaced_border(text: str, position: int) -> bool:
    """Tell whether a position is beside a sign of a script without spaces, where any sign may end a word."""
    if pattern(rf"[{_WITH}]").match(text, position):
        return False
    is_unspaced = pattern(rf"[{UNSPACED}{_WITH}]").match
    return bool(position and is_unspaced(text, position - 1) and is_unspaced(text, position))


def trimmed(text: str, span: Span) -> Span | None:
    """Give a span without the white space at its ends, or None when nothing else is in it."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def next_word_border(text: str, position: int, step: int, *, ends: bool) -> int:
    """Give the nearest end (else start) of a word behind (step 1) or before (step -1) a position."""
    low, high = max(0, position - REACH), min(len(text), position + REACH)
    borders = [match.end() if ends else match.start() for match in pattern(_WORD).finditer(text, low, high)]
    if step > 0:
        return next((border for border in borders if border > position), high)
    return next((border for border in reversed(borders) if border < position), low)


def words_between(text: str, start: int, end: int) -> Iterator[Span]:
    """Give the words between two places, which no word goes over."""
    return (Span(*match.span()) for match in pattern(_WORD).finditer(text, start, end))


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the words and, one by one, the other signs between two places; white space is left out."""
    return (Span(*bounds) for bounds in token_bounds(text, start, end))


def token_bounds(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Give where the words and signs between two places begin and end, at once: for many, spans take longer."""
    found = pattern(rf"{_WORD}|{_SIGN}").finditer(text, start, len(text) if end is None else end)
    return [match.span() for match in found]


def _touching(text: str, position: int) -> Span | None:
    start = _behind_break(text, min(position, len(text)), max(0, position - REACH))
    for word in words_between(text, start, min(len(text), position + REACH)):
        if word.start > position:
            break
        if position <= word.end:
            return word
    return None


def _over_broken_lines(text: str, word: Span) -> Span:
    start, end = word
    while (broken := pattern(_BROKEN).match(text, end)) and (after := _touching(text, broken.end())):
        end = after.end
    while pattern(_BROKEN_BEFORE).match(text, start) and pattern(r"\p{Ll}").match(text, start):
        before = _touching(text, start - 2)
        if before is None or before.end != start - 2:
            break
        start = before.start
    return Span(start, end)


def _behind_break(text: str, start: int, low: int) -> int:
    """Give a place before which no word can begin that reaches over it: behind white space, or two other signs."""
    in_word = pattern(rf"[{_LETTER}{UNSPACED}\p{{WB=Katakana}}{_WITH}]").match
    while start > low and not text[start - 1].isspace():
        if not (in_word(text, start - 1) or (start > 1 and in_word(text, start - 2))):
            break
        start -= 1
    return start
