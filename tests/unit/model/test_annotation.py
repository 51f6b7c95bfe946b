"""Annotations: where they are, what they say, and who takes part."""

from typing import Any

from annotator.model.annotation import Annotation, Role
from annotator.model.span import Span

SPEAKER, TARGET, VIA, PARTY = Role("e1", acts_for="e2"), Role("e3"), Role("e4"), Role("e5", acts_for="e1")
ROLES: dict[str, Any] = {"speakers": (SPEAKER,), "targets": (TARGET,), "via": (VIA,), "parties": (PARTY,)}


def test_it_begins_with_its_first_fragment_and_ends_with_its_last() -> None:
    annotation = Annotation("a1", "claim", (Span(3, 5), Span(9, 12)), ("ab", "cde"))
    assert (annotation.start, annotation.end, annotation.place) == (3, 12, (3, 12, "a1"))
    assert annotation.text == "ab … cde"


def test_one_that_is_nowhere_comes_before_all_others() -> None:
    lost = Annotation("a1", "claim", (), ("ab",))
    assert (lost.start, lost.end, lost.place, lost.text) == (-1, -1, (-1, -1, "a1"), "ab")
    assert lost.place < Annotation("a0", "claim", (Span(0, 1),), ("x",)).place


def test_the_roles_are_those_of_its_type_in_the_order_of_the_file() -> None:
    claim = Annotation("a1", "claim", (), ("q",), **ROLES)
    assert claim.roles() == [("speakers", SPEAKER), ("targets", TARGET), ("via", VIA)]
    assert claim._replace(type="agreement").roles() == [("parties", PARTY), ("via", VIA)]
    assert claim._replace(type="actor").roles() == claim._replace(type="unheard-of").roles() == []


def test_all_who_take_part_are_named_once_those_they_act_for_too() -> None:
    claim = Annotation("a1", "claim", (), ("q",), **ROLES, entities=("e9", "e1"))
    assert claim.entities_involved() == ("e9", "e1", "e2", "e3", "e4")
    assert claim._replace(type="agreement", entities=()).entities_involved() == ("e5", "e1", "e4")
    assert claim._replace(type="actor").entities_involved() == ("e9", "e1")
