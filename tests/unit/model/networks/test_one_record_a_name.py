"""What names two records of one name is counted once: in roles, as an actor's entities and as a topic."""

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.networks.one_record_a_name import one_record_a_name
from annotator.model.networks.relation_graph import relation_graph
from annotator.model.topic import Topic


def layer(*annotations: Annotation, other: str = "Britain\u00ad") -> Layer:
    entities = (Entity("b", "Britain", "state"), Entity("u", other, "state"), Entity("j", "Japan", "state", (), ("u",)))
    return Layer(
        LayerHead(Annotator("m")),
        DocumentInfo("a.txt"),
        {entity.id: entity for entity in entities},
        {"t1": Topic("t1", "Jet"), "t2": Topic("t2", "Jet ")},
        {annotation.id: annotation for annotation in annotations},
    )


PACT = Annotation("a1", "agreement", (), ("q",), parties=(Role("b"), Role("u"), Role("j")), status="signed", topic="t2")


def test_an_agreement_of_both_is_one_event_of_one_entity() -> None:
    made, joined = one_record_a_name(layer(PACT))
    graph = relation_graph(made)
    assert joined == 2
    assert [(edge.source[1], edge.target[1], edge.count, edge.evidence) for edge in graph.edges.values()] == [
        ("b", "j", 1, ("a1",))
    ]
    assert {key: node.annotations for key, node in graph.nodes.items()} == {("entity", "b"): 1, ("entity", "j"): 1}
    assert (made.annotations["a1"].topic, made.entities["j"].member_of) == ("t1", ("b",))


def test_every_role_and_an_actors_entities_name_the_first() -> None:
    claim = Annotation(
        "a1", "claim", (), ("q",), speakers=(Role("j", acts_for="u", mention="m"),), via=(Role("u"),),
        targets=(Role("u", attitude="critical"),),
    )  # fmt: skip
    made, _joined = one_record_a_name(layer(claim, Annotation("a2", "actor", (), ("q",), entities=("b", "u", "j"))))
    assert made.annotations["a1"] == claim._replace(
        speakers=(Role("j", acts_for="b", mention="m"),), targets=(Role("b", attitude="critical"),), via=(Role("b"),)
    )
    assert made.annotations["a2"].entities == ("b", "j")


def test_a_layer_of_distinct_names_stays_as_it_is() -> None:
    made = layer(PACT._replace(topic="t1"), other="U.K.")
    made.topics.pop("t2")
    assert one_record_a_name(made) == (made, 0)


def test_who_has_no_known_type_is_the_other_one_of_its_name_wherever_that_stands() -> None:
    known, unknown = Entity("k", "Mori", "person"), Entity("u", "Mori", "other", (), ("j",))
    for entities in ((unknown, known), (known, unknown)):
        written = layer(Annotation("a1", "actor", (), ("q",), entities=("u", "k")))
        written.entities.update({entity.id: entity for entity in entities})
        made, joined = one_record_a_name(written)
        assert (made.annotations["a1"].entities, joined) == (("k",), 1)
