"""Large charts made smaller, without losing what lies behind them."""

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    ENTITY,
    MEMBERSHIP_EDGE,
    Edge,
    Node,
    NodeKey,
    RelationGraph,
)
from annotator.services.charting.folding import (
    STRONGEST,
    folded,
    leaves_of,
    linking_memberships,
    members_of,
    simplified,
    strongest,
)
from annotator.services.charting.lines import value_of
from tests.unit.charts import chart_of_folder, ring_and_leaves


def _key(name: str) -> NodeKey:
    return ENTITY, name


def _graph(*edges: tuple[str, str, str, str]) -> RelationGraph:
    """Make a chart of (kind, source, target, evidence)."""
    names = dict.fromkeys(name for _kind, *ends, _evidence in edges for name in ends)
    nodes = {_key(name): Node(ENTITY, name, name.title(), "state", 1, (f"a-{name}",)) for name in names}
    made = (
        Edge(kind, _key(source), _key(target), 0 if kind == MEMBERSHIP_EDGE else 1, ("critical",), (evidence,))
        for kind, source, target, evidence in edges
    )
    return RelationGraph(nodes, {(edge.kind, edge.source, edge.target): edge for edge in made})


def test_members_fold_into_their_group_with_all_that_is_said_of_them() -> None:
    graph = _graph(
        (MEMBERSHIP_EDGE, "kishi", "ministry", ""),
        (MEMBERSHIP_EDGE, "ministry", "japan", ""),
        (CLAIM_EDGE, "kishi", "russia", "c1"),
        (CLAIM_EDGE, "japan", "russia", "c2"),
        (CLAIM_EDGE, "kishi", "japan", "c3"),
        (AGREEMENT_EDGE, "italy", "kishi", "c4"),
    )
    small = folded(graph, members_of(graph, _key("japan")))
    assert {node.label for node in small.nodes.values()} == {"Japan +2", "Russia", "Italy"}
    edge = small.edges[CLAIM_EDGE, _key("japan"), _key("russia")]
    assert (edge.count, edge.evidence) == (2, ("c1", "c2"))
    assert (AGREEMENT_EDGE, _key("italy"), _key("japan")) in small.edges
    assert {"c3", "a-kishi", "a-japan"} <= set(small.nodes[_key("japan")].evidence)


def test_circles_and_what_is_not_there_fold_nothing() -> None:
    graph = _graph((CLAIM_EDGE, "a", "b", "c1"), (CLAIM_EDGE, "b", "c", "c2"))
    assert folded(graph, {_key("a"): _key("b"), _key("b"): _key("a"), _key("c"): _key("gone")}) == graph
    ring = _graph((MEMBERSHIP_EDGE, "a", "b", ""), (MEMBERSHIP_EDGE, "b", "a", ""))
    assert members_of(ring, _key("a")) == {_key("b"): _key("a")}


def test_leaves_fold_into_their_neighbour_and_pairs_stay() -> None:
    graph = _graph((CLAIM_EDGE, "a", "hub", "1"), (CLAIM_EDGE, "hub", "b", "2"), (CLAIM_EDGE, "x", "y", "3"))
    assert leaves_of(graph) == {_key("a"): _key("hub"), _key("b"): _key("hub")}
    small = folded(graph, leaves_of(graph))
    assert [node.label for node in small.nodes.values()] == ["Hub +2", "X", "Y"]
    folder = chart_of_folder()
    assert len(folded(folder, leaves_of(folder)).nodes) == len(folder.nodes) - len(leaves_of(folder))
    assert len(leaves_of(folder)) > 20


def test_memberships_are_left_where_they_link_what_would_be_loose() -> None:
    graph = _graph((CLAIM_EDGE, "a", "b", "1"), (MEMBERSHIP_EDGE, "a", "b", ""), (MEMBERSHIP_EDGE, "loose", "b", ""))
    left = linking_memberships(graph)
    assert [key[1][1] for key in left.edges if key[0] == MEMBERSHIP_EDGE] == ["loose"]
    assert {value_of(edge) for edge in left.edges.values() if edge.kind == MEMBERSHIP_EDGE} == {"none"}


def test_only_large_charts_are_simplified() -> None:
    assert simplified(ring_and_leaves(79)).graph == ring_and_leaves(79)
    middle = simplified(ring_and_leaves(90))
    assert (middle.folded, middle.left_out, len(middle.graph.nodes)) == (84, 0, 6)
    ring = ring_and_leaves(400, 400)
    large = simplified(ring)
    assert (large.folded, large.left_out) == (0, 400 - STRONGEST)
    assert len(strongest(ring, 10).nodes) == 10
