"""Which records name which."""

from annotator.model.annotation import Annotation, Role
from annotator.model.link import Link
from annotator.model.references import References

ACTOR = Annotation("a1", "actor", (), ("q",), entities=("e1", "e2"))
CLAIM = Annotation(
    "a2", "claim", (), ("q",), speakers=(Role("e1", "a1", acts_for="e3"),), targets=(Role("e4"),),
    via=(Role("e5", "a9"),), topic="t1",
)  # fmt: skip
AGREEMENT = Annotation("a3", "agreement", (), ("q",), parties=(Role("e1", "a1"), Role("e4")), topic="t1")
LINK = Link("l1", "supports", "a2", "a3")


def test_every_way_of_taking_part_is_known() -> None:
    references = References([ACTOR, CLAIM, AGREEMENT], [LINK])
    assert [references.with_entity(f"e{number}") for number in range(7)] == [
        (), ("a1", "a2", "a3"), ("a1",), ("a2",), ("a2", "a3"), ("a2",), (),
    ]  # fmt: skip
    assert (references.with_topic("t1"), references.with_topic("t2")) == (("a2", "a3"), ())
    assert (references.with_mention("a1"), references.with_mention("a9")) == (("a2", "a3"), ("a2",))
    assert references.with_mention("a2") == ()
    assert (references.links_of("a2"), references.links_of("a3"), references.links_of("a1")) == (("l1",), ("l1",), ())


def test_what_is_let_go_of_is_named_no_more_and_others_still_are() -> None:
    references = References([ACTOR, CLAIM, AGREEMENT], [LINK, Link("l2", "opposes", "a3", "a1")])
    references.remove(CLAIM)
    references.remove(LINK)
    assert references.with_entity("e1") == ("a1", "a3")
    assert (references.with_entity("e3"), references.with_topic("t1")) == ((), ("a3",))
    assert (references.with_mention("a1"), references.with_mention("a9")) == (("a3",), ())
    assert (references.links_of("a2"), references.links_of("a3")) == ((), ("l2",))
    references.add(LINK)
    assert references.links_of("a3") == ("l2", "l1")


def test_letting_go_of_what_is_not_there_does_no_harm() -> None:
    references = References([ACTOR], [])
    references.remove(CLAIM)
    assert references.with_entity("e1") == ("a1",)
