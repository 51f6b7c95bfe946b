"""Finding, making, renaming and merging entities."""

import pytest

from annotator.model import edits
from annotator.model.annotation import Role
from annotator.model.codebook import Codebook
from annotator.services.editing.entities import (
    delete_unused_entity,
    edit_entity,
    find_entity,
    follow_words,
    merge_entities,
    set_entities,
)
from annotator.services.editing.named import entity_for_name
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import NOW, THEN, Drafting, quoted


def test_a_name_wins_over_an_alias_whatever_its_case_and_white_space() -> None:
    known = [Entity("e1", "Norland", aliases=("The  North",)), Entity("e2", "the north"), Entity("e3", "THE NORTH")]
    assert find_entity(known, " The\nNorth ") == known[1]
    assert find_entity(known[:1], "the north") == known[0]
    assert find_entity([Entity("e4", "x", aliases=("y",)), Entity("e5", "z", aliases=("y",))], "y").id == "e4"  # type: ignore[union-attr]
    assert find_entity(known, "North") is None


def test_the_entity_of_a_name_is_the_layers_before_the_codebooks_before_a_new_one() -> None:
    book = Codebook(entities=(Entity("c1", "Norland", "state"), Entity("c2", "Ostia", "state", member_of=("c1",))))
    desk = Drafting(entities=[Entity("e1", "Norland", "place")])
    assert entity_for_name(desk.draft, "NORLAND", book).id == "e1"
    copy = entity_for_name(desk.draft, "ostia", book)
    (group,) = copy.member_of
    assert copy == Entity(copy.id, "Ostia", "state", member_of=(group,))
    assert [(one.id, one.name, one.type) for one in desk.draft.entities()][1:] == [
        (copy.id, "Ostia", "state"),
        (group, "Norland", "state"),
    ]
    assert copy.id != "c2"
    assert entity_for_name(desk.draft, "Ostia", book) == copy
    new = entity_for_name(desk.draft, "  Carlo   Bianchi ")
    assert new == Entity(new.id, "Carlo Bianchi", "person")
    assert desk.changed(edits.ENTITIES) == {copy.id, group, new.id}


def test_a_name_written_otherwise_is_the_same_entity() -> None:
    desk = Drafting(entities=[Entity("e1", "José O’Neill", "person")])
    assert entity_for_name(desk.draft, "Jose\u0301 O'Ne\u00adill").id == "e1"
    assert edit_entity(desk.draft, "e1", name="José O'Neill")
    assert desk.draft.entity("e1") == Entity("e1", "José O'Neill", "person")


def test_a_former_name_is_kept_as_an_alias_unless_aliases_are_set() -> None:
    desk = Drafting(entities=[Entity("e1", "Kishi", aliases=("Nobuo Kishi", "N. K.")), Entity("e2", "Mori")])
    assert edit_entity(desk.draft, "e1", name="Nobuo Kishi")
    assert desk.draft.entity("e1") == Entity("e1", "Nobuo Kishi", aliases=("N. K.", "Kishi"))
    assert edit_entity(desk.draft, "e1", name="nobuo kishi")
    assert desk.draft.entity("e1").aliases == ("N. K.", "Kishi")  # type: ignore[union-attr]
    assert edit_entity(desk.draft, "e2", name="Aiko Mori", aliases=("A. M.",), type="person", note="n")
    assert desk.draft.entity("e2") == Entity("e2", "Aiko Mori", "person", ("A. M.",), note="n")


def test_groups_have_to_be_there_and_nobody_is_a_member_of_itself() -> None:
    desk = Drafting(entities=[Entity("e1", "Mori"), Entity("e2", "Norland")])
    assert edit_entity(desk.draft, "e1", member_of=("e2",))
    assert not edit_entity(desk.draft, "e1", member_of=("e1",))
    assert not edit_entity(desk.draft, "e1", member_of=("gone",))
    assert not edit_entity(desk.draft, "gone", name="x")
    assert desk.draft.entity("e1") == Entity("e1", "Mori", member_of=("e2",))


def test_several_entities_become_one_with_all_that_is_known_of_them() -> None:
    desk = Drafting(
        entities=[
            Entity("e1", "Mori", "person", ("A. Mori",), ("e2", "e4"), {"wikidata": "Q1"}, "one"),
            Entity(
                "e2", "Aiko Mori", "other", ("a. mori", "The Minister"), ("e1", "e5"), {"wikidata": "Q2", "viaf": "7"},
                "two",
            ),
            Entity("e3", "MORI", note="one"),
            Entity("e4", "Norland", member_of=("e2", "e3")),
            Entity("e5", "Cabinet"),
        ]
    )  # fmt: skip
    merge_entities(desk.draft, "e1", ["e2", "e3", "e1", "gone"])
    made = desk.make()
    assert list(made.entities) == ["e1", "e4", "e5"]
    assert made.entities["e1"] == Entity(
        "e1", "Mori", "person", ("Aiko Mori", "A. Mori", "The Minister"), ("e4", "e5"),
        {"wikidata": "Q1", "viaf": "7"}, "one\ntwo",
    )  # fmt: skip
    assert made.entities["e4"].member_of == ("e1",)


def test_whatever_named_the_merged_names_the_one_kept_once() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Mori", entities=("e2", "e1", "e3")),
        quoted(
            "a2", "claim", "train together",
            speakers=(Role("e1", None, "e3"), Role("e2", "a1", "e3"), Role("e3", None, "e2")),
            targets=(Role("e2", attitude="critical"),),
        ),
        quoted("a3", "agreement", "left", parties=(Role("e3"),)),
        entities=[Entity("e1", "Mori"), Entity("e2", "Aiko Mori"), Entity("e3", "Norland")],
    )  # fmt: skip
    merge_entities(desk.draft, "e1", ["e2"])
    assert desk.held("a1").entities == ("e1", "e3")
    assert desk.held("a2").speakers == (Role("e1", None, "e3"), Role("e3", None, "e1"))
    assert desk.held("a2").targets == (Role("e1", attitude="critical"),)
    assert (desk.held("a2").modified, desk.held("a3").modified) == (NOW, THEN)
    assert desk.changed() == {"a1", "a2"}


@pytest.mark.parametrize(("keep", "gone"), [("gone", ["e1"]), ("e1", ["gone"]), ("e1", ["e1"]), ("e1", [])])
def test_nothing_is_merged_where_one_is_not_there(keep: str, gone: list[str]) -> None:
    desk = Drafting(entities=[Entity("e1", "Mori")])
    merge_entities(desk.draft, keep, gone)
    assert not desk.draft.transaction("").edits


def test_only_what_no_annotation_names_is_deleted_and_groups_forget_it() -> None:
    desk = Drafting(
        quoted("a1", "claim", "left", speakers=(Role("e1", None, "e2"),)),
        entities=[
            Entity("e1", "Mori"), Entity("e2", "Norland"), Entity("e3", "Ostia"),
            Entity("e4", "x", member_of=("e3", "e2")),
        ],
    )  # fmt: skip
    assert not delete_unused_entity(desk.draft, "e1")
    assert not delete_unused_entity(desk.draft, "e2")
    assert delete_unused_entity(desk.draft, "e3")
    assert [entity.id for entity in desk.draft.entities()] == ["e1", "e2", "e4"]
    assert desk.draft.entity("e4").member_of == ("e2",)  # type: ignore[union-attr]


def actor(words: str, *records: Entity) -> Drafting:
    return Drafting(quoted("a1", "actor", words, entities=("e1",)), entities=records)


def test_who_an_actor_is_can_be_said_and_the_entity_made_for_its_words_goes() -> None:
    desk = actor("Mori", Entity("e1", "Mori"), Entity("e2", "Aiko Mori", aliases=("A. M.",)))
    assert set_entities(desk.draft, "a1", ["e2", "e2", "gone"])
    assert (desk.held("a1").entities, desk.held("a1").modified) == (("e2",), NOW)
    assert list(desk.draft.entities()) == [Entity("e2", "Aiko Mori", aliases=("A. M.", "Mori"))]


@pytest.mark.parametrize(
    "former", [Entity("e1", "Somebody"), Entity("e1", "Mori", aliases=("M.",)), Entity("e1", "Mori", note="n")]
)
def test_an_entity_of_which_more_is_known_stays_unused(former: Entity) -> None:
    desk = actor("Mori", former, Entity("e2", "Norland"))
    assert set_entities(desk.draft, "a1", ["e2"])
    assert desk.draft.entity("e1") == former


def test_an_entity_that_somebody_is_a_member_of_or_that_is_used_elsewhere_stays() -> None:
    desk = actor("Mori", Entity("e1", "Mori"), Entity("e2", "Norland", member_of=("e1",)))
    assert set_entities(desk.draft, "a1", ["e2"])
    assert desk.draft.entity("e1")
    desk = Drafting(
        quoted("a1", "actor", "Mori", entities=("e1",)), quoted("a2", "claim", "left", speakers=(Role("e1"),)),
        entities=[Entity("e1", "Mori"), Entity("e2", "Norland")],
    )  # fmt: skip
    assert set_entities(desk.draft, "a1", ["e2"])
    assert desk.draft.entity("e1")


def test_words_of_an_actor_of_several_become_nobodys_alias() -> None:
    desk = actor("Mori", Entity("e1", "x"), Entity("e2", "Norland"))
    assert set_entities(desk.draft, "a1", ["e1", "e2"])
    assert not any(entity.aliases for entity in desk.draft.entities())


@pytest.mark.parametrize("words", ["She", "train together", "Norland"])
def test_words_that_may_mean_anybody_and_a_known_name_become_no_alias(words: str) -> None:
    desk = actor(words, Entity("e1", "x"), Entity("e2", "Norland"))
    assert set_entities(desk.draft, "a1", ["e2"])
    assert desk.draft.entity("e2").aliases == ()  # type: ignore[union-attr]


def test_only_actors_stand_for_entities() -> None:
    desk = Drafting(quoted("a1", "claim", "left"), entities=[Entity("e1", "Mori")])
    assert not set_entities(desk.draft, "a1", ["e1"])
    assert not set_entities(desk.draft, "gone", ["e1"])
    assert not desk.draft.transaction("").edits


@pytest.mark.parametrize(
    ("records", "name"),
    [
        ((Entity("e1", "Mori"),), "Aiko Mori"),
        ((Entity("e1", "Mori", aliases=("M.",)),), "Mori"),
        ((Entity("e1", "Mori", note="n"),), "Mori"),
        ((Entity("e1", "Somebody"),), "Somebody"),
        ((Entity("e1", "Mori"), Entity("e2", "x", member_of=("e1",))), "Mori"),
    ],
)
def test_only_the_entity_made_for_the_words_alone_follows_them(records: tuple[Entity, ...], name: str) -> None:
    desk = actor("Mori", *records)
    before = desk.held("a1")
    follow_words(desk.draft, before, before._replace(quote=("Aiko  Mori",)))
    assert desk.draft.entity("e1").name == name  # type: ignore[union-attr]


def test_an_entity_that_is_named_elsewhere_does_not_follow_the_words() -> None:
    desk = actor("Mori", Entity("e1", "Mori"))
    desk.draft.put(quoted("a2", "claim", "left", speakers=(Role("e1"),)))
    before = desk.held("a1")
    follow_words(desk.draft, before, before._replace(quote=("Aiko Mori",)))
    assert desk.draft.entity("e1").name == "Mori"  # type: ignore[union-attr]
