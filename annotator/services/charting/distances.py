"""How far apart two nodes of one part should stand, by how many edges lie between them."""

import numpy as np

from annotator.services.charting.points import Flags, Pairs, Points, joined

_TWO_HOPS = 1.84
_ROOM_OF_A_HUB = 0.16


def hops(near: Flags) -> Points:
    """Give the least number of edges between every two nodes, infinite between parts.

    Breadth first from all nodes at once, by products of matrices: quick for the few hundred nodes of one part.
    """
    count = len(near)
    found = np.where(np.eye(count, dtype=np.bool_), 0.0, np.inf)
    step, beside, reached = 0, near.astype(np.float32), np.eye(count, dtype=np.float32)
    while True:
        step += 1
        fresh = (reached @ beside > 0) & np.isinf(found)
        if not fresh.any():
            return found
        found[fresh] = step
        reached = fresh.astype(np.float32)


def wished_lengths(distances: Points) -> Points:
    """Give the wished lengths for numbers of hops, 1 for a usual edge.

    Edges of hubs are longer, so that their neighbours find room around them; long chains fold a little.
    """
    near = distances == 1
    degree = near.sum(axis=1)
    larger = np.maximum(degree[:, None], degree[None, :])
    wished = 1.07 * distances**0.9
    wished[near] = (1 + _ROOM_OF_A_HUB * np.sqrt(np.maximum(0, larger - 3)))[near]
    wished[distances == 2] = _TWO_HOPS
    return wished


def lengths_of(count: int, pairs: Pairs) -> tuple[Flags, Points, Points]:
    """Give which nodes of a part are joined, their hops and their wished lengths."""
    near = joined(count, pairs)
    distances = hops(near)
    return near, distances, wished_lengths(distances)
