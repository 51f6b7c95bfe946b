"""The disparity filter, by its formula and by what it has to leave."""

import pytest

from annotator.model.networks.backbone import backbone
from tests.unit.model.networks.test_communities import graph

STAR = [("a", "b", 7.0), ("a", "c", 1.0), ("a", "d", 1.0), ("a", "e", -1.0)]


@pytest.mark.parametrize(("level", "kept"), [(0.0271, ["b"]), (0.0269, []), (0.73, ["b", "c", "d", "e"])])
def test_an_edge_stays_where_chance_gives_its_weight_less_often_than_the_level(level: float, kept: list[str]) -> None:
    # Of a's strength 10 among 4 edges: (1 - 7/10)^3 = 0.027, (1 - 1/10)^3 = 0.729; the others have one edge each.
    found = backbone(graph(STAR), level)
    assert [edge.target[1] for edge in found.edges.values()] == kept
    assert len(found.nodes) == 5


def test_the_end_to_which_an_edge_matters_keeps_it() -> None:
    heavy = [("x", name, 50.0) for name in "pqrs"]
    found = backbone(graph([*heavy, ("x", "y", 9.0), ("y", "z", 0.5), ("y", "w", 0.5)]), 0.05)
    assert ("x", "y") in {(edge.source[1], edge.target[1]) for edge in found.edges.values()}


def test_the_only_edge_of_two_says_nothing() -> None:
    assert not backbone(graph([("a", "b", 3.0)]), 0.5).edges
