"""Places of words or of an expression in a text."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from annotator.model.span import Span
from annotator.services.folding.find_words import Way, find_words

if TYPE_CHECKING:
    import regex

LIMIT = 100_000
"""So many places are enough for anybody."""
SECONDS: Final = 0.5
"""So long an expression is looked for in one text, of the processor's time."""
_LONGEST: Final = 1_000
_MOST_REPEATS: Final = 10_000
_PART: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|\{(\d*)(?:,(\d*))?\}|.", re.DOTALL)
_WITHIN_ITSELF: Final = re.compile(r"(?<!\\)\(\?(?:R|&|P>|[+-]?\d)")
_PLAINLY: Final = Way()


class ExpressionError(ValueError):
    """An expression that cannot be looked for; the message says why."""


def find_in_text(text: str, words: str, way: Way = _PLAINLY) -> list[Span]:
    """Give the places of the words in order, none for empty words.

    Raises ExpressionError for an expression that is none or takes too long.
    """
    found = _matches(text, expression_of(words, way)) if way.expression else find_words(text, [words], way)
    return list(islice(found, LIMIT))


def expression_of(words: str, way: Way) -> "regex.Pattern[str]":
    """Give an expression of the package ``regex``, made ready. Raises ExpressionError."""
    import regex

    if len(words) > _LONGEST or _repeats(words) > _MOST_REPEATS:
        raise ExpressionError("The expression is too long, or repeats too often.")
    if _WITHIN_ITSELF.search(words):
        raise ExpressionError("An expression that stands within itself is not looked for.")
    flags = regex.V1 | regex.WORD | regex.MULTILINE | (0 if way.match_case else regex.IGNORECASE | regex.FULLCASE)
    try:
        regex.compile(words, flags)  # by itself: what closes a group is no longer wrong inside another
        return regex.compile(rf"\b(?:{words})\b" if way.whole_words else words, flags)
    except regex.error as error:
        raise ExpressionError(f"This is no regular expression: {error}.") from None
    except (RecursionError, OverflowError, MemoryError):
        raise ExpressionError("The expression is nested too deeply.") from None


def _matches(text: str, expression: "regex.Pattern[str]") -> Iterator[Span]:
    try:
        for match in expression.finditer(text, timeout=SECONDS, concurrent=True):
            if match.end() > match.start():
                yield Span(*match.span())
    except (TimeoutError, MemoryError):
        raise ExpressionError("The expression takes too long.") from None


def _repeats(expression: str) -> int:
    """Count the parts of an expression with what is repeated written out, as making it ready may do."""
    parts, last = [0], 0
    for match in _PART.finditer(expression):
        sign = match.group()
        if sign == "(":
            parts.append(0)
        elif sign == ")" and len(parts) > 1:
            last = parts.pop()
            parts[-1] += last
        elif times := max((int(number) for number in match.groups() if number), default=0):
            parts[-1] += last * (times - 1)
            last *= times
        else:
            parts[-1] += 1
            last = 1
    return sum(parts)
