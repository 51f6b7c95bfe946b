"""The best alignment of any number of annotators: groups of units, at most one of each, that are least in disorder.

After Mathet, Widlöcher and Métivier (2015, doi:10.1162/COLI_a_00227), 4.3 and 5.1. A group costs the mean, over all
pairs of annotators, of the dissimilarity of their units, or 1 where either has none. So a group of one unit costs 1;
putting two groups together saves 1, and costs (d − 1) / C(n, 2) for every pair of units that comes together.

The least is hard to find for more than two annotators. Where few groups could be worth having, all are listed and the
best partition is found by integer programming. Elsewhere it is searched for: all groups are cut into the units of some
annotators and those of the others, and the halves are put together anew at least cost, which is an assignment, until no
cut helps (Karapetyan and Gutin 2011, doi:10.1016/j.ejor.2011.05.022).
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csc_array

MOST_LISTED = 2_000
"""How many groups are listed at most: some 0.1 s for the integer programme."""

_MOST_NODES = 100
_FEW_ANNOTATORS = 8
_LITTLE = 1e-9

Indexes = NDArray[np.int64]
Numbers = NDArray[np.floating[Any]]
Costs = Numbers
"""What every two units cost in one group; the last row and column are those of no unit, which costs nothing more."""

Groups = Indexes
"""A row for each group and a column for each annotator: the index of a unit, or the number of units for none."""


class Grouping(NamedTuple):
    """The disorder of an alignment, summed over its groups; ``proved`` says that no other has less."""

    disorder: float
    proved: bool


def best_grouping(apart: Numbers, own: Sequence[Indexes], *, prove: bool = True) -> Grouping:
    """Align units; ``apart`` are the dissimilarities of every two (square), ``own`` the indexes of each annotator's.

    Without ``prove`` it is not tried to prove that no other alignment has less disorder, which takes most of the time.
    """
    costs = _costs(apart, len(own))
    found = _searched(costs, own, _cuts(len(own), 2 if len(own) <= _FEW_ANNOTATORS else 1), _LITTLE)
    if len(own) == 2:
        return Grouping(found, proved=True)
    listed = _worth_having(costs, own) if prove else None
    least = None if listed is None else _least_partition(costs, listed)
    return Grouping(found, proved=False) if least is None else Grouping(min(found, least), proved=True)


def quick_grouping(apart: Numbers, own: Sequence[Indexes]) -> float:
    """Give a disorder that is nearly the least: one annotator is cut from the others, while it helps by 0.1 %."""
    return _searched(_costs(apart, len(own)), own, _cuts(len(own), 1), 0.001)


def _costs(apart: Numbers, annotators: int) -> Costs:
    return np.pad((apart - 1) / (annotators * (annotators - 1) / 2), (0, 1))


def _cuts(annotators: int, most: int) -> list[tuple[list[int], list[int]]]:
    """Give the ways of cutting off up to so many annotators, each way once."""
    every = range(annotators)
    some = (chosen for size in range(1, min(most, annotators // 2) + 1) for chosen in combinations(every, size))
    return [
        (list(chosen), [number for number in every if number not in chosen])
        for chosen in some
        if 2 * len(chosen) < annotators or 0 in chosen
    ]


def _searched(
    costs: Costs, own: Sequence[Indexes], cuts: Sequence[tuple[list[int], list[int]]], little: float
) -> float:
    groups = _alone(costs, own, 0)
    for number in range(1, len(own)):
        groups = _together(costs, (groups, range(number)), (_alone(costs, own, number), [number]))
    least, before = _disorder(costs, groups), np.inf
    while before - least > little * least:
        before = least
        for one, other in cuts:
            groups = _together(costs, (_part(costs, groups, one), one), (_part(costs, groups, other), other))
        least = _disorder(costs, groups)
    return least


def _alone(costs: Costs, own: Sequence[Indexes], number: int) -> Groups:
    groups = np.full((len(own[number]), len(own)), len(costs) - 1)
    groups[:, number] = own[number]
    return groups


def _part(costs: Costs, groups: Groups, columns: Sequence[int]) -> Groups:
    nobody = len(costs) - 1
    part = np.full_like(groups, nobody)
    part[:, columns] = groups[:, columns]
    filled: Groups = part[(part != nobody).any(axis=1)]
    return filled


def _together(costs: Costs, one: tuple[Groups, Iterable[int]], other: tuple[Groups, Iterable[int]]) -> Groups:
    """Put halves together so that they cost least; those that save nothing stay as they are."""
    (first, of_first), (second, of_second) = one, other
    cost = np.full((len(first), len(second)), -1.0)
    for column in of_first:
        rows = costs[first[:, column]]
        for of_other in of_second:
            cost += rows[:, second[:, of_other]]
    mine, theirs = linear_sum_assignment(np.minimum(cost, 0))
    saves = cost[mine, theirs] < 0
    mine, theirs = mine[saves], theirs[saves]
    # Every annotator has units in one of the halves only, and the index for none is the greatest.
    joined = np.minimum(first[mine], second[theirs])
    return np.concatenate([joined, np.delete(first, mine, axis=0), np.delete(second, theirs, axis=0)])


def _disorder(costs: Costs, groups: Groups) -> float:
    return float(_prices(costs, groups).sum())


def _prices(costs: Costs, groups: Groups) -> NDArray[np.float64]:
    prices = np.ones(len(groups))
    for one, other in combinations(range(groups.shape[1]), 2):
        prices += costs[groups[:, one], groups[:, other]]
    return prices


def _worth_having(costs: Costs, own: Sequence[Indexes]) -> Groups | None:
    """List the groups that could be in a best alignment, None where they are too many.

    In such a group every unit adds less than it costs alone. While units of some annotators are still to come, each of
    them may save up to 1 / C(n, 2) with every unit that is there.
    """
    many = len(own)
    groups = np.full((1, many), len(costs) - 1)
    for number, units in enumerate(own):
        most = 1 + 2 / (many * (many - 1)) * (many - number - 1)
        adds = costs[groups[:, :number, None], units].sum(axis=1)
        rows, columns = np.nonzero(adds < most)
        more = groups[rows]
        more[:, number] = units[columns]
        for column in range(number):
            more = more[costs[more[:, column, None], np.delete(more, column, axis=1)].sum(axis=1) < most]
        groups = np.concatenate([groups, more])
        if len(groups) > MOST_LISTED:
            return None
    return groups[1:]


def _least_partition(costs: Costs, groups: Groups) -> float | None:
    """Choose groups so that every unit is in one, at least cost; None where that takes too long."""
    prices = _prices(costs, groups)
    column, annotator = np.nonzero(groups < len(costs) - 1)
    units = groups[column, annotator]
    membership = csc_array((np.ones(len(units)), (units, column)), shape=(len(costs) - 1, len(groups)))
    found = milp(
        prices,
        integrality=np.ones(len(groups), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(membership, 1, 1),
        options={"node_limit": _MOST_NODES, "mip_rel_gap": 0},
    )
    return float(prices[found.x > 0.5].sum()) if found.status == 0 else None
