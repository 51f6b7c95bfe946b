"""A part of a chart: one node with those around it."""

from annotator.model.networks.relation_graph import NodeKey, RelationGraph


def neighbourhood(graph: RelationGraph, key: NodeKey, steps: int) -> RelationGraph:
    """Give a node, the nodes at most so many edges from it, and the edges between all of these."""
    near = {key} & graph.nodes.keys()
    for _step in range(steps):
        touching = [edge for edge in graph.edges.values() if edge.source in near or edge.target in near]
        near |= {end for edge in touching for end in (edge.source, edge.target)}
    return RelationGraph(
        {at: node for at, node in graph.nodes.items() if at in near},
        {at: edge for at, edge in graph.edges.items() if edge.source in near and edge.target in near},
    )
