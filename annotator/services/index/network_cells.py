"""The weights of a network from sparse matrices of what each unit said."""

from collections.abc import Callable, Mapping
from functools import cached_property
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
    """How much each unit said, by topic and stance, as sparse matrices; those that are asked for are made."""

    def __init__(self, rows: Ints, columns: Ints, stance: Ints, shape: tuple[int, int]) -> None:
        self.shape = shape
        self._rows, self._columns, self._stance = rows, columns, stance

    @cached_property
    def topics(self) -> Any:
        """Units by topics: how many statements."""
        return self.by_topic(np.ones(len(self._rows)))

    @cached_property
    def whole(self) -> Any:
        """Units by topics and stances."""
        shape = self.shape[0], self.shape[1] * _WIDTH
        return sparse.csr_array((np.ones(len(self._rows)), (self._rows, self._columns * _WIDTH + self._stance)), shape)

    @cached_property
    def totals(self) -> Floats:
        """How many statements each unit made."""
        return np.bincount(self._rows, minlength=self.shape[0]).astype(np.float64)

    @cached_property
    def stances(self) -> list[int]:
        """The stances that somebody has."""
        found: list[int] = np.unique(self._stance).tolist()
        return found

    @cached_property
    def by_stance(self) -> dict[int, Any]:
        """Units by topics, for each stance."""
        return {one: self.by_topic((self._stance == one).astype(np.float64)) for one in self.stances}

    def by_topic(self, counts: Floats) -> Any:
        """Give units by topics: the sums of what each statement counts; all have the same cells, in order."""
        return sparse.csr_array((counts, (self._rows, self._columns)), self.shape)

    def of_stances(self, weights: Mapping[int, float]) -> Any:
        """Give units by topics, with each stance weighing so much."""
        table = np.zeros(_WIDTH)
        table[list(weights)] = list(weights.values())
        return self.by_topic(table[self._stance])


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
    near = nearness(aggregate)
    table = np.zeros((_WIDTH, _WIDTH))
    for one in cells.stances:
        table[one, cells.stances] = [near(one, other) for other in cells.stances]
    beside = cells.whole @ sparse.kron(sparse.eye_array(cells.shape[1]), sparse.csr_array(table), format="csr")
    return cells.whole @ beside.T


def joint(cells: Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    """Give the pairs of units in a one-mode network and their weights: ends and weights of each, in order."""
    # Both halves are alike, so that columns, whose cells stand in order, are rows.
    weights = _product(cells, aggregate).tocsc()
    source = np.repeat(np.arange(cells.shape[0]), np.diff(weights.indptr))
    above = np.flatnonzero((weights.indices > source) & (weights.data != 0))
    source, target, weight = source[above], weights.indices[above].astype(np.int64), weights.data[above]
    return _divided(source, target, weight, _DIVISORS[normalise](cells, aggregate, source, target))


def _divided(source: Ints, target: Ints, weight: Floats, divisor: Floats | None) -> tuple[Ints, Ints, Floats]:
    if divisor is None:
        return source, target, weight
    kept = divisor != 0
    return source[kept], target[kept], weight[kept] / divisor[kept]


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


_DIVISORS: Final[Mapping[str, Callable[[Cells, str, Ints, Ints], Floats | None]]] = {
    "none": lambda *_: None,
    "average": lambda cells, _aggregate, source, target: (cells.totals[source] + cells.totals[target]) / 2,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "product": lambda cells, _aggregate, source, target: cells.totals[source] * cells.totals[target],
}


def positions(cells: Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    """Give the units and topics of a two-mode network and their weights, by topic and unit."""
    there = cells.topics.tocsc()
    source, target = there.indices.astype(np.int64), np.repeat(np.arange(cells.shape[1]), np.diff(there.indptr))
    weight: Floats
    if aggregate == "ignore":
        weight = there.data
    elif aggregate == "subtract":
        weight = cells.of_stances({_AGREE: 1.0, _DISAGREE: -1.0}).tocsc().data
    else:
        agree, against = ({stance: 1.0, MIXED_STANCE: 1.0} for stance in (_AGREE, _DISAGREE))
        weight = (cells.of_stances(agree).tocsc().data > 0) + 2.0 * (cells.of_stances(against).tocsc().data > 0)
    kept = np.flatnonzero(weight)
    source, target, weight = source[kept], target[kept], weight[kept]
    if normalise == "activity":
        return _divided(source, target, weight, cells.totals[source])
    if normalise == "prominence":
        return _divided(source, target, weight, np.asarray(there.sum(axis=0)).ravel()[target])
    return source, target, weight
