"""Charts of several documents as one."""

from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, Node, RelationGraph

JAPAN, ITALY, PEACE = (ENTITY, "e1"), (ENTITY, "e2"), (TOPIC, "t1")


def graph(*nodes: Node, edges: tuple[Edge, ...] = ()) -> RelationGraph:
    return RelationGraph({node.key: node for node in nodes}, {(e.kind, e.source, e.target): e for e in edges})


def entity(key: str, name: str, *evidence: str, kind: str = "state") -> Node:
    return Node(ENTITY, key, name, kind, len(evidence), evidence)


def test_nodes_of_one_name_and_type_are_one_with_the_evidence_of_both() -> None:
    one = graph(entity("e1", "South  Ostia", "a1", "a2"), Node(TOPIC, "t1", "Peace", "", 1, ("a2",)))
    other = graph(entity("e7", "South Ostia", "b1"), Node(TOPIC, "t9", "Peace", "", 1, ("b1",)), entity("e8", "Peace"))
    whole = join_graphs([("x.txt", one), ("y.txt", other)])
    assert whole.joined == 2
    assert list(whole.graph.nodes.values()) == [
        Node(ENTITY, "state:South Ostia", "South Ostia", "state", 3, ("x.txt:a1", "x.txt:a2", "y.txt:b1")),
        Node(TOPIC, "Peace", "Peace", "", 2, ("x.txt:a2", "y.txt:b1")),
        Node(ENTITY, "state:Peace", "Peace", "state", 0, ()),
    ]
    assert all(key == node.key for key, node in whole.graph.nodes.items())


def test_the_same_name_of_another_type_is_another() -> None:
    whole = join_graphs([("x", graph(entity("e1", "Georgia"))), ("y", graph(entity("e1", "Georgia", kind="place")))])
    assert (whole.joined, len(whole.graph.nodes)) == (0, 2)


def test_edges_between_the_same_two_are_one_whatever_their_direction_where_they_have_none() -> None:
    nodes = (entity("e1", "Japan"), entity("e2", "Italy"))
    turned = (entity("e1", "Italy"), entity("e2", "Japan"))
    one = Edge("agreement", JAPAN, ITALY, 2, ("signed", None), ("a1", "a2"))
    other = Edge("agreement", JAPAN, ITALY, 1, ("ended",), ("b1",))
    claim = Edge("claim", JAPAN, ITALY, 1, (None,), ("c1",))
    whole = join_graphs([("x", graph(*nodes, edges=(one, claim))), ("y", graph(*turned, edges=(other, claim)))]).graph
    italy, japan = (ENTITY, "state:Italy"), (ENTITY, "state:Japan")
    assert list(whole.edges.values()) == [
        Edge("agreement", italy, japan, 3, ("signed", None, "ended"), ("x:a1", "x:a2", "y:b1")),
        Edge("claim", japan, italy, 1, (None,), ("x:c1",)),
        Edge("claim", italy, japan, 1, (None,), ("y:c1",)),
    ]
    assert all(key == (edge.kind, edge.source, edge.target) for key, edge in whole.edges.items())


def test_two_that_became_one_have_no_edge_between_them() -> None:
    nodes = (entity("e1", "Japan"), entity("e2", "Japan "))
    whole = join_graphs([("x", graph(*nodes, edges=(Edge("claim", JAPAN, ITALY, 1, (None,), ("a1",)),)))])
    assert (whole.joined, len(whole.graph.nodes), whole.graph.edges) == (1, 1, {})


def test_names_that_differ_in_signs_that_nobody_sees_are_one_and_a_topic_of_an_entitys_name_is_another() -> None:
    one = graph(entity("e1", "Jose\u0301 O’Neill", kind="person"), Node(TOPIC, "t1", "Tax cuts", "", 0, ()))
    other = graph(entity("e2", "José O'Neill", kind="other"), entity("e3", "Tax cuts", kind="other"))
    whole = join_graphs([("x", one), ("y", other)])
    assert whole.joined == 1
    assert [(node.kind, node.label, node.type) for node in whole.graph.nodes.values()] == [
        (ENTITY, "Jose\u0301 O’Neill", "person"),
        (TOPIC, "Tax cuts", ""),
        (ENTITY, "Tax cuts", "other"),
    ]
