"""The first places of all nodes with an edge, in units of a usual edge; the same input gives the same places."""

from collections.abc import Hashable, Sequence

import numpy as np

from annotator.services.charting.distances import lengths_of
from annotator.services.charting.entropy import spread
from annotator.services.charting.large_part import large_part
from annotator.services.charting.packing import packed
from annotator.services.charting.parts import parts_of
from annotator.services.charting.points import Pairs, Points
from annotator.services.charting.starts import starts_of
from annotator.services.charting.stress import majorized, mean_stress
from annotator.services.charting.tangles import close_calls, crossings
from annotator.services.charting.turning import centred, turned

LARGE = 500
"""Parts of more nodes are laid out by a quicker way."""


def first_layout(keys: Sequence[Hashable], pairs: Pairs, aspect: float) -> Points:
    """Lay out what hangs together by itself, and pack it for a pane of this aspect (width over height)."""
    points = np.zeros((len(keys), 2))
    parts = parts_of(len(keys), pairs)
    local = np.zeros(len(keys), dtype=np.intp)
    number_of = np.zeros(len(keys), dtype=np.intp)
    for number, part in enumerate(parts):
        local[part], number_of[part] = np.arange(len(part)), number
    for number, part in enumerate(parts):
        inside = pairs[number_of[pairs[:, 0]] == number] if len(pairs) else pairs
        points[part] = _part([keys[rank] for rank in part], local[inside], aspect)
    sizes = np.array([np.ptp(points[part], axis=0) for part in parts]).reshape(-1, 2)
    for part, middle in zip(parts, packed(sizes, aspect), strict=True):
        points[part] += middle
    return points


def _part(keys: Sequence[Hashable], pairs: Pairs, aspect: float) -> Points:
    if len(keys) == 1:
        return np.zeros((1, 2))
    if len(keys) > LARGE:
        return turned(large_part(keys, pairs), aspect)
    near, distances, wished = lengths_of(len(keys), pairs)
    found = majorized(starts_of(keys, distances), wished, 60 if len(keys) <= 200 else 40)
    clouds = [turned(one, aspect) for one in spread(found, near, wished)]
    return centred(min(clouds, key=lambda cloud: _cost(cloud, pairs, wished))) if len(clouds) > 1 else clouds[0]


def _cost(points: Points, pairs: Pairs, wished: Points) -> float:
    cost = crossings(points, pairs) + 1.5 * close_calls(points, pairs) + 2 * mean_stress(points, wished)
    return round(cost, 9)
