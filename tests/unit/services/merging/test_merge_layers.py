"""Merging versions of one annotator's layer: nothing of either is lost unseen."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Deletion
from annotator.model.layer import Layer, edits_between
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.services.merging.merge_layers import merge_all, merge_layers
from tests.patience import times
from tests.unit.colleagues import Entity, Topic, layer, marked

TIMES = tuple(f"2026-01-0{day}T00:00:00Z" for day in range(1, 5))


def made(seed: int) -> Layer:
    """A small layer at random with ids out of a few, so that two of them have much in common."""
    chance = Random(seed)
    some = layer(_mark(chance, key) for key in chance.sample("abcd", chance.randrange(5)))
    some.head = replace(some.head, modified=chance.choice(TIMES))
    for key in chance.sample(("e1", "e2"), chance.randrange(3)):
        some.entities[key] = Entity(key, chance.choice("AB"))
    if chance.random() < 0.5:
        some.topics["t1"] = Topic("t1", chance.choice("PQ"))
        some.links["l1"] = Link("l1", "supports", "a", "b")
    for key in chance.sample("abcdxy", chance.randrange(3)):
        some.deleted[key] = Deletion(key, chance.choice(TIMES), "mkato")
    return some


def _mark(chance: Random, key: str) -> Annotation:
    start = chance.randrange(9)
    return marked(
        key,
        chance.choice(("actor", "claim", "claim")),
        (start, start + chance.choice((1, 3))),
        codes=chance.choice(((), ("c",), ("c", "d"))),
        modified=chance.choice(TIMES),
        note=chance.choice(("", "one", "two")),
        entities=chance.choice(((), ("e1",), ("e2",))),
    )


def versions() -> st.SearchStrategy[Layer]:
    return st.integers(0, 2**32).map(made)


def contents(of: Layer) -> Any:
    """A layer with its records by key: their order does not count."""
    tables = ("entities", "topics", "annotations", "links", "review", "deleted")
    return (of.head, of.document, *(getattr(of, table) for table in tables))


@times(8)
@given(versions())
def test_a_layer_merged_with_itself_is_itself(one: Layer) -> None:
    for base in (None, one):
        merged = merge_layers(one, one, base)
        assert contents(merged.layer) == contents(one)
        assert merged.conflicts == []


@times(8)
@given(versions(), versions(), st.none() | versions())
def test_which_is_named_first_makes_no_difference(one: Layer, other: Layer, base: Layer | None) -> None:
    there, back = merge_layers(one, other, base), merge_layers(other, one, base)
    assert there.conflicts == back.conflicts
    for mine, theirs in zip(contents(there.layer), contents(back.layer), strict=True):
        assert _sets(mine) == _sets(theirs)


def _sets(table: Any) -> Any:
    """Records whose lists have their items in any order."""
    if not isinstance(table, dict):
        return table
    return {
        key: r._replace(codes=tuple(sorted(r.codes)), entities=tuple(sorted(r.entities)))
        if isinstance(r, Annotation)
        else r
        for key, r in table.items()
    }


@times(8)
@given(versions(), versions(), st.none() | versions())
def test_nothing_vanishes(one: Layer, other: Layer, base: Layer | None) -> None:
    merged = merge_layers(one, other, base)
    said = "\n".join(merged.conflicts)
    for side in (one, other):
        for key, annotation in side.annotations.items():
            now = merged.layer.annotations.get(key)
            if now is None:
                assert key in merged.layer.deleted
                continue
            for name in ("type", "note", "fragments"):
                mine, kept = getattr(annotation, name), getattr(now, name)
                known = base.annotations.get(key) if base else None
                if kept != mine and mine and not (known and getattr(known, name) == mine):
                    assert f"another {'place' if name == 'fragments' else name}" in said or "another type" in said


@times(4)
@given(st.lists(versions(), min_size=1, max_size=4), st.randoms())
def test_many_versions_in_any_order_become_the_same(found: list[Layer], chance: Any) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    assert contents(merge_all(found).layer) == contents(merge_all(mixed).layer)


@times(4)
@given(versions(), versions())
def test_the_edits_between_two_layers_lead_from_one_to_the_other(one: Layer, other: Layer) -> None:
    found = edits_between(one, other)
    one.apply(found)
    assert contents(one)[1:] == contents(other)[1:]


def test_what_each_side_changed_is_taken_from_it() -> None:
    before = marked("a", "claim", (0, 5), stance="agree", note="", modified=TIMES[0])
    base = layer([before])
    mine = layer([before._replace(stance="disagree", modified=TIMES[1])])
    theirs = layer([before._replace(note="seen", modified=TIMES[2])])
    merged = merge_layers(mine, theirs, base)
    now = merged.layer.annotations["a"]
    assert (now.stance, now.note, merged.conflicts) == ("disagree", "seen", [])


def test_the_later_of_two_values_is_kept_and_the_other_listed() -> None:
    before = marked("a", "claim", (0, 5), modified=TIMES[0])
    mine = layer([before._replace(stance="agree", modified=TIMES[2])])
    theirs = layer([before._replace(stance="mixed", modified=TIMES[1])])
    merged = merge_layers(mine, theirs)
    assert merged.layer.annotations["a"].stance == "agree"
    assert merged.conflicts == ["claim “xxxxx”: both have another stance; “agree” is kept, “mixed” is not."]


def test_a_deletion_is_followed_and_takes_links_and_mentions_along() -> None:
    actor = marked("a", "actor", (0, 5), entities=("e1",), modified=TIMES[0])
    claim = marked("b", "claim", (0, 9), speakers=(Role("e1", "a"),), modified=TIMES[0])
    entities = [Entity("e1", "Mori")]
    mine = layer([actor, claim], entities=entities, links=[Link("l1", "supports", "a", "b")])
    theirs = layer(
        [claim._replace(speakers=(Role("e1"),))], entities=entities, deleted=[Deletion("a", TIMES[1], "mkato")]
    )
    merged = merge_layers(mine, theirs)
    assert set(merged.layer.annotations) == {"b"}
    assert merged.layer.annotations["b"].speakers[0].mention is None
    assert not merged.layer.links
    assert "a" in merged.layer.deleted


def test_what_was_changed_after_it_was_deleted_elsewhere_is_kept_and_said() -> None:
    mine = layer([marked("a", "actor", (0, 5), modified=TIMES[2])])
    theirs = layer(deleted=[Deletion("a", TIMES[1], "mkato")])
    merged = merge_layers(mine, theirs)
    assert set(merged.layer.annotations) == {"a"}
    assert not merged.layer.deleted
    assert merged.conflicts == ["actor “xxxxx”: deleted on one side and changed on the other; it is kept."]


def sides(one: Annotation, other: Annotation, base: Annotation | None = None) -> tuple[Annotation, list[str]]:
    """Merge two versions of one annotation and give the result with what is said; the order makes no difference."""
    mine, theirs = (layer([version]) for version in (one, other))
    before = layer([base]) if base else None
    there, back = merge_layers(mine, theirs, before), merge_layers(theirs, mine, before)
    assert there.conflicts == back.conflicts
    assert there.layer.annotations == back.layer.annotations
    return there.layer.annotations[one.id], there.conflicts


PLAIN = marked("a", "claim", (0, 5), modified=TIMES[0])


def test_a_field_that_one_side_filled_in_is_taken_where_nobody_knows_what_was_before() -> None:
    later = PLAIN._replace(modified=TIMES[2])
    for name, value in (("note", "seen"), ("topic", "t1"), ("speakers", (Role("e1"),)), ("attributes", {"n": 1})):
        now, said = sides(PLAIN._replace(**{name: value}), later)  # type: ignore[arg-type]
        assert (getattr(now, name), now.modified, said) == (value, TIMES[2], [])


def test_a_field_that_one_side_emptied_is_empty() -> None:
    base = PLAIN._replace(note="old", speakers=(Role("e1"),))
    now, said = sides(base, base._replace(note="", speakers=(), modified=TIMES[1]), base)
    assert (now.note, now.speakers, said) == ("", (), [])


def test_of_two_who_changed_one_field_the_later_is_kept_and_both_are_said() -> None:
    base = PLAIN._replace(note="old", stance="agree")
    now, said = sides(
        base._replace(note="one", modified=TIMES[1]), base._replace(note="two", modified=TIMES[2]), base
    )  # fmt: skip
    assert (now.note, now.stance) == ("two", "agree")
    assert said == ["claim “xxxxx”: both have another note; “two” is kept, “one” is not."]


def test_lists_are_joined_and_what_one_side_took_away_is_gone() -> None:
    base = PLAIN._replace(codes=("a", "b", "c"))
    now, said = sides(
        base._replace(codes=("a", "c", "d"), modified=TIMES[2]), base._replace(codes=("b", "c", "e")), base
    )  # fmt: skip
    assert (now.codes, said) == (("c", "d", "e"), [])
    now, said = sides(PLAIN._replace(codes=("x",), modified=TIMES[1]), PLAIN._replace(codes=("y", "x")))
    assert (set(now.codes), said) == ({"x", "y"}, [])


def test_a_place_stays_together_with_its_words() -> None:
    one = PLAIN._replace(fragments=(Span(0, 2), Span(4, 5)), quote=("ab", "c"), before="-", modified=TIMES[2])
    other = PLAIN._replace(fragments=(Span(3, 7),), quote=("wxyz",), after="+", modified=TIMES[1])
    now, said = sides(one, other, PLAIN)
    assert now == one
    assert said == [
        "claim “ab … c”: both have another place; “ab … c” at [(0, 2), (4, 5)] is kept, “wxyz” at [(3, 7)] is not."
    ]


def test_roles_that_differ_are_said_by_their_entities() -> None:
    one = PLAIN._replace(speakers=(Role("e1"), Role("e2")), modified=TIMES[1])
    now, said = sides(one, PLAIN._replace(speakers=(Role("e3"),)), PLAIN)
    assert now.speakers == one.speakers
    assert said == ["claim “xxxxx”: both have another speakers; “e1, e2” is kept, “e3” is not."]


def test_of_another_type_the_one_that_was_changed_is_kept() -> None:
    actor = PLAIN._replace(type="actor", entities=("e1",), modified=TIMES[1])
    assert sides(PLAIN, actor, PLAIN) == (actor, [])
    assert sides(PLAIN, actor) == (
        actor, ["actor “xxxxx”: both have another type; actor is kept, claim is not."],
    )  # fmt: skip
    agreement = PLAIN._replace(type="agreement", modified=TIMES[2])
    assert sides(actor, agreement, PLAIN)[0] == agreement


def test_traces_follow_the_version_that_is_kept_and_are_no_difference() -> None:
    one = PLAIN._replace(modified=TIMES[1], author="a", origin="manual", created=TIMES[0])
    other = PLAIN._replace(modified=TIMES[2], author="b", origin="imported", created=TIMES[1])
    assert sides(one, other) == (other, [])


def test_records_without_a_time_are_as_late_as_their_file() -> None:
    one, other = layer(entities=[Entity("e1", "Mori")]), layer(entities=[Entity("e1", "Aiko Mori")])
    one.head, other.head = (replace(one.head, modified=time) for time in (TIMES[2], TIMES[1]))
    for merged in (merge_layers(one, other), merge_layers(other, one)):
        assert merged.layer.entities["e1"].name == "Mori"
        assert merged.conflicts == ["Mori: both have another name; “Mori” is kept, “Aiko Mori” is not."]


def test_the_heads_later_time_and_earlier_beginning_are_kept() -> None:
    one, other = layer(), layer()
    one.head = replace(one.head, created=TIMES[1], modified=TIMES[3], generator="new")
    other.head = replace(other.head, created=TIMES[0], modified=TIMES[2], generator="old")
    for merged in (merge_layers(one, other), merge_layers(other, one)):
        assert merged.layer.head == replace(one.head, created=TIMES[0])
    other.head = replace(other.head, created="")
    assert merge_layers(one, other).layer.head.created == TIMES[1]


def test_the_documents_details_are_merged_as_records_are() -> None:
    one, other, base = layer(), layer(), layer()
    one.document = replace(one.document, title="Talks")
    other.document = replace(other.document, publisher="The Gazette", title="Talk")
    merged = merge_layers(one, other, base)
    assert merged.layer.document.publisher == "The Gazette"
    assert [sentence.partition(";")[0] for sentence in merged.conflicts] == ["The document: both have another title"]


def test_what_was_deleted_where_it_was_left_as_it_was_is_gone_with_its_trace() -> None:
    base = layer([PLAIN, marked("b", "claim", (6, 9))])
    mine = layer([PLAIN, marked("b", "claim", (6, 9))])
    theirs = layer([marked("b", "claim", (6, 9))], who="mkato")
    theirs.head = replace(theirs.head, modified=TIMES[3])
    for merged in (merge_layers(mine, theirs, base), merge_layers(theirs, mine, base)):
        assert set(merged.layer.annotations) == {"b"}
        assert merged.layer.deleted == {"a": Deletion("a", TIMES[3], "mkato")}
        assert merged.conflicts == []


def test_what_was_changed_since_the_common_version_outlives_its_deletion() -> None:
    base, mine, theirs = layer([PLAIN]), layer([PLAIN._replace(note="new")]), layer()
    merged = merge_layers(mine, theirs, base)
    assert merged.layer.annotations["a"].note == "new"
    assert merged.conflicts == ["claim “xxxxx”: deleted on one side and changed on the other; it is kept."]


def test_entities_and_topics_that_are_named_come_back() -> None:
    entities, topics = [Entity("e1", "Mori"), Entity("e2", "Rossi")], [Topic("t1", "Peace"), Topic("t2", "War")]
    base = layer([PLAIN], entities=entities, topics=topics)
    named = PLAIN._replace(topic="t1", speakers=(Role("e1"),), modified=TIMES[1])
    mine, theirs = layer([named], entities=entities, topics=topics), layer([PLAIN])
    for merged in (merge_layers(mine, theirs, base), merge_layers(theirs, mine, base)):
        assert set(merged.layer.entities) == {"e1"}
        assert set(merged.layer.topics) == {"t1"}
        assert merged.layer.annotations["a"] == named


def test_only_mentions_of_what_is_gone_are_let_go() -> None:
    gone, kept = marked("a", "actor", (0, 5), entities=("e1",)), marked("c", "actor", (6, 9), entities=("e1",))
    claim = marked(
        "b", "claim", (0, 9), speakers=(Role("e1", "a"), Role("e1", "c")), targets=(Role("e1"),), modified=TIMES[0]
    )
    base = layer([gone, kept, claim], links=[Link("l1", "supports", "c", "b"), Link("l2", "supports", "b", "a")])
    mine, theirs = base.snapshot(), layer([kept, claim], links=[Link("l1", "supports", "c", "b")])
    theirs.annotations["b"] = claim._replace(speakers=(Role("e1"), Role("e1", "c")))
    merged = merge_layers(mine, theirs, base).layer
    assert [role.mention for role in merged.annotations["b"].speakers] == [None, "c"]
    assert set(merged.links) == {"l1"}


def test_versions_are_merged_in_the_order_of_their_times() -> None:
    versions = []
    for number, time in enumerate(TIMES):
        version = layer([PLAIN._replace(note=f"note {number}", modified=time)])
        version.head = replace(version.head, modified=time)
        versions.append(version)
    merged = merge_all(reversed(versions))
    assert merged.layer.annotations["a"].note == "note 3"
    assert len(merged.conflicts) == 3
    assert merge_all([versions[0]]).conflicts == []


def test_a_change_of_type_on_one_side_takes_the_others_changes_along_or_says_what_it_cannot() -> None:
    before = marked("a", "claim", (0, 5), modified=TIMES[0])
    other = marked("b", "claim", (6, 9), speakers=(Role("e1", "a"),), modified=TIMES[0])
    entities = [Entity("e1", "Mori")]
    mine = layer([before._replace(type="actor", entities=("e1",), modified=TIMES[1])], entities=entities)
    theirs = layer([before._replace(note="seen", stance="agree", modified=TIMES[2]), other], entities=entities)
    merged = merge_layers(mine, theirs, layer([before], entities=entities))
    now = merged.layer.annotations["a"]
    assert (now.type, now.entities, now.note, now.stance) == ("actor", ("e1",), "seen", None)
    assert merged.layer.annotations["b"].speakers == (Role("e1", "a"),)
    assert merged.conflicts == ["actor “xxxxx”: actors have no stance; “agree” is not kept."]


def test_an_annotation_that_is_no_actor_any_more_is_no_mention() -> None:
    actor = marked("a", "actor", (0, 5), entities=("e1",), modified=TIMES[0])
    claim = marked("b", "claim", (0, 9), speakers=(Role("e1", "a"),), modified=TIMES[0])
    mine = layer([actor, claim], entities=[Entity("e1", "Mori")])
    theirs = layer([actor._replace(type="claim", entities=(), modified=TIMES[1])], entities=[Entity("e1", "Mori")])
    merged = merge_layers(mine, theirs, layer([actor], entities=[Entity("e1", "Mori")]))
    assert merged.layer.annotations["a"].type == "claim"
    assert merged.layer.annotations["b"].speakers == (Role("e1"),)


def test_fields_that_nobody_knows_are_joined_like_those_that_are_known() -> None:
    before = marked("a", "actor", (0, 5), modified=TIMES[0])
    mine = layer([before._replace(extra=(("type", "mood", {"deep": [1]}), ("", "x", 1)), modified=TIMES[1])])
    theirs = layer([before._replace(extra=(("type", "tone", None), ("", "x", 2)), modified=TIMES[2])])
    merged = merge_layers(mine, theirs)
    assert {name: value for _place, name, value in merged.layer.annotations["a"].extra} == {
        "mood": {"deep": [1]}, "tone": None, "x": 2,
    }  # fmt: skip
    assert merged.conflicts == ["actor “xxxxx”: both have another x; “2” is kept, “1” is not."]


def test_how_far_the_document_has_come_is_said_by_somebody() -> None:
    mine, theirs = layer(), layer()
    mine.document = replace(mine.document, state="done")
    theirs.document = replace(theirs.document, state="reviewed")
    assert "both have another state" in merge_layers(mine, theirs).conflicts[0]
