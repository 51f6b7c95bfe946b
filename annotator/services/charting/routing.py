"""Which way lines take: straight where that is free, else bent around boxes, and apart where they run side by side."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.boxes import on_the_way, within
from annotator.services.charting.curves import Curves, bent
from annotator.services.charting.pane import Area
from annotator.services.charting.points import Flags, Pairs, Points
from annotator.services.charting.tangles import cross

_BENDS = np.array([0.0, 14, -14, 28, -28, 46, -46, 70, -70, 100, -100])
_ALWAYS, _PART_OF_LENGTH = 28.0, 0.27
"""Bends beyond so many pixels only on lines so long that they stay flat."""
_APART = 12.0
_UNDER_A_BOX, _BY_A_BOX, _CROSSING, _OUTSIDE = 400.0, 12.0, 60.0, 5000.0
_UNDER, _BESIDE = 3.0, 9.0
_STRETCHES = 7


def routes(pairs: Pairs, places: Points, sizes: Points, area: Area) -> Curves:
    """Give a line from middle to middle for each pair of ranks, which may be there many times and in both orders.

    All keep to the area: what stands below it is read too.
    """
    ways = np.sort(pairs, axis=1)
    bends = np.zeros(len(pairs))
    lines = bent(places[ways[:, 0]], places[ways[:, 1]], bends).sampled(_STRETCHES)
    for group in _to_choose(ways, places, sizes):
        taken: list[float] = []
        for number in group:
            bends[number] = _best_bend(number, ways, (places, sizes, area), lines, taken)
            taken.append(float(bends[number]))
            start, end = places[ways[number : number + 1]].swapaxes(0, 1)
            lines[number] = bent(start, end, bends[number : number + 1]).sampled(_STRETCHES)[0]
    return bent(places[pairs[:, 0]], places[pairs[:, 1]], np.where(pairs[:, 0] < pairs[:, 1], bends, -bends))


def _to_choose(ways: Pairs, places: Points, sizes: Points) -> list[list[int]]:
    """Give the numbers of lines that cannot just be straight, those between the same two nodes together."""
    start, end = places[ways[:, 0]][:, None], places[ways[:, 1]][:, None]
    near = on_the_way(start, end, places, sizes, _BESIDE)
    near[np.arange(len(ways))[:, None], ways] = False
    close = np.any(near, axis=1)
    together: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (one, other) in enumerate(ways.tolist()):
        together[one, other].append(number)
    return [group for group in together.values() if len(group) > 1 or np.any(close[group])]


def _best_bend(number: int, ways: Pairs, pane: tuple[Points, Points, Area], lines: Points, taken: list[float]) -> float:
    places, sizes, area = pane
    start, end = places[ways[number]]
    bends = _allowed(float(np.hypot(*(end - start))), taken)
    curves = bent(np.tile(start, (len(bends), 1)), np.tile(end, (len(bends), 1)), bends)
    samples = curves.sampled()
    low, high = samples.min(axis=(0, 1)), samples.max(axis=(0, 1))
    strange = np.all((places + sizes / 2 + _BESIDE > low) & (places - sizes / 2 - _BESIDE < high), axis=1)
    strange[ways[number]] = False
    under = within(samples, places[strange], sizes[strange], _UNDER).any(axis=1).sum(axis=1)
    beside = within(samples, places[strange], sizes[strange], _BESIDE).any(axis=1).sum(axis=1)
    outside = ((samples < (area.left, area.top)) | (samples > (area.right, area.bottom))).any(axis=(1, 2))
    apart: Flags = ~(ways[:, :, None] == ways[number]).any(axis=(1, 2))
    crossed = _crossings(curves.sampled(_STRETCHES), lines[apart])
    cost = _UNDER_A_BOX * under + _BY_A_BOX * beside + _CROSSING * crossed + _OUTSIDE * outside + np.abs(bends)
    return float(bends[int(np.round(cost, 6).argmin())])


def _allowed(length: float, taken: list[float]) -> NDArray[np.float64]:
    flat = (np.abs(_BENDS) <= _ALWAYS) | (np.abs(_BENDS) <= _PART_OF_LENGTH * length)
    free = np.array([all(abs(bend - other) >= _APART for other in taken) for bend in _BENDS])
    allowed = flat & free if (flat & free).any() else free if free.any() else flat
    return np.asarray(_BENDS[allowed])


def _crossings(curves: Points, lines: Points) -> NDArray[np.intp]:
    """Count for each sampled curve the crossings with sampled lines."""
    ends = (points.reshape(-1, 2) for points in (curves[:, :-1], curves[:, 1:], lines[:, :-1], lines[:, 1:]))
    return np.asarray(cross(*ends).reshape(len(curves), -1).sum(axis=1))
