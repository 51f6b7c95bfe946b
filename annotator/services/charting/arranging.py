"""A layout brought into a pane: the finest level of detail at which its boxes find room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.model.networks.relation_graph import Node
from annotator.services.charting.curves import Curves, between_borders
from annotator.services.charting.detail import LEVELS, Written, sizes_of, written
from annotator.services.charting.pane import Area, in_pane, nearest_turn
from annotator.services.charting.parting import parted
from annotator.services.charting.picture import Letters, Quality
from annotator.services.charting.points import Flags, Pairs, Points
from annotator.services.charting.quality import quality_of
from annotator.services.charting.routing import routes
from annotator.services.charting.spots import Standing
from annotator.services.charting.untangling import untangled

MOST_BOXES = 150
_FULLEST = 0.72
"""How much of an area boxes and their gaps may take."""
_FEW_HIDDEN, _FEW_CROSSINGS = 0.04, 0.09
_MOST_UNTANGLINGS = 2


@dataclass(frozen=True, slots=True)
class Crowd:
    """What is to be arranged: nodes, their edges as pairs of ranks, each joined pair once, and the room for them."""

    nodes: Sequence[Node]
    pairs: Pairs
    joined: Pairs
    area: Area


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Boxes at their places (middles), at one level of detail, with their lines from border to border."""

    level: int
    places: Points
    names: Sequence[Written]
    sizes: Points
    curves: Curves
    quality: Quality

    @property
    def cost(self) -> int:
        """What it is told by which level is the best one."""
        return self.tangles + self.quality.shortened + self.level

    @property
    def tangles(self) -> int:
        """How hard its lines are to follow; one that is hidden counts for three crossings."""
        return 3 * self.hidden + (self.quality.crossings or 0)

    @property
    def hidden(self) -> int:
        """How many lines run under boxes, or are too short to be seen."""
        return (self.quality.under_boxes or 0) + self.quality.unseen


def arranged(base: Points, crowd: Crowd, letters: Letters, pins: Points | None = None) -> Arrangement | None:
    """Bring a layout into the pane, at the level of detail that suits best; None where boxes find no room at any.

    ``pins`` are places in pixels of boxes that stay, and rows that are no numbers for all others.
    """
    best: Arrangement | None = None
    for level in range(len(LEVELS)) if 0 < len(crowd.nodes) <= MOST_BOXES else ():
        found = _at_level(base, crowd, level, letters, pins)
        if found is None:
            continue
        if best and found.cost >= best.cost:
            break
        best = found
        few = found.hidden <= _FEW_HIDDEN * len(crowd.pairs)
        if few and (found.quality.crossings or 0) <= _FEW_CROSSINGS * len(crowd.pairs):
            break
    return best


def _at_level(base: Points, crowd: Crowd, level: int, letters: Letters, pins: Points | None) -> Arrangement | None:
    names = written(crowd.nodes, level, letters)
    sizes = sizes_of(names)
    if fill_of(sizes, level, crowd.area) > _FULLEST:
        return None
    wanted, held = in_pane(base, sizes, crowd.area), np.zeros(len(sizes), dtype=np.bool_)
    if pins is not None and (held := ~np.isnan(pins[:, 0])).any():
        wanted = nearest_turn(base, sizes, crowd.area, pins)
        wanted[held] = np.clip(pins, *crowd.area.limits(sizes))[held]
    places, clear = parted(wanted, sizes, crowd.joined, crowd.area, LEVELS[level], held=held)
    found = _untangled(drawn(crowd, places, level, names), crowd, held, clear=clear)
    return found if not found.quality.overlaps else None


def _untangled(found: Arrangement, crowd: Crowd, held: Flags, *, clear: bool) -> Arrangement:
    """Move boxes as long as they overlap, or that makes lines easier to follow."""
    if clear and not 0 < found.tangles <= 1.5 * len(crowd.pairs):
        return found
    for _time in range(_MOST_UNTANGLINGS):
        standing = Standing(found.places, found.sizes, crowd.joined, crowd.area, LEVELS[found.level].gap)
        places, clear_now = untangled(standing, found.curves, crowd.pairs, held)
        better = drawn(crowd, places, found.level, found.names)
        if (clear and not clear_now) or (clear and better.tangles >= found.tangles):
            break
        found, clear = better, clear_now
    return found


def fill_of(sizes: Points, level: int, area: Area) -> float:
    """Give how much of an area boxes take with their gaps."""
    return float((sizes + LEVELS[level].gap).prod(axis=1).sum() / max(1.0, area.size.prod()))


def drawn(crowd: Crowd, places: Points, level: int, names: Sequence[Written]) -> Arrangement:
    """Draw lines between boxes that have their places, and count what is wrong with the picture."""
    sizes, pairs = sizes_of(names), crowd.pairs
    whole = routes(pairs, places, sizes, crowd.area)
    curves = between_borders(whole, (sizes[pairs[:, 0]], sizes[pairs[:, 1]]))
    quality = quality_of(places, sizes, pairs, curves, crowd.area)
    shortened = sum(name.shortened for name in names)
    return Arrangement(level, places, names, sizes, curves, replace(quality, shortened=shortened))
