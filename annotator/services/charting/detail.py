"""Levels of detail: the smaller the room, the smaller the letters and the narrower the names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.model.networks.relation_graph import TOPIC, Node
from annotator.services.charting.picture import Letters
from annotator.services.charting.points import Points

PADDING = 6.0
"""Pixels beside a name in its box."""
SIGN = 13.0
"""Pixels for the sign of an entity's type, with the gap to its name."""
ROOM_BESIDE = np.array([34.0, 28.0])
"""Pixels between usual neighbours."""


@dataclass(frozen=True, slots=True)
class Level:
    """Font size, widest names and most lines of topics and of entities, and gaps between boxes and joined boxes."""

    points: float
    topic_width: float
    topic_lines: int
    width: float
    lines: int
    gap: float
    joined_gap: float


LEVELS = (
    Level(10, 156, 3, 150, 3, 12, 34),
    Level(9, 128, 3, 118, 3, 9, 26),
    Level(8, 104, 3, 96, 2, 6, 18),
    Level(8, 88, 2, 76, 1, 4, 12),
)
DOTS = len(LEVELS)
"""The level at which nodes are dots."""
_USUAL = 1
_WIDER = (1.25, 1.5)
"""By how much boxes may be wider that would else shorten their names, but for the last level."""


@dataclass(frozen=True, slots=True)
class Written:
    """A node's name as it is written at one level, and the size of its box."""

    lines: tuple[str, ...]
    shortened: bool
    points: float
    bold: bool
    width: float
    height: float


def written(nodes: Sequence[Node], level: int, letters: Letters) -> list[Written]:
    """Write the names at a level; those with at least half of the most annotations are larger and bold."""
    most = max((node.annotations for node in nodes if node.kind != TOPIC), default=0)
    often = most / 2 if most > 2 else most + 1
    return [_written(node, LEVELS[level], letters, node.annotations >= often) for node in nodes]


def _written(node: Node, level: Level, letters: Letters, often: bool) -> Written:
    topic = node.kind == TOPIC
    points = level.points - 0.5 if topic else level.points + often
    lines = level.topic_lines if topic else level.lines
    for wider in (1.0, *(_WIDER if level.lines > 1 else ())):
        width = wider * (level.topic_width if topic else level.width)
        name = letters.fitted(node.label, points, width, lines, bold=often and not topic, balanced=True)
        if not name.shortened:
            break
    sign = 2.0 if topic else SIGN + 1
    return Written(
        name.lines, name.shortened, points, often and not topic, name.width + 2 * PADDING + sign, name.height + 6
    )


def sizes_of(names: Sequence[Written]) -> Points:
    """Give the sizes of boxes as rows (width, height)."""
    return np.array([(name.width, name.height) for name in names], dtype=np.float64).reshape(-1, 2)


def unit_of(nodes: Sequence[Node], letters: Letters) -> Points:
    """Give the pixels of one unit of a layout: boxes are wider than high, and so are steps between them."""
    return np.asarray(sizes_of(written(nodes, _USUAL, letters)).mean(axis=0) + ROOM_BESIDE)
