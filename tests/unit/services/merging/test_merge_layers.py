"""Merging versions of one annotator's layer: nothing of either is lost unseen."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Deletion
from annotator.model.layer import Layer, edits_between
from annotator.model.link import Link
from annotator.services.merging.merge_layers import merge_all, merge_layers
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


@settings(max_examples=2000)
@given(versions())
def test_a_layer_merged_with_itself_is_itself(one: Layer) -> None:
    for base in (None, one):
        merged = merge_layers(one, one, base)
        assert contents(merged.layer) == contents(one)
        assert merged.conflicts == []


@settings(max_examples=2000)
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


@settings(max_examples=2000)
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


@settings(max_examples=300)
@given(st.lists(versions(), min_size=1, max_size=4), st.randoms())
def test_many_versions_in_any_order_become_the_same(found: list[Layer], chance: Any) -> None:
    mixed = list(found)
    chance.shuffle(mixed)
    assert contents(merge_all(found).layer) == contents(merge_all(mixed).layer)


@settings(max_examples=300)
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
