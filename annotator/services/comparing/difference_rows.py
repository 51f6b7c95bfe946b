"""Differences as rows of words, to be written into reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.services.comparing.align import Alignment
from annotator.services.comparing.difference_words import opinion_words, title
from annotator.services.comparing.differences import differences
from annotator.services.running.progress import Progress, no_progress

CONTEXT = 40
"""So many code points are shown before and after a passage."""
_LONGEST = 400


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
                text[max(0, start - context) : start],
                text[start : min(end, start + _LONGEST)] + ("…" if end - start > _LONGEST else ""),
                text[end : end + context] if end else "",
                opinion_words(found, alignment),
            )
        )
    return rows
