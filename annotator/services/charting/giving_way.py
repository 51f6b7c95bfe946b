"""Boxes that touch give way, and nothing else moves."""

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import SEEN, halves, touching
from annotator.services.charting.points import Flags, Points, differences, joined
from annotator.services.charting.spots import Standing

_ROUNDS, _LONGEST_STEP = 160, 25.0
_APART, _FARTHER = 1.0, 0.5
"""Pixels between boxes that do not touch, and how many more those that do are pushed."""


def given_way(standing: Standing, mobility: NDArray[np.float64], loose: Flags, gap: float) -> tuple[Points, bool]:
    """Let boxes that touch give way by their mobility, loose ones also to what is nearer than the gap.

    Gives the places, and whether no boxes touch any more.
    """
    places, sizes = standing.places.copy(), standing.sizes
    low, high = standing.area.limits(sizes)
    wide, tall = halves(sizes)
    both = mobility[:, None] + mobility[None]
    share = np.where(both > 0, mobility[:, None] / np.where(both > 0, both, 1.0), 0.0)
    near, either = joined(len(places), standing.pairs), loose[:, None] | loose[None]
    last = np.where(near & either, SEEN, _APART)
    first = np.where(either, np.where(near, max(gap, 1.5 * SEEN), gap), _APART)
    free = (mobility > 0)[:, None]
    for step in range(_ROUNDS if len(places) > 1 else 0):
        places = np.where(free, np.clip(places, low, high), places)
        move = _away(places, wide, tall, first if step < _ROUNDS / 2 else last, share)
        if move is None:
            break
        places = places + np.clip(move, -_LONGEST_STEP, _LONGEST_STEP)
    places = np.where(free, np.clip(places, low, high), places)
    return places, not touching(places, sizes).any()


def _away(places: Points, wide: Points, tall: Points, gap: Points, share: Points) -> Points | None:
    """Give how boxes give way along the axis of the smaller overlap; None where none has to."""
    across, down = differences(places)
    over_x, over_y = wide + gap - np.abs(across), tall + gap - np.abs(down)
    bad = (over_x > 0) & (over_y > 0)
    np.fill_diagonal(bad, False)
    if not bad.any():
        return None
    rank = np.arange(len(places))
    order = np.sign(rank[:, None] - rank[None])
    sideways = over_x / wide < over_y / tall
    to_x, to_y = np.where(across == 0, order, np.sign(across)), np.where(down == 0, order, np.sign(down))
    x = np.where(bad & sideways, to_x * (over_x + _FARTHER) * share, 0.0).sum(axis=1)
    y = np.where(bad & ~sideways, to_y * (over_y + _FARTHER) * share, 0.0).sum(axis=1)
    return np.asarray(np.stack([x, y], axis=1) * 0.8)
