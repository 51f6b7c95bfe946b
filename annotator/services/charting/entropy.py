"""Maximal entropy: edges keep their lengths, and all other nodes push one another apart.

E. R. Gansner, Y. Hu, S. North (2013), A maxent-stress model for graph layout, doi:10.1109/TVCG.2012.299. Without it the
leaves of a hub, which stress wishes equally far from one another, fall on one another.
"""

import numpy as np

from annotator.services.charting.points import Flags, Points, differences

PUSH = 0.3
"""How strongly nodes without an edge push, over their distance."""
_NEAREST = 0.02**0.5


def spread(starts: Points, near: Flags, wished: Points, rounds: int = 60) -> Points:
    """Spread many starts out at once, an array of (start, node, axis), in steps that grow smaller."""
    weights = np.where(near, np.where(near, wished, 1.0) ** -2.0, 0.0)
    lengths = np.where(near, wished, 0.0)
    stiffness = np.maximum(weights.sum(axis=1), 0.2)
    far = np.where(near, 0.0, PUSH)
    np.fill_diagonal(far, 0.0)
    points = starts
    for step in range(rounds):
        distance = np.maximum(np.hypot(*differences(points)), _NEAREST)
        away = weights * (lengths / distance - 1) + far / distance**2
        force = (away.sum(axis=2)[..., None] * points - away @ points) / stiffness[:, None]
        points = points + 0.5 * capped(force, 0.6 * (1 - step / rounds) + 0.02)
    return points


def capped(steps: Points, longest: float) -> Points:
    """Shorten steps that are longer than allowed."""
    length = np.maximum(np.hypot(steps[..., 0], steps[..., 1]), 1e-9)
    return steps * np.minimum(1.0, longest / length)[..., None]
