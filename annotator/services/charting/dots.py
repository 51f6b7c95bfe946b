"""Charts of many nodes: dots, with the names of those with most edges beside them where there is room."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.relation_graph import TOPIC
from annotator.services.charting.arranging import Crowd
from annotator.services.charting.curves import Curves, bent, between_borders
from annotator.services.charting.near_pairs import near_pairs, parted_dots
from annotator.services.charting.pane import Area
from annotator.services.charting.picture import DotName, Fitted, Letters, Quality
from annotator.services.charting.points import Pairs, Points, joined
from annotator.services.charting.quality import line_crossings
from annotator.services.charting.spots import RING

_MARGIN = np.array([60.0, 36.0])
_STRETCH = 1.5
_GAP, _APART = 1.2, 5.0
_TIMES = 3
_MANY = 300
"""From so many dots on only some names are tried, and small dots may be covered by a name."""
_PIXELS_OF_A_NAME = 9000.0
# Where a name may stand: which part of its width and height lies left of and above the dot, how far it is moved out.
_STANDS = np.array(
    [
        (0.5, 0, 0, 1), (0, 0.5, 1, 0), (0.5, 1, 0, -1), (1, 0.5, -1, 0),
        (0, 0, 0.7, 0.5), (0, 1, 0.7, -0.5), (1, 0, -0.7, 0.5), (1, 1, -0.7, -0.5),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dots:
    """Middles and sizes of dots in pixels, the names that found a place, and lines from border to border."""

    places: Points
    sizes: Points
    names: tuple[DotName, ...]
    curves: Curves
    quality: Quality


def dots(base: Points, crowd: Crowd, letters: Letters) -> Dots:
    """Bring a layout into the pane as dots that do not touch."""
    low, high = base.min(axis=0), base.max(axis=0)
    scale = np.maximum(crowd.area.size - _MARGIN, 1) / np.maximum(high - low, 1e-6)
    scale = np.minimum(scale, scale.min() * _STRETCH)
    return _drawn(_apart((base - (low + high) / 2) * scale + crowd.area.middle, crowd), crowd, letters)


def grown_dots(places: Points, crowd: Crowd, letters: Letters) -> Dots:
    """Put dots without a place (no numbers) beside their neighbours, where most room is; the others stay."""
    places = places.copy()
    near = joined(len(places), crowd.joined)
    there = ~np.isnan(places[:, 0])
    still = bool(there.all())
    step = float(np.sqrt(crowd.area.size.prod() / len(places)))
    ring = np.concatenate([RING * step * part for part in (0.5, 1.0, 1.6)])
    while not there.all():
        rank = min(np.flatnonzero(~there).tolist(), key=lambda one: (-int((near[one] & there).sum()), one))
        close = near[rank] & there
        middle = places[close].mean(axis=0) if close.any() else crowd.area.middle
        room = np.hypot(*(places[there] - (middle + ring)[:, None]).transpose(2, 0, 1)).min(axis=1, initial=np.inf)
        places[rank] = middle + ring[int(np.round(np.minimum(room, step), 6).argmax())]
        there[rank] = True
    return _drawn(places if still else _apart(places, crowd), crowd, letters)


def _apart(places: Points, crowd: Crowd) -> Points:
    radii = _radii(crowd)
    for _time in range(_TIMES):
        places = parted_dots(places, radii, _GAP, 30)
        inside = np.clip(places, *crowd.area.limits(np.stack([radii, radii], axis=1) * 2))
        if np.array_equal(inside, places):
            break
        places = inside
    return places


def _drawn(places: Points, crowd: Crowd, letters: Letters) -> Dots:
    radii = _radii(crowd)
    sizes = np.stack([radii, radii], axis=1) * 2
    names = tuple(_names(places, radii, crowd, letters))
    pairs = crowd.pairs
    whole = bent(places[pairs[:, 0]], places[pairs[:, 1]], _bends(pairs))
    curves = between_borders(whole, (sizes[pairs[:, 0]], sizes[pairs[:, 1]]))
    quality = Quality(_touching(places, radii), None, line_crossings(curves, pairs), unnamed=len(places) - len(names))
    return Dots(places, sizes, names, curves, quality)


def _touching(places: Points, radii: NDArray[np.float64]) -> int:
    pairs = near_pairs(places, 2 * float(radii.max()))
    away = places[pairs[:, 0]] - places[pairs[:, 1]]
    return int((np.hypot(away[:, 0], away[:, 1]) < radii[pairs].sum(axis=1)).sum())


def _bends(pairs: Pairs) -> NDArray[np.float64]:
    """Part lines between the same two dots a little."""
    together: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, way in enumerate(np.sort(pairs, axis=1).tolist()):
        together[tuple(way)].append(number)
    bends = np.zeros(len(pairs))
    for group in together.values():
        bends[group] = (np.arange(len(group)) - (len(group) - 1) / 2) * _APART
    return np.where(pairs[:, 0] < pairs[:, 1], bends, -bends)


def degrees(crowd: Crowd) -> NDArray[np.intp]:
    """Count the edges of every node."""
    return np.bincount(crowd.pairs.ravel(), minlength=len(crowd.nodes))


def _radii(crowd: Crowd) -> NDArray[np.float64]:
    """Give the radii: the more room a node has and the more edges, the larger."""
    room = float(np.sqrt(crowd.area.size.prod() / max(1, len(crowd.nodes))))
    return np.asarray(np.clip(room * 0.085 * (0.75 + 0.35 * np.sqrt(degrees(crowd))), 1.6, 11.0))


def _names(places: Points, radii: NDArray[np.float64], crowd: Crowd, letters: Letters) -> list[DotName]:
    many = len(places) > _MANY
    budget = int(crowd.area.size.prod() / _PIXELS_OF_A_NAME) if many else len(places)
    taken = np.concatenate([places - radii[:, None], places + radii[:, None]], axis=1)
    if many:
        taken = taken[radii >= np.quantile(radii, 0.7)]
    found: list[DotName] = []
    for rank in np.argsort(-degrees(crowd), kind="stable").tolist():
        if len(found) >= budget:
            break
        node, large = crowd.nodes[rank], len(found) < 0.12 * budget
        points = 10.0 if large else 8.5
        lines = 2 if node.kind == TOPIC and not many else 1
        name = letters.fitted(node.label, points, 130 if many else 110, lines, bold=large, balanced=True)
        corner = _free_stand(places[rank], float(radii[rank]), name, taken, crowd.area)
        if corner is not None:
            size = np.array([name.width, name.height])
            taken = np.concatenate([taken, np.concatenate([corner, corner + size])[None]])
            x, y = corner.tolist()
            found.append(DotName(node.key, name.lines, points, large, x, y, name.width, name.height))
    return found


def _free_stand(place: Points, radius: float, name: Fitted, taken: Points, area: Area) -> Points | None:
    """Give the left top of the first stand at which a name covers nothing that is taken, None where there is none."""
    size = np.array([name.width, name.height])
    low = place - _STANDS[:, :2] * size + _STANDS[:, 2:] * (radius + 2)
    high = low + size
    inside = (
        (low[:, 0] >= area.left) & (low[:, 1] >= area.top) & (high[:, 0] <= area.right) & (high[:, 1] <= area.bottom)
    )
    beside = (low[:, None, 0] < taken[:, 2]) & (high[:, None, 0] > taken[:, 0])
    covers = beside & (low[:, None, 1] < taken[:, 3]) & (high[:, None, 1] > taken[:, 1])
    free = np.flatnonzero(inside & ~np.any(covers, axis=1))
    return low[free[0]] if len(free) else None
