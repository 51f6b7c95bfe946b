"""A composed chart: what is drawn where, in pixels of the pane from its left top, and nothing of colours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

NodeKey = tuple[str, str]
EdgeKey = tuple[str, NodeKey, NodeKey]
Place = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A name broken into lines: the width of the longest in pixels, the height of all, and whether it was shortened."""

    lines: tuple[str, ...]
    width: float
    height: float
    shortened: bool = False


class Letters(Protocol):
    """Measures names in the font they are drawn in."""

    def fitted(
        self, text: str, points: float, width: float, most_lines: int, *, bold: bool = False, balanced: bool = False
    ) -> Fitted:
        """Break a text into lines no wider than ``width`` pixels; what does not fit ends in "…".

        ``balanced`` asks for the narrowest lines that need no more of them. White space is folded, and what cannot be
        seen is made visible, by who measures: the lines are drawn as they are.
        """
        ...


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A node with an edge. ``x`` and ``y`` are the left top of its box, which holds its name and its shape.

    ``type`` is an entity's type, "" for a topic; ``label`` the whole name, ``lines`` what is written of it at
    ``points`` (font size; ``bold``: demibold). In a picture of dots the box is the dot's, and names are apart.
    """

    key: NodeKey
    kind: str
    type: str
    label: str
    lines: tuple[str, ...]
    shortened: bool
    points: float
    bold: bool
    x: float
    y: float
    width: float
    height: float
    pinned: bool = False

    @property
    def middle(self) -> Place:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class DotName:
    """The name of a dot that found a place beside it; ``x`` and ``y`` are the left top of its text."""

    key: NodeKey
    lines: tuple[str, ...]
    points: float
    bold: bool
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """An edge as a quadratic curve from border to border; ``control`` is the middle where it is straight.

    ``value`` is "for", "against", "neutral", "mixed" or "none", of an agreement the group of its statuses, "mixed" or
    "none". The tip of the head of a ``directed`` line is its ``end``.
    """

    key: EdgeKey
    kind: str
    value: str
    source: NodeKey
    target: NodeKey
    count: int
    width: float
    directed: bool
    start: Place
    control: Place
    end: Place


@dataclass(frozen=True, slots=True)
class TrayEntry:
    """A node without edges, in the rows at the foot: ``text`` is what is written of its ``label``, after its shape."""

    key: NodeKey
    kind: str
    type: str
    label: str
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TrayText:
    """Words of the tray that stand for no node: its title, and how many found no place."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures in which targets are told: all are counts, best at 0.

    ``overlaps``: pairs of boxes; ``under_boxes``: edges that run under a strange box, None in a picture of dots;
    ``crossings``: pairs of lines, None where there are too many to count; ``unseen``: lines too short to be seen;
    ``shortened`` names; ``unnamed`` nodes, and nodes ``outside`` the pane.
    """

    overlaps: int = 0
    under_boxes: int | None = 0
    crossings: int | None = 0
    unseen: int = 0
    shortened: int = 0
    unnamed: int = 0
    outside: int = 0


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A whole chart as it is drawn; ``level`` is the level of detail from 0, the finest, to 3; 4 is ``dots``.

    ``tray_top`` is where a fine line parts the tray from the chart, ``tray_hidden`` how many found no place in it.
    """

    width: float = 0.0
    height: float = 0.0
    level: int = 0
    dots: bool = False
    nodes: tuple[NodeBox, ...] = ()
    names: tuple[DotName, ...] = ()
    edges: tuple[EdgeLine, ...] = ()
    tray: tuple[TrayEntry, ...] = ()
    tray_hidden: int = 0
    tray_top: float = 0.0
    tray_title: TrayText | None = None
    tray_more: TrayText | None = None
    quality: Quality = field(default_factory=Quality)


@dataclass(frozen=True, slots=True)
class ChartPlaces:
    """What is held of a chart from one picture to the next: middles of boxes in pixels of a pane of this size.

    Nodes that have gone keep their place, so that they come back to it; ``pinned`` ones stay when all others move.
    ``degrees`` tell of the nodes that were shown how many neighbours they had. ``origin`` is what was held before the
    pane had another size: back in its size everything is where it was.
    """

    size: Size
    places: Mapping[NodeKey, Place] = field(default_factory=dict)
    level: int = 0
    pinned: frozenset[NodeKey] = frozenset()
    degrees: Mapping[NodeKey, int] = field(default_factory=dict)
    origin: "ChartPlaces | None" = None
