"""The chart's nodes and edges, each with its evidence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentences
from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.networks.relation_graph import Edge, GraphOptions, Node, RelationGraph, relation_graph
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.editing.entities import edit_entity
from annotator.services.editing.links import link
from tests.unit.making import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "Mori said Norland and Ostia agreed. Bianchi blamed Norland. Norland and Ostia agreed again.")


def names(graph: RelationGraph) -> set[tuple[str, str, str, int, str | None]]:
    label = {key: node.label for key, node in graph.nodes.items()}
    return {(e.kind, label[e.source], label[e.target], e.count, e.value) for e in graph.edges.values()}


def pair(desk: Desk, edge: tuple[str, str, str, int, str | None]) -> tuple[str, frozenset[str], int, str | None]:
    return (edge[0], frozenset(edge[1:3]), *edge[3:])


def test_parties_of_different_sides_agree_with_each_other(desk: Desk) -> None:
    made = desk.annotate("agreement", "Norland and Ostia agreed")
    desk.role(made, "parties", "Norland", "Ostia", "Mori")
    desk.role(made, "parties", "Bianchi")
    draft = desk.session.draft()
    parties = tuple(r._replace(side=1) if i < 2 else r for i, r in enumerate(desk.layer.annotations[made.id].parties))
    draft.put(desk.layer.annotations[made.id]._replace(parties=parties))
    desk.session.commit(draft, "sides")
    desk.set(made, status="signed")
    found = {pair(desk, edge) for edge in names(relation_graph(desk.layer))}
    pairs = [("Norland", "Mori"), ("Norland", "Bianchi"), ("Ostia", "Mori"), ("Ostia", "Bianchi"), ("Mori", "Bianchi")]
    assert found == {("agreement", frozenset(two), 1, "signed") for two in pairs}


def test_claims_point_at_their_targets_and_else_at_their_topic(desk: Desk) -> None:
    blame = desk.annotate("claim", "Bianchi blamed Norland")
    desk.role(blame, "speakers", "Bianchi")
    desk.role(blame, "targets", "Norland", attitude="critical")
    told = desk.annotate("claim", "Mori said Norland and Ostia agreed")
    desk.role(told, "speakers", "Mori")
    desk.set(told, topic="Peace is near", stance="agree")
    assert names(relation_graph(desk.layer)) == {
        ("claim", "Bianchi", "Norland", 1, "critical"),
        ("position", "Mori", "Peace is near", 1, "agree"),
    }
    assert relation_graph(desk.layer, GraphOptions(positions="none")).edges.keys() == {
        key for key in relation_graph(desk.layer).edges if key[0] == "claim"
    }


def test_the_same_event_told_twice_counts_once_with_both_as_evidence(desk: Desk) -> None:
    first = desk.annotate("agreement", "Norland and Ostia agreed")
    second = desk.annotate("agreement", "Norland and Ostia agreed again")
    for made in (first, second):
        desk.role(made, "parties", "Norland", "Ostia")
    assert [edge.count for edge in relation_graph(desk.layer).edges.values()] == [2]
    draft = desk.session.draft()
    link(draft, first.id, second.id, "same-event")
    desk.session.commit(draft, "link")
    (edge,) = relation_graph(desk.layer).edges.values()
    assert edge.count == 1
    assert set(edge.evidence) == {first.id, second.id}


def test_entities_stand_for_whom_they_act(desk: Desk) -> None:
    mori = desk.annotate("actor", "Mori")
    desk.annotate("actor", "Norland")
    draft = desk.session.draft()
    norland = next(e.id for e in desk.layer.entities.values() if e.name == "Norland")
    edit_entity(draft, mori.entities[0], member_of=(norland,))
    desk.session.commit(draft, "member")
    blame = desk.annotate("claim", "Bianchi blamed Norland")
    desk.role(blame, "speakers", "Mori")
    desk.role(blame, "targets", "Bianchi")
    assert desk.layer.annotations[blame.id].speakers[0].acts_for == norland
    assert {edge[1] for edge in names(relation_graph(desk.layer, GraphOptions(level="for")))} == {"Norland"}
    member = relation_graph(desk.layer, GraphOptions(kinds=frozenset({"membership"})))
    assert {edge[:3] for edge in names(member)} == {("membership", "Mori", "Norland")}


def test_mentions_in_one_sentence_are_joined_when_asked_for(desk: Desk) -> None:
    for words, number in (("Mori", 0), ("Norland", 0), ("Bianchi", 0), ("Norland", 1)):
        desk.annotate("actor", words, number)
    options = GraphOptions(
        kinds=frozenset({"co-mention"}), sentences=tuple(sentences(desk.document.text, rules_of("en")))
    )
    found = {pair(desk, edge)[1] for edge in names(relation_graph(desk.layer, options))}
    assert found == {frozenset({"Mori", "Norland"}), frozenset({"Bianchi", "Norland"})}


def test_evidence_is_what_was_drawn_from(desk: Desk) -> None:
    mention = desk.annotate("actor", "Bianchi")
    blame = desk.annotate("claim", "Bianchi blamed Norland")
    desk.role(blame, "speakers", "Bianchi")
    desk.role(blame, "targets", "Norland")
    graph = relation_graph(desk.layer)
    assert set(graph.evidence_of(("entity", mention.entities[0]))) == {mention.id, blame.id}
    assert graph.evidence_of(("entity", "nobody")) == ()


def graph_of(*annotations: Annotation, links: tuple[Link, ...] = (), **options: Any) -> RelationGraph:
    entities = {key: Entity(key, key.upper(), "state" if key < "c" else "person") for key in "abcd"}
    entities["a"] = replace(entities["a"], member_of=("d", "c"))
    layer = Layer(
        LayerHead(Annotator("m")), DocumentInfo("x.txt"), entities, {"t": Topic("t", "Peace")},
        {annotation.id: annotation for annotation in annotations}, {link.id: link for link in links},
    )  # fmt: skip
    return relation_graph(layer, GraphOptions(**options))


def edges(graph: RelationGraph) -> list[tuple[str, str, str]]:
    return [(edge.kind, edge.source[1], edge.target[1]) for edge in graph.edges.values()]


def agreement(key: str, *parties: Role, **fields: Any) -> Annotation:
    return Annotation(key, "agreement", (), ("q",), parties=parties, **fields)


def claim(key: str, speaker: str, *targets: Role, **fields: Any) -> Annotation:
    return Annotation(key, "claim", (), ("q",), speakers=(Role(speaker),), targets=targets, **fields)


def test_parties_of_one_side_and_one_with_itself_have_no_edge() -> None:
    sided = [Role("a", side=1), Role("b", side=1), Role("c", side=2)]
    assert edges(graph_of(agreement("x", *sided))) == [("agreement", "a", "c"), ("agreement", "b", "c")]
    assert edges(graph_of(agreement("x", Role("b"), Role("a"), Role("a")))) == [("agreement", "a", "b")]
    assert edges(graph_of(agreement("x", Role("a", side=0), Role("b", side=0)))) == []
    assert edges(graph_of(claim("x", "a", Role("a"), Role("b")))) == [("claim", "a", "b")]


def test_nodes_are_all_who_take_part_with_their_evidence() -> None:
    mention = Annotation("m", "actor", (), ("q",), entities=("a", "d"))
    graph = graph_of(mention, claim("x", "a", Role("b"), via=(Role("c"),), topic="t"), positions="all")
    nodes = {node.key: node for node in graph.nodes.values()}
    assert list(nodes) == [("entity", "a"), ("entity", "d"), ("entity", "b"), ("entity", "c"), ("topic", "t")]
    assert nodes["entity", "a"] == Node("entity", "a", "A", "state", 2, ("m", "x"))
    assert nodes["topic", "t"] == Node("topic", "t", "Peace", "", 1, ("x",))
    assert graph.nodes.keys() == nodes.keys()
    assert graph.evidence_of(("claim", ("entity", "a"), ("entity", "b"))) == ("x",)


def test_what_is_asked_for_is_drawn_and_nothing_else() -> None:
    made = [
        claim("x", "a", Role("b"), topic="t"),
        agreement("y", Role("a"), Role("c"), topic="t"),
        claim("z", "a", topic="t"),
    ]
    assert edges(graph_of(*made)) == [("claim", "a", "b"), ("agreement", "a", "c"), ("position", "a", "t")]
    assert edges(graph_of(*made, positions="none")) == [("claim", "a", "b"), ("agreement", "a", "c")]
    everything = edges(graph_of(*made, positions="all"))
    assert everything == [("claim", "a", "b"), ("position", "a", "t"), ("agreement", "a", "c"), ("position", "c", "t")]
    for kind in ("claim", "agreement", "position"):
        only = edges(graph_of(*made, kinds=frozenset([kind]), positions="all"))
        assert only == [edge for edge in everything if edge[0] == kind]
    assert edges(graph_of(claim("x", "a", topic="gone"))) == []
    assert edges(graph_of(*made, keep=lambda annotation: annotation.id != "x"))[0] == ("agreement", "a", "c")


def test_entities_of_other_types_and_unknown_ones_are_left_out() -> None:
    made = [claim("x", "a", Role("b"), Role("c"), Role("gone")), claim("y", "d", topic="t")]
    graph = graph_of(*made, entity_types=frozenset(["state"]))
    assert edges(graph) == [("claim", "a", "b")]
    assert list(graph.nodes) == [("entity", "a"), ("entity", "b"), ("topic", "t")]


def test_an_entity_that_is_gone_has_no_edge_on_either_side() -> None:
    for parties in ((Role("gone"), Role("a")), (Role("a"), Role("gone"))):
        assert edges(graph_of(agreement("x", *parties))) == []
    assert edges(graph_of(claim("x", "gone", Role("a")), claim("y", "gone", topic="t"))) == []


def test_those_who_act_for_others_stand_for_them_where_it_is_asked() -> None:
    made = agreement("y", Role("a", acts_for="d"), Role("c"))
    assert edges(graph_of(made)) == [("agreement", "a", "c")]
    assert edges(graph_of(made, level="for")) == [("agreement", "c", "d")]


def test_edges_count_events_and_keep_each_value() -> None:
    made = [
        claim(key, "a", Role("b", attitude=attitude))
        for key, attitude in zip("xyz", ("critical", None, "critical"), strict=True)
    ]
    (edge,) = graph_of(*made, links=(Link("l", "same-event", "x", "z"),)).edges.values()
    assert (edge.count, edge.weight, edge.values, edge.evidence) == (2, 2.0, ("critical", None), ("x", "y", "z"))
    assert (edge.symmetric, edge.value, edge.given_weight, edge.date) == (False, "mixed", None, "")


@pytest.mark.parametrize(
    ("kind", "values", "value"),
    [
        ("claim", ("critical", "critical"), "critical"),
        ("claim", (None,), None),
        ("claim", ("critical", "favourable"), "mixed"),
        ("agreement", ("signed", "in-force"), "standing"),
        ("agreement", ("signed", "ended"), "mixed"),
        ("agreement", ("signed", None), "mixed"),
        ("agreement", ("odd", None), "mixed"),
        ("position", ("signed", "in-force"), "mixed"),
    ],
)
def test_an_edge_has_one_value_its_group_or_is_mixed(
    kind: str, values: tuple[str | None, ...], value: str | None
) -> None:
    edge = Edge(kind, ("entity", "a"), ("entity", "b"), len(values), values, ())
    assert edge.value == value
    assert edge.symmetric is (kind == "agreement")
    assert replace(edge, given_weight=0.5).weight == 0.5


def test_mentions_in_one_sentence_are_joined_once_with_both_as_evidence() -> None:
    mentions = [
        Annotation(key, "actor", (Span(start, start + 1),), ("q",), entities=tuple(entities))
        for key, start, entities in (("m1", 0, "b"), ("m2", 2, "ac"), ("m3", 4, "b"), ("m4", 20, "d"))
    ]
    told = Annotation("x", "claim", (Span(0, 9),), ("q",), speakers=(Role("d"),))
    options: dict[str, Any] = {"kinds": frozenset(["co-mention"]), "sentences": (Span(0, 10), Span(10, 30))}
    graph = graph_of(*mentions, told, **options)
    assert edges(graph) == [("co-mention", "a", "b"), ("co-mention", "b", "c")]
    first = next(iter(graph.edges.values()))
    assert (first.evidence, first.symmetric) == (("m1", "m2", "m3"), True)
    assert edges(graph_of(*mentions, **options, keep=lambda annotation: annotation.id not in ("m1", "m3"))) == []


def test_members_are_joined_with_groups_that_are_there() -> None:
    graph = graph_of(claim("x", "a", Role("d")), kinds=frozenset(["membership"]))
    (edge,) = graph.edges.values()
    assert (edge.kind, edge.source[1], edge.target[1], edge.count, edge.evidence) == ("membership", "a", "d", 0, ())
    assert edges(graph_of(claim("x", "b", Role("d")), kinds=frozenset(["membership"]))) == []
