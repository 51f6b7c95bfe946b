"""What somebody says in a text, and what becomes of several statements in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from annotator.formats.languages.packs import JUDGE, SAY, WISH
from annotator.services.suggesting.phrases import is_adverb
from annotator.services.suggesting.reading import Reading, Run

_SIGNS: Final = frozenset(",;:-—–")


@dataclass(frozen=True, slots=True)
class Told:
    """Something that somebody says, as runs of words; ``pattern`` names the rule."""

    content: tuple[Run, ...]
    speaker: Run | None
    cue: Run
    pattern: str
    lemma: str = ""
    kind: str = SAY

    def attribution(self, reading: Reading) -> str:
        """Give how it is attributed: in quotation marks, told, or as what somebody wants or believes."""
        quoted = sum(reading.quoted[at] for low, high in self.content for at in range(low, high))
        if quoted * 2 > sum(high - low for low, high in self.content):
            return "direct"
        return "ascribed" if self.lemma in reading.pack.minds else "indirect"

    @property
    def first(self) -> int:
        """The first word of the content."""
        return self.content[0][0]

    @property
    def last(self) -> int:
        """The number behind the last word of the content."""
        return self.content[-1][1]


def trimmed(reading: Reading, first: int, end: int) -> Run | None:
    """Give a run without the signs at its ends; a full stop goes too."""
    while first < end and reading.words[first] in "".join(_SIGNS) + ".":
        first += 1
    while first < end and reading.words[end - 1] in _SIGNS:
        end -= 1
    if end - first > 1 and reading.words[end - 1] == ".":
        end -= 1
    return (first, end) if first < end else None


def joined_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Give runs in order, those that touch as one."""
    joined: list[Run] = []
    for first, end in sorted(runs):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif first < end:
            joined.append((first, end))
    return tuple(joined)


def beside(reading: Reading, found: list[Told], told: Told) -> list[Told]:
    """Put a statement behind others of its sentence, of which one may end where it begins."""
    if not found:
        return [told]
    last = found[-1]
    inside = last.first <= told.cue[0] < last.last
    if not inside:
        return [*found, told]
    if told.pattern in ("quotefinal", "inverted", "final"):
        return [*found[:-1], told]
    border = _border(reading, told, last)
    cut = trimmed(reading, last.first, border) if border > last.first else None
    if cut is None and told.speaker and told.speaker != last.speaker:
        is_plain = told.pattern in ("say", "that")
        return [*found, replace(told, pattern="inside")] if is_plain else found
    return [*found[:-1], replace(last, content=(cut,)), told] if cut else found


def _border(reading: Reading, told: Told, last: Told) -> int:
    """Give where a coordinate clause with a verb of its own begins, or -1 where it is part of what is said."""
    at = told.cue[0] - 1
    while is_adverb(reading, at):
        at -= 1
    if told.pattern == "participle":
        return at
    starts = [at] if told.speaker is None or told.speaker[1] != at + 1 else [told.speaker[0] - 1]
    for start in starts:
        word, before = reading.lower[start], reading.words[start - 1]
        shared = told.speaker == last.speaker and (last.kind in (JUDGE, WISH) or told.pattern == "that")
        joins = before == "," or shared
        if word in _CONTRASTS or word == ";" or (word in reading.pack.and_words and joins):
            return start
        if word in _CONJUNCTIONS and last.kind in (JUDGE, WISH) and told.speaker is not None:
            return start
    return -1


_CONJUNCTIONS: Final = frozenset(("after", "before", "because", "since", "when", "as"))
_CONTRASTS: Final = frozenset(("but", "while", "whereas", "though", "although"))


def with_quotations(reading: Reading, told: Told) -> Told | None:
    """Give a statement with the whole of each quotation that it is mostly in, and without speaker and verb."""
    runs = list(told.content)
    for first, end in reading.quotations_in(told.first, told.last):
        shared = sum(max(0, min(end, high) - max(first, low)) for low, high in told.content)
        if end - first >= 4 and shared >= 3 and not first <= told.cue[0] < end:
            runs.append((first, end))
    without = [told.cue, *([told.speaker] if told.speaker else [])]
    kept = _without(joined_runs(runs), without) or joined_runs(runs)
    return replace(told, content=kept) if kept else None


def _without(runs: tuple[Run, ...], gone: list[Run]) -> tuple[Run, ...]:
    for first, end in gone:
        cut: list[Run] = []
        for low, high in runs:
            parts = [(low, min(high, first)), (max(low, end), high)] if low < end and first < high else [(low, high)]
            cut.extend(part for part in parts if part[0] < part[1])
        runs = tuple(cut)
    return runs
