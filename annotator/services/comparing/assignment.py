"""The one-to-one choice among candidates that scores most in sum.

scipy takes 30 MB and a while to load, so that only what is contested loads it: most windows never compare anything.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from annotator.services.comparing.overlaps import Indexes

_ROWS_AT_ONCE = 500


def best_one_to_one(rows: Indexes, columns: Indexes, scores: NDArray[np.float64]) -> Indexes:
    """Give the indexes of the chosen candidates: no row and no column twice, the sum of scores the greatest.

    Scores lie in (0, 2). Candidates that nothing contests are taken at once; the others are solved as a sparse
    assignment (Jonker and Volgenant 1987, doi:10.1007/BF02278710) in which every row may stay alone.
    """
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64)
    lone = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1)
    solved = (part[_solved(rows[part], columns[part], scores[part])] for part in _parts(rows, columns, ~lone))
    return np.sort(np.concatenate([np.nonzero(lone)[0], *solved]))


def _parts(rows: Indexes, columns: Indexes, contested: NDArray[np.bool_]) -> Iterator[Indexes]:
    """Give the contested candidates in parts that share no row and no column: solving takes the square of the rows."""
    candidates = np.nonzero(contested)[0]
    if np.count_nonzero(np.bincount(rows[candidates])) <= _ROWS_AT_ONCE:
        if len(candidates):
            yield candidates
        return
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    row, column = rows[candidates], columns[candidates] + rows.max() + 1
    size = column.max() + 1
    graph = csr_array((np.ones(len(row), dtype=np.int8), (row, column)), shape=(size, size))
    cluster = connected_components(graph, directed=False)[1]
    rows_before = np.cumsum(np.bincount(cluster[np.unique(row)], minlength=cluster.max() + 1))
    number = (rows_before // _ROWS_AT_ONCE)[cluster[row]]
    ordered = np.argsort(number, kind="stable")
    yield from np.split(candidates[ordered], np.nonzero(np.diff(number[ordered]))[0] + 1)


def _solved(rows: Indexes, columns: Indexes, scores: NDArray[np.float64]) -> Indexes:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    names_of_rows, row = np.unique(rows, return_inverse=True)
    names_of_columns, column = np.unique(columns, return_inverse=True)
    height, width = len(names_of_rows), len(names_of_columns)
    order = np.lexsort((column, row))
    # Every row ends with a column of its own, for staying alone; made by hand, as that takes half the time.
    ends = np.cumsum(np.bincount(row, minlength=height) + 1)
    places = np.arange(len(row)) + row[order]
    costs, into = np.full(ends[-1], 2.0), np.empty(ends[-1], dtype=np.int32)
    costs[places], into[places] = 2.0 - scores[order], column[order]
    into[ends - 1] = width + np.arange(height)
    graph = csr_array((costs, into, np.concatenate([[0], ends])), shape=(height, width + height))
    taken_rows, taken_columns = min_weight_full_bipartite_matching(graph)
    partner = np.full(height, -1)
    partner[taken_rows] = taken_columns
    return np.nonzero(partner[row] == column)[0]
