"""Which nodes of a network belong together, and how far apart its parts stand."""

from collections import defaultdict
from dataclasses import dataclass

from annotator.model.networks.relation_graph import NodeKey, RelationGraph

_Weights = dict[NodeKey, dict[NodeKey, float]]


@dataclass(frozen=True, slots=True)
class Communities:
    """The community of each node, numbered from 1 by size and then by their first nodes, and what holds them apart.

    ``modularity`` is from −0.5 to 1: how much more of the weight lies within communities than chance would have it;
    of a debate it is a measure of polarisation (A. S. Waugh and others, Party polarization in Congress, 2009,
    arXiv:0907.3509). ``external_internal`` is the E-I index, from −1 (all within) to 1 (all between; D. Krackhardt and
    R. N. Stern, Social Psychology Quarterly 51, 1988). Both are None where there is no weight.
    """

    of_node: dict[NodeKey, int]
    modularity: float | None
    external_internal: float | None

    @property
    def number(self) -> int:
        """How many communities there are."""
        return max(self.of_node.values(), default=0)

    @property
    def sentence(self) -> str:
        """Say into how many communities a network falls, and how far apart they stand."""
        apart = f"modularity {_figure(self.modularity)}, E-I index {_figure(self.external_internal)}"
        return f"{self.number:,} communities; {apart}"


def communities(graph: RelationGraph) -> Communities:
    """Find communities by joining, step by step, the two that raise modularity most, until none does.

    The method is that of A. Clauset, M. E. J. Newman and C. Moore (2004), doi:10.1103/PhysRevE.70.066111, weighted.
    Directions do not matter, edges of several kinds between two nodes are added up, and those of weight 0 or less do
    not count. Of equal steps the one of the first nodes is taken, so that the same network gives the same communities.
    """
    weights = _weights(graph)
    groups = _joined(list(graph.nodes), weights)
    order = sorted(groups, key=lambda group: -len(group))
    number = {key: place for place, group in enumerate(order, 1) for key in group}
    return Communities(number, modularity(graph, number), _external_internal(weights, number))


def modularity(graph: RelationGraph, of_node: dict[NodeKey, int]) -> float | None:
    """Give the weighted modularity of a division (M. E. J. Newman, 2004, doi:10.1103/PhysRevE.70.056131)."""
    weights = _weights(graph)
    twice = sum(sum(row.values()) for row in weights.values())
    if not twice:
        return None
    within: defaultdict[int, float] = defaultdict(float)
    strength: defaultdict[int, float] = defaultdict(float)
    for one, row in weights.items():
        for other, weight in row.items():
            strength[of_node[one]] += weight
            within[of_node[one]] += weight * (of_node[one] == of_node[other])
    return sum(within[group] / twice - (total / twice) ** 2 for group, total in strength.items())


def _figure(value: float | None) -> str:
    return "undefined (nothing is joined)" if value is None else f"{value:.3f}"


def _weights(graph: RelationGraph) -> _Weights:
    """Give the weight between every two nodes, in both directions."""
    found: _Weights = defaultdict(lambda: defaultdict(float))
    for (_kind, source, target), weight in graph.weights():
        if weight > 0 and source != target:
            found[source][target] += weight
            found[target][source] += weight
    return found


def _joined(nodes: list[NodeKey], weights: _Weights) -> list[list[NodeKey]]:
    rank = {key: place for place, key in enumerate(nodes)}
    groups = {place: [key] for key, place in rank.items()}
    twice = sum(sum(row.values()) for row in weights.values())
    if not twice:
        return list(groups.values())
    shares = {rank[one]: {rank[other]: weight / twice for other, weight in row.items()} for one, row in weights.items()}
    strength = {place: sum(row.values()) for place, row in shares.items()}
    while True:
        gains = (
            (2 * (share - strength[one] * strength[other]), -one, -other)
            for one, row in shares.items()
            for other, share in row.items()
            if one < other
        )
        gain, one, other = max(gains, default=(0.0, 0, 0))
        if gain <= 1e-12:  # what is lost in rounding is no gain
            return [groups[place] for place in sorted(groups)]
        _join(shares, -one, -other)
        strength[-one] += strength.pop(-other)
        groups[-one] += groups.pop(-other)


def _join(shares: dict[int, dict[int, float]], kept: int, gone: int) -> None:
    for other, share in shares.pop(gone).items():
        del shares[other][gone]
        if other != kept:
            shares[kept][other] = shares[kept].get(other, 0.0) + share
            shares[other][kept] = shares[kept][other]


def _external_internal(weights: _Weights, number: dict[NodeKey, int]) -> float | None:
    sums = {True: 0.0, False: 0.0}
    for one, row in weights.items():
        for other, weight in row.items():
            sums[number[one] == number[other]] += weight
    whole = sums[True] + sums[False]
    return (sums[False] - sums[True]) / whole if whole else None
