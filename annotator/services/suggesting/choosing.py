"""Which suggestions are shown: of several on one place one, and none that is annotated already or was refused."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
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
from annotator.services.suggesting.suggestion import Fragments, Suggestion

PRESET: Final = 0.5
"""The confidence above which suggestions are shown where nobody chose another."""
SLICE: Final = 50_000
"""A longer text is read in slices of so many code points at most, cut where a paragraph or a sentence ends."""
_SAME: Final = 0.5


def suggest_all(
    document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE, names: Sequence[str] = USUAL
) -> list[Suggestion]:
    """Ask suggesters of this program that need no model, and give what is open, by place."""
    found = [
        one
        for name in names
        for part in slices(document.text)
        for one in suggest_between(name, document, layer, knowledge, part)
    ]
    return remaining(joined(found), document, layer, knowledge)


def suggest_between(
    name: str, document: Document, layer: Layer, knowledge: Knowledge, part: Span
) -> Iterator[Suggestion]:
    """Ask one suggester about a slice of a text, which it sees as a text of its own."""
    if part == Span(0, len(document.text)):
        yield from suggester(name).suggest(document, layer, knowledge)
        return
    piece = Document(document.text[part.start : part.end], document.info)
    for one in suggester(name).suggest(piece, layer, knowledge):
        yield moved(one, part.start)


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

    def shifted(fragments: Fragments) -> Fragments:
        return tuple(Span(start + by, end + by) for start, end in fragments)

    def at(span: Span | None) -> Span | None:
        return span and Span(span.start + by, span.end + by)

    return replace(
        suggestion,
        fragments=shifted(suggestion.fragments),
        others=tuple(map(shifted, suggestion.others)),
        entities=tuple(replace(who, span=at(who.span)) for who in suggestion.entities),
        roles=tuple(replace(part, who=replace(part.who, span=at(part.who.span))) for part in suggestion.roles),
    )


def joined(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Give suggestions by place; of several for one thing the one that is surest, the first of those equally sure."""
    kept: list[Suggestion] = []
    places: dict[str, list[tuple[int, Suggestion]]] = {}
    for one in sorted(suggestions, key=lambda each: -each.confidence):
        row = places.setdefault(one.type, [])
        if not any(_is_same(one, other) for other in _near(row, one)):
            row.insert(bisect_left(row, one.start, key=lambda item: item[0]), (one.start, one))
            kept.append(one)
    return sorted(kept, key=lambda each: each.place)


def remaining(
    suggestions: Iterable[Suggestion], document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE
) -> list[Suggestion]:
    """Give the suggestions that are still open: neither annotated by now nor refused. Cheap; asked after each step."""
    return [one for one in suggestions if not is_made(one, layer) and not knowledge.refuses(one, document)]


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


def _near(row: list[tuple[int, Suggestion]], one: Suggestion) -> list[Suggestion]:
    """Give those of a row that may overlap one; actors never overlap, and other things do not begin far before it."""
    at = bisect_left(row, one.start, key=lambda item: item[0])
    low = max(0, at - 1) if one.type == ACTOR else bisect_left(row, one.start - 2000, key=lambda item: item[0])
    high = bisect_left(row, one.end, key=lambda item: item[0])
    return [other for _start, other in row[low:high]]


def _is_same(one: Suggestion, other: Suggestion) -> bool:
    if one.type == ACTOR:
        return one.start < other.end and other.start < one.end
    shared = _shared(one.fragments, other.fragments)
    return shared > (_SAME if one.by == other.by else 0.0)


def _shared(one: Fragments, other: Fragments) -> float:
    """Give what two extents share of what both cover together."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    whole = sum(end - start for start, end in one) + sum(end - start for start, end in other) - both
    return both / whole if whole else 0.0
