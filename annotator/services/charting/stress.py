"""Stress majorization: places whose distances come nearest to the wished ones.

E. R. Gansner, Y. Koren, S. North (2005), Graph drawing by stress majorization, doi:10.1007/978-3-540-31843-9_25; the
inverse is taken once as in SMACOF (J. de Leeuw 1977; I. Borg, P. Groenen, Modern Multidimensional Scaling, chapter 8).
"""

import numpy as np

from annotator.services.charting.points import Points, differences

_LEAST = 1e-6


def stress_weights(wished: Points) -> Points:
    """Give the weight of every pair: the wished length to the power of −2, 0 for a node with itself."""
    with np.errstate(divide="ignore"):
        weights = np.where(np.isfinite(wished), wished**-2.0, 0.0)
    np.fill_diagonal(weights, 0.0)
    return weights


def majorized(starts: Points, wished: Points, rounds: int = 60, tolerance: float = 1e-4) -> Points:
    """Better many starts at once, an array of (start, node, axis), until none of them gains more than the tolerance."""
    weights = stress_weights(wished)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    # With 1 added everywhere it has an inverse, which is the generalized one for sums of 0: those of the pulls below.
    inverse = np.linalg.inv(laplacian + 1)
    points, last = starts, np.full(len(starts), np.inf)
    for _round in range(rounds):
        distance = np.maximum(np.hypot(*differences(points)), _LEAST)
        pull = weights * wished / distance
        points = inverse @ (pull.sum(axis=2)[..., None] * points - pull @ points)
        now = (weights * (distance - wished) ** 2).sum(axis=(1, 2))
        if (last - now < tolerance * now).all():
            break
        last = now
    return points


def mean_stress(points: Points, wished: Points) -> float:
    """Give how far distances are from the wished ones, as the weighted mean square over all pairs."""
    weights = stress_weights(wished)
    return float((weights * (np.hypot(*differences(points)) - wished) ** 2).sum() / max(1, (weights > 0).sum()))
