"""The places of words in a text, however they are typeset there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from annotator.formats.languages.words import UNSPACED, pattern
from annotator.model.span import Span
from annotator.services.folding.folded_text import FoldedText, Folding, folded

_LETTER: Final = r"[\p{L}\p{M}\p{N}\p{Pc}]"
# An accent belongs to the letter before it, and so do the later parts of a Korean syllable.
_WHOLE_SIGN: Final = r"(?![\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f])"
_BEGINS: Final = rf"(?:(?<!{_LETTER})|(?=[{UNSPACED}])|(?<=[{UNSPACED}]\p{{M}}*))"
_ENDS: Final = rf"(?:(?!{_LETTER})|(?!\p{{M}})(?:(?=[{UNSPACED}])|(?<=[{UNSPACED}]\p{{M}}*)))"


@dataclass(frozen=True, slots=True)
class Way:
    """How words are looked for: what counts, and whether they are an expression, which is looked for as it stands."""

    match_case: bool = False
    whole_words: bool = False
    any_accents: bool = False
    expression: bool = False


def find_words(text: str, names: Iterable[str], way: Way) -> Iterator[Span]:
    """Give the places of words or of several names in order and apart, the longest name first.

    White space of any kind stands for any, and typographic, invisible and differently encoded signs for the plain ones.
    A word that is broken at the end of a line is found with the hyphen and without it.
    """
    plain = sorted({folded(name, _folding(way)).strip() for name in names} - {""}, key=len, reverse=True)
    if not plain:
        return
    found = _places(text, plain, way, "join")
    if any("-" in name for name in plain):
        found = iter(sorted({*found, *_places(text, plain, way, "keep")}, key=lambda span: (span.start, -span.end)))
    last = -1
    for span in found:
        if span.start >= last:
            yield span
            last = span.end


def _places(text: str, names: Iterable[str], way: Way, breaks: str) -> Iterator[Span]:
    whole = _folded_text(text, _folding(way, breaks))
    alternatives = "|".join(_bounded(name) if way.whole_words else _escaped(name) for name in names)
    for match in pattern(f"(?:{alternatives}){_WHOLE_SIGN}").finditer(whole.text):
        start, end = whole.original(Span(*match.span()))
        # Accents that were left out of account go with their letter.
        yield Span(start, pattern(r"\p{Mn}*").match(text, end).end() if way.any_accents else end)


def _bounded(name: str) -> str:
    begins = _BEGINS if pattern(_LETTER).match(name) else ""
    ends = _ENDS if pattern(_LETTER).match(name, len(name) - 1) else ""
    return f"{begins}{_escaped(name)}{ends}"


def _folding(way: Way, breaks: str = "") -> Folding:
    return Folding(case=not way.match_case, accents=way.any_accents, sharp=True, breaks=breaks)


def _escaped(plain: str) -> str:
    return re.sub(r"[^\w\s]", r"\\\g<0>", plain)


@lru_cache(maxsize=2)
def _folded_text(text: str, folding: Folding) -> FoldedText:
    """Keep what was folded last: the next letter is typed into the same text."""
    return FoldedText(text, folding)
