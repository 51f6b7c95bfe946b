"""The chart's nodes and edges, each with its evidence."""

from pathlib import Path

import pytest

from annotator.formats.languages.rules import rules_of
from annotator.model.networks.relation_graph import GraphOptions, RelationGraph, relation_graph
from annotator.model.words import sentences
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
