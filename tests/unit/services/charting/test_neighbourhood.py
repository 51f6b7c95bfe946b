"""One node with those around it, step by step."""

from annotator.model.networks.relation_graph import CLAIM_EDGE, ENTITY, Edge, Node, RelationGraph
from annotator.services.charting.neighbourhood import neighbourhood

NAMES = "abcd"
CHAIN = RelationGraph(
    {(ENTITY, name): Node(ENTITY, name, name, "person", 1, ()) for name in NAMES},
    {
        (CLAIM_EDGE, (ENTITY, one), (ENTITY, other)): Edge(CLAIM_EDGE, (ENTITY, one), (ENTITY, other), 1, (None,), ())
        for one, other in ("ab", "cb", "cd")
    },
)


def names(graph: RelationGraph) -> str:
    return "".join(identifier for _kind, identifier in graph.nodes)


def test_each_step_goes_one_edge_farther_in_either_direction() -> None:
    assert [names(neighbourhood(CHAIN, (ENTITY, "a"), steps)) for steps in range(4)] == ["a", "ab", "abc", "abcd"]
    assert len(neighbourhood(CHAIN, (ENTITY, "b"), 1).edges) == 2


def test_a_node_that_is_not_there_has_no_neighbours() -> None:
    assert not neighbourhood(CHAIN, (ENTITY, "z"), 3).nodes
