"""A part turned so that it fills a pane best."""

import numpy as np

from annotator.services.charting.points import Points

_STEP = 7.5
_BORDER = 0.8
"""Room that nodes take beyond their middles."""


def turned(points: Points, aspect: float) -> Points:
    """Turn a part to what needs the lowest box of an aspect (width over height), and centre it."""
    angles = np.radians(np.arange(0, 180, _STEP))
    cosine, sine = np.cos(angles), np.sin(angles)
    turns = np.stack([np.stack([cosine, -sine], axis=1), np.stack([sine, cosine], axis=1)], axis=1)
    clouds = (points - points.mean(axis=0)) @ turns
    extents = np.ptp(clouds, axis=1) + _BORDER
    heights = np.maximum(extents[:, 0] / aspect, extents[:, 1])
    # Rounded, so that of turns that are equally good the first is taken on every machine.
    return centred(clouds[int(np.round(heights, 9).argmin())])


def centred(points: Points) -> Points:
    """Move points so that the middle of their box is the origin."""
    return np.asarray(points - (points.max(axis=0) + points.min(axis=0)) / 2)
