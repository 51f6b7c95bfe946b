"""A codebook: which codes fit, as tables that are changed and undone, and two people's changes as one."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.formats.codebooks.codebook_json import dump_codebook, load_codebook
from annotator.model.codebook import Code, Codebook
from annotator.model.codebook_layer import codebook_layer_of, codebook_of
from annotator.model.codebook_merge import merge_codebooks
from annotator.model.edits import Edit
from annotator.model.entity import Entity
from annotator.model.layer import edits_between
from annotator.model.topic import Topic

TALKS = Codebook(
    "talks",
    "2026-01-01T00:00:00Z",
    blind=True,
    codes=(
        Code("c1", "claim", "threat", "tone", one_of_group=True),
        Code("c2", "claim", "offer", "tone", one_of_group=True),
        Code("c3", "claim", "plea", "tone"),
        Code("c4", "claim", "secret", "channel", one_of_group=True),
        Code("c5", "actor", "threat", "tone", one_of_group=True),
        Code("c6", "claim", "repeated"),
    ),
    topics=(Topic("t1", "Peace"), Topic("t2", "Hope", broader="t1")),
    entities=(
        Entity("e1", "Mori", "person", aliases=("A. Mori",), member_of=("e2",), external_ids={"wikidata": "Q1"}),
        Entity("e2", "Ostia", "state"),
    ),
    distinct=(("e1", "e2"),),
    extra=(("", "x", 1),),
)


def test_codes_are_those_of_a_type() -> None:
    assert [code.id for code in TALKS.codes_of("claim")] == ["c1", "c2", "c3", "c4", "c6"]
    assert [code.id for code in TALKS.codes_of("actor")] == ["c5"]
    assert TALKS.codes_of("agreement") == ()


def test_of_a_group_of_which_one_is_taken_a_code_rules_out_the_others() -> None:
    assert TALKS.excluded_by("threat", "claim") == {"offer", "plea"}
    assert TALKS.excluded_by("plea", "claim") == set()
    assert TALKS.excluded_by("secret", "claim") == set()
    assert TALKS.excluded_by("threat", "actor") == set()
    assert TALKS.excluded_by("unheard-of", "claim") == set()


def test_of_some_codes_those_fit_that_one_annotation_may_carry_together() -> None:
    names = ["plea", "unheard-of", "offer", "threat", "secret", "repeated"]
    assert TALKS.fitting(names, "claim") == ("plea", "secret", "repeated")
    assert TALKS.fitting(names[2:], "claim") == ("offer", "secret", "repeated")
    assert TALKS.fitting(names, "actor") == ("threat",)
    assert TALKS.fitting([], "claim") == ()


def test_a_code_is_the_same_however_its_name_is_written() -> None:
    assert TALKS.excluded_by("thre\u00adat", "claim") == {"offer", "plea"}
    assert TALKS.fitting(["thre\u00adat", "offer", "repeated\u00a0"], "claim") == ("thre\u00adat", "repeated\u00a0")


def test_a_codebook_comes_back_from_its_tables() -> None:
    layer = codebook_layer_of(TALKS, "codebook.json")
    assert codebook_of(layer, TALKS.modified) == TALKS
    assert codebook_of(layer) == replace(TALKS, modified="")
    assert (layer.document.name, layer.head.annotator.id, layer.annotations) == ("codebook.json", "", {})
    assert (layer.book.name, layer.book.blind) == ("talks", True)


def test_the_edits_between_two_are_what_differs_in_any_table() -> None:
    before = codebook_layer_of(TALKS, "codebook.json")
    other = replace(TALKS, name="speech", codes=TALKS.codes[1:], topics=(*TALKS.topics, Topic("t3", "War")))
    after = codebook_layer_of(
        replace(other, entities=(replace(TALKS.entities[0], note="n"), TALKS.entities[1])), "codebook.json"
    )
    found = list(edits_between(before, after))
    assert sorted(found, key=lambda edit: edit.table) == [
        Edit("codes", "c1", TALKS.codes[0], None),
        Edit("entities", "e1", TALKS.entities[0], after.entities["e1"]),
        Edit("heads", "codebook", before.book, after.book),
        Edit("topics", "t3", None, Topic("t3", "War")),
    ]
    before.apply(found)
    assert codebook_of(before) == codebook_of(after)
    assert list(edits_between(before, after)) == []


def test_what_each_side_changed_is_taken_from_it() -> None:
    mine = replace(
        TALKS, name="mine", topics=(replace(TALKS.topics[0], note="n"), TALKS.topics[1]), codes=TALKS.codes[1:]
    )
    theirs = replace(TALKS, blind=False, entities=(*TALKS.entities, Entity("e3", "Rossi")))
    merged = merge_codebooks(TALKS, mine, theirs)
    assert merged.conflicts == []
    assert merged.codebook == replace(
        TALKS, name="mine", blind=False, topics=mine.topics, codes=mine.codes, entities=theirs.entities
    )


@pytest.mark.parametrize(
    ("field", "base", "mine", "theirs", "merged"),
    [
        ("aliases", ("a", "b"), ("b", "c"), ("a", "b", "d"), ("b", "c", "d")),
        ("external_ids", {"x": "1", "y": "2"}, {"x": "1", "z": "3"}, {"x": "9", "y": "2"}, {"x": "9", "z": "3"}),
        ("external_ids", {}, {"x": "1"}, {"y": "2"}, {"x": "1", "y": "2"}),
        ("note", "", "mine", "", "mine"),
        ("note", "old", "old", "", ""),
    ],
)
def test_lists_and_maps_are_joined_item_by_item(field: str, base: Any, mine: Any, theirs: Any, merged: Any) -> None:
    def book(value: Any) -> Codebook:
        return Codebook(entities=(replace(Entity("e1", "Mori"), **{field: value}),))

    made = merge_codebooks(book(base), book(mine), book(theirs))
    assert made.conflicts == []
    assert getattr(made.codebook.entities[0], field) == merged


def test_where_both_changed_one_thing_theirs_is_kept_and_both_are_said() -> None:
    def book(**values: Any) -> Codebook:
        return Codebook("talks", entities=(replace(Entity("e1", "Mori"), **values),))

    merged = merge_codebooks(book(), book(type="person", note="mine"), book(type="person", note="theirs"))
    assert merged.codebook.entities[0] == Entity("e1", "Mori", "person", note="theirs")
    assert merged.conflicts == ["Mori: both changed the note; “theirs” is kept, “mine” is not."]
    ids = merge_codebooks(book(), book(external_ids={"x": "1"}), book(external_ids={"x": "2"}))
    assert ids.conflicts == ["Mori: both changed the x; “2” is kept, “1” is not."]
    named = merge_codebooks(Codebook("a"), Codebook("b"), Codebook("c"))
    assert named.codebook.name == "c"
    assert named.conflicts == ["The codebook: both changed the name; “c” is kept, “b” is not."]


def test_what_one_deleted_and_the_other_changed_is_kept_and_said() -> None:
    changed = replace(TALKS, topics=(replace(TALKS.topics[0], note="n"), TALKS.topics[1]))
    without = replace(TALKS, topics=TALKS.topics[1:])
    for mine, theirs in ((changed, without), (without, changed)):
        merged = merge_codebooks(TALKS, mine, theirs)
        assert {topic.id for topic in merged.codebook.topics} == {"t1", "t2"}
        assert merged.conflicts == ["Peace: deleted on one side and changed on the other; it is kept."]


def test_both_may_delete_or_add_the_same() -> None:
    added = replace(TALKS, topics=(*TALKS.topics[:1], Topic("t3", "War")))
    merged = merge_codebooks(TALKS, added, added)
    assert (merged.codebook, merged.conflicts) == (added, [])


def test_nothing_names_what_was_deleted_on_the_other_side() -> None:
    mine = replace(
        TALKS,
        topics=(*TALKS.topics, Topic("t3", "War", broader="t1")),
        entities=(*TALKS.entities, Entity("e3", "Rossi", member_of=("e2", "e1"))),
        distinct=(("e1", "e2"), ("e1", "e3")),
    )
    theirs = replace(
        TALKS, topics=(replace(TALKS.topics[1], broader=None),), entities=(replace(TALKS.entities[0], member_of=()),)
    )
    merged = merge_codebooks(TALKS, mine, theirs).codebook
    assert [(topic.id, topic.broader) for topic in merged.topics] == [("t2", None), ("t3", None)]
    assert [(entity.id, entity.member_of) for entity in merged.entities] == [("e1", ()), ("e3", ("e1",))]
    assert merged.distinct == (("e1", "e3"),)


def test_what_was_never_there_may_be_named_on() -> None:
    odd = replace(TALKS, topics=(Topic("t1", "Peace", broader="elsewhere"),))
    assert merge_codebooks(TALKS, odd, TALKS).codebook.topics == odd.topics


def test_unknown_fields_are_mine_where_i_changed_them() -> None:
    other = (("", "y", 2),)
    assert merge_codebooks(TALKS, replace(TALKS, extra=other), TALKS).codebook.extra == other
    assert merge_codebooks(TALKS, TALKS, replace(TALKS, extra=other)).codebook.extra == other


def test_words_and_whether_suggestions_are_allowed_are_kept_and_merged() -> None:
    book = replace(TALKS, words=(("tariff*", "t1"), ("threat", "c1")), without_suggestions=True)
    assert load_codebook(dump_codebook(book), "c.json") == book
    assert book.words_of("t1") == ("tariff*",)
    assert b"words" not in dump_codebook(TALKS)
    assert b"without_suggestions" not in dump_codebook(TALKS)
    theirs = replace(TALKS, words=(("fee", "t1"),))
    merged = merge_codebooks(TALKS, book, theirs).codebook
    assert set(merged.words) == {*book.words, *theirs.words}
    assert merged.without_suggestions
