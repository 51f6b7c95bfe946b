"""More than two annotators: the majority is taken, ties stay open, and whose opinion counted is known."""

from typing import Any

from annotator.model.span import Span
from annotator.services.comparing import difference as kinds
from annotator.services.settling.opinions import alone, borne_out, majority
from annotator.services.settling.settle import Settling
from tests.unit.colleagues import Link, layer, marked
from tests.unit.services.settling.test_review import Bench

WHO = ("anna", "bert", "cleo", "dora", "emil", "fred")


def several(*annotations: list[Any], **more: list[Any]) -> Bench:
    links = more.get("links", [[]] * len(annotations))
    made = zip(annotations, WHO, links, strict=False)
    return Bench(*(layer(found, who, links=own) for found, who, own in made))


def claim(**fields: Any) -> Any:
    return marked("a1", "claim", fields.pop("span", (10, 30)), **fields)


def take_majorities(bench: Bench) -> int:
    draft = bench.session.draft()
    taken = Settling(draft, bench.review).take_majorities(bench.review.clear_majorities())
    bench.session.commit(draft, "Take the majority")
    return taken


def test_the_majority_of_three_is_taken_in_one_step_that_undo_takes_back() -> None:
    bench = several(
        [claim(stance="agree", attribution="direct")],
        [claim(stance="agree", attribution="indirect")],
        [claim(stance="disagree", attribution="ascribed", span=(10, 34))],
    )
    of_kind = {d.kind: (majority(d), alone(d)) for d in bench.review.differences}
    assert of_kind["stance"] == of_kind[kinds.BOUNDARY] == (("anna", "bert"), "cleo")
    assert of_kind["attribution"] == ((), "")
    assert take_majorities(bench) == 2
    assert (bench.only().fragments, bench.only().stance) == ((Span(10, 30),), "agree")
    assert [bench.review.differences[number].kind for number in bench.review.left()] == ["attribution"]
    bench.session.undo()
    assert not bench.session.layer.annotations
    assert len(bench.review.left()) == 3


def test_two_of_five_do_not_stand_alone() -> None:
    bench = several(*([claim(stance=stance)] for stance in ("agree", "agree", "agree", "mixed", "mixed")))
    (difference,) = bench.review.differences
    assert majority(difference) == ("anna", "bert", "cleo")
    assert alone(difference) == ""


def test_what_most_have_not_is_not_to_be_there_with_all_that_is_said_of_it() -> None:
    has = [claim(stance="agree")], [claim(stance="agree")], [claim(stance="mixed")]
    bench = several(*has, [], [], [])
    assert take_majorities(bench) == 0, "three of six is a tie, and what is said of the annotation waits for it"
    assert not bench.session.layer.annotations
    bench = several([claim(stance="agree")], [claim(stance="mixed")], [], [], [])
    assert take_majorities(bench) == 1
    assert not bench.session.layer.annotations
    assert bench.review.progress().is_done


def test_two_annotators_have_no_majority_and_two_of_four_neither() -> None:
    bench = several([claim(stance="agree")], [claim(stance="mixed")])
    assert bench.review.clear_majorities() == []
    draft = bench.session.draft()
    assert not Settling(draft, bench.review).take_majority(bench.review.differences[0])
    assert not draft.transaction("Nothing").edits
    bench = several([claim()], [claim()], [], [])
    assert bench.review.clear_majorities() == []


def test_a_link_is_not_taken_to_an_annotation_that_was_decided_against() -> None:
    ends = [claim(), marked("a2", "claim", (50, 60))]
    links = [[Link("l1", "supports", "a1", "a2")], [Link("l1", "supports", "a1", "a2")], []]
    bench = several(ends, ends, ends, [ends[0]], links=[*links, []])
    number = bench.number(kinds.LINK)
    assert majority(bench.review.differences[number]) == ("anna", "bert")
    bench.take_none(bench.number(kinds.MISSING))
    assert number in bench.review.left()
    assert take_majorities(bench) == 0
    assert not bench.session.layer.annotations


def test_whose_opinion_a_decision_took() -> None:
    bench = several([claim(stance="agree")], [claim(stance="agree")], [claim(stance="mixed")], [])

    def whose(number: int) -> set[str]:
        decision = bench.review.settled(number)
        assert decision
        return set(borne_out(bench.review.differences[number], decision))

    stance, missing = bench.number("stance"), bench.number(kinds.MISSING)
    bench.settle(stance, "anna")
    assert whose(stance) == {"anna", "bert"}
    bench.settle(stance, "cleo")
    assert whose(stance) == {"cleo"}
    bench.take_none(stance)
    assert whose(stance) == set()
    bench.settle(missing, "anna")
    assert whose(missing) == {"anna", "bert", "cleo"}
    bench.take_none(missing)
    assert whose(missing) == {"dora"}
