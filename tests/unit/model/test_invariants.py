"""What records name has to be there: found one by one with its place, and told in one go, by the same rules."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_checks import check_meaning
from annotator.model import edits, fields
from annotator.model.invariants import broken, holds, in_order
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.span import Span
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, marked


def sound() -> Layer:
    """A layer in which everything that can name another does."""
    role = Role("e1", mention="a1", acts_for="e2")
    return layer(
        [
            marked("a1", "actor", (0, 4), entities=("e1", "e2")),
            marked("a2", "claim", (5, 9), speakers=(role,), targets=(role,), via=(role,), topic="t1"),
            marked("a3", "agreement", (9, 12), parties=(role,), via=(role,), topic="t2"),
        ],
        entities=[Entity("e1", "Mori", member_of=("e2",)), Entity("e2", "Norland")],
        topics=[Topic("t1", "Ships should sail"), Topic("t2", "All should sail", broader="t1")],
        links=[Link("l1", "supports", "a2", "a3")],
    )


def in_role(field: str, **values: Any) -> Callable[[Any], Any]:
    return lambda annotation: annotation._replace(
        **{field: tuple(role._replace(**values) for role in getattr(annotation, field))}
    )


BREAKS: list[tuple[str, str, Callable[[Any], Any], str, str]] = [
    (edits.ANNOTATIONS, "a1", lambda a: a._replace(entities=("e1", "?")), "$.annotations[0].entities[1]", "entity"),
    (edits.ANNOTATIONS, "a2", lambda a: a._replace(topic="?"), "$.annotations[1].topic", "topic"),
    (edits.ENTITIES, "e1", lambda e: replace(e, member_of=("?",)), "$.entities[0].member_of[0]", "entity"),
    (edits.TOPICS, "t2", lambda t: replace(t, broader="?"), "$.topics[1].broader", "topic"),
    (edits.LINKS, "l1", lambda k: replace(k, source="?"), "$.links[0].from", "annotation"),
    (edits.LINKS, "l1", lambda k: replace(k, target="?"), "$.links[0].to", "annotation"),
    *(
        (edits.ANNOTATIONS, key, in_role(field, **{attribute: "?"}), f"$.annotations[{row}].{field}[0].{name}", what)
        for key, row, roles in (("a2", 1, ("speakers", "targets", "via")), ("a3", 2, ("parties", "via")))
        for field in roles
        for attribute, name, what in (
            ("entity", "entity", "entity"), ("acts_for", "for", "entity"), ("mention", "mention", "annotation")
        )
        if name in {part.key for part in fields.ROLE[field]}
    ),
]  # fmt: skip


def test_a_layer_in_which_all_is_there_holds() -> None:
    assert not list(broken(sound()))
    assert not check_meaning(sound())


@pytest.mark.parametrize(("table", "key", "change", "path", "what"), BREAKS)
def test_whatever_names_what_is_not_there_is_found_at_its_place(
    table: str, key: str, change: Callable[[Any], Any], path: str, what: str
) -> None:
    made = sound()
    getattr(made, table)[key] = change(getattr(made, table)[key])
    assert [(named.path, named.identifier) for named in broken(made)] == [(path, "?")]
    (finding,) = check_meaning(made)
    assert (finding.code, finding.path) == (f"unknown-{what}", path)
    assert finding.sentence == f"There is no {what} with the id “?” in this file."


def test_every_field_that_refers_to_a_table_is_among_the_breaks() -> None:
    referring = {field.key for table in fields.OF_TABLE.values() for field in table if field.refers}
    referring |= {field.key for role in fields.ROLE.values() for field in role if field.refers}
    assert referring == {path.rpartition(".")[2].partition("[")[0] for *_rest, path, _what in BREAKS}


@pytest.mark.parametrize("field", ["speakers", "targets", "via"])
def test_a_mention_that_is_no_actor_is_found_and_kept(field: str) -> None:
    made = sound()
    made.annotations["a2"] = in_role(field, mention="a3")(made.annotations["a2"])
    (finding,) = check_meaning(made)
    assert (finding.code, finding.path) == ("mention-type", f"$.annotations[1].{field}[0].mention")
    assert finding.sentence == "A mention is an actor, and “a3” is of the type “agreement”."
    assert getattr(made.annotations["a2"], field)[0].mention == "a3"


IDS = st.sampled_from(["e1", "e2", "t1", "a1", "a2", "a3", "?"])


@given(st.lists(st.sampled_from(range(len(BREAKS))), max_size=2), IDS)
def test_asking_whole_columns_tells_the_same(changes: list[int], mention: str) -> None:
    made = sound()
    made.annotations["a2"] = in_role("speakers", mention=mention)(made.annotations["a2"])
    for number in changes:
        table, key, change, *_where = BREAKS[number]
        getattr(made, table)[key] = change(getattr(made, table)[key])
    assert holds(LayerColumns.of(made)) == (not list(broken(made)))


@pytest.mark.parametrize(
    ("spans", "are"),
    [((), True), (((0, 1),), True), (((0, 2), (2, 3)), True), (((0, 2), (1, 3)), False), (((4, 5), (0, 1)), False),
     (((3, 3),), False)],
)  # fmt: skip
def test_fragments_are_in_order_when_they_hold_something_and_do_not_overlap(
    spans: tuple[tuple[int, int], ...], are: bool
) -> None:
    assert in_order(tuple(Span(*span) for span in spans)) is are
