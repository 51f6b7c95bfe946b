"""Where a layout may begin: by what the distances say, and scattered by what nodes are called; never by chance."""

from collections.abc import Hashable, Sequence
from hashlib import sha256

import numpy as np

from annotator.services.charting.points import Points


def starts_of(keys: Sequence[Hashable], distances: Points) -> Points:
    """Give the starts for a part, an array of (start, node, axis): the more nodes, the fewer."""
    count = 12 if len(keys) <= 60 else 4 if len(keys) <= 200 else 1
    radius = max(1.0, 0.6 * len(keys) ** 0.5)
    first = classical(distances) + scattered(keys, 0.05, 0)
    return np.stack([first, *(scattered(keys, radius, number) for number in range(1, count))])


def classical(distances: Points) -> Points:
    """Scale distances classically: the two largest principal axes (W. S. Torgerson 1952, doi:10.1007/BF02288916)."""
    squares = distances**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    places = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    return with_settled_signs(places)


def with_settled_signs(places: Points) -> Points:
    """Turn axes so that the farthest node of each lies on its positive side: their signs are free."""
    farthest = places[np.abs(places).argmax(axis=0), [0, 1]]
    return np.asarray(places * np.where(farthest < 0, -1.0, 1.0))


def scattered(keys: Sequence[Hashable], radius: float, number: int) -> Points:
    """Scatter nodes over a disc by a hash of their keys: the same ones in every process."""
    digests = (sha256(f"{number} {key!r}".encode()).digest() for key in keys)
    parts = (
        np.array(
            [(int.from_bytes(one[:4], "big"), int.from_bytes(one[4:8], "big")) for one in digests], dtype=np.float64
        ).reshape(-1, 2)
        / 2**32
    )
    angle, distance = 2 * np.pi * parts[:, 0], radius * np.sqrt(0.05 + 0.95 * parts[:, 1])
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
