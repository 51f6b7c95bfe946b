"""Places of words in a text, whatever white space and case they stand in."""

import re

from annotator.model.span import Span

LIMIT = 100_000
"""So many places are enough for anybody."""


def find_in_text(text: str, words: str, *, match_case: bool = False) -> list[Span]:
    """Give the places of the words in order, none for empty words."""
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)), 0 if match_case else re.IGNORECASE)
    found = []
    for match in pattern.finditer(text):
        found.append(Span(*match.span()))
        if len(found) == LIMIT:
            break
    return found
