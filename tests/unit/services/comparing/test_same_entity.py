"""Which entities are the same one, as a reviewer said last; what he or she said of others' records is left alone."""

from annotator.model.decision import Decision
from annotator.model.layer import Layer
from annotator.services.comparing.decided import ACCEPTED, REJECTED, decision_extra
from annotator.services.comparing.same_entity import (
    SAME_ENTITY,
    corrected,
    corrections,
    is_on_entities,
    say_apart,
    say_same,
)
from annotator.services.editing.draft import Draft
from tests.unit.colleagues import Entity, layer

LAYERS = {
    who: layer(entities=[Entity("e1", name, "state"), Entity("e2", "Ostia", "state")], who=who)
    for who, name in (("lrossi", "Rome"), ("mkato", "Italy"), ("omar", "The government"))
}
ROME, ITALY, GOVERNMENT = ("lrossi", "e1"), ("mkato", "e1"), ("omar", "e1")


def said(base: Layer, time: str = "1") -> Draft:
    return Draft(base, "adjudicated", time)


def made(draft: Draft) -> Layer:
    draft.layer.apply(draft.transaction("Say").edits)
    return draft.layer


def verdicts(base: Layer) -> dict[tuple[str, ...], str]:
    return dict(corrections(LAYERS, base.review.values()))


def test_what_is_said_to_be_one_is_one_and_what_is_said_apart_is_not() -> None:
    draft = said(layer())
    say_same(draft, [[ROME], [ITALY], [GOVERNMENT]])
    base = made(draft)
    assert verdicts(base) == {("lrossi:e1", "mkato:e1"): ACCEPTED, ("lrossi:e1", "omar:e1"): ACCEPTED}
    same = corrected(LAYERS, verdicts(base))
    assert same.entity(*ROME) == same.entity(*ITALY) == same.entity(*GOVERNMENT)
    draft = said(base, "2")
    say_apart(draft, [ROME, ITALY])
    base = made(draft)
    assert verdicts(base) == {("lrossi:e1", "mkato:e1"): REJECTED, ("lrossi:e1", "omar:e1"): ACCEPTED}
    assert len(base.review) == 2
    same = corrected(LAYERS, verdicts(base))
    assert same.entity(*ROME) != same.entity(*ITALY)
    assert same.entity(*ROME) == same.entity(*GOVERNMENT)


def test_the_order_in_which_two_are_named_does_not_matter() -> None:
    for pair in ([[ROME], [ITALY]], [[ITALY], [ROME]]):
        draft = said(layer())
        say_same(draft, pair)
        assert list(verdicts(made(draft))) == [("lrossi:e1", "mkato:e1")]


def test_two_of_one_annotator_are_not_said_apart() -> None:
    draft = said(layer())
    say_apart(draft, [ROME, ("lrossi", "e2"), ITALY])
    assert verdicts(made(draft)) == {
        ("lrossi:e1", "mkato:e1"): REJECTED,
        ("lrossi:e2", "mkato:e1"): REJECTED,
    }


def decision(verdict: str, *sources: str, at: str = "1", slot: str = SAME_ENTITY) -> Decision:
    return Decision("", verdict, "x", at, sources, extra=decision_extra(slot))


def test_only_decisions_on_two_entities_that_are_there_count_and_the_latest_of_them() -> None:
    pair = ("lrossi:e1", "mkato:e1")
    early, late = decision(ACCEPTED, *pair), decision(REJECTED, *pair, at="2")
    assert corrections(LAYERS, [late, early]) == {pair: REJECTED}
    assert corrections(LAYERS, [decision(ACCEPTED, *pair, slot="missing")]) == {}
    assert corrections(LAYERS, [decision(ACCEPTED, "lrossi:e1", "mkato:gone")]) == {}
    assert corrections(LAYERS, [decision(ACCEPTED, "lrossi:e1")]) == {}
    assert not is_on_entities(decision(ACCEPTED, "lrossi:e1", "mkato:e1", "omar:e1"))
    assert is_on_entities(early)
