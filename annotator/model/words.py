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
_IN_WORD = re.compile(rf"[\w{_MARK}]")
_TOKEN = re.compile(rf"{_WORD.pattern}|\S")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")

_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?。！？؟…।॥۔])["'”’»)\]]*(?:\s+(?=["'“‘«(\[]?[^\Wa-z])|$)|(?<=[。！？])|\n+)""", re.VERBOSE
)

_REACH = 4096
"""How many code points around a place are looked at: a sentence is not longer."""
_NAME_REACH = 128
"""How many code points a name may reach to either side of a word in it."""


def word_at(text: str, position: int) -> Span | None:
    """Give the word that covers or touches a position, without a possessive ending, or None."""
    start = _behind_break(text, min(position, len(text)), max(0, position - _REACH))
    for match in _WORD.finditer(text, start, min(len(text), position + _REACH)):
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
    while (
        start > word.start - _NAME_REACH
        and (before := _word_before(text, start, language))
        and _is_capitalised(text, before, language)
    ):
        start = before.start
    start = _without_opener(text, start, word.start, language)
    while (
        end < word.end + _NAME_REACH
        and (after := _word_after(text, end, language))
        and _is_capitalised(text, after, language)
    ):
        end = after.end
    return Span(_behind_title(text, start, word.start, language), end)


def sentence_at(text: str, position: int, language: Language) -> Span | None:
    """Give the sentence around a position without the white space around it, or None on an empty line."""
    low = _line_start(text, position, max(0, position - _REACH))
    high = min(_line_end(text, position), position + _REACH)
    part = Span(low, high)
    for part in _sentences_between(text, low, high, language):
        if part.end > position:
            break
    return _stripped(text, *part)


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
    low = 0
    while low < len(text):
        high = min(_line_end(text, low), low + _REACH)
        parts = list(_sentences_between(text, low, high, language))
        # What a line is cut through has its end in the next piece, unless there is none in all of this one.
        is_cut = high < _line_end(text, low) and parts[-1].start > low
        found.extend(span for part in (parts[:-1] if is_cut else parts) if (span := _stripped(text, *part)))
        low = parts[-1].start if is_cut else high + (text[high : high + 1] == "\n")
    return found


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the words and, one by one, the other signs between two places; white space is left out."""
    return (Span(*match.span()) for match in _TOKEN.finditer(text, start, len(text) if end is None else end))


def _sentences_between(text: str, low: int, high: int, language: Language) -> Iterator[Span]:
    """Give the sentences of a line or a part of it, which meet; the last, perhaps empty, ends where the part does."""
    start = low
    for match in _SENTENCE_END.finditer(text, low, high):
        if match.end() == high or not language.ends_in_abbreviation(text, start, match.end()):
            yield Span(start, match.end())
            start = match.end()
    yield Span(start, high)


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


def _behind_break(text: str, start: int, low: int) -> int:
    """Give a place before which no word can begin that reaches over it: behind white space, or two other signs."""
    while start > low and not text[start - 1].isspace():
        if not (_IN_WORD.match(text, start - 1) or _IN_WORD.match(text, start - 2)):
            break
        start -= 1
    return start


def _line_start(text: str, position: int, low: int) -> int:
    return max(low, text.rfind("\n", low, position) + 1)


def _line_end(text: str, position: int) -> int:
    newline = text.find("\n", position)
    return len(text) if newline < 0 else newline


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
