"""What is carried from a colleague rests on the adjudicated annotations as they are, also on those of the same step."""

from typing import Any

from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.services.comparing import difference as kinds
from annotator.services.settling.settle import Settling
from tests.unit.colleagues import Entity, Link, layer, marked
from tests.unit.services.settling.test_review import Bench

MORI = Entity("e1", "Mori")


def of_two_types() -> Bench:
    """One has a claim where the other has the actor whom a claim further on rests on."""
    mine = layer([marked("a1", "claim", (0, 10))], entities=[MORI])
    theirs = layer(
        [
            marked("b1", "actor", (0, 10), entities=("e1",)),
            marked("b2", "claim", (30, 50), speakers=(Role("e1", "b1"),)),
        ],
        "lrossi", entities=[MORI],
    )  # fmt: skip
    return Bench(mine, theirs)


def at(bench: Bench, start: int) -> Any:
    (found,) = (a for a in bench.session.layer.annotations.values() if a.start == start)
    return found


def rests_on(annotation: Annotation) -> str | None:
    (role,) = annotation.speakers
    return role.mention


def test_a_role_rests_on_what_was_taken_as_an_actor_alone() -> None:
    bench = of_two_types()
    bench.settle(bench.number(kinds.TYPE), "mkato")
    bench.settle(bench.number(kinds.MISSING), "lrossi")
    assert at(bench, 0).type == "claim"
    assert rests_on(at(bench, 30)) is None


def test_a_role_gets_or_loses_its_evidence_with_the_type_that_is_taken() -> None:
    bench = of_two_types()
    bench.settle(bench.number(kinds.MISSING), "lrossi")
    for taken, mention in (("lrossi", True), ("mkato", False), ("lrossi", True)):
        bench.settle(bench.number(kinds.TYPE), taken)
        assert at(bench, 0).type == ("actor" if mention else "claim")
        assert rests_on(at(bench, 30)) == (at(bench, 0).id if mention else None)


def linked(who: str, *links: Link) -> Layer:
    return layer([marked("a1", "claim", (0, 10)), marked("a2", "claim", (30, 50))], who, links=links)


def test_a_link_that_both_have_is_carried_once_in_one_step() -> None:
    mine, theirs = (linked(who, Link(key, "supports", "a1", "a2")) for who, key in (("mkato", "l1"), ("lrossi", "k1")))
    bench = Bench(mine, theirs)
    bench.take_agreed()
    (link,) = bench.session.layer.links.values()
    assert (link.type, link.source, link.target) == ("supports", at(bench, 0).id, at(bench, 30).id)


def test_of_two_decisions_on_one_thing_in_one_step_the_later_stays_with_the_comment() -> None:
    bench = Bench(linked("mkato"), layer((), "lrossi"))
    draft = bench.session.draft()
    settling = Settling(draft, bench.review)
    difference = bench.review.differences[0]
    settling.comment(difference, "why?")
    settling.take(difference, ["mkato"])
    settling.take(difference, ["lrossi"])
    settling.take(difference, ["mkato"])
    bench.session.commit(draft, "Settle")
    (decision,) = bench.session.layer.review.values()
    assert (decision.verdict, decision.sources) == ("accepted", ("mkato:a1",))
    (annotation,) = bench.session.layer.annotations.values()
    assert decision.target == annotation.id
