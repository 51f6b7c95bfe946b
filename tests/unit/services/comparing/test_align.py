"""Which annotations of colleagues correspond."""

from itertools import permutations

import pytest
from hypothesis import given

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.services.comparing.align import Group, align, align_two
from annotator.services.comparing.correspondence import Correspondence
from tests.patience import times
from tests.unit.colleagues import Entity, Role, Topic, layer, layers, marked


def pairs(one: Layer, other: Layer) -> set[tuple[str, str]]:
    found = align_two(
        ("one", one.annotations.values()),
        ("other", other.annotations.values()),
        Correspondence({"one": one, "other": other}),
    )
    return {(pair.one.id, pair.other.id) for pair in found}


def members(groups: tuple[Group, ...]) -> list[tuple[str, ...]]:
    return [group.sources for group in groups]


def iou(one: Annotation, other: Annotation) -> float:
    mine = {place for span in one.fragments for place in range(*span)}
    theirs = {place for span in other.fragments for place in range(*span)}
    return len(mine & theirs) / len(mine | theirs)


def test_the_greatest_overlap_in_sum_wins_over_the_greatest_single_one() -> None:
    one = layer([marked("a", "claim", (0, 10)), marked("b", "claim", (8, 30))])
    other = layer([marked("x", "claim", (5, 20)), marked("y", "claim", (0, 6))])
    assert pairs(one, other) == {("a", "y"), ("b", "x")}


def test_an_exact_match_comes_before_any_sum() -> None:
    one = layer([marked("a", "claim", (0, 10)), marked("b", "claim", (0, 9))])
    other = layer([marked("x", "claim", (0, 10)), marked("y", "claim", (0, 30))])
    assert pairs(one, other) == {("a", "x"), ("b", "y")}


def test_ties_go_to_the_same_topic_and_then_to_the_same_entities() -> None:
    topics = [Topic("t1", "Peace"), Topic("t2", "Trade")]
    other_topics = [Topic("u1", "trade "), Topic("u2", "Peace")]
    names = [Entity("e1", "Mori"), Entity("e2", "Bianchi")]
    one = layer(
        [marked("a", "claim", (0, 9), topic="t1"), marked("b", "claim", (0, 9), topic="t2")],
        topics=topics,
        entities=names,
    )
    other = layer(
        [marked("x", "claim", (0, 9), topic="u1"), marked("y", "claim", (0, 9), topic="u2")], topics=other_topics
    )
    assert pairs(one, other) == {("a", "y"), ("b", "x")}
    one = layer(
        [marked("a", "actor", (0, 9), entities=("e1",)), marked("b", "actor", (0, 9), entities=("e2",))], entities=names
    )
    other = layer(
        [marked("x", "actor", (0, 9), entities=("f1",)), marked("y", "actor", (0, 9), entities=("f2",))],
        entities=[Entity("f1", "BIANCHI"), Entity("f2", "Mori")],
    )
    assert pairs(one, other) == {("a", "y"), ("b", "x")}


def test_types_correspond_across_only_when_half_is_shared_and_nothing_else_is_left() -> None:
    one = layer([marked("a", "claim", (0, 10)), marked("b", "claim", (20, 30))])
    other = layer(
        [marked("x", "agreement", (0, 12)), marked("y", "agreement", (25, 40)), marked("z", "actor", (0, 10))]
    )
    assert pairs(one, other) == {("a", "z")}
    other.annotations.pop("z")
    assert pairs(one, other) == {("a", "x")}


def test_fragments_overlap_where_they_share_text_and_not_between_them() -> None:
    one = layer([marked("a", "claim", (0, 5), (20, 25))])
    assert pairs(one, layer([marked("x", "claim", (6, 19))])) == set()
    assert pairs(one, layer([marked("x", "claim", (6, 21))])) == {("a", "x")}


def test_fragments_of_a_broken_file_count_once_and_empty_ones_not_at_all() -> None:
    one = layer([marked("a", "claim", (0, 5), (2, 8), (9, 9))])
    (pair,) = align_two(
        ("one", one.annotations.values()), ("other", [marked("x", "claim", (0, 4))]), Correspondence({"one": one})
    )
    assert pair.iou == 0.5


def test_unplaced_annotations_correspond_by_their_quote() -> None:
    one = layer([marked("a", "claim", quote=("said so",)), marked("b", "claim", quote=("went",))])
    assert pairs(one, layer([marked("x", "claim", quote=("went",))])) == {("b", "x")}


def test_three_annotators_meet_in_one_group_and_nobody_twice() -> None:
    found = align(
        {
            "c": layer([marked("a1", "actor", (0, 4)), marked("a2", "actor", (0, 9))]),
            "b": layer([marked("a1", "actor", (0, 5))]),
            "a": layer([marked("a1", "actor", (0, 9)), marked("a9", "claim", (50, 60))]),
        }
    )
    assert members(found.groups) == [("b:a1", "c:a1"), ("a:a1", "c:a2"), ("a:a9",)]
    assert found.annotators == ("a", "b", "c")


@times(6)
@given(layers(), layers())
def test_the_choice_does_not_depend_on_who_is_named_first(one: Layer, other: Layer) -> None:
    assert pairs(one, other) == {(a, b) for b, a in pairs(other, one)}


@times(4)
@given(layers(), layers(4), layers(4))
def test_every_annotation_is_in_one_group_whatever_the_order_of_annotators(
    one: Layer, two: Layer, three: Layer
) -> None:
    named = {"one": one, "two": two, "three": three}
    found = align(named)
    listed = [source for group in found.groups for source in group.sources]
    assert sorted(listed) == sorted(f"{who}:{key}" for who, made in named.items() for key in made.annotations)
    assert members(align(dict(reversed(named.items()))).groups) == members(found.groups)


@times(4)
@given(layers(5), layers(5))
def test_no_other_one_to_one_choice_overlaps_more(one: Layer, other: Layer) -> None:
    """Compared with all choices there are, after exact matches are taken."""
    same = Correspondence({})
    found = align_two(("one", one.annotations.values()), ("other", other.annotations.values()), same)
    chosen = [pair for pair in found if pair.same_type and pair.iou < 1]
    exact = [pair for pair in found if pair.same_type and pair.iou == 1]
    mine = [a for a in one.annotations.values() if all(a is not pair.one for pair in exact)]
    theirs = [a for a in other.annotations.values() if all(a is not pair.other for pair in exact)]
    short, long = sorted((mine, theirs), key=len)
    best = max(
        sum(iou(a, b) for a, b in zip(short, order, strict=True) if a.type == b.type)
        for order in permutations(long, len(short))
    )
    assert sum(pair.iou for pair in chosen) == pytest.approx(best)


def test_entities_correspond_by_external_id_then_name_then_alias() -> None:
    one = layer(
        entities=[
            Entity("e1", "Kishi", "person", external_ids={"wikidata": "Q1"}),
            Entity("e2", "Italy", "state", aliases=("Rome",)),
            Entity("e3", "Georgia", "state"),
            Entity("e4", "Nobody", "person"),
        ]
    )
    other = layer(
        entities=[
            Entity("f1", "Nobuo Kishi", "person", external_ids={"wikidata": "Q1"}),
            Entity("f2", "rome", "state"),
            Entity("f3", "Georgia", "place"),
            Entity("f4", "georgia", "state"),
        ]
    )
    same = Correspondence({"one": one, "other": other})
    assert [set(group) for group in same.same_entities()] == [
        {("one", "e1"), ("other", "f1")},
        {("one", "e2"), ("other", "f2")},
        {("one", "e3"), ("other", "f4")},
    ]
    assert same.entity("one", "e4") != same.entity("other", "f3")
    assert same.entity("one", "gone") != same.entity("other", "gone")
    assert same.entity("one", None) == same.topic("one", None) == ""


def test_one_colleague_s_two_entities_stay_two() -> None:
    one = layer(entities=[Entity("e1", "Italy", "state", aliases=("the government",))])
    other = layer(entities=[Entity("f1", "Italy", "state"), Entity("f2", "the government", "organization")])
    same = Correspondence({"one": one, "other": other})
    assert same.entity("one", "e1") == same.entity("other", "f1") != same.entity("other", "f2")


def test_what_the_reviewer_put_together_or_apart_comes_first() -> None:
    one = layer(entities=[Entity("e1", "Italy", "state")])
    other = layer(entities=[Entity("f1", "Italy", "state"), Entity("f2", "Rome", "state")])
    both = {"one": one, "other": other}
    same = Correspondence(both, joined=[(("one", "e1"), ("other", "f2"))])
    assert same.entity("one", "e1") == same.entity("other", "f2") != same.entity("other", "f1")
    same = Correspondence(both, apart=[(("one", "e1"), ("other", "f1"))])
    assert same.same_entities() == []


def test_roles_compare_by_entity_and_whom_it_acts_for_not_by_mention() -> None:
    names = [Entity("e1", "Mori"), Entity("e2", "Norland")]
    one = layer([marked("a", "claim", (0, 9), speakers=(Role("e1", "m1", "e2"),))], entities=names)
    other = layer([marked("x", "claim", (0, 9), speakers=(Role("e1", None, "e2"),))], entities=names)
    same = Correspondence({"one": one, "other": other})
    assert same.roles("one", one.annotations["a"], "speakers") == same.roles(
        "other", other.annotations["x"], "speakers"
    )
