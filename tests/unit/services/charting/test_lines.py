"""What the lines of a picture are made of."""

from annotator.model.networks.relation_graph import ENTITY, MEMBERSHIP_EDGE, Edge
from annotator.services.charting.lines import value_of


def test_a_membership_has_no_value() -> None:
    assert value_of(Edge(MEMBERSHIP_EDGE, (ENTITY, "a"), (ENTITY, "b"), 0, (), ())) == "none"
