"""What decisions settle, of which opinions they knew, and what was made of whom."""

from typing import Any

import pytest

from annotator.model.decision import Decision
from annotator.services.comparing.align import Alignment, align
from annotator.services.comparing.decided import (
    ACCEPTED,
    AGREED,
    CARRIED,
    EACH,
    EDITED,
    OPEN,
    REJECTED,
    Decided,
    annotation_hash,
    decision_extra,
    opinion_hashes,
    slot_decided,
    slot_of,
)
from annotator.services.comparing.difference import LINK, MISSING, Difference
from annotator.services.comparing.differences import differences
from tests.unit.colleagues import Entity, Link, Role, layer, marked


def compared(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[Difference, Alignment]:
    """The one difference of two claims."""
    alignment = align(
        {
            "mkato": layer([marked("a1", "claim", (0, 9), **mine)]),
            "lrossi": layer([marked("b1", "claim", (0, 9), **theirs)]),
        }
    )
    (difference,) = differences(alignment)
    return difference, alignment


def decision(
    verdict: str, slot: str, *sources: str, target: str = "", at: str = "1", opinions: Any = (), by: str = "x"
) -> Decision:
    return Decision(target, verdict, by, at, sources, "", decision_extra(slot, opinions))


BOTH = ("lrossi:b1", "mkato:a1")


def test_a_decision_on_a_difference_settles_it_as_long_as_nobody_changed_his_mind() -> None:
    difference, alignment = compared({"stance": "agree"}, {"stance": "disagree"})
    slot, hashes = slot_of(difference, alignment), opinion_hashes(difference, alignment)
    made = decision(ACCEPTED, slot, "mkato:a1", opinions=hashes.values())
    assert Decided([made]).settling(difference, alignment) == made
    assert Decided([]).settling(difference, alignment) is None
    changed, anew = compared({"stance": "agree"}, {"stance": "neutral"})
    assert Decided([made]).settling(changed, anew) is None
    # Who agrees now with what was weighed already brings nothing new.
    third = compared({"stance": "disagree"}, {"stance": "agree"})
    assert Decided([made]).settling(*third) == made


@pytest.mark.parametrize(
    ("verdict", "slot", "sources", "settles"),
    [
        (ACCEPTED, "stance stance", ("mkato:a1",), True),
        (EDITED, "stance stance", ("lrossi:b1",), True),
        (REJECTED, "stance stance", BOTH, True),
        (OPEN, "stance stance", BOTH, False),
        (ACCEPTED, "stance stance", ("mkato:b1",), False),
        (ACCEPTED, "status status", BOTH, False),
        # That the whole is not to be there settles all of it; that it is, nothing.
        (REJECTED, MISSING, ("mkato:a1",), True),
        (REJECTED, AGREED, ("mkato:a1",), True),
        (ACCEPTED, MISSING, BOTH, False),
        (OPEN, MISSING, BOTH, False),
        (REJECTED, CARRIED, BOTH, False),
    ],
)
def test_what_settles_a_difference_is_about_it_or_about_the_whole(
    verdict: str, slot: str, sources: tuple[str, ...], *, settles: bool
) -> None:
    difference, alignment = compared({"stance": "agree"}, {"stance": "disagree"})
    made = decision(verdict, slot, *sources)
    assert Decided([made]).settling(difference, alignment) == (made if settles else None)


def test_of_several_decisions_the_latest_that_still_holds_counts() -> None:
    difference, alignment = compared({"stance": "agree"}, {"stance": "disagree"})
    slot = slot_of(difference, alignment)
    early, late = (decision(ACCEPTED, slot, "mkato:a1", at=at, target=at) for at in "12")
    stale = decision(ACCEPTED, slot, "mkato:a1", at="3", target="3", opinions=["of another time"])
    assert Decided([late, early]).settling(difference, alignment) == late
    assert Decided([late, early, stale]).settling(difference, alignment) == late
    assert [found.at for found in Decided([late, early, stale]).about(slot, BOTH)] == ["1", "2", "3"]


def test_keeping_each_settles_only_when_each_was_kept_as_it_is() -> None:
    difference, alignment = compared({"stance": "agree"}, {"stance": "disagree"})
    made = [
        decision(ACCEPTED, EACH, f"{who}:{key}", at=who, target=who, opinions=[annotation_hash(alignment, who, key)])
        for who, key in (("lrossi", "b1"), ("mkato", "a1"))
    ]
    assert Decided(made).settling(difference, alignment) == made[1]
    assert Decided(made[:1]).settling(difference, alignment) is None
    changed = compared({"stance": "neutral"}, {"stance": "disagree"})
    assert Decided(made).settling(*changed) is None


def test_a_whole_that_was_rejected_settles_no_link() -> None:
    ends = [marked("a1", "claim", (0, 9)), marked("a2", "claim", (20, 29))]
    alignment = align({"mkato": layer(ends, links=[Link("l1", "supports", "a1", "a2")]), "lrossi": layer(ends)})
    (difference,) = differences(alignment)
    assert difference.kind == LINK
    assert Decided([decision(REJECTED, MISSING, "mkato:l1")]).settling(difference, alignment) is None
    made = decision(REJECTED, slot_of(difference, alignment), "mkato:l1")
    assert Decided([made]).settling(difference, alignment) == made


def test_the_latest_verdict_on_the_whole_counts() -> None:
    no, yes, open_ = (
        decision(verdict, MISSING, "mkato:a1", at=at) for verdict, at in ((REJECTED, "1"), (ACCEPTED, "2"), (OPEN, "3"))
    )
    assert Decided([no]).rejected(["mkato:a1"]) == no
    assert Decided([no, yes]).rejected(["mkato:a1"]) is None
    assert Decided([no, open_]).rejected(["mkato:a1"]) == no
    assert Decided([no]).rejected(["lrossi:b1"]) is None
    again = decision(REJECTED, AGREED, "mkato:a1", at="4")
    assert Decided([no, yes, again]).rejected(["mkato:a1", "lrossi:b1"]) == again


def test_what_was_made_of_an_annotation_is_what_the_latest_decision_on_it_says() -> None:
    one = decision(ACCEPTED, "stance stance", "mkato:a1", target="t1", at="1")
    two = decision(EDITED, "topic topic", "mkato:a1", target="t2", at="2")
    same = decision(ACCEPTED, "topic topic", "mkato:a1", target="t3", at="2", by="y")
    assert Decided([two, one]).target("mkato:a1") == "t2"
    assert Decided([one, two, same]).target("mkato:a1") == "t3"
    assert Decided([one]).target("lrossi:b1") is None
    for other in (
        decision(REJECTED, MISSING, "mkato:a1", target="t9", at="9"),
        decision(OPEN, MISSING, "mkato:a1", target="t9", at="9"),
        decision(ACCEPTED, MISSING, "mkato:a1", target="", at="9"),
        decision(ACCEPTED, LINK, "mkato:a1", target="t9", at="9"),
    ):
        assert Decided([one, other]).target("mkato:a1") == "t1"


def test_what_is_let_go_of_settles_nothing_any_more() -> None:
    one, other = (decision(ACCEPTED, MISSING, "mkato:a1", target=target, at=target) for target in "12")
    decided = Decided([one])
    decided.add(other)
    assert set(decided.sources()) == {"mkato:a1"}
    decided.remove(other)
    decided.remove(other)
    assert decided.target("mkato:a1") == "1"
    assert decided.about(MISSING, ["mkato:a1"]) == [one]
    decided.remove(one)
    assert decided.target("mkato:a1") is None
    assert decided.about(MISSING, ["mkato:a1"]) == []


def test_the_order_in_which_somebody_set_things_is_no_opinion() -> None:
    names = [Entity("e1", "Mori"), Entity("e2", "Norland"), Entity("e3", "Ostia")]

    def hashes(*speakers: str) -> dict[str, str]:
        claim = marked("a1", "claim", (0, 9), speakers=tuple(map(Role, speakers)))
        other = marked("b1", "claim", (0, 9), speakers=(Role("e3"),))
        alignment = align({"mkato": layer([claim], entities=names), "lrossi": layer([other], entities=names)})
        return opinion_hashes(differences(alignment)[0], alignment)

    assert hashes("e1", "e2") == hashes("e2", "e1") != hashes("e1", "e1")
    assert len(set(hashes("e1", "e2").values())) == 2


def test_boundaries_are_told_apart_where_their_words_are_the_same() -> None:
    def hashes(start: int) -> dict[str, str]:
        one = marked("a1", "claim", (start, start + 4), quote=("xxxx",))
        other = marked("b1", "claim", (0, 9))
        alignment = align({"mkato": layer([one]), "lrossi": layer([other])})
        return opinion_hashes(next(d for d in differences(alignment) if d.kind == "boundary"), alignment)

    assert hashes(0)["mkato"] != hashes(1)["mkato"]
    assert hashes(0)["lrossi"] == hashes(1)["lrossi"]


def test_decisions_of_other_programs_say_nothing_of_theirs() -> None:
    theirs = Decision("t1", ACCEPTED, "x", "1", ("mkato:a1",), "", (("comment", "difference", 3),))
    assert slot_decided(theirs) == ""
    assert Decided([theirs]).target("mkato:a1") == "t1"
    assert decision_extra("", []) == ()
    assert slot_decided(decision(ACCEPTED, "stance stance", "mkato:a1")) == "stance stance"
