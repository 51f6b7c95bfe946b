"""Boxes of a fresh picture that stand in the way of lines, or whose lines cross others, moved to where they do not."""

from dataclasses import replace

import numpy as np

from annotator.services.charting.boxes import touching
from annotator.services.charting.curves import Curves, over_boxes
from annotator.services.charting.giving_way import given_way
from annotator.services.charting.points import Flags, Pairs, Points, joined
from annotator.services.charting.quality import crossing_lines
from annotator.services.charting.spots import Standing, cheapest

_WORTH_A_MOVE, _A_CROSSING = 15.0, 150.0
_MOST_EDGES, _MOST_TRIED = 6, 32


def untangled(standing: Standing, curves: Curves, pairs: Pairs, held: Flags) -> tuple[Points, bool]:
    """Move troubled boxes with few edges, one after the other, to their cheapest places; ``held`` ones stay.

    Gives all places, and whether no boxes touch; what stood before is left as it is.
    """
    standing = replace(standing, places=standing.places.copy(), crossing=_A_CROSSING)
    near = joined(len(held), standing.pairs)
    degree = near.sum(axis=1)
    moved = np.zeros(len(held), dtype=np.bool_)
    for rank in [rank for rank in _troubled(standing, curves, pairs) if degree[rank] <= _MOST_EDGES][:_MOST_TRIED]:
        if held[rank]:
            continue
        others = np.arange(len(held)) != rank
        close = np.flatnonzero(near[rank][others]).tolist()
        spot, gain = cheapest(standing.only(others), standing.sizes[rank], close, standing.places[rank])
        if gain > _WORTH_A_MOVE:
            standing.places[rank], moved[rank] = spot, True
    return given_way(standing, np.where(held, 0.0, 1.0), moved, standing.gap)


def _troubled(standing: Standing, curves: Curves, pairs: Pairs) -> list[int]:
    """Give boxes that touch, then those that lines run under, then the ends of these lines and of those that cross."""
    touched = np.flatnonzero(np.any(touching(standing.places, standing.sizes), axis=1))
    line, box = np.nonzero(over_boxes(curves, pairs, standing.places, standing.sizes, 0.0))
    crossed = crossing_lines(curves, pairs)
    ends = [*pairs[line].ravel().tolist(), *pairs[crossed.ravel()].ravel().tolist()]
    return list(dict.fromkeys([*touched.tolist(), *box.tolist(), *ends]))
