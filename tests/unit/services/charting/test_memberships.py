"""Memberships bring in whom nothing else links, and hide nothing that was said."""

from annotator.model.networks.relation_graph import CLAIM_EDGE, ENTITY, MEMBERSHIP_EDGE, Edge, RelationGraph
from annotator.services.charting.lines import value_of
from annotator.services.charting.memberships import without_told_memberships


def test_those_who_say_something_show_no_membership() -> None:
    mori, house, norland = ((ENTITY, name) for name in ("mori", "house", "norland"))
    edges = [
        Edge(CLAIM_EDGE, mori, norland, 1, ("critical",), ("a1",)),
        Edge(MEMBERSHIP_EDGE, mori, norland, 0, (), ()),
        Edge(MEMBERSHIP_EDGE, house, norland, 0, (), ()),
    ]
    graph = RelationGraph({}, {(edge.kind, edge.source, edge.target): edge for edge in edges})
    shown = without_told_memberships(graph).edges.values()
    assert [(edge.kind, edge.source) for edge in shown] == [(CLAIM_EDGE, mori), (MEMBERSHIP_EDGE, house)]


def test_a_membership_has_no_value() -> None:
    assert value_of(Edge(MEMBERSHIP_EDGE, (ENTITY, "a"), (ENTITY, "b"), 0, (), ())) == "none"
