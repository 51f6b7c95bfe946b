"""The edges of a network that weigh more than chance gives them, so that a thick one can be read."""

from collections import defaultdict
from collections.abc import Mapping

from annotator.model.networks.relation_graph import EdgeKey, NodeKey, RelationGraph


def backbone(graph: RelationGraph, level: float) -> RelationGraph:
    """Keep the edges whose weight is significant at a level for one of their ends; all nodes stay.

    The disparity filter of M. Á. Serrano, M. Boguñá and A. Vespignani (2009), doi:10.1073/pnas.0808904106: a node
    that shared its strength s at random among its k edges would give one the weight w or more with the probability
    (1 − w/s)^(k−1). The only edge of a node says nothing of itself. Weights count without their signs.
    """
    strength: defaultdict[NodeKey, float] = defaultdict(float)
    degree: defaultdict[NodeKey, int] = defaultdict(int)
    for (_kind, *ends), weight in graph.weights():
        for end in ends:
            strength[end] += abs(weight)
            degree[end] += 1
    kept = {key: graph.edges[key] for key, weight in graph.weights() if _chance(key, weight, strength, degree) < level}
    return RelationGraph(graph.nodes, kept, graph.days)


def _chance(key: EdgeKey, weight: float, strength: Mapping[NodeKey, float], degree: Mapping[NodeKey, int]) -> float:
    """Give the smaller of the two ends' probabilities, 1 where neither has another edge."""
    return min((1 - abs(weight) / strength[end]) ** (degree[end] - 1) for end in key[1:])
