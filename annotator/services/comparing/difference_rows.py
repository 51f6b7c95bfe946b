"""Differences as rows of words, to be written into reports."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.services.comparing.align import Alignment
from annotator.services.comparing.difference_words import opinion_words, title
from annotator.services.comparing.differences import differences
from annotator.services.running.progress import Progress, no_progress

CONTEXT = 40
"""So many code points are shown before and after a passage."""
_LONGEST = 400
_CUT_WORD = re.compile(r"\S+\Z")


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference: its place with context, what differs, and every annotator's opinion in words."""

    kind: str
    title: str
    start: int
    end: int
    before: str
    passage: str
    after: str
    opinions: Mapping[str, str]


def difference_rows(
    alignment: Alignment, text: str, progress: Progress = no_progress, *, context: int = CONTEXT
) -> list[DifferenceRow]:
    """Give all differences by place; the context is empty where the text is not at hand."""
    rows = []
    for found in differences(alignment, progress):
        start, end = max(0, found.start), max(0, found.end)
        rows.append(
            DifferenceRow(
                found.kind,
                title(found, alignment),
                found.start,
                found.end,
                _end_of(text[max(0, start - context - 1) : start], context),
                _beginning_of(text[start : min(end, start + _LONGEST + 1)], _LONGEST),
                _beginning_of(text[end : end + context + 1], context) if end else "",
                opinion_words(found, alignment),
            )
        )
    return rows


def _beginning_of(words: str, most: int) -> str:
    """Give the first ``most`` code points and the rest of no word; where that leaves little, the word is cut."""
    if len(words) <= most:
        return words
    kept = words[:most] if words[most].isspace() else _CUT_WORD.sub("", words[:most])
    return f"{kept if len(kept) > most // 2 else words[:most]}…"


def _end_of(words: str, most: int) -> str:
    """Give the last ``most`` code points, as ``_beginning_of`` gives the first."""
    return _beginning_of(words[::-1], most)[::-1]
