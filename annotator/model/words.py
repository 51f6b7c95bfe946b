"""The word, name or sentence around a place in a text."""

import re
from collections.abc import Iterator

from annotator.model.language import Language
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR

# An apostrophe or hyphen between letters belongs to the word, and so do combining marks, which \w leaves out: in the
# scripts of India and of Thailand they are vowels.
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u20d0-\u20ff\ufe0f\u200d"
)
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[\w{_MARK}]+(?:[-'’.&](?=[\w])[\w{_MARK}]+)*")
_TOKEN = re.compile(rf"{_WORD.pattern}|\S")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")

_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?。！？؟…।॥۔])["'”’»)\]]*(?:\s+(?=["'“‘«(\[]?[^\Wa-z])|$)|(?<=[。！？])|\n+)""", re.VERBOSE
)

_REACH = 4096
"""How many code points around a place are looked at: a sentence is not longer."""


def word_at(text: str, position: int) -> Span | None:
    """Give the word that covers or touches a position, without a possessive ending, or None."""
    low = max(0, position - _REACH)
    for match in _WORD.finditer(text, _line_start(text, position, low), min(len(text), position + _REACH)):
        if match.start() > position:
            break
        if position <= match.end():
            ending = _POSSESSIVE.search(match.group())
            return Span(match.start(), match.end() - (len(ending.group()) if ending else 0))
    return None


def name_at(text: str, position: int, language: Language) -> Span | None:
    """Give the longest run of capitalised words around a position, or the word there, or None."""
    word = word_at(text, position)
    if word is None or not _is_capitalised(text, word, language):
        return word
    start, end = word
    while (before := _word_before(text, start, language)) and _is_capitalised(text, before, language):
        start = before.start
    start = _without_opener(text, start, word.start, language)
    while (after := _word_after(text, end, language)) and _is_capitalised(text, after, language):
        end = after.end
    return Span(_behind_title(text, start, word.start, language), end)


def sentence_at(text: str, position: int, language: Language) -> Span | None:
    """Give the sentence around a position without the white space around it, or None on an empty line."""
    low = _line_start(text, position, max(0, position - _REACH))
    newline = text.find("\n", position)
    high = min(len(text) if newline < 0 else newline, position + _REACH)
    start = low
    for match in _SENTENCE_END.finditer(text, low, high):
        if language.abbreviation.search(text, start, match.end()) and match.end() < high:
            continue
        if match.end() > position:
            return _stripped(text, start, match.start() if not match.group().strip() else match.end())
        start = match.end()
    return _stripped(text, start, high)


def span_under(text: str, position: int, annotation_type: str, language: Language) -> Span | None:
    """Give what a key marks with no selection: a name for an actor, a sentence for a claim or an agreement."""
    find = name_at if annotation_type == ACTOR else sentence_at
    return find(text, position, language)


def trimmed(text: str, span: Span) -> Span | None:
    """Give a span without the white space at its ends, or None when nothing else is in it."""
    return _stripped(text, span.start, span.end)


def next_word_border(text: str, position: int, step: int, *, ends: bool) -> int:
    """Give the nearest end (else start) of a word behind (step 1) or before (step -1) a position."""
    low, high = max(0, position - _REACH), min(len(text), position + _REACH)
    borders = [match.end() if ends else match.start() for match in _WORD.finditer(text, low, high)]
    if step > 0:
        return next((border for border in borders if border > position), high)
    return next((border for border in reversed(borders) if border < position), low)


def sentences(text: str, language: Language) -> list[Span]:
    """Give all sentences of a text in order."""
    found: list[Span] = []
    position = 0
    while position < len(text):
        span = sentence_at(text, position, language)
        if span is not None and span.end > position:
            found.append(span)
            position = span.end + 1
        else:
            position += 1
    return found


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the words and, one by one, the other signs between two places; white space is left out."""
    return (Span(*match.span()) for match in _TOKEN.finditer(text, start, len(text) if end is None else end))


def _is_capitalised(text: str, word: Span, language: Language) -> bool:
    particle = language.prefix.match(text, word.start, word.end)
    return text[particle.end() if particle else word.start : word.end][:1].isupper()


def _without_opener(text: str, start: int, anchor: int, language: Language) -> int:
    """Give the start of a name without words that are capitalised only because a sentence begins with them."""
    while start < anchor and (first := word_at(text, start)) and text[slice(*first)].lower() in language.openers:
        start = first.end
        while text[start].isspace():
            start += 1
    return start


def _behind_title(text: str, start: int, anchor: int, language: Language) -> int:
    """Give the start of a name without the titles before the word at ``anchor``: "Minister" is no part of a name."""
    for match in _WORD.finditer(text, start, anchor):
        if match.group().lower() in language.titles:
            start = match.end() + len(text[match.end() : anchor]) - len(text[match.end() : anchor].lstrip())
    return start


def _word_before(text: str, start: int, language: Language) -> Span | None:
    before = text[max(0, start - 16) : start]
    for match in language.joiner.finditer(before):
        if match.end() == len(before):
            word = word_at(text, start - len(match.group()))
            if word is not None and word.end == start - len(match.group()):
                return word
    return None


def _word_after(text: str, end: int, language: Language) -> Span | None:
    match = language.joiner.match(text, end)
    word = word_at(text, match.end()) if match else None
    return word if match and word and word.start == match.end() else None


def _line_start(text: str, position: int, low: int) -> int:
    return max(low, text.rfind("\n", low, position) + 1)


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
