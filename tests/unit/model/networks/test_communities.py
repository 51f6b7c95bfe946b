"""Communities, modularity and the E-I index, on published networks and on ones worked out by hand."""

from itertools import combinations
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.networks.communities import communities, modularity
from annotator.model.networks.relation_graph import ENTITY, Edge, Node, RelationGraph


def graph(edges: list[tuple[str, str, float]], alone: str = "") -> RelationGraph:
    names = dict.fromkeys([*(name for edge in edges for name in edge[:2]), *alone])
    made = [Edge("ignore", (ENTITY, one), (ENTITY, other), 1, (None,), (), weight) for one, other, weight in edges]
    nodes = [Node(ENTITY, name, name, "person", 0, ()) for name in names]
    return RelationGraph({node.key: node for node in nodes}, {(e.kind, e.source, e.target): e for e in made})


def karate() -> tuple[RelationGraph, dict[tuple[str, str], int]]:
    """W. W. Zachary (1977): who met whom outside a club, and whom he followed when it split."""
    club = nx.karate_club_graph()
    sides = {(ENTITY, str(node)): int(side == "Officer") for node, side in club.nodes(data="club")}
    return graph([(str(one), str(other), 1.0) for one, other in club.edges()]), sides


def test_a_published_network_has_its_published_modularity() -> None:
    club, sides = karate()
    found = communities(club)
    # Clauset, Newman and Moore (2004) give 0.381 for three communities.
    assert found.modularity == pytest.approx(0.381, abs=0.0005)
    assert sorted(list(found.of_node.values()).count(number) for number in (1, 2, 3)) == [8, 9, 17]
    assert modularity(club, found.of_node) == found.modularity
    halves = [{int(key[1]) for key, side in sides.items() if side == one} for one in (0, 1)]
    assert modularity(club, sides) == pytest.approx(
        nx.community.modularity(nx.karate_club_graph(), halves, weight=None)
    )


def test_two_that_hang_together_by_one_line_are_two_communities() -> None:
    triangles = [(a, b, 2.0) for name in ("abc", "xyz") for a, b in combinations(name, 2)]
    found = communities(graph([*triangles, ("c", "x", 1.0)], alone="q"))
    assert {key[1]: number for key, number in found.of_node.items()} == {
        "a": 1, "b": 1, "c": 1, "x": 2, "y": 2, "z": 2, "q": 3,
    }  # fmt: skip
    assert found.modularity == pytest.approx(12 / 13 - 2 * 0.5**2)
    assert found.external_internal == pytest.approx((1 - 12) / 13)


def test_weights_of_nothing_and_below_hold_nobody_together() -> None:
    found = communities(graph([("a", "b", -2.0), ("b", "c", 0.0)]))
    assert (set(found.of_node.values()), found.modularity, found.external_internal) == ({1, 2, 3}, None, None)


@given(st.randoms(use_true_random=False))
def test_modularity_is_that_of_another_program_and_no_join_would_raise_it(random: Random) -> None:
    edges = [(a, b, float(random.randrange(1, 5))) for a, b in combinations("abcdefg", 2) if random.random() < 0.4]
    if not edges:
        return
    made = graph(edges)
    found = communities(made)
    other: Any = nx.Graph()
    other.add_weighted_edges_from(edges)
    groups = [{key[1] for key, number in found.of_node.items() if number == one} for one in set(found.of_node.values())]
    assert found.modularity == pytest.approx(nx.community.modularity(other, groups))
    for one, two in combinations(set(found.of_node.values()), 2):
        joined = {key: one if number == two else number for key, number in found.of_node.items()}
        assert (modularity(made, joined) or 0) <= (found.modularity or 0) + 1e-9
