"""Marking spans, moving their ends, copying and removing them."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Role
from annotator.model.codebook import Codebook
from annotator.model.decision import Deletion
from annotator.model.span import Span
from annotator.services.editing.annotations import (
    add_fragment,
    annotate,
    delete,
    duplicate,
    move_end,
    place,
    placed,
    set_fields,
)
from tests.unit.colleagues import Entity, Link, Topic
from tests.unit.editing_desk import NOW, TEXT, THEN, Drafting, at, quoted


def test_a_claim_is_marked_with_quote_context_author_and_times() -> None:
    desk = Drafting()
    made = annotate(desk.draft, desk.document, [at("train together")], "claim")
    assert desk.draft.annotation(made.id) == made
    assert made.id.startswith("a")
    assert (made.type, made.fragments, made.quote) == ("claim", (at("train together"),), ("train together",))
    assert (made.before, made.after) == ("id that Norland and Ostia would ", ". She left.")
    assert (made.author, made.origin, made.created, made.modified) == ("mkato", "manual", NOW, NOW)
    assert (made.stance, made.entities, made.topic) == (None, (), None)
    assert not list(desk.draft.entities())


def test_an_agreement_agrees_until_the_analyst_says_otherwise() -> None:
    desk = Drafting()
    assert annotate(desk.draft, desk.document, [at("train together")], "agreement").stance == "agree"


def test_an_actor_gets_the_entity_of_its_name_that_the_layer_has() -> None:
    desk = Drafting(entities=[Entity("e1", "Aiko Mori", "person", ("MORI",))])
    assert annotate(desk.draft, desk.document, [at("Mori", 1)], "actor").entities == ("e1",)
    assert len(list(desk.draft.entities())) == 1


def test_an_actor_gets_a_copy_of_the_codebooks_entity_or_a_new_one() -> None:
    league = Entity("c2", "Northern League", "igo")
    book = Codebook(
        entities=(Entity("c1", "Norland", "state", ("The North",), ("c2",), {"wikidata": "Q1"}, "n"), league)
    )
    desk = Drafting()
    made = annotate(desk.draft, desk.document, [at("Norland")], "actor", codebook=book)
    entity, group = desk.draft.entities()
    assert made.entities == (entity.id,)
    assert entity == replace(book.entities[0], id=entity.id, member_of=(group.id,))
    assert group == replace(league, id=group.id)
    assert {entity.id, group.id}.isdisjoint({"c1", "c2"})
    annotate(desk.draft, desk.document, [at("Carlo Bianchi")], "actor", codebook=book)
    assert [(found.name, found.type) for found in desk.draft.entities()][2] == ("Carlo Bianchi", "person")


def test_entities_that_are_given_are_taken_once_where_they_are_there_and_by_actors_alone() -> None:
    desk = Drafting(entities=[Entity("e1", "Mori")])
    given = ("e1", "gone", "e1")
    actor = annotate(desk.draft, desk.document, [at("She")], "actor", entities=given, origin="suggested")
    assert (actor.entities, actor.origin) == (("e1",), "suggested")
    assert annotate(desk.draft, desk.document, [at("She")], "claim", entities=given).entities == ()


def test_spans_are_put_in_order_joined_and_kept_inside_the_text() -> None:
    desk = Drafting()
    spans = [Span(50, 60), Span(-5, 4), Span(4, 9), Span(90, 900)]
    made = annotate(desk.draft, desk.document, spans, "claim")
    assert made.fragments == (Span(0, 9), Span(50, 60), Span(90, len(TEXT)))
    assert made.quote == (TEXT[0:9], TEXT[50:60], TEXT[90:])
    assert (made.before, made.after) == ("", "")


def test_nothing_cannot_be_marked() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        placed(quoted("a1", "claim", "Norland"), TEXT, [Span(4, 4)])


def test_an_annotation_is_placed_elsewhere_with_all_else_kept() -> None:
    before = quoted("a1", "claim", "Norland", topic="t1", note="n")
    desk = Drafting(before, topics=[Topic("t1", "x")])
    place(desk.draft, desk.document, "a1", at("Ostia"))
    after = desk.held("a1")
    assert after == before._replace(
        fragments=(at("Ostia"),), quote=("Ostia",), before=after.before, after=after.after, modified=NOW
    )
    assert after.after == " would train together. She left."
    place(desk.draft, desk.document, "gone", at("Ostia"))
    assert desk.changed() == {"a1"}


def test_a_fragment_is_added_and_joined_where_it_touches() -> None:
    desk = Drafting(quoted("a1", "claim", "Norland"))
    add_fragment(desk.draft, desk.document, "a1", at("Ostia"))
    assert desk.held("a1").quote == ("Norland", "Ostia")
    add_fragment(desk.draft, desk.document, "a1", Span(at("Norland").end, at("Ostia").start))
    assert desk.held("a1").fragments == (Span(at("Norland").start, at("Ostia").end),)
    assert desk.held("a1").modified == NOW


@pytest.mark.parametrize(
    ("first", "step", "by_word", "quote"),
    [
        (True, -1, False, " Norland and"), (True, 1, False, "orland and"), (False, -1, False, "Norland an"),
        (False, 1, False, "Norland and "), (True, -1, True, "that Norland and"), (True, 1, True, "and"),
        (False, -1, True, "Norland"), (False, 1, True, "Norland and Ostia"),
    ],
)  # fmt: skip
def test_ends_move_by_characters_and_words(*, first: bool, step: int, by_word: bool, quote: str) -> None:
    desk = Drafting(quoted("a1", "claim", "Norland and"))
    assert move_end(desk.draft, desk.document, "a1", first=first, step=step, by_word=by_word)
    assert desk.held("a1").quote == (quote,)
    assert desk.held("a1").modified == NOW


@pytest.mark.parametrize(
    ("words", "first", "step"), [("A", True, 1), ("A", False, -1), ("A", True, -1), (".", False, 1)]
)
def test_an_end_stays_inside_the_text_and_keeps_a_character(words: str, *, first: bool, step: int) -> None:
    desk = Drafting(quoted("a1", "claim", words, TEXT.count(words) - 1))
    if words == "A":
        assert desk.held("a1").start == 0
    assert not move_end(desk.draft, desk.document, "a1", first=first, step=step, by_word=False)
    assert not desk.changed()


def test_only_the_outer_ends_move_and_clear_of_other_fragments() -> None:
    two = quoted("a1", "claim", "Norland")._replace(fragments=(Span(5, 9), Span(10, 13)), quote=("Mori", "met"))
    desk = Drafting(two)
    assert move_end(desk.draft, desk.document, "a1", first=True, step=-1, by_word=True)
    assert move_end(desk.draft, desk.document, "a1", first=False, step=1, by_word=False)
    assert desk.held("a1").quote == ("Aiko Mori", "met ")
    for _time in range(3):
        move_end(desk.draft, desk.document, "a1", first=False, step=-1, by_word=False)
    assert desk.held("a1").quote == ("Aiko Mori", "m")
    assert not move_end(desk.draft, desk.document, "a1", first=False, step=-1, by_word=True)


def test_what_is_not_there_or_not_placed_has_no_ends_to_move() -> None:
    desk = Drafting(quoted("a1", "claim", "Norland")._replace(fragments=()))
    for key in ("a1", "gone"):
        assert not move_end(desk.draft, desk.document, key, first=True, step=1, by_word=False)
    assert not desk.changed()


def test_an_entity_made_for_the_words_alone_follows_them() -> None:
    desk = Drafting(quoted("a1", "actor", "Mori", entities=("e1",)), entities=[Entity("e1", "Mori", "other")])
    assert move_end(desk.draft, desk.document, "a1", first=True, step=-1, by_word=True)
    assert desk.draft.entity("e1") == Entity("e1", "Aiko Mori", "person")


def test_what_is_deleted_takes_its_links_along_and_leaves_roles_without_evidence() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Mori", entities=("e1",)),
        quoted("a2", "claim", "train together", speakers=(Role("e1", "a1", "e2"), Role("e2")), via=(Role("e2", "a1"),)),
        quoted("a3", "agreement", "train", parties=(Role("e1", "a1", None, None, 1),)),
        quoted("a4", "claim", "left", speakers=(Role("e1"),)),
        entities=[Entity("e1", "Mori"), Entity("e2", "Norland")],
        links=[
            Link("l1", "supports", "a1", "a2"), Link("l2", "supports", "a2", "a1"), Link("l3", "supports", "a2", "a3")
        ],
    )  # fmt: skip
    delete(desk.draft, "a1")
    assert desk.changed() == {"a1", "a2", "a3"}
    made = desk.make()
    assert set(made.annotations) == {"a2", "a3", "a4"}
    assert made.deleted == {"a1": Deletion("a1", NOW, "mkato")}
    assert list(made.links) == ["l3"]
    assert made.annotations["a2"].speakers == (Role("e1", None, "e2"), Role("e2"))
    assert made.annotations["a2"].via == (Role("e2"),)
    assert made.annotations["a3"].parties == (Role("e1", None, None, None, 1),)
    assert made.annotations["a2"].modified == NOW
    assert made.annotations["a4"].modified == THEN
    assert set(made.entities) == {"e1", "e2"}


@pytest.mark.parametrize(("kind", "stance"), [("claim", None), ("agreement", "agree")])
def test_a_copy_lies_at_the_same_place_without_topic_and_stance(kind: str, stance: str | None) -> None:
    before = quoted(
        "a1", kind, "train together", topic="t1", stance="disagree", note="n", origin="imported", date="2022",
        extra=(("id", "x", 1),),
    )  # fmt: skip
    desk = Drafting(before, topics=[Topic("t1", "x")])
    copy = duplicate(desk.draft, "a1")
    assert copy is not None
    assert copy.id != "a1"
    assert (
        desk.held(copy.id)
        == copy
        == before._replace(
            id=copy.id, author="mkato", created=NOW, modified=NOW, origin="manual", extra=(), topic=None, stance=stance
        )
    )
    assert desk.held("a1") == before
    assert duplicate(desk.draft, "gone") is None


def test_fields_are_set_on_what_is_there_to_what_is_there() -> None:
    before = quoted("a1", "claim", "train together")
    desk = Drafting(before, topics=[Topic("t1", "x")])
    assert set_fields(desk.draft, "a1", topic="t1", stance="agree", codes=("policy",))
    assert desk.held("a1") == before._replace(topic="t1", stance="agree", codes=("policy",), modified=NOW)
    assert not set_fields(desk.draft, "a1", topic="gone")
    assert not set_fields(desk.draft, "gone", note="n")
    assert desk.held("a1").topic == "t1"
    assert set_fields(desk.draft, "a1", topic=None)
    assert desk.held("a1").topic is None
