"""The one-to-one choice among candidates that scores most in sum."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from annotator.services.review.overlaps import Indexes


def best_one_to_one(rows: Indexes, columns: Indexes, scores: NDArray[np.float64]) -> Indexes:
    """Give the indexes of the chosen candidates: no row and no column twice, the sum of scores the greatest.

    Scores lie in (0, 2). Candidates that nothing contests are taken at once; the others are solved as a sparse
    assignment (Jonker and Volgenant 1987, doi:10.1007/BF02278710) in which every row may stay alone.
    """
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64)
    lone = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1)
    contested = np.nonzero(~lone)[0]
    return np.sort(np.concatenate([np.nonzero(lone)[0], contested[_solved(rows, columns, scores, contested)]]))


def _solved(rows: Indexes, columns: Indexes, scores: NDArray[np.float64], contested: Indexes) -> Indexes:
    if len(contested) == 0:
        return contested
    names_of_rows, row = np.unique(rows[contested], return_inverse=True)
    names_of_columns, column = np.unique(columns[contested], return_inverse=True)
    height, width = len(names_of_rows), len(names_of_columns)
    alone = np.arange(height)
    costs = np.concatenate([2.0 - scores[contested], np.full(height, 2.0)])
    places = (np.concatenate([row, alone]), np.concatenate([column, width + alone]))
    taken_rows, taken_columns = min_weight_full_bipartite_matching(
        csr_array((costs, places), shape=(height, width + height))
    )
    partner = np.full(height, -1)
    partner[taken_rows] = taken_columns
    return np.nonzero(partner[row] == column)[0]
