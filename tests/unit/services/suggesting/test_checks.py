"""What another package gives is looked at before it is believed."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, CLAIM
from annotator.services.suggesting.checks import checked, faults
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.rules import RULES
from annotator.services.suggesting.suggestion import Part, Somebody, Suggestion

ANYTHING: Any = ((0, 5),)
WORDS: Any = "high"
GOOD = Suggestion(CLAIM, (Span(0, 5),), roles=(Part("speakers", Somebody("Kishi", "person", Span(0, 5))),))


def test_what_is_well_comes_through() -> None:
    told = replace(GOOD, stance="agree", attribution="direct", date="2022-04", topic="Trade")
    assert checked([GOOD, told], "Kishi spoke.", "mine") == [GOOD, told]


@pytest.mark.parametrize(
    "wrong",
    [
        "Kishi",
        replace(GOOD, type="event"),
        replace(GOOD, fragments=()),
        replace(GOOD, fragments=(Span(3, 99),)),
        replace(GOOD, fragments=(Span(-3, 2),)),
        replace(GOOD, fragments=(Span(3, 3),)),
        replace(GOOD, fragments=(Span(4, 6), Span(0, 2))),
        replace(GOOD, fragments=ANYTHING),
        replace(GOOD, others=((Span(0, 99),),)),
        replace(GOOD, confidence=1.5),
        replace(GOOD, confidence=WORDS),
        replace(GOOD, roles=(Part("parties", Somebody("Kishi")),)),
        replace(GOOD, roles=(Part("speakers", Somebody(" ")),)),
        replace(GOOD, roles=(Part("speakers", Somebody("Kishi", "person", Span(5, 50))),)),
        replace(GOOD, entities=(Somebody("Kishi"),)),
        replace(GOOD, roles=(Part("speakers", Somebody("Kishi", "martian")),)),
        replace(GOOD, stance="married"),
        replace(GOOD, status="agreed"),
        replace(GOOD, attribution="loud"),
        replace(GOOD, date="never"),
        replace(GOOD, topic=" "),
    ],
)
def test_what_is_not_is_named_and_left_out(wrong: Any) -> None:
    with pytest.raises(SuggesterError, match="The suggester “mine” is left out"):
        checked([GOOD, wrong], "Kishi spoke.", "mine")


def test_a_suggester_has_to_be_one() -> None:
    assert next(faults(RULES, "rules"), "") == ""
    assert "derives from no Suggester" in next(faults(object(), "mine"))
    assert "has to be the name of its entry point" in next(faults(RULES, "mine"))


def test_actors_may_stand_for_somebody() -> None:
    one = Suggestion(ACTOR, (Span(0, 5),), entities=(Somebody("Kishi"),))
    assert checked([one], "Kishi spoke.", "mine") == [one]
