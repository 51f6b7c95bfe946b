"""The lanes in which the underlines of overlapping spans lie."""

from collections.abc import Iterable

from annotator.model.span import Span


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
