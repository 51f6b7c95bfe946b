"""Which memberships a picture shows: of those whom nothing else links, unless all are asked for."""

from annotator.model.networks.relation_graph import MEMBERSHIP_EDGE, RelationGraph


def without_told_memberships(graph: RelationGraph) -> RelationGraph:
    """Leave out the memberships of nodes that have another edge.

    What is left brings nodes from the tray to their groups and crosses nothing; all of them would hide what was said.
    """
    told = {key: edge for key, edge in graph.edges.items() if edge.kind != MEMBERSHIP_EDGE}
    linked = {end for edge in told.values() for end in (edge.source, edge.target)}
    shown = {key: edge for key, edge in graph.edges.items() if key in told or edge.source not in linked}
    return RelationGraph(graph.nodes, shown)
