"""Sentences, by the rules of Unicode for every script and by what a language has that only looks like an end.

The rules are those of default sentence boundaries in Unicode Standard Annex 29, and of these all but what
docs/languages.md names: a line that is broken at a column ends no sentence, and neither does an abbreviation.
"""

from collections.abc import Iterator
from typing import Final

from annotator.formats.languages.line_breaks import LineBreaks
from annotator.formats.languages.words import REACH, pattern, trimmed
from annotator.model.language import Language
from annotator.model.span import Span

_WITH: Final = r"[\p{SB=Extend}\p{SB=Format}]"
_SPACES: Final = rf"(?:\s{_WITH}*+)"
# Behind these a sentence ends without a space, as in Chinese; question marks of Latin script stand inside addresses.
_TIGHT: Final = r"[\p{SB=STerm}--[?!‼⁇⁈⁉]]"
_LOOSE: Final = r"[\p{SB=ATerm}?!‼⁇⁈⁉…]"
_CLOSED: Final = rf"{_WITH}*+(?:\p{{SB=Close}}{_WITH}*+)*+"
_END: Final = (
    rf"(?:{_TIGHT}{_CLOSED}{_SPACES}*+|{_LOOSE}{_CLOSED}{_SPACES}++)"
    r"(?![\p{SB=SContinue}\p{SB=STerm}\p{SB=ATerm}…])"
    r"(?![\p{P}\p{S}\p{SB=Extend}\p{SB=Format}]{0,6}\p{SB=Lower})(?!と)"
)


def sentence_at(text: str, position: int, language: Language) -> Span | None:
    """Give the sentence around a position without the white space around it, or None on an empty line."""
    breaks = LineBreaks(text, language)
    low, high = _paragraph_around(breaks, text, position)
    part = Span(low, high)
    for part in _sentences_between(text, low, high, language):
        if part.end > position:
            break
    return trimmed(text, part)


def sentences(text: str, language: Language) -> list[Span]:
    """Give all sentences of a text in order."""
    found: list[Span] = []
    low = 0
    for end in [*LineBreaks(text, language).paragraph_ends(0, len(text)), len(text)]:
        while low < end:
            high = min(end, low + REACH)
            parts = list(_sentences_between(text, low, high, language))
            # What a line is cut through has its end in the next piece, unless there is none in all of this one.
            is_cut = high < end and parts[-1].start > low
            found.extend(span for part in (parts[:-1] if is_cut else parts) if (span := trimmed(text, part)))
            low = parts[-1].start if is_cut else high
        low = end + 1
    return found


def _paragraph_around(breaks: LineBreaks, text: str, position: int) -> tuple[int, int]:
    low, high = max(0, position - REACH), min(len(text), position + REACH)
    before = list(breaks.paragraph_ends(low, position))
    after = next(breaks.paragraph_ends(position, high), high)
    return (before[-1] + 1 if before else low), after


def _sentences_between(text: str, low: int, high: int, language: Language) -> Iterator[Span]:
    """Give the sentences of a paragraph or a part of it, which meet; the last, perhaps empty, ends where it does."""
    start = low
    for match in pattern(_END).finditer(text, low, high):
        if match.end() == high or not language.ends_in_abbreviation(text, start, match.end()):
            yield Span(start, match.end())
            start = match.end()
    yield Span(start, high)
