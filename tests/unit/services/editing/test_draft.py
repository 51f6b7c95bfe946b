"""A draft answers every question with its own changes made, and changes nothing before it is committed."""

import time
from dataclasses import replace

import pytest

from annotator.model import edits
from annotator.model.decision import Decision, Deletion
from annotator.model.edits import key_of
from annotator.model.layer import Layer
from annotator.model.references import References
from annotator.services.editing.annotations import delete
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import merge_entities
from annotator.services.editing.links import link
from annotator.services.editing.roles import add_role
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, marked

NOW = "2026-05-01T10:00:00Z"


def talks() -> Layer:
    return layer(
        [
            marked("a1", "actor", (0, 4), entities=("e1",), modified="2026-01-01T00:00:00Z"),
            marked("a2", "claim", (5, 20), speakers=(Role("e1", "a1"),), topic="t1"),
            marked("a3", "claim", (30, 40)),
        ],
        entities=[Entity("e1", "Mori"), Entity("e2", "Norland")],
        topics=[Topic("t1", "Ships should sail")],
        links=[Link("l1", "supports", "a2", "a3")],
    )


def draft_of(made: Layer) -> Draft:
    return Draft(made, "mkato", NOW)


def test_references_are_those_that_the_draft_would_leave() -> None:
    made = talks()
    draft = draft_of(made)
    references = draft.references
    a2, a3 = made.annotations["a2"], made.annotations["a3"]
    draft.put(a3._replace(topic="t1", targets=(Role("e2"),)))
    draft.put(a2._replace(topic=None, speakers=()))
    draft.put(Link("l2", "opposes", "a3", "a1"))
    draft.remove(edits.LINKS, "l1")
    draft.remove(edits.ANNOTATIONS, "a1")
    for asked in (references, draft_with_the_same_edits(draft).references):
        assert asked.with_topic("t1") == ("a3",)
        assert asked.with_entity("e1") == ()
        assert asked.with_entity("e2") == ("a3",)
        assert asked.with_mention("a1") == ()
        assert asked.links_of("a2") == ()
        assert asked.links_of("a3") == ("l2",)
    assert made.references.with_topic("t1") == ("a2",)
    made.apply(draft.transaction("all").edits)
    fresh = References(made.annotations.values(), made.links.values())
    for key in ("t1", "e1", "e2", "a1", "a2", "a3"):
        for how in ("topic", "entity", "mention", "end"):
            assert set(fresh.naming((how, key))) == set(references.naming((how, key)))


def draft_with_the_same_edits(draft: Draft) -> Draft:
    """One that is first asked for references when all its edits are pending."""
    other = Draft(draft.layer, draft.author, draft.time)
    for edit in draft.transaction("").edits:
        if edit.after is None:
            other.remove(edit.table, edit.key)
        elif edit.table in (edits.ANNOTATIONS, edits.LINKS):
            other.put(edit.after)  # type: ignore[arg-type]
    return other


def test_linked_and_deleted_in_one_draft_leaves_no_link() -> None:
    made = talks()
    draft = draft_of(made)
    linked = link(draft, "a3", "a1", "supports")
    assert linked
    delete(draft, "a3")
    made.apply(draft.transaction("both").edits)
    assert not made.links


def test_an_entity_given_a_role_and_merged_in_one_draft_is_named_by_the_one_kept() -> None:
    made = talks()
    draft = draft_of(made)
    assert add_role(draft, "a3", "speakers", "e2")
    merge_entities(draft, "e1", ["e2"])
    assert [role.entity for role in draft.annotation("a3").speakers] == ["e1"]  # type: ignore[union-attr]


def test_a_changed_annotation_gets_the_time_of_the_draft_and_an_unchanged_one_keeps_its_own() -> None:
    made = talks()
    draft = draft_of(made)
    draft.put(made.annotations["a1"])
    assert not draft.transaction("").edits
    draft.put(made.annotations["a1"]._replace(note="x"))
    (edit,) = draft.transaction("").edits
    assert edit.after == made.annotations["a1"]._replace(note="x", modified=NOW)


def test_a_new_annotation_keeps_the_time_that_it_was_made_with() -> None:
    draft = draft_of(talks())
    draft.put(marked("a9", "claim", (1, 2), modified="2020-01-01T00:00:00Z"))
    assert draft.annotation("a9").modified == "2020-01-01T00:00:00Z"  # type: ignore[union-attr]


def test_what_is_deleted_leaves_a_trace_and_what_was_made_in_the_draft_none() -> None:
    made = talks()
    draft = draft_of(made)
    draft.put(marked("a9", "claim", (1, 2)))
    draft.remove(edits.ANNOTATIONS, "a9")
    draft.remove(edits.ANNOTATIONS, "a3")
    draft.remove(edits.ANNOTATIONS, "never there")
    made.apply(draft.transaction("").edits)
    assert made.deleted == {"a3": Deletion("a3", NOW, "mkato")}
    assert set(made.annotations) == {"a1", "a2"}


@pytest.mark.parametrize(
    ("table", "prefix"), [("annotations", "a"), ("entities", "e"), ("topics", "t"), ("links", "l")]
)
def test_a_new_id_is_none_of_the_layer_of_the_draft_or_of_what_was_deleted(
    table: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = talks()
    made.deleted["a5"] = Deletion("a5", NOW, "mkato")
    draft = draft_of(made)
    draft.put(marked("a6", "claim", (0, 1)))
    draft.remove(edits.ANNOTATIONS, "a6")
    letters = iter("12345678" * 8)
    # One letter an id, of which the first are all taken: 1 to 3 in the layer, 5 deleted, 6 used in this draft.
    monkeypatch.setattr("annotator.model.identifiers.ALPHABET", "0123456789" + "x" * 22)
    monkeypatch.setattr("annotator.model.identifiers.secrets.token_bytes", lambda _length: bytes([int(next(letters))]))
    first = draft.new_id(table)
    assert first[0] == prefix
    assert first not in getattr(made, table)
    if table == edits.ANNOTATIONS:
        assert (first, draft.new_id(table)) == ("a4", "a7")


def test_records_are_those_of_the_layer_then_those_added() -> None:
    draft = draft_of(talks())
    draft.put(Entity("e3", "Ostia"))
    draft.put(Entity("e1", "Aiko Mori"))
    draft.remove(edits.ENTITIES, "e2")
    assert [entity.name for entity in draft.entities()] == ["Aiko Mori", "Ostia"]


def test_decisions_are_seen_as_the_draft_has_them() -> None:
    made = talks()
    known = Decision("a2", "open", "mkato", NOW, (), "hm")
    made.review[key_of(known)] = known
    draft = draft_of(made)
    added = Decision("a3", "open", "mkato", NOW, (), "why")
    draft.put_decision(added)
    assert list(draft.decisions()) == [known, added]
    draft.remove(edits.REVIEW, key_of(known))
    assert list(draft.decisions()) == [added]
    assert draft.decision(key_of(known)) is None
    assert draft.decision(key_of(added)) == added


def test_a_record_may_be_put_that_names_what_is_there_or_what_it_named_before() -> None:
    made = talks()
    draft = draft_of(made)
    claim = made.annotations["a3"]
    assert draft.may_put(claim._replace(topic="t1", speakers=(Role("e2", "a1"),)))
    assert not draft.may_put(claim._replace(topic="t9"))
    assert not draft.may_put(claim._replace(speakers=(Role("e2", "a2"),)))
    made.annotations["a3"] = claim._replace(topic="t9")
    assert draft.may_put(made.annotations["a3"]._replace(note="its topic was missing in the file"))


def test_eighteen_thousand_records_in_one_draft_take_as_long_each_as_the_first_ones() -> None:
    """Whatever looks through all that is pending for each of them is a hundred times slower at the end."""
    draft = draft_of(layer())

    def a_thousand() -> float:
        began = time.perf_counter()
        for _number in range(1000):
            identifier = draft.new_id(edits.ANNOTATIONS)
            draft.put(marked(identifier, "claim", (0, 1), topic="t1"))
            draft.references.links_of(identifier)
        return time.perf_counter() - began

    first = min(a_thousand() for _time in range(3))
    for _time in range(12):
        a_thousand()
    assert min(a_thousand() for _time in range(3)) < 8 * first


def test_an_entity_is_found_by_its_names_as_the_draft_has_them() -> None:
    first, second = Entity("e1", "Japan", "state", aliases=("Nippon",)), Entity("e2", "Nippon", "organization")
    draft = draft_of(layer([], entities=[first, second]))
    assert draft.entity_named(" jaPAN") == first
    assert draft.entity_named("nippon") == second
    draft.put(replace(second, name="Nippon Steel"))
    assert draft.entity_named("Nippon") == first
    draft.put(replace(first, name="Nihon", aliases=()))
    assert draft.entity_named("Japan") is draft.entity_named("Nippon") is None
    draft.put(Entity("e3", "Nihon"))
    assert draft.entity_named("Nihon") == replace(first, name="Nihon", aliases=())
    draft.remove(edits.ENTITIES, "e1")
    assert draft.entity_named("Nihon") == Entity("e3", "Nihon")
