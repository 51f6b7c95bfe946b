"""The colours and dashes of a chart, in each theme and state; docs/design tells their contrasts."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from annotator.model.networks.relation_graph import AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE, TOPIC
from annotator.ui.toolkit.theme import Theme

RING_WIDTH: Final = 2.4
BORDER_WIDTH: Final = 1.2
FOR, AGAINST, MIXED = "for", "against", "mixed"
_TONES: Final = {"standing": FOR, FOR: FOR, "opposed": AGAINST, AGAINST: AGAINST}
_GREY, _FAINT = 0.72, 0.05
# Pixels, and the least part of the line's width.
_DASHED: Final = ((6.0, 2.0), (3.4, 1.2))
_RAILS: Final = ((7.0, 0.0), (2.6, 0.0))
_DOTTED: Final = ((1.8, 0.8), (2.6, 0.9))


class State(Enum):
    """How a node or an edge is drawn: as usual, standing out, or grey because something else stands out."""

    USUAL = auto()
    LIT = auto()
    GREY = auto()


@dataclass(frozen=True, slots=True)
class NodeInk:
    """Colours of a node as ``#rrggbb``; ``ring`` is "" where there is none."""

    fill: str
    border: str
    text: str
    sign: str
    ring: str = ""


@dataclass(frozen=True, slots=True)
class LineInk:
    """A line's colour, its dashes and gaps in pixels (none: solid), and whether it is hollow."""

    color: str
    dash: tuple[float, ...] = ()
    hollow: bool = False


def node_ink(kind: str, entity_type: str, theme: Theme, state: State = State.USUAL) -> NodeInk:
    """Give the colours of a node; types are told by colour and shape, topics are neutral."""
    if state is State.GREY:
        grey = mixed(theme.base, theme.muted, _GREY)
        return NodeInk(mixed(theme.base, theme.muted, _FAINT), grey, theme.muted, grey)
    ring = theme.accent if state is State.LIT else ""
    if kind == TOPIC:
        return NodeInk(theme.raised, theme.outline, theme.text, theme.entity_types[TOPIC], ring)
    color = theme.entity_types.get(entity_type, theme.muted)
    return NodeInk(mixed(theme.base, color, 0.26 if theme.is_dark else 0.17), color, theme.text, color, ring)


def line_ink(kind: str, value: str, width: float, theme: Theme, state: State = State.USUAL) -> LineInk:
    """Give the colour and dash of an edge: both tell its value, so that neither is needed to read it."""
    grey = mixed(theme.base, theme.muted, _GREY)
    if kind not in (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE) and value == "none":
        return LineInk(grey)
    color, dash = {
        FOR: (theme.values["agree"], ()),
        AGAINST: (theme.values["disagree"], _DASHED),
        MIXED: (theme.muted, _DOTTED),
    }[tone_of(value)]
    hollow = kind == AGREEMENT_EDGE and value != "standing"
    if hollow and dash:
        dash = _RAILS
    pattern = tuple(max(pixels, share * width) for pixels, share in dash)
    return LineInk(grey if state is State.GREY else color, pattern, hollow)


def tone_of(value: str) -> str:
    """Give what colour and dash tell of a value: for, against, or neither."""
    return _TONES.get(value, MIXED)


@lru_cache(maxsize=1024)
def mixed(one: str, other: str, part: float) -> str:
    """Give the ``#rrggbb`` colour that holds so much of the other one."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - part) + b * part):02x}" for a, b in pairs)
