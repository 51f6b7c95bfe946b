"""Overlapping spans as disjoint runs to paint, and the lanes in which their underlines lie."""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.model.span import Span


class Run(NamedTuple):
    """A stretch over which the same annotations lie; their ids are sorted."""

    start: int
    end: int
    ids: tuple[str, ...]


def flat_runs(spans: Iterable[tuple[Span, str]]) -> list[Run]:
    """Cut spans with ids at every border and give the covered stretches in order."""
    borders: dict[int, tuple[set[str], set[str]]] = {}
    for span, identifier in spans:
        if span.start < span.end:
            borders.setdefault(span.start, (set(), set()))[0].add(identifier)
            borders.setdefault(span.end, (set(), set()))[1].add(identifier)
    runs: list[Run] = []
    active: set[str] = set()
    previous = 0
    for position in sorted(borders):
        if active:
            runs.append(Run(previous, position, tuple(sorted(active))))
        begin, finish = borders[position]
        active = (active - finish) | begin
        previous = position
    return runs


def lanes(spans: Iterable[tuple[Span, str]]) -> dict[str, int]:
    """Give each id a lane, 0 nearest the text, such that no two overlapping ones share a lane.

    Short annotations come nearest to the text, so that an actor inside a claim lies between the words and the claim's
    long line; all fragments of an annotation lie in one lane, and the ground between them stays its own.
    """
    extents: dict[str, Span] = {}
    for span, identifier in spans:
        known = extents.get(identifier, span)
        extents[identifier] = Span(min(known.start, span.start), max(known.end, span.end))
    placed: list[list[Span]] = []
    lane_of: dict[str, int] = {}
    for identifier, extent in sorted(extents.items(), key=lambda item: (item[1].end - item[1].start, item[1], item[0])):
        lane = next((i for i, others in enumerate(placed) if not any(map(extent.overlaps, others))), len(placed))
        if lane == len(placed):
            placed.append([])
        placed[lane].append(extent)
        lane_of[identifier] = lane
    return lane_of
