"""A selection as it was meant: to the ends of words that were cut, and without the signs around them."""

from typing import Final

from annotator.formats.languages.words import is_unspaced_border, pattern, trimmed
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR

_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "“": "”", "‘": "’", "«": "»", "‹": "›", "「": "」", "『": "』",
                 "《": "》", "〈": "〉", "（": "）", '"': '"', "'": "'", "„": "“", "‚": "‘", "»": "«"}  # fmt: skip
_OPENING: Final = {closing: opening for opening, closing in _PAIRS.items()}
_STRAY: Final = r"[\s\p{Cf}\p{Cc}[\p{P}--[@#&%‰§*¿¡]]]"
_NEGATIVE: Final = r"[-−–]\p{Nd}"
_TERMINAL: Final = r"[\p{SB=STerm}\p{SB=ATerm}…]"
_INITIALS: Final = r"(?:\p{L}\.){2,}"
_GOES_ON: Final = r"\s*[\p{Ll},;:]"
_INSIDE: Final = r"(?<=[\p{L}\p{M}\p{N}_\u200c\u200d])[\p{L}\p{M}\p{N}_\u200c\u200d]"
_CONTRACTED: Final = r"['’](?![sS]\b)\p{L}+"


def drawn(text: str, span: Span, annotation_type: str) -> Span | None:
    """Give a selection drawn to the ends of its words and rid of signs around them; None when only spaces are in it.

    What ends the sentence of a claim or an agreement stays, and so do quotation marks and brackets that open and close.
    """
    bare = _without_signs(text, span, is_name=annotation_type == ACTOR)
    return _to_words(text, bare) if bare else trimmed(text, span)


def _without_signs(text: str, span: Span, *, is_name: bool) -> Span | None:
    start, end = span
    while start < end and _is_stray_before(text, start, end, is_name=is_name):
        start += 1
    while end > start and _is_stray_behind(text, start, end, is_name=is_name):
        end -= 1
    if is_name and end - start > 2 and _PAIRS.get(text[start]) == text[end - 1]:
        return _without_signs(text, Span(start + 1, end - 1), is_name=True)
    return Span(start, end) if start < end else None


def _is_stray_before(text: str, start: int, end: int, *, is_name: bool) -> bool:
    sign = text[start]
    if sign in _PAIRS and _PAIRS[sign] in text[start + 1 : end]:
        return False
    if pattern(_NEGATIVE).match(text, start, end) and not is_name:
        return False
    return pattern(_STRAY).match(sign) is not None


def _is_stray_behind(text: str, start: int, end: int, *, is_name: bool) -> bool:
    sign = text[end - 1]
    if sign in _OPENING and _OPENING[sign] in text[start : end - 1]:
        return False
    if pattern(_TERMINAL).match(sign):
        return is_name and not _belongs(text, start, end)
    return pattern(_STRAY).match(sign) is not None


def _belongs(text: str, start: int, end: int) -> bool:
    """Tell whether a full stop belongs to the word before it, as in "U.S." and, where no sentence ends, in "Inc."."""
    if text[end - 1] != ".":
        return False
    word = text[max(start, end - 16) : end].split()
    return bool(word and pattern(_INITIALS).fullmatch(word[-1])) or pattern(_GOES_ON).match(text, end) is not None


def _to_words(text: str, span: Span) -> Span:
    start, end = span
    while _is_inside(text, start):
        start -= 1
    while _is_inside(text, end):
        end += 1
    if end > span.end and (rest := pattern(_CONTRACTED).match(text, end)):
        end = rest.end()
    return Span(start, end)


def _is_inside(text: str, position: int) -> bool:
    return pattern(_INSIDE).match(text, position) is not None and not is_unspaced_border(text, position)
