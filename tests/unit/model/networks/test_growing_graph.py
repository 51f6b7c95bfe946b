"""The graph that follows its layer is the one that is built anew, whatever happens."""

import gc
import weakref
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.document import Document, DocumentInfo
from annotator.model.edits import Edit
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.growing_graph import GrowingGraph
from annotator.model.networks.relation_graph import EDGE_KINDS, GraphOptions, RelationGraph, relation_graph
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.model.transaction import Change, Transaction
from annotator.services.editing.session import Session
from tests.patience import times

SENTENCES = tuple(Span(start, start + 9) for start in range(0, 60, 10))
A_FILTER = AnnotationFilter(topics=frozenset({"Peace"}), stances=frozenset({"agree", "disagree"}))


def empty_layer() -> Layer:
    return Layer(LayerHead(Annotator("mkato")), DocumentInfo("x.txt"))


def begun_layer() -> Layer:
    """Give a layer in which any annotation and any link says something."""
    layer = empty_layer()
    layer.entities.update(
        {key: Entity(key, key, "state" if key < "e2" else "person") for key in ("e0", "e1", "e2", "e3")}
    )
    layer.topics.update({"t0": Topic("t0", "Peace"), "t1": Topic("t1", "War")})
    for number, parties in enumerate((("e0", "e1"), ("e0", "e1"), ("e1", "e0"))):
        roles = tuple(map(Role, parties))
        layer.annotations[f"a{number}"] = Annotation(
            f"a{number}", "agreement", (Span(10 * number, 10 * number + 4),), ("q",), parties=roles, topic="t0",
            status=("agreed", "denied", None)[number],
        )  # fmt: skip
    for number in (3, 4, 5):
        spans = (Span(2 * number, 2 * number + 1),)
        layer.annotations[f"a{number}"] = Annotation(
            f"a{number}", "actor", spans, ("q",), entities=(f"e{number - 3}", "e3")
        )
    return layer


def made(record: type, *values: Any, **fields: Any) -> Any:
    """Give records of what is drawn; hypothesis would draw the fields that are left out too."""
    return st.builds(lambda *drawn, **named: record(*drawn, **named), *values, **fields)  # noqa: PLW0108


ENTITIES = st.sampled_from(["e0", "e1", "e2", "e3"])
TOPICS = st.sampled_from(["t0", "t1"])
ANNOTATIONS = st.sampled_from([f"a{number}" for number in range(6)])
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 14)).map(lambda pair: Span(pair[0], sum(pair)))
ROLES = st.lists(
    made(
        Role, ENTITIES, acts_for=st.none() | ENTITIES, attitude=st.sampled_from([None, "critical"]),
        side=st.sampled_from([None, None, 0, 1]),
    ),
    max_size=3,
).map(tuple)  # fmt: skip
TARGETS = st.lists(made(Role, ENTITIES, attitude=st.sampled_from([None, "critical"])), max_size=2).map(tuple)
COMMON = {"id": ANNOTATIONS, "fragments": st.lists(SPANS, max_size=2).map(lambda spans: tuple(sorted(spans))),
          "quote": st.just(("q",)), "note": st.sampled_from(["", "n"])}  # fmt: skip
RECORDS: Any = st.one_of(
    made(
        Entity, ENTITIES, st.sampled_from(["Japan", "Italy"]), st.sampled_from(["state", "person"]),
        member_of=st.lists(ENTITIES, max_size=2, unique=True).map(tuple),
    ).map(lambda one: (edits.ENTITIES, one)),
    made(Topic, TOPICS, st.sampled_from(["Peace", "War"])).map(lambda one: (edits.TOPICS, one)),
    made(
        Link, st.sampled_from(["l0", "l1", "l2"]), st.sampled_from(["same-event", "same-event", "supports"]),
        ANNOTATIONS, ANNOTATIONS,
    ).map(lambda one: (edits.LINKS, one)),
    made(
        Annotation, type=st.just("actor"), entities=st.lists(ENTITIES, max_size=2).map(tuple), **COMMON
    ).map(lambda one: (edits.ANNOTATIONS, one)),
    made(
        Annotation, type=st.just("claim"), speakers=ROLES, targets=TARGETS, topic=st.none() | TOPICS,
        stance=st.sampled_from([None, "agree", "neutral"]), **COMMON,
    ).map(lambda one: (edits.ANNOTATIONS, one)),
    made(
        Annotation, type=st.just("agreement"), parties=ROLES, topic=st.none() | TOPICS,
        status=st.sampled_from([None, "agreed", "denied"]), **COMMON,
    ).map(lambda one: (edits.ANNOTATIONS, one)),
)  # fmt: skip
LINKS = made(Link, st.sampled_from(["l0", "l1", "l2"]), st.just("same-event"), ANNOTATIONS, ANNOTATIONS)
STEPS = st.lists(
    st.lists(st.tuples(LINKS.map(lambda one: (edits.LINKS, one)), st.booleans()), min_size=1, max_size=2)
    | st.lists(st.tuples(RECORDS, st.sampled_from([True, True, True, False])), min_size=1, max_size=5)
    | st.sampled_from(["undo", "undo", "redo"]),
    max_size=10,
)
OPTIONS = st.builds(
    GraphOptions, st.frozensets(st.sampled_from(EDGE_KINDS), min_size=2), st.sampled_from(["untargeted", "all"]),
    st.sampled_from(["own", "for"]), st.none(), st.sampled_from([None, frozenset({"state"})]), st.just(SENTENCES),
)  # fmt: skip


def laid_open(graph: RelationGraph) -> tuple[object, ...]:
    """All that a graph holds, with its order."""
    return (list(graph.nodes.items()), list(graph.edges.items()))


class Followed:
    """A session with a graph that follows it, and the options as they are after each step."""

    def __init__(self, options: GraphOptions, narrowed: AnnotationFilter) -> None:
        layer = begun_layer()
        self.session = Session(Document("", layer.document), layer, sidecar=None, author="m")  # type: ignore[arg-type]
        self.narrowed = narrowed
        self.options = replace(options, keep=narrowed.of(layer))
        self.growing = GrowingGraph(layer, self.options)
        self.session.subscribe(self.follow)

    def follow(self, change: Change) -> None:
        reaches = bool(self.narrowed.topics) and change.touches([edits.TOPICS])
        self.options = replace(self.options, keep=self.narrowed.of(self.session.layer))
        self.growing.follow(change.edits, self.options if reaches else None)

    def step(self, step: Any) -> None:
        layer, made = self.session.layer, {}
        if step == "undo":
            self.session.undo()
        elif step == "redo":
            self.session.redo()
        else:
            for (table, record), keep in step:
                key = edits.key_of(record)
                made[table, key] = Edit(table, key, layer.get(table, key), record if keep else None)
            self.session.apply(Transaction(tuple(made.values()), "step", "m", "2026-01-01T00:00:00Z"))


def test_a_group_of_one_event_joins_and_parts_with_its_links() -> None:
    followed = Followed(GraphOptions(positions="none"), AnnotationFilter())
    (edge,) = followed.growing.graph.edges.values()
    assert (edge.count, edge.values, edge.evidence) == (3, ("agreed", "denied", None), ("a0", "a1", "a2"))
    first, second = (Link(key, "same-event", *ends) for key, ends in (("l0", ("a1", "a2")), ("l1", ("a0", "a2"))))
    counted = [(2, ("agreed", "denied")), (1, ("agreed",))]
    for link, (count, values) in zip((first, second), counted, strict=True):
        followed.step([((edits.LINKS, link), True)])
        (edge,) = followed.growing.graph.edges.values()
        assert (edge.count, edge.values, edge.evidence) == (count, values, ("a0", "a1", "a2"))
        # The first entity is mentioned once besides.
        assert followed.growing.graph.nodes["entity", "e0"].annotations == count + 1
    followed.step([((edits.LINKS, first), False)])
    (edge,) = followed.growing.graph.edges.values()
    assert (edge.count, edge.values) == (2, ("agreed", "denied"))


@times(4)
@given(STEPS, OPTIONS, st.sampled_from([AnnotationFilter(), A_FILTER]))
def test_what_follows_is_what_is_built_anew(
    steps: list[Any], options: GraphOptions, narrowed: AnnotationFilter
) -> None:
    followed = Followed(options, narrowed)
    for step in steps:
        followed.step(step)
        anew = relation_graph(followed.session.layer, followed.options)
        assert laid_open(followed.growing.graph) == laid_open(anew)
        fresh = GrowingGraph(followed.session.layer, followed.options)
        assert laid_open(fresh.graph) == laid_open(anew)
        for identifier in followed.session.layer.annotations:
            evidence = {key for part in (anew.nodes, anew.edges) for key in part if identifier in part[key].evidence}  # type: ignore[index]
            assert followed.growing.keys_of(identifier) == evidence


@times(2)
@given(STEPS, OPTIONS)
def test_a_graph_of_a_snapshot_takes_in_many_steps_at_once(steps: list[Any], options: GraphOptions) -> None:
    followed = Followed(options, AnnotationFilter())
    layer = followed.session.layer
    growing = GrowingGraph(layer.snapshot(), options)
    waiting: list[Edit] = []
    followed.session.subscribe(lambda change: waiting.extend(change.edits))
    for step in steps:
        followed.step(step)
    growing.layer = layer
    growing.follow(waiting)
    assert laid_open(growing.graph) == laid_open(relation_graph(layer, options))


def test_a_graph_that_was_given_stays_as_it_was() -> None:
    layer = empty_layer()
    growing = GrowingGraph(layer)
    before = growing.graph
    change = [
        Edit(edits.ENTITIES, "e0", None, Entity("e0", "Japan")),
        Edit(edits.ANNOTATIONS, "a0", None, Annotation("a0", "actor", (Span(0, 5),), ("q",), entities=("e0",))),
    ]
    layer.apply(change)
    growing.follow(change)
    assert not before.nodes
    assert list(growing.graph.nodes) == [("entity", "e0")]
    assert growing.graph is growing.graph


def test_only_what_a_change_says_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = empty_layer()
    for number in range(60):
        layer.entities[f"e{number}"] = Entity(f"e{number}", "Japan")
        one = Annotation(f"a{number}", "actor", (Span(number, number + 1),), ("q",), entities=(f"e{number}",))
        layer.annotations[one.id] = one
    growing = GrowingGraph(layer)
    asked: list[str] = []
    said = growing._sayings.said

    def ask(annotation: Annotation) -> Any:
        asked.append(annotation.id)
        return said(annotation)

    monkeypatch.setattr(growing._sayings, "said", ask)
    kept = dict(growing.graph.nodes)
    before = layer.annotations["a7"]
    change = [Edit(edits.ANNOTATIONS, "a7", before, before._replace(entities=("e8",)))]
    layer.apply(change)
    growing.follow(change)
    assert set(asked) <= {"a7", "a8"}
    assert sum(growing.graph.nodes[key] is not kept[key] for key in growing.graph.nodes) == 1


def test_what_says_nothing_leaves_the_graph_the_one_it_is() -> None:
    followed = Followed(GraphOptions(), AnnotationFilter())
    before = followed.growing.graph
    silent = Annotation("b0", "claim", (Span(0, 5),), ("q",))
    followed.step([((edits.ANNOTATIONS, silent), True)])
    followed.step([((edits.ANNOTATIONS, silent._replace(note="n")), True)])
    assert followed.growing.graph is before
    followed.step([((edits.ANNOTATIONS, silent._replace(speakers=(Role("e0"),), topic="t0")), True)])
    assert followed.growing.graph is not before


def test_goes_without_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        growing = GrowingGraph(begun_layer(), GraphOptions(sentences=SENTENCES))
        assert growing.graph.nodes
        growing.follow([Edit(edits.TOPICS, "t2", None, Topic("t2", "Trade"))])
        left = weakref.ref(growing)
        del growing
        assert left() is None
    finally:
        gc.enable()
