"""Nodes without edges: their names in one or two small rows at the foot of the pane."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.networks.relation_graph import Node
from annotator.services.charting.detail import SIGN
from annotator.services.charting.picture import Fitted, Letters, Size, TrayEntry, TrayText

POINTS = 8.0
BORDER = 8.0
"""Pixels around everything in the pane."""
_LOW_PANE = 320.0
_WIDE_PANE, _WIDE_NAME, _NAME = 480.0, 120.0, 78.0
_BETWEEN = 8.0


@dataclass(frozen=True, slots=True)
class Tray:
    """What the tray shows, from its fine line at ``top`` on; ``more`` says how many found no place."""

    top: float
    entries: tuple[TrayEntry, ...] = ()
    hidden: int = 0
    title: TrayText | None = None
    more: TrayText | None = None


@dataclass(slots=True)
class _Rows:
    left: float
    right: float
    most: int
    at: float = field(init=False)
    row: int = 0

    def __post_init__(self) -> None:
        self.at = self.left

    def place(self, width: float, reserve: float) -> float | None:
        """Give the left side for the next entry, None where there is no room; the last row keeps some in reserve."""
        if self.at + width + (reserve if self.row == self.most - 1 else 0) > self.right:
            if self.row == self.most - 1:
                return None
            self.row, self.at = self.row + 1, self.left
            if self.at + width + (reserve if self.row == self.most - 1 else 0) > self.right:
                return None
        left = self.at
        self.at += width + _BETWEEN
        return left


def title_of(count: int) -> str:
    """Give what stands before so many names."""
    return f"Not linked yet ({count})"


def tray_of(nodes: Sequence[Node], size: Size, letters: Letters) -> Tray:
    """Set the names of loose nodes in rows, those with most annotations first."""
    width, height = size
    if not nodes:
        return Tray(height - BORDER / 2)
    title = letters.fitted(title_of(len(nodes)), POINTS, width, 1)
    more = letters.fitted(f"+{len(nodes)} …", POINTS, width, 1)
    line = title.height + 5
    rows = _Rows(BORDER + title.width + _BETWEEN, width - BORDER, 1 if height < _LOW_PANE else 2)
    placed: list[tuple[Node, Fitted, float, int]] = []
    in_order = sorted(nodes, key=lambda node: -node.annotations)
    for number, node in enumerate(in_order):
        name = letters.fitted(node.label, POINTS, _WIDE_NAME if width > _WIDE_PANE else _NAME, 1)
        left = rows.place(SIGN + name.width, 0 if number == len(nodes) - 1 else more.width)
        if left is None:
            break
        placed.append((node, name, left, rows.row))
    top = height - BORDER - (rows.row + 1) * line
    hidden = len(nodes) - len(placed)
    last = TrayText(f"+{hidden} …", rows.at, top + rows.row * line, more.width, line) if hidden else None
    heading = TrayText(title.lines[0], BORDER, top, title.width, line)
    return Tray(top - 4, tuple(_entry(one, top, line) for one in placed), hidden, heading, last)


def _entry(placed: tuple[Node, Fitted, float, int], top: float, line: float) -> TrayEntry:
    node, name, left, row = placed
    return TrayEntry(
        node.key, node.kind, node.type, node.label, name.lines[0], left, top + row * line, SIGN + name.width, line
    )
