"""How far a claim or an agreement may reach: the content, from the verb or the speaker, the clause, the sentence."""

from collections.abc import Mapping
from typing import Final

from annotator.services.suggesting.reading import Reading, Run

Runs = tuple[Run, ...]

CONTENT: Final = "content"
EXTENTS: Final = (CONTENT, "undated", "first clause", "from the verb", "from the speaker", "sentence")
"""By name, in the order in which they are tried where nothing is known of the analyst's habits."""
_LEAST: Final = 3


def extents(reading: Reading, content: Runs, speaker: Run | None, cue: Run | None) -> dict[str, Runs]:
    """Give the likely extents of a statement by name; equal ones are given once."""
    first, end = content[0][0], content[-1][1]
    low, high = _sentences(reading, first, end, cue)
    found: dict[str, Runs] = {CONTENT: content}
    found["undated"] = _undated(reading, content)
    comma = _comma(reading, first + _LEAST, end)
    if comma is not None:
        found["first clause"] = tuple((a, min(b, comma)) for a, b in content if a < comma)
    if cue is not None and cue[0] < end:
        found["from the verb"] = _one(reading, min(cue[0], first), end)
    if speaker is not None and speaker[0] < end:
        found["from the speaker"] = _one(reading, min(speaker[0], first), end)
    found["sentence"] = _one(reading, low, high)
    return _distinct(found)


def in_order(found: Mapping[str, Runs], weights: Mapping[str, float]) -> list[tuple[str, Runs]]:
    """Give extents by weight, the heaviest first; equal ones in the order of ``EXTENTS``."""
    order = {name: number for number, name in enumerate(EXTENTS)}
    return sorted(found.items(), key=lambda item: (-weights.get(item[0], 0.0), order[item[0]]))


def _sentences(reading: Reading, first: int, end: int, cue: Run | None) -> Run:
    numbers = [reading.sentence_of[at] for at in (first, end - 1, *([cue[0]] if cue else []))]
    return reading.sentences[min(numbers)][0], reading.sentences[max(numbers)][1]


def _one(reading: Reading, low: int, high: int) -> Runs:
    while high - low > 1 and reading.words[high - 1] in (".", ",", ";"):
        high -= 1
    return ((low, high),)


def _undated(reading: Reading, content: Runs) -> Runs:
    """Give a content without a day or "that" at its beginning."""
    low, high = content[0]
    pack = reading.pack
    at = low
    while at < high - 1 and at - low < 4 and reading.lower[at] in (*pack.days, *pack.that, "on", "in", "also"):
        at += 1
    return ((at, high), *content[1:])


def _comma(reading: Reading, low: int, high: int) -> int | None:
    return next((at for at in range(low, high) if reading.words[at] == "," and not reading.quoted[at]), None)


def _distinct(found: dict[str, Runs]) -> dict[str, Runs]:
    seen: set[Runs] = set()
    kept: dict[str, Runs] = {}
    for name, runs in found.items():
        if runs and runs not in seen:
            seen.add(runs)
            kept[name] = runs
    return kept
