"""The lanes in which the underlines of overlapping spans lie."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable

from annotator.model.span import Span


def lanes(spans: Iterable[tuple[Span, str]], most: int | None = None, first: Collection[str] = ()) -> dict[str, int]:
    """Give each id a lane, 0 nearest the text, such that no two overlapping ones share a lane.

    Short annotations come nearest to the text, so that an actor inside a claim lies between the words and the claim's
    long line; all fragments of an annotation lie in one lane, and the ground between them stays its own. Those that
    find no room in ``most`` lanes get none; where that would be one of ``first``, these choose before all others.
    """
    extents: dict[str, Span] = {}
    for span, identifier in spans:
        known = extents.get(identifier, span)
        extents[identifier] = Span(min(known.start, span.start), max(known.end, span.end))
    by_length = sorted(extents.items(), key=lambda item: (item[1].end - item[1].start, item[1], item[0]))
    lane_of = _placed(by_length, most)
    if all(identifier in lane_of for identifier in first if identifier in extents):
        return lane_of
    return _placed(sorted(by_length, key=lambda item: item[0] not in first), most)


def _placed(extents: Iterable[tuple[str, Span]], most: int | None) -> dict[str, int]:
    placed: list[list[Span]] = []
    lane_of: dict[str, int] = {}
    for identifier, extent in extents:
        lane = next((lane for lane, others in enumerate(placed) if _has_room(others, extent)), len(placed))
        if lane == most:
            continue
        if lane == len(placed):
            placed.append([])
        insort(placed[lane], extent)
        lane_of[identifier] = lane
    return lane_of


def _has_room(others: list[Span], extent: Span) -> bool:
    """Tell whether none of the spans of a lane, which are in order and apart, overlaps one more."""
    behind = bisect_left(others, (extent.end,))
    return behind == 0 or others[behind - 1].end <= extent.start
