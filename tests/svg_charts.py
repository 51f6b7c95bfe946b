"""A chart read back from its SVG file, and what can be counted in it without asking the program."""

import re
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
_SVG = "{http://www.w3.org/2000/svg}"
_SAMPLES = 40


@dataclass(frozen=True, slots=True)
class SvgNode:
    """A node: its whole name, what is written of it, and the box (left, top, width, height) that holds it."""

    key: str
    label: str
    written: str
    box: Box
    color: str


@dataclass(frozen=True, slots=True)
class SvgEdge:
    """An edge: the keys of its ends, and points along its line."""

    kind: str
    value: str
    ends: frozenset[str]
    points: Points
    color: str
    dash: str


@dataclass(slots=True)
class SvgChart:
    """What the file holds."""

    size: tuple[float, float]
    nodes: list[SvgNode] = field(default_factory=list)
    loose: list[SvgNode] = field(default_factory=list)
    edges: list[SvgEdge] = field(default_factory=list)

    def overlaps(self) -> int:
        """Count pairs of boxes that touch."""
        return sum(_touch(one.box, other.box) for one, other in combinations(self.nodes, 2))

    def outside(self) -> list[str]:
        """Name the nodes that leave the picture."""
        wide, high = self.size
        room = (0, 0, wide, high)
        return [mark.label for mark in (*self.nodes, *self.loose) if not _holds(room, mark.box)]

    def shortened(self) -> int:
        """Count names of linked nodes that are not written whole."""
        return sum(" ".join(node.label.split()) != node.written for node in self.nodes)

    def under_boxes(self) -> int:
        """Count edges that run under a box that is not at one of their ends."""
        return sum(
            any(_runs_under(edge.points, node.box) for node in self.nodes if node.key not in edge.ends)
            for edge in self.edges
        )

    def crossings(self) -> int:
        """Count pairs of edges that cross and have no node in common."""
        pairs = combinations(self.edges, 2)
        return sum(not one.ends & other.ends and _cross(one.points, other.points) for one, other in pairs)


def read_chart(path: Path) -> SvgChart:
    """Read a chart as a stranger would."""
    root = ET.parse(path).getroot()
    chart = SvgChart((float(root.get("width", 0)), float(root.get("height", 0))))
    for group in root.iter(f"{_SVG}g"):
        what = group.get("class")
        if what == "edge":
            chart.edges.append(_edge(group))
        elif what in ("node", "loose"):
            (chart.nodes if what == "node" else chart.loose).append(_node(group))
    return chart


def _node(group: ET.Element) -> SvgNode:
    x, y, width, height = map(float, group.get("data-box", "").split())
    written = "".join("".join(text.itertext()) for text in group.iter(f"{_SVG}text")).strip()
    colors = [path.get("stroke", "") for path in group.iter(f"{_SVG}path")]
    color = next((color for color in colors if color), "")
    return SvgNode(group.get("data-key", ""), group.get("data-label", ""), written, (x, y, width, height), color)


def _edge(group: ET.Element) -> SvgEdge:
    (path,) = group.iter(f"{_SVG}path")
    return SvgEdge(
        group.get("data-kind", ""),
        group.get("data-value", ""),
        frozenset((group.get("data-from", ""), group.get("data-to", ""))),
        _sampled(path.get("d", "")),
        path.get("stroke", ""),
        path.get("stroke-dasharray", ""),
    )


def _sampled(data: str) -> Points:
    numbers = np.array(re.findall(r"-?[\d.]+", data), dtype=np.float64).reshape(-1, 2)
    part = np.linspace(0, 1, _SAMPLES)[:, None]
    if len(numbers) == 2:
        return np.asarray(numbers[0] + (numbers[1] - numbers[0]) * part)
    start, first, second, end = numbers
    rest = 1 - part
    return np.asarray(rest**3 * start + 3 * rest**2 * part * first + 3 * rest * part**2 * second + part**3 * end)


def _holds(outer: Box, inner: Box) -> bool:
    (x, y, width, height), (left, top, wide, high) = inner, outer
    return x >= left and y >= top and x + width <= left + wide and y + height <= top + high


def _touch(one: Box, other: Box) -> bool:
    beside = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
    return not beside and not (one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1])


def _runs_under(points: Points, box: Box) -> bool:
    x, y, width, height = box
    inside = (points > (x, y)) & (points < (x + width, y + height))
    return bool(inside.all(axis=1).any())


def _cross(one: Points, other: Points) -> bool:
    start, along = one[:-1, None], np.diff(one, axis=0)[:, None]
    begin, across = other[None, :-1], np.diff(other, axis=0)[None]
    turn = along[..., 0] * across[..., 1] - along[..., 1] * across[..., 0]
    gap = begin - start
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (gap[..., 0] * across[..., 1] - gap[..., 1] * across[..., 0]) / turn
        second = (gap[..., 0] * along[..., 1] - gap[..., 1] * along[..., 0]) / turn
    return bool(((first >= 0) & (first <= 1) & (second >= 0) & (second <= 1)).any())
