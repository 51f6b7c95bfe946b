"""Boxes around places: which touch, which leave the pane, and which points lie within which."""

import numpy as np
from numpy.typing import NDArray

from annotator.services.charting.pane import Area
from annotator.services.charting.points import Flags, Points, differences

Column = NDArray[np.float64]

SEEN = 10.0
"""Pixels that joined boxes are apart at least, so that their line can be seen."""


def touching(places: Points, sizes: Points, gap: float = 1.0) -> Flags:
    """Tell of every two boxes whether they are nearer than a gap to both sides; none touches itself."""
    across, down = differences(places)
    wide, high = halves(sizes)
    flags: Flags = (np.abs(across) < wide + gap) & (np.abs(down) < high + gap)
    np.fill_diagonal(flags, False)
    return flags


def halves(sizes: Points) -> tuple[Points, Points]:
    """Give how far apart the middles of every two boxes are that just touch, in x and in y."""
    half = sizes / 2
    return half[:, None, 0] + half[None, :, 0], half[:, None, 1] + half[None, :, 1]


def outside(places: Points, sizes: Points, area: Area) -> Flags:
    """Tell which boxes do not lie within an area."""
    low, high = places - sizes / 2, places + sizes / 2
    return np.asarray(
        (low[:, 0] < area.left - 0.5)
        | (low[:, 1] < area.top - 0.5)
        | (high[:, 0] > area.right + 0.5)
        | (high[:, 1] > area.bottom + 0.5)
    )


def within(points: Points, places: Points, sizes: Points, gap: float) -> Flags:
    """Tell of points, an array of any shape that ends in (x, y), in which boxes they lie: a last axis more."""
    off = np.abs(points[..., None, :] - places)
    half = sizes / 2 + gap
    return np.asarray((off[..., 0] < half[:, 0]) & (off[..., 1] < half[:, 1]))


def on_the_way(start: Points, end: Points, places: Points, sizes: Points, gap: float) -> Flags:
    """Tell whether straight lines run through boxes or nearer than a gap to them; all arrays that end in (x, y).

    By the stretch of the line that lies between the two sides of the box in x and in y (Y.-D. Liang, B. Barsky 1984,
    A new concept and method for line clipping, doi:10.1145/357332.357333).
    """
    half = sizes / 2 + gap
    # An axis at a time: arrays that end in two columns take twice the time.
    enters_x, leaves_x = _between_sides(start[..., 0], end[..., 0], places[..., 0], half[..., 0])
    enters_y, leaves_y = _between_sides(start[..., 1], end[..., 1], places[..., 1], half[..., 1])
    first = np.maximum(np.maximum(enters_x, enters_y), 0.0)
    last = np.minimum(np.minimum(leaves_x, leaves_y), 1.0)
    return np.asarray(first < last)


def _between_sides(start: Column, end: Column, place: Column, half: Column) -> tuple[Column, Column]:
    """Give the parts of lines at which they come between two sides of boxes, and go out again, in one axis."""
    along = end - start
    along = np.where(np.abs(along) < 1e-9, 1e-9, along)
    one, other = (place - half - start) / along, (place + half - start) / along
    return np.minimum(one, other), np.maximum(one, other)
