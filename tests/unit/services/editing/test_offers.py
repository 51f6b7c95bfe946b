"""What is offered after a step, and what comes of taking it."""

import pytest

from annotator.model.annotation import Role
from annotator.services.editing.fillers import Filler
from annotator.services.editing.offers import Offer, offer_for
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import Drafting, quoted

KNOWN = (Entity("e1", "Mori", "person"), Entity("e2", "Norland", "state"), Entity("e3", "Ostia", "state"))


def test_a_claim_is_offered_the_nearest_fitting_speaker() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Norland", entities=("e2",)), quoted("a2", "actor", "Mori", 1, entities=("e1",)),
        quoted("a3", "claim", "Mori said that Norland"), entities=KNOWN,
    )  # fmt: skip
    offer = offer_for(desk.layer, "a3")
    assert offer == Offer("a3", "speakers", (Filler("e1", "a2"),))
    assert offer.accept(desk.draft)
    assert desk.held("a3").speakers == (Role("e1", "a2"),)
    assert not offer.accept(desk.draft)
    assert offer_for(desk.make(), "a3") is None


def test_a_claim_near_nobody_is_offered_nobody() -> None:
    desk = Drafting(quoted("a3", "claim", "left"), entities=KNOWN)
    assert offer_for(desk.layer, "a3") is None
    assert offer_for(desk.layer, "gone") is None


def test_an_agreement_is_offered_all_parties_that_are_named_in_it() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Norland", 1, entities=("e2",)), quoted("a2", "actor", "Ostia", entities=("e3",)),
        quoted("a3", "actor", "Mori", 1, entities=("e1",)),
        quoted("a4", "agreement", "Mori said that Norland and Ostia would train"), entities=KNOWN,
    )  # fmt: skip
    offer = offer_for(desk.layer, "a4")
    assert offer == Offer("a4", "parties", (Filler("e2", "a1"), Filler("e3", "a2")))
    assert offer.accept(desk.draft)
    assert desk.held("a4").parties == (Role("e2", "a1"), Role("e3", "a2"))
    assert offer_for(desk.make(), "a4") is None


@pytest.mark.parametrize("name", ["Aiko Mori", "Mori Aiko"])
def test_an_actor_is_offered_the_fuller_name(name: str) -> None:
    desk = Drafting(
        quoted("a1", "actor", "Mori", entities=("e1",)), entities=[Entity("e9", name), Entity("e8", "Moriarty"), *KNOWN]
    )
    offer = offer_for(desk.layer, "a1")
    assert offer == Offer("a1", "entities", (Filler("e9"),))
    assert offer.accept(desk.draft)
    assert desk.held("a1").entities == ("e9",)
    assert desk.draft.entity("e1") is None
    assert desk.draft.entity("e9") == Entity("e9", name, aliases=("Mori",))


def test_an_actor_whose_entity_is_known_otherwise_is_offered_nothing() -> None:
    fuller = Entity("e9", "Aiko Mori")
    for entity, more in (
        (Entity("e1", "Somebody"), ()),
        (Entity("e1", "Mori"), (quoted("a2", "claim", "left", speakers=(Role("e1"),)),)),
    ):
        desk = Drafting(quoted("a1", "actor", "Mori", entities=("e1",)), *more, entities=[entity, fuller])
        assert offer_for(desk.layer, "a1") is None
    desk = Drafting(quoted("a1", "actor", "Mori", entities=("e1", "e9")), entities=[Entity("e1", "Mori"), fuller])
    assert offer_for(desk.layer, "a1") is None


def test_what_is_gone_meanwhile_cannot_be_taken() -> None:
    desk = Drafting(quoted("a1", "actor", "Mori", entities=("e1",)), quoted("a2", "claim", "left"), entities=KNOWN)
    assert not Offer("a1", "entities", (Filler("gone"),)).accept(desk.draft)
    assert not Offer("a2", "speakers", (Filler("gone", "a1"),)).accept(desk.draft)
    assert not Offer("gone", "speakers", (Filler("e1", "a1"),)).accept(desk.draft)
    assert not desk.draft.transaction("").edits
    assert Offer("a2", "speakers", (Filler("gone"), Filler("e2", "a1"))).accept(desk.draft)
    assert desk.held("a2").speakers == (Role("e2", "a1"),)
