"""The figures of a composed chart in which its targets are told."""

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import outside, touching
from annotator.services.charting.curves import Curves, over_boxes
from annotator.services.charting.pane import Area
from annotator.services.charting.picture import Quality
from annotator.services.charting.points import Pairs, Points
from annotator.services.charting.tangles import cross

_STRETCHES = 10
_SEEN = 4.0
"""Pixels of a line between its ends."""
_MOST_LINES = 600
"""Of more lines crossings are not counted."""


def quality_of(places: Points, sizes: Points, pairs: Pairs, curves: Curves, area: Area) -> Quality:
    """Count what overlaps, runs under boxes, crosses, cannot be seen or lies outside; names are counted elsewhere."""
    return Quality(
        overlaps=int(touching(places, sizes, 0).sum()) // 2,
        under_boxes=lines_under_boxes(curves, pairs, places, sizes),
        crossings=line_crossings(curves, pairs),
        unseen=int((np.hypot(*(curves.end - curves.start).T) < _SEEN).sum()),
        outside=int(outside(places, sizes, area).sum()),
    )


def lines_under_boxes(curves: Curves, pairs: Pairs, places: Points, sizes: Points) -> int:
    """Count the lines that run under a box that is not at one of their ends."""
    return int(np.any(over_boxes(curves, pairs, places, sizes, 0.0), axis=1).sum())


def line_crossings(curves: Curves, pairs: Pairs) -> int | None:
    """Count the pairs of lines that cross; lines that share a node do not count."""
    return len(crossing_lines(curves, pairs)) if len(pairs) <= _MOST_LINES else None


def crossing_lines(curves: Curves, pairs: Pairs) -> Pairs:
    """Give the pairs of lines that cross, by their numbers; lines that share a node do not count."""
    starts, ends, line = _stretches(curves)
    one, other = (line[which] for which in np.nonzero(cross(starts, ends, starts, ends)))
    strange = ~np.any(pairs[one][:, :, None] == pairs[other][:, None], axis=(1, 2)) & (one < other)
    return np.unique(np.stack([one[strange], other[strange]], axis=1), axis=0)


def _stretches(curves: Curves) -> tuple[Points, Points, NDArray[np.intp]]:
    """Give straight stretches, one of a straight line and some of a bent one, and of which line each is."""
    bent = curves.bent
    way = curves.only(bent).sampled(_STRETCHES + 1)
    starts = np.concatenate([curves.start[~bent], way[:, :-1].reshape(-1, 2)])
    ends = np.concatenate([curves.end[~bent], way[:, 1:].reshape(-1, 2)])
    return starts, ends, np.concatenate([np.flatnonzero(~bent), np.repeat(np.flatnonzero(bent), _STRETCHES)])
