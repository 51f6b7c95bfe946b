"""Which node or edge of a picture is at a place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.picture import ChartPicture, EdgeKey, EdgeLine, NodeBox, NodeKey, Place, TrayEntry

_SAMPLES = 24


class HitTest:
    """Finds what is nearest to a place of a picture; made once for each picture."""

    def __init__(self, picture: ChartPicture) -> None:
        marks: list[NodeBox | TrayEntry] = [*picture.nodes, *picture.tray]
        self.node_keys = [mark.key for mark in marks]
        self._boxes = np.array([(mark.x, mark.y, mark.width, mark.height) for mark in marks]).reshape(-1, 4)
        self.edge_keys = [edge.key for edge in picture.edges]
        self._curves = _curves(picture.edges)

    @property
    def middles(self) -> NDArray[np.float64]:
        """The middles of all nodes, a row (x, y) each, in the order of ``node_keys``."""
        return np.asarray(self._boxes[:, :2] + self._boxes[:, 2:] / 2)

    def node_at(self, place: Place, reach: float) -> NodeKey | None:
        """Give the node whose box holds a place, or is within so many pixels of it; the one drawn last counts."""
        if not self.node_keys:
            return None
        off = np.abs(self.middles - place) - self._boxes[:, 2:] / 2
        outside = np.maximum(off, 0).max(axis=1)
        nearest = len(outside) - 1 - int(np.argmin(outside[::-1]))
        return self.node_keys[nearest] if outside[nearest] <= reach else None

    def edge_at(self, place: Place, reach: float) -> EdgeKey | None:
        """Give the edge that runs within so many pixels of a place."""
        if not self.edge_keys:
            return None
        start, along = self._curves[:, :-1], np.diff(self._curves, axis=1)
        offset = np.array(place) - start
        square = np.maximum((along**2).sum(axis=2), 1e-9)
        part = np.clip((offset * along).sum(axis=2) / square, 0, 1)
        distance = np.sqrt(((offset - part[..., None] * along) ** 2).sum(axis=2)).min(axis=1)
        nearest = int(np.argmin(distance))
        return self.edge_keys[nearest] if distance[nearest] <= reach else None

    def next_node(self, key: NodeKey | None, direction: Place) -> NodeKey | None:
        """Give the nearest node in a direction, which counts more than the distance across it; the first from none."""
        if key not in self.node_keys:
            return self.node_keys[0] if self.node_keys else None
        offset = self.middles - self.middles[self.node_keys.index(key)]
        along = offset @ np.array(direction)
        across = np.abs(offset @ np.array((direction[1], direction[0])))
        cost = np.where(along > 1, along + 2 * across, np.inf)
        return self.node_keys[int(np.argmin(cost))] if np.isfinite(cost).any() else key


def _curves(edges: Sequence[EdgeLine]) -> NDArray[np.float64]:
    """Give points along the edges, as (edge, point, axis)."""
    ends = np.array([(edge.start, edge.control, edge.end) for edge in edges], dtype=np.float64).reshape(-1, 3, 2)
    part = np.linspace(0, 1, _SAMPLES)
    weights = np.stack([(1 - part) ** 2, 2 * part * (1 - part), part**2])
    return np.asarray(np.einsum("ek,nea->nka", weights, ends))
