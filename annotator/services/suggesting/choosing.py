"""Which suggestions are shown: of several on one place one, and none that is annotated already or was refused."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.extents import CONTENT
from annotator.services.suggesting.habits import Habits
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.suggesters import USUAL, suggester
from annotator.services.suggesting.suggestion import Fragments, Part, Somebody, Suggestion

PRESET: Final = 0.5
"""The confidence above which suggestions are shown where nobody chose another."""
SLICE: Final = 50_000
"""A longer text is read in slices of so many code points at most, cut where a paragraph or a sentence ends."""
_SAME: Final = 0.5


def suggest_all(
    document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE, names: Sequence[str] = USUAL
) -> list[Suggestion]:
    """Ask suggesters of this program that need no model, and give what is open, by place."""
    found = (one for part in slices(document.text) for one in suggest_in(part, document, layer, knowledge, names))
    return remaining(found, document, layer, knowledge)


def suggest_in(
    part: Span, document: Document, layer: Layer, knowledge: Knowledge, names: Sequence[str] = USUAL
) -> list[Suggestion]:
    """Ask suggesters of this program about a slice of a text, which they see as a text of its own; joined, by place."""
    is_whole = part == Span(0, len(document.text))
    piece = document if is_whole else Document(document.text[part.start : part.end], document.info)
    found = joined(one for name in names for one in suggester(name).suggest(piece, layer, knowledge))
    return [moved(one, part.start) for one in found]


def slices(text: str) -> list[Span]:
    """Cut a text into slices: at the last paragraph, line, sentence or space before each is too long."""
    found: list[Span] = []
    start = 0
    while len(text) - start > SLICE:
        low, high = start + SLICE // 2, start + SLICE
        cuts = (text.rfind(border, low, high) + len(border) for border in ("\n\n", "\n", ". ", "。", " "))
        end = next((cut for cut in cuts if cut > low), high)
        found.append(Span(start, end))
        start = end
    found.append(Span(start, len(text)))
    return found


def moved(suggestion: Suggestion, by: int) -> Suggestion:
    """Give a suggestion for a text that begins earlier."""
    if not by:
        return suggestion

    def shifted(fragments: Fragments) -> Fragments:
        return tuple([Span(start + by, end + by) for start, end in fragments])

    def at(who: Somebody) -> Somebody:  # not by replace(), which takes most of the time of a long text
        span = who.span and Span(who.span.start + by, who.span.end + by)
        return Somebody(who.name, who.type, span, who.entity, who.member_of)

    one = suggestion
    return Suggestion(
        one.type, shifted(one.fragments), tuple(map(shifted, one.others)), tuple(map(at, one.entities)),
        tuple(Part(part.field, at(part.who)) for part in one.roles), one.topic, one.stance, one.status,
        one.attribution, one.date, one.confidence, one.why, one.pattern, one.by, one.extents,
    )  # fmt: skip


def joined(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Give suggestions by place; of several for one thing the one that is surest, the first of those equally sure."""
    kept: list[Suggestion] = []
    rows: dict[str, _Row] = {}
    for one in sorted(suggestions, key=lambda each: -each.confidence):
        row = rows.setdefault(one.type, _Row())
        if not any(_is_same(one, other) for other in row.near(one)):
            row.add(one)
            kept.append(one)
    return sorted(kept, key=lambda each: each.place)


class _Row:
    """Suggestions of one type by place."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._found: list[Suggestion] = []

    def add(self, one: Suggestion) -> None:
        at = bisect_left(self._starts, one.start)
        self._starts.insert(at, one.start)
        self._found.insert(at, one)

    def near(self, one: Suggestion) -> list[Suggestion]:
        """Give those that may overlap one; actors never overlap, and other things do not begin far before it."""
        start = one.start
        at = bisect_left(self._starts, start)
        low = max(0, at - 1) if one.type == ACTOR else bisect_left(self._starts, start - 2000)
        return self._found[low : bisect_left(self._starts, one.end, lo=at)]


def remaining(
    suggestions: Iterable[Suggestion], document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE
) -> list[Suggestion]:
    """Give the suggestions that are still open: neither annotated by now nor refused. Cheap; asked after each step."""
    may_be_made, may_be_refused = bool(layer.annotations), bool(knowledge.refused)
    return [
        one
        for one in suggestions
        if not (may_be_made and is_made(one, layer)) and not (may_be_refused and knowledge.refuses(one, document))
    ]


def is_made(suggestion: Suggestion, layer: Layer) -> bool:
    """Tell whether an annotation of the type stands there: over an actor's name, or over half of the rest."""
    wanted = suggestion.fragments
    for annotation in layer.between(suggestion.start, suggestion.end):
        if annotation.type != suggestion.type:
            continue
        if suggestion.type == ACTOR or _shared(wanted, annotation.fragments) >= _SAME:
            return True
    return False


def with_fragments(suggestion: Suggestion, fragments: Fragments) -> Suggestion:
    """Give a suggestion with another of its likely extents; the former goes behind the others."""
    if fragments == suggestion.fragments:
        return suggestion
    others = (*(other for other in suggestion.others if other != fragments), suggestion.fragments)
    names = dict(zip((suggestion.fragments, *suggestion.others), suggestion.extents, strict=False))
    extents = tuple(names[each] for each in (fragments, *others) if each in names)
    return replace(
        suggestion, fragments=fragments, others=others, extents=extents if len(extents) == 1 + len(others) else ()
    )


def next_extent(suggestion: Suggestion) -> Suggestion:
    """Give a suggestion with its next likely extent; behind the last comes the first again."""
    return with_fragments(suggestion, suggestion.others[0]) if suggestion.others else suggestion


def by_habits(suggestion: Suggestion, habits: Habits) -> Suggestion:
    """Give a suggestion with its likely extents in the order of what is known of the analyst by now."""
    if not suggestion.extents:
        return suggestion
    known = dict(zip(suggestion.extents, (suggestion.fragments, *suggestion.others), strict=True))
    weights = habits.weights(suggestion.pattern, CONTENT)
    ordered = sorted(known, key=lambda name: -weights.get(name, 0.0))
    return with_fragments(suggestion, known[ordered[0]]) if ordered[0] != suggestion.extents[0] else suggestion


def _is_same(one: Suggestion, other: Suggestion) -> bool:
    overlap = one.start < other.end and other.start < one.end
    if one.type == ACTOR or not overlap:
        return overlap
    shared = _shared(one.fragments, other.fragments)
    return shared > (_SAME if one.by == other.by else 0.0)


def _shared(one: Fragments, other: Fragments) -> float:
    """Give what two extents share of what both cover together."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    whole = sum(end - start for start, end in one) + sum(end - start for start, end in other) - both
    return both / whole if whole else 0.0
