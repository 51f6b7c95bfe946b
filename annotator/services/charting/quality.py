"""The figures of a composed chart in which its targets are told."""

import numpy as np

from annotator.services.charting.boxes import outside, touching
from annotator.services.charting.curves import Curves, over_boxes
from annotator.services.charting.pane import Area
from annotator.services.charting.picture import Quality
from annotator.services.charting.points import Pairs, Points
from annotator.services.charting.tangles import cross

_STRETCHES = 13
_MOST_LINES = 600
"""Of more lines crossings are not counted."""


def quality_of(places: Points, sizes: Points, pairs: Pairs, curves: Curves, area: Area) -> Quality:
    """Count what overlaps, runs under boxes, crosses and lies outside; names are counted by who wrote them."""
    overlaps = int(touching(places, sizes, 0).sum()) // 2
    beyond = int(outside(places, sizes, area).sum())
    return Quality(
        overlaps, lines_under_boxes(curves, pairs, places, sizes), line_crossings(curves, pairs), outside=beyond
    )


def lines_under_boxes(curves: Curves, pairs: Pairs, places: Points, sizes: Points) -> int:
    """Count the lines that run under a box that is not at one of their ends."""
    return int(np.any(over_boxes(curves, pairs, places, sizes, 0.0), axis=1).sum())


def line_crossings(curves: Curves, pairs: Pairs) -> int | None:
    """Count the pairs of lines that cross; lines that share a node do not count."""
    if len(pairs) > _MOST_LINES:
        return None
    stretches = curves.sampled(_STRETCHES)
    starts, ends = stretches[:, :-1].reshape(-1, 2), stretches[:, 1:].reshape(-1, 2)
    total = 0
    for number, (one, other) in enumerate(pairs[:-1].tolist()):
        after = (number + 1) * (_STRETCHES - 1)
        here = slice(after - _STRETCHES + 1, after)
        crossed = cross(starts[here], ends[here], starts[after:], ends[after:])
        shared = np.any((pairs[number + 1 :] == one) | (pairs[number + 1 :] == other), axis=1)
        total += int((np.any(crossed.reshape(_STRETCHES - 1, -1, _STRETCHES - 1), axis=(0, 2)) & ~shared).sum())
    return total
