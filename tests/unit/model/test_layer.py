"""Edits of a layer: made whole or not at all, and taken back without a trace."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.document import Document, DocumentInfo
from annotator.model.edits import Edit, EditError
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.place_index import PlaceIndex
from annotator.model.references import References
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction
from annotator.services.editing.session import Session


def empty_layer() -> Layer:
    return Layer(LayerHead(Annotator("mkato")), DocumentInfo("x.txt"))


def contents(layer: Layer) -> tuple[object, ...]:
    """All records of a layer, with the order in which each table keeps those that are not sorted when written."""
    ordered = [
        list(getattr(layer, table).items())
        for table in edits.TABLES
        if table not in (edits.DOCUMENT, edits.ANNOTATIONS)
    ]
    return (layer.document, dict(layer.annotations), ordered)


def test_an_edit_that_does_not_fit_leaves_the_layer_as_it_was() -> None:
    layer = empty_layer()
    good = Edit(edits.ENTITIES, "e1", None, Entity("e1", "Japan"))
    bad = Edit(edits.ENTITIES, "e2", Entity("e2", "Italy"), None)
    with pytest.raises(EditError):
        layer.apply([good, bad])
    assert contents(layer) == contents(empty_layer())


def test_a_record_cannot_change_its_id_and_the_document_cannot_go() -> None:
    layer = empty_layer()
    with pytest.raises(EditError):
        layer.apply([Edit(edits.ENTITIES, "e1", None, Entity("e2", "Japan"))])
    with pytest.raises(EditError):
        layer.apply([Edit(edits.DOCUMENT, edits.THE_DOCUMENT, layer.document, None)])


def test_what_undo_brings_back_stands_where_it_stood() -> None:
    layer = empty_layer()
    names = ["Japan", "Italy", "Britain"]
    layer.apply(Edit(edits.ENTITIES, name, None, Entity(name, name)) for name in names)
    removed = Edit(edits.ENTITIES, "Italy", layer.entities["Italy"], None)
    layer.apply([removed])
    layer.apply([removed.inverted()])
    assert list(layer.entities) == names


def test_a_snapshot_does_not_see_later_edits() -> None:
    layer = empty_layer()
    snapshot = layer.snapshot()
    layer.apply([Edit(edits.TOPICS, "t1", None, Topic("t1", "Sanctions should stay"))])
    assert not snapshot.topics


def any_annotation(  # noqa: PLR0917 - what hypothesis hands over
    identifier: str,
    kind: str,
    spans: tuple[Span, ...],
    entities: tuple[str, ...],
    speakers: tuple[Role, ...],
    topic: str | None,
) -> Annotation:
    return Annotation(identifier, kind, spans, ("q",), entities=entities, speakers=speakers, topic=topic)


IDS = st.sampled_from([f"x{number}" for number in range(6)])
SPANS = st.tuples(st.integers(0, 50), st.integers(1, 30)).map(lambda pair: (Span(pair[0], pair[0] + pair[1]),))
ROLES = st.lists(st.tuples(IDS, st.none() | IDS).map(lambda pair: Role(*pair)), max_size=2).map(tuple)
RECORDS = st.one_of(
    st.tuples(st.just(edits.ENTITIES), st.builds(Entity, id=IDS, name=st.text(max_size=3))),
    st.tuples(st.just(edits.TOPICS), st.builds(Topic, id=IDS, name=st.text(max_size=3))),
    st.tuples(st.just(edits.LINKS), st.builds(Link, id=IDS, type=st.just("supports"), source=IDS, target=IDS)),
    st.tuples(
        st.just(edits.ANNOTATIONS),
        st.builds(
            any_annotation, IDS, st.sampled_from(["actor", "claim"]), SPANS,
            st.lists(IDS, max_size=2).map(tuple), ROLES, st.none() | IDS,
        ),
    ),
)  # fmt: skip


class AnySteps(RuleBasedStateMachine):
    """Steps, undo and redo in any order: the indexes stay those of the records, and undo leads back to the start."""

    def __init__(self) -> None:
        super().__init__()
        self.first = empty_layer()
        layer = empty_layer()
        # The indexes are asked for early, so that every step has to keep them up.
        assert not len(layer.places)
        assert not layer.references.with_topic("x0")
        self.session = Session(Document("", layer.document), layer, sidecar=None, author="mkato")  # type: ignore[arg-type]
        self.states = [contents(layer)]
        self.at = 0

    @rule(changes=st.lists(st.tuples(RECORDS, st.booleans()), min_size=1, max_size=4))
    def step(self, changes: list[tuple[tuple[str, edits.Record], bool]]) -> None:
        layer = self.session.layer
        made: dict[tuple[str, str], Edit] = {}
        for (table, record), keep in changes:
            key = edits.key_of(record)
            made[table, key] = Edit(table, key, layer.get(table, key), record if keep else None)
        self.session.apply(Transaction(tuple(made.values()), "step", "mkato", "2026-01-01T00:00:00Z"))
        del self.states[self.at + 1 :]
        self.states.append(contents(layer))
        self.at += 1

    @rule()
    def undo(self) -> None:
        moved = self.session.undo()
        self.at -= 1 if moved else 0

    @rule()
    def redo(self) -> None:
        moved = self.session.redo()
        self.at += 1 if moved else 0

    @invariant()
    def state_is_the_one_of_this_step(self) -> None:
        document, annotations, ordered = contents(self.session.layer)
        assert (document, annotations) == self.states[self.at][:2]
        assert [dict(table) for table in ordered] == [dict(table) for table in self.states[self.at][2]]  # type: ignore[attr-defined]

    @invariant()
    def indexes_are_those_of_the_records(self) -> None:
        layer = self.session.layer
        fresh = PlaceIndex(layer.annotations.values())
        assert list(layer.places.in_order()) == list(fresh.in_order())
        assert set(layer.places.between(0, 100)) == set(fresh.between(0, 100))
        references = References(layer.annotations.values(), layer.links.values())
        for identifier in (f"x{number}" for number in range(6)):
            for ask in ("with_entity", "with_topic", "with_mention", "links_of"):
                assert set(getattr(layer.references, ask)(identifier)) == set(getattr(references, ask)(identifier))

    def teardown(self) -> None:
        while self.session.undo():
            pass
        assert contents(self.session.layer) == contents(self.first)


TestAnySteps = AnySteps.TestCase


@given(st.lists(RECORDS, min_size=1, max_size=8))
def test_steps_of_a_group_are_one_step_of_undo(records: list[tuple[str, edits.Record]]) -> None:
    layer = empty_layer()
    session = Session(Document("", layer.document), layer, sidecar=None, author="mkato")  # type: ignore[arg-type]
    for index, (table, record) in enumerate(records):
        key = edits.key_of(record)
        edit = Edit(table, key, layer.get(table, key), record)
        session.apply(Transaction((edit,), "note", "mkato", f"2026-01-01T00:00:0{index}Z", group="note:a1"))
    assert len(session.history.done) == 1
    after = contents(layer)
    session.undo()
    assert contents(layer)[:2] == contents(empty_layer())[:2]
    session.redo()
    assert contents(layer)[:2] == after[:2]


def test_steps_far_apart_in_time_are_steps_of_their_own() -> None:
    layer = empty_layer()
    session = Session(Document("", layer.document), layer, sidecar=None, author="mkato")  # type: ignore[arg-type]
    for time in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:09Z"):
        after = replace(layer.document, note=time)
        edit = Edit(edits.DOCUMENT, edits.THE_DOCUMENT, layer.document, after)
        session.apply(Transaction((edit,), "note", "mkato", time, group="note"))
    assert len(session.history.done) == 2


@given(st.lists(SPANS, max_size=8))
def test_annotations_are_given_by_place_whether_or_not_the_index_is_there(spans: list[tuple[Span, ...]]) -> None:
    layer = empty_layer()
    made = [Annotation(f"a{number}", "actor", place, ("q",)) for number, place in enumerate((*spans, ()))]
    layer.annotations.update((annotation.id, annotation) for annotation in made)
    ordered = sorted(made, key=lambda annotation: annotation.place)
    assert list(layer.in_order()) == ordered
    assert layer.between(0, 10) == [one for one in ordered if one.fragments and one.start < 10]
    assert layer.at(9) == [one for one in ordered if one.fragments and one.fragments[0].contains(9)]
    assert list(layer.in_order()) == ordered
