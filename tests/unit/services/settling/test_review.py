"""Reviewing colleagues' files: every decision is a step of the adjudicated layer, and stays when files come again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.model.transaction import Transaction
from annotator.services.comparing import difference as kinds
from annotator.services.comparing.colleagues import Colleague
from annotator.services.editing import annotations as authoring
from annotator.services.editing.session import Session
from annotator.services.keeping.journal import transaction_from_json, transaction_to_json
from annotator.services.settling.review import Review, Standing
from annotator.services.settling.settle import Settling
from tests.patience import times
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, layers, marked

ARTICLE = "japan-italy-ministers.txt"
REVIEWER = Annotator("chief", "C. Hief")


class Bench:
    """A review without files, of layers made by hand."""

    def __init__(self, *colleagues: Layer, known: Layer | None = None, text: str = "x" * 1000) -> None:
        info = colleagues[0].document
        base = known or Layer(LayerHead(Annotator("adjudicated")), info)
        self.session = Session(Document(text, info), base, Path("talks.txt.adjudicated.ann.json"), author="adjudicated")
        made = [
            Colleague(each.head.annotator.id, each.head.annotator.id, Path(f"{number}.ann.json"), each, [])
            for number, each in enumerate(colleagues)
        ]
        self.review = Review(self.session, made)

    def settle(self, number: int, *annotators: str) -> None:
        draft = self.session.draft()
        Settling(draft, self.review).take(self.review.differences[number], annotators)
        self.session.commit(draft, "Take")

    def take_none(self, number: int) -> None:
        draft = self.session.draft()
        Settling(draft, self.review).take_none(self.review.differences[number])
        self.session.commit(draft, "Take none")

    def take_agreed(self) -> None:
        draft = self.session.draft()
        Settling(draft, self.review).take_agreed(self.review.agreed())
        self.session.commit(draft, "Take all agreed")

    def number(self, kind: str, field: str = "") -> int:
        return next(
            n for n, d in enumerate(self.review.differences) if d.kind == kind and (not field or d.field == field)
        )

    def only(self) -> Any:
        (annotation,) = self.session.layer.annotations.values()
        return annotation

    def again(self, *colleagues: Layer) -> "Bench":
        """Save, and open again with other files."""
        return Bench(*colleagues, known=load_sidecar(dump_sidecar(self.session.layer)).layer)


def claim(identifier: str, start: int = 10, end: int = 30, **fields: Any) -> Any:
    return marked(identifier, "claim", (start, end), **fields)


def two(mine: Iterable[Any] = (), theirs: Iterable[Any] = ()) -> Bench:
    return Bench(layer(mine), layer(theirs, "lrossi"))


def test_only_one_has_it_and_it_is_taken_or_not() -> None:
    bench = two([claim("a1")])
    bench.settle(0, "mkato")
    assert bench.only().fragments == (Span(10, 30),)
    assert bench.only().id != "a1"
    (decision,) = bench.session.layer.review.values()
    assert (decision.target, decision.verdict, decision.sources) == (bench.only().id, "accepted", ("mkato:a1",))
    bench.session.undo()
    assert not bench.session.layer.annotations
    assert bench.review.left() == [0]
    bench.settle(0, "lrossi")
    assert not bench.session.layer.annotations
    (decision,) = bench.session.layer.review.values()
    assert decision.verdict == "rejected"
    assert bench.review.progress().is_done


def test_each_field_is_settled_by_itself() -> None:
    mine = claim("a1", 10, 30, stance="agree", attribution="direct", codes=("demand",), note="one")
    theirs = claim("a1", 12, 34, stance="disagree", attribution="indirect", codes=("offer",), note="two")
    bench = two([mine], [theirs])
    bench.settle(bench.number(kinds.BOUNDARY), "mkato")
    bench.settle(bench.number("stance"), "lrossi")
    bench.settle(bench.number(kinds.CODE), "mkato", "lrossi")
    bench.settle(bench.number("note"), "lrossi", "mkato")
    bench.take_none(bench.number("attribution"))
    taken = bench.only()
    assert (taken.fragments, taken.stance, taken.codes) == ((Span(10, 30),), "disagree", ("demand", "offer"))
    assert (taken.note, taken.attribution) == ("two\none", None)
    assert bench.review.progress().is_done
    bench.settle(bench.number(kinds.BOUNDARY), "mkato", "lrossi")
    assert bench.only().fragments == (Span(10, 34),)
    assert len(bench.session.layer.review) == 5


def test_what_nobody_contradicts_is_taken_at_once_and_what_takes_a_judgement_is_left() -> None:
    mine = [claim("a1", note="why?", stance="agree"), claim("a2", 50, 60)]
    theirs = [claim("a1", confidence="high", stance="disagree")]
    bench = two(mine, theirs)
    draft = bench.session.draft()
    Settling(draft, bench.review).take_undisputed(bench.review.undisputed())
    bench.session.commit(draft, "Take what nobody contradicts")
    assert (bench.only().note, bench.only().confidence) == ("why?", "high")
    assert [bench.review.differences[number].kind for number in bench.review.left()] == ["stance", kinds.MISSING]
    assert bench.review.undisputed() == []


def test_a_name_that_was_settled_is_not_changed_by_what_is_carried_later() -> None:
    def file(who: str, name: str, groups: tuple[str, ...], *more: Any) -> Layer:
        people = [Entity("e1", name, "person", ("Kishi",), groups), Entity("e2", "Norland", "state")]
        return layer([claim("a1", speakers=(Role("e1"),)), *more], who, entities=people)

    bench = Bench(
        file("lrossi", "Nobuo Kishi", ("e2",), claim("a2", 50, 60, speakers=(Role("e1"),))),
        file("mkato", "N. Kishi", ()),
    )
    bench.settle(bench.number("entity detail", "name"), "mkato")
    bench.settle(bench.number("entity detail", "member_of"), "mkato")
    bench.take_agreed()
    bench.settle(bench.number(kinds.MISSING), "lrossi")
    (person,) = [entity for entity in bench.session.layer.entities.values() if entity.type == "person"]
    assert (person.name, person.member_of) == ("N. Kishi", ())
    assert "Nobuo Kishi" in person.aliases


def test_taking_all_keeps_each_where_a_field_holds_one_value() -> None:
    bench = two([claim("a1", stance="agree", date="2022")], [claim("a1", stance="disagree", date="2023")])
    bench.settle(bench.number("stance"), "mkato", "lrossi")
    kept = bench.session.layer.annotations.values()
    assert {(a.stance, a.date) for a in kept} == {("agree", "2022"), ("disagree", "2023")}
    assert bench.review.progress().is_done
    assert (
        bench.again(
            layer([claim("a1", stance="agree", date="2022")]),
            layer([claim("a1", stance="disagree", date="2023")], "lrossi"),
        )
        .review.progress()
        .is_done
    )


def test_entities_topics_mentions_and_links_are_carried_over_whatever_comes_first() -> None:
    def file(who: str, name: str, alias: str, topic: str) -> Layer:
        return layer(
            [
                marked("a1", "actor", (10, 14), entities=("e1",)),
                claim("a2", speakers=(Role("e1", "a1", "e2"),), topic="t1"),
                claim("a3", 40, 60, targets=(Role("e1", "a1", attitude="critical"), Role("gone", "gone"))),
            ],
            who,
            entities=[
                Entity("e1", name, "person", (alias,), ("e2",)),
                Entity("e2", "Japan", "state", (), ("e2", "e1")),
            ],
            topics=[Topic("t1", topic, "t2"), Topic("t2", "Peace", "t1")],
            links=[Link("l1", "supports", "a2", "a3"), Link("l2", "elaborates", "a2", "gone")],
        )

    bench = Bench(
        file("mkato", "Nobuo Kishi", "Kishi", "Train together"),
        file("lrossi", "Kishi", "the minister", "Train  together"),
    )
    while left := bench.review.left():
        bench.settle(left[-1], "mkato")
    bench.take_agreed()
    made = bench.session.layer
    assert len(made.annotations) == 3
    assert len(made.entities) == 2
    kishi = next(e for e in made.entities.values() if "Kishi" in e.names)
    actor = next(a for a in made.annotations.values() if a.type == "actor")
    speaker = next(a.speakers[0] for a in made.annotations.values() if a.speakers)
    assert (speaker.entity, speaker.mention) == (kishi.id, actor.id)
    assert made.entities[speaker.acts_for or ""].name == "Japan"
    (target,) = next(a.targets for a in made.annotations.values() if a.targets)
    assert target.mention == actor.id
    assert {" ".join(topic.name.split()) for topic in made.topics.values()} == {"Train together", "Peace"}
    (link,) = made.links.values()
    assert link.type == "supports"
    assert load_sidecar(dump_sidecar(made)).findings == []


def test_a_link_that_only_one_drew_is_settled_by_itself() -> None:
    mine = layer([claim("a1"), claim("a2", 40, 60)], links=[Link("l1", "supports", "a1", "a2")])
    theirs = layer([claim("b1"), claim("b2", 40, 60)], "lrossi")
    bench = Bench(mine, theirs)
    bench.take_agreed()
    assert not bench.session.layer.links
    bench.settle(0, "mkato")
    assert [link.type for link in bench.session.layer.links.values()] == ["supports"]
    bench.settle(0, "lrossi")
    assert not bench.session.layer.links
    assert bench.review.progress().is_done


def test_what_a_link_brought_along_is_settled_and_not_carried_over_twice() -> None:
    mine = layer([claim("a1"), claim("a2", 40, 60), claim("a3", 70, 80)], links=[Link("l1", "supports", "a1", "a2")])
    theirs = layer([claim("b1"), claim("b2", 44, 60), claim("b3", 70, 80)], "lrossi")
    bench = Bench(mine, theirs)
    bench.settle(bench.number(kinds.LINK), "mkato")
    assert len(bench.session.layer.annotations) == 2
    assert [bench.review.differences[number].kind for number in bench.review.left()] == [kinds.BOUNDARY]
    assert [group.start for group in bench.review.agreed()] == [70]
    bench.settle(bench.number(kinds.BOUNDARY), "lrossi")
    bench.take_agreed()
    assert sorted(a.fragments[0] for a in bench.session.layer.annotations.values()) == [(10, 30), (44, 60), (70, 80)]
    assert len(bench.session.layer.links) == 1
    again = bench.again(mine, theirs)
    assert again.review.progress().is_done
    again.take_none(again.number(kinds.LINK))
    assert not again.session.layer.links


def test_a_newer_file_brings_only_what_is_new() -> None:
    bench = two([claim("a1", stance="agree"), claim("a2", 50, 60)], [claim("a1", stance="disagree")])
    bench.settle(bench.number("stance"), "mkato")
    bench.take_none(bench.number(kinds.MISSING))
    same = bench.again(*(c.layer for c in bench.review.colleagues.values()))
    assert same.review.left() == []
    newer = layer([claim("a1", stance="neutral"), claim("a2", 50, 60), claim("a9", 70, 80)])
    again = bench.again(newer, layer([claim("a1", stance="disagree")], "lrossi"))
    assert [again.review.differences[n].kind for n in again.review.left()] == ["stance", kinds.MISSING]
    third = bench.again(
        *(c.layer for c in bench.review.colleagues.values()), layer([claim("c1", stance="disagree")], "third")
    )
    assert [third.review.differences[n].kind for n in third.review.left()] == []


def test_comments_and_editing_by_hand() -> None:
    bench = two([claim("a1", stance="agree")], [claim("a1", stance="disagree")])
    draft = bench.session.draft()
    Settling(draft, bench.review).comment(bench.review.differences[0], "Ask Rossi <b>now</b>")
    bench.session.commit(draft, "Comment")
    assert bench.review.comment(0) == "Ask Rossi <b>now</b>"
    assert bench.review.left() == [0]
    draft = bench.session.draft()
    target = Settling(draft, bench.review).edit(bench.review.differences[0])
    bench.session.commit(draft, "Edit")
    assert target in bench.session.layer.annotations
    (decision,) = bench.session.layer.review.values()
    assert (decision.verdict, decision.comment, bench.review.left()) == ("edited", "Ask Rossi <b>now</b>", [])


_steps = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 6)), max_size=6)


@times(8)
@given(layers(4), layers(4), _steps)
def test_decisions_replayed_on_reload_give_the_same_file(
    mine: Layer, theirs: Layer, steps: list[tuple[int, int]]
) -> None:
    theirs.head = LayerHead(Annotator("lrossi"))
    bench = Bench(mine, theirs)
    session, before = bench.session, dump_sidecar(bench.session.layer)
    made: list[Transaction] = []
    session.subscribe(lambda change: made.append(Transaction(change.edits, change.label)))
    for which, what in steps:
        if not bench.review.differences or what == 5:
            bench.take_agreed()
        elif what == 6:
            session.undo()
        else:
            number = which % len(bench.review.differences)
            chosen = (("mkato",), ("lrossi",), ("mkato", "lrossi"), ("lrossi", "mkato"))
            bench.settle(number, *chosen[what]) if what < 4 else bench.take_none(number)
            assert bench.review.settled(number)
    file = dump_sidecar(session.layer)
    assert load_sidecar(file).findings == []
    # The journal, replayed on what there was in the beginning, gives the same file; so does opening it.
    replayed = load_sidecar(before).layer
    for transaction in made:
        replayed.apply(transaction_from_json(orjson.loads(orjson.dumps(transaction_to_json(transaction)))).edits)
    assert dump_sidecar(replayed) == file
    again = bench.again(mine, theirs)
    assert dump_sidecar(again.session.layer) == file
    assert (again.review.left(), again.review.agreed()) == (bench.review.left(), bench.review.agreed())
    while session.undo():
        pass
    assert dump_sidecar(session.layer) == before


def three() -> Bench:
    """Three differences: of a stance, of a note, and one that only one has."""
    return two(
        [claim("a1", stance="agree"), claim("a2", 40, 60, note="n"), claim("a3", 70, 80), claim("a4", 90, 99)],
        [claim("b1", stance="disagree"), claim("b2", 40, 60), claim("b4", 90, 99)],
    )


def test_a_review_counts_what_is_settled_and_what_is_left() -> None:
    bench = three()
    review = bench.review
    assert [difference.kind for difference in review.differences] == ["stance", "note", kinds.MISSING]
    assert (review.left(), review.progress()) == ([0, 1, 2], Standing(0, 3, 1))
    assert not review.progress().is_done
    bench.settle(1, "mkato")
    assert (review.left(), review.progress()) == ([0, 2], Standing(1, 3, 1))
    decision = review.settled(1)
    assert decision is not None
    assert decision.sources == ("mkato:a2",)
    assert review.settled(0) is None
    bench.settle(0, "mkato")
    bench.settle(2, "mkato")
    assert not review.progress().is_done
    bench.take_agreed()
    assert review.progress() == Standing(3, 3, 0)
    assert review.progress().is_done
    bench.session.undo()
    assert review.progress() == Standing(3, 3, 1)


def test_the_next_one_left_is_found_in_both_directions_and_round_the_ends() -> None:
    bench = three()
    review = bench.review
    assert [review.next_left(number, 1) for number in (0, 1, 2)] == [1, 2, 0]
    assert [review.next_left(number, -1) for number in (0, 1, 2)] == [2, 0, 1]
    bench.settle(1, "mkato")
    assert [review.next_left(number, 1) for number in (0, 1, 2)] == [2, 2, 0]
    assert [review.next_left(number, -1) for number in (0, 1, 2)] == [2, 0, 0]
    bench.settle(0, "mkato")
    assert review.next_left(2, 1) == 2
    bench.settle(2, "mkato")
    assert review.next_left(1, 1) is None


def test_a_step_touches_what_it_settles_or_lays_open_and_nothing_else() -> None:
    bench = three()
    bench.settle(1, "mkato")
    assert bench.review.touched == {1}
    bench.settle(0, "mkato")
    assert bench.review.touched == {0}
    bench.session.undo()
    assert bench.review.touched == {0}
    draft = bench.session.draft()
    draft.put_document(title="A title")
    bench.session.commit(draft, "Title")
    assert bench.review.touched == frozenset()


def test_annotations_lead_to_their_differences_their_group_and_what_was_made_of_them() -> None:
    bench = three()
    review = bench.review
    assert [list(review.numbers_of(source)) for source in ("mkato:a1", "lrossi:b1", "mkato:a3", "mkato:a4")] == [
        [0], [0], [2], [],
    ]  # fmt: skip
    assert review.numbers_of("nobody:a1") == ()
    group = review.group_of("lrossi:b1")
    assert group is review.group_of("mkato:a1")
    assert review.of_group(group) == [review.differences[0]]
    assert review.of_group(review.group_of("mkato:a4")) == []
    assert review.target_of("mkato:a1") is None
    bench.settle(0, "mkato")
    assert review.target_of("mkato:a1") == review.target_of("lrossi:b1") == bench.only().id
    draft = bench.session.draft()
    authoring.delete(draft, bench.only().id)
    bench.session.commit(draft, "Delete")
    assert review.target_of("mkato:a1") is None


def test_what_all_agree_on_is_given_by_place_until_it_is_taken_or_not() -> None:
    bench = two([claim("a2", 40, 60), claim("a1")], [claim("b1"), claim("b2", 40, 60)])
    assert [group.start for group in bench.review.agreed()] == [10, 40]
    draft = bench.session.draft()
    Settling(draft, bench.review).take_agreed(bench.review.agreed()[:1])
    bench.session.commit(draft, "Take")
    assert [group.start for group in bench.review.agreed()] == [40]
    alone = Bench(layer([claim("a1")]))
    assert alone.review.agreed() == []


def test_a_closed_review_hears_no_more() -> None:
    bench = three()
    bench.review.close()
    bench.review.close()
    bench.settle(0, "mkato")
    assert bench.review.left() == [0, 1, 2]
