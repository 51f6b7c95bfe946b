"""The weights of a network from sparse matrices of what each unit said."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.model.networks.statements import LEVELS, MIXED
from annotator.services.index.digest import STANCES
from annotator.services.index.statement_rows import Ints

Floats = NDArray[np.float64]
_AGREE, _DISAGREE, MIXED_STANCE = (STANCES.index(word) for word in ("agree", "disagree", MIXED))
LEVEL_OF: Final = {STANCES.index(word): level for word, level in LEVELS.items()}
"""How far each stance agrees, by its place."""
_WIDTH: Final = len(STANCES)


class Cells:
    """How much each unit said, by topic and stance, as sparse matrices."""

    def __init__(self, rows: Ints, columns: Ints, stance: Ints, shape: tuple[int, int]) -> None:
        self.shape = shape
        ones = np.ones(len(rows))
        self.whole = sparse.csr_array((ones, (rows, columns * _WIDTH + stance)), shape=(shape[0], shape[1] * _WIDTH))
        self.by_stance = {
            level: sparse.csr_array((ones[here], (rows[here], columns[here])), shape=shape)
            for level in np.unique(stance).tolist()
            for here in (stance == level,)
        }
        self.topics = sparse.csr_array((ones, (rows, columns)), shape=shape)
        self.totals = np.bincount(rows, minlength=shape[0]).astype(np.float64)


def nearness(aggregate: str) -> Callable[[int, int], float]:
    """Give how near two stances (places among ``STANCES``) are, by the way of counting."""

    def near(one: int, other: int) -> float:
        if aggregate == "ignore":
            return 1.0
        apart = abs(LEVEL_OF[one] - LEVEL_OF[other]) / 2
        return {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregate]

    return near


def _product(cells: Cells, aggregate: str) -> Any:
    """Give what every two units weigh together."""
    if aggregate == "ignore":
        return cells.topics @ cells.topics.T
    near, whole = nearness(aggregate), sparse.csr_array((cells.shape[0], cells.shape[0]))
    for one, said in cells.by_stance.items():
        others = [other * near(one, level) for level, other in cells.by_stance.items() if near(one, level)]
        if others:
            whole = whole + said @ sum(others[1:], others[0]).T
    return whole


def joint(cells: Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    """Give the pairs of units in a one-mode network and their weights: ends and weights of each."""
    weights = sparse.triu(_product(cells, aggregate), 1, format="coo")
    source, target, weight = weights.row.astype(np.int64), weights.col.astype(np.int64), weights.data
    divisor = _DIVISORS[normalise](cells, aggregate, source, target)
    kept = (weight != 0) & (divisor != 0)
    source, target, weight = source[kept], target[kept], weight[kept] / divisor[kept]
    order = np.lexsort((target, source))
    return source[order], target[order], weight[order]


def _jaccard(cells: Cells, _aggregate: str, source: Ints, target: Ints) -> Floats:
    said = cells.whole
    there = said.copy()
    there.data = np.ones_like(there.data)
    ours, theirs = _at(said @ there.T, source, target), _at(there @ said.T, source, target)
    return (cells.totals[source] - ours) + (cells.totals[target] - theirs) + _at(said @ said.T, source, target)


def _at(matrix: Any, source: Ints, target: Ints) -> Floats:
    found: Floats = np.asarray(matrix.tocsr()[source, target]).ravel()
    return found


def _cosine(cells: Cells, aggregate: str, source: Ints, target: Ints) -> Floats:
    kind = "ignore" if aggregate == "ignore" else "congruence"
    near, squares = nearness(kind), np.zeros(cells.shape[0])
    for one, said in cells.by_stance.items():
        for level, other in cells.by_stance.items():
            if weight := near(one, level):
                squares += np.asarray(said.multiply(other).sum(axis=1)).ravel() * weight
    lengths = np.sqrt(squares)
    return lengths[source] * lengths[target]


_DIVISORS: Final[Mapping[str, Callable[[Cells, str, Ints, Ints], Floats]]] = {
    "none": lambda _cells, _aggregate, source, _target: np.ones(len(source)),
    "average": lambda cells, _aggregate, source, target: (cells.totals[source] + cells.totals[target]) / 2,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "product": lambda cells, _aggregate, source, target: cells.totals[source] * cells.totals[target],
}


def positions(cells: Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    """Give the units and topics of a two-mode network and their weights."""
    there = cells.topics.tocoo()
    source, target = there.row.astype(np.int64), there.col.astype(np.int64)

    def said(*stances: int) -> Floats:
        found = np.zeros(len(source))
        for stance in stances:
            if stance in cells.by_stance:
                found += _at(cells.by_stance[stance], source, target)
        return found

    if aggregate == "ignore":
        weight = there.data.astype(np.float64)
    elif aggregate == "subtract":
        weight = said(_AGREE) - said(_DISAGREE)
    else:
        weight = (said(_AGREE, MIXED_STANCE) > 0) + 2.0 * (said(_DISAGREE, MIXED_STANCE) > 0)
    in_column: Floats = np.asarray(cells.topics.sum(axis=0)).ravel()
    divisor = {"none": np.ones(len(source)), "activity": cells.totals[source], "prominence": in_column[target]}[
        normalise
    ]
    kept = (weight != 0) & (divisor != 0)
    source, target, weight = source[kept], target[kept], weight[kept] / divisor[kept]
    order = np.lexsort((source, target))
    return source[order], target[order], weight[order]
