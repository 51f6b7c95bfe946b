"""Who fits a role: those named nearest."""

from annotator.model.annotation import Role
from annotator.services.editing.fillers import Filler, fillers, likely_targets, parties_inside
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import Drafting, quoted

KNOWN = (
    Entity("e1", "Aiko Mori", "person"), Entity("e2", "Norland", "state"), Entity("e3", "Ostia", "state"),
    Entity("e4", "Carlo Bianchi", "person"), Entity("e5", "Nobody named"),
)  # fmt: skip


def talks(**roles: tuple[Role, ...]) -> Drafting:
    return Drafting(
        quoted("a1", "actor", "Carlo Bianchi", entities=("e4",)), quoted("a2", "actor", "Mori", 1, entities=("e1",)),
        quoted("a3", "actor", "Norland", 1, entities=("e2",)), quoted("a4", "actor", "Ostia", entities=("e3", "gone")),
        quoted("a5", "claim", "Mori said that Norland and Ostia would train together", 0, **roles),
        quoted("a6", "agreement", "Norland and Ostia would train together"), entities=KNOWN,
    )  # fmt: skip


def order(desk: Drafting, field: str) -> list[str]:
    return [filler.entity for filler in fillers(desk.layer, desk.layer.annotations["a5"], field)]


def test_persons_named_inside_speak_first_and_who_is_named_nowhere_comes_last() -> None:
    found = fillers(talks().layer, talks().layer.annotations["a5"], "speakers")
    assert found == [
        Filler("e1", "a2"), Filler("e2", "a3"), Filler("e3", "a4"), Filler("e4", "a1"), Filler("e5")
    ]  # fmt: skip


def test_targets_are_rather_those_named_last() -> None:
    assert order(talks(), "targets") == ["e3", "e2", "e1", "e4", "e5"]


def test_who_holds_the_role_is_left_out_and_who_holds_another_comes_behind() -> None:
    desk = talks(speakers=(Role("e1"),), targets=(Role("e3"),))
    assert order(desk, "speakers") == ["e2", "e4", "e3", "e5"]
    assert order(desk, "targets") == ["e2", "e4", "e1", "e5"]


def test_states_named_inside_agree_and_persons_where_there_is_no_state() -> None:
    desk = talks()
    assert parties_inside(desk.layer, desk.layer.annotations["a6"]) == [Filler("e2", "a3"), Filler("e3", "a4")]
    desk = Drafting(
        quoted("a1", "actor", "Aiko Mori", entities=("e1",)), quoted("a2", "actor", "Carlo Bianchi", entities=("e4",)),
        quoted("a3", "actor", "Norland", entities=("e2",)),
        quoted("a6", "agreement", "Aiko Mori met Carlo Bianchi in Norland"), entities=KNOWN,
    )  # fmt: skip
    assert parties_inside(desk.layer, desk.layer.annotations["a6"]) == [Filler("e1", "a1"), Filler("e4", "a2")]


def test_one_alone_agrees_with_nobody() -> None:
    desk = Drafting(
        quoted("a3", "actor", "Norland", entities=("e2",)), quoted("a6", "agreement", "in Norland"), entities=KNOWN
    )
    assert parties_inside(desk.layer, desk.layer.annotations["a6"]) == []


def test_a_claim_is_likely_about_who_is_named_in_it_first_and_says_it_not() -> None:
    desk = talks(speakers=(Role("e1"),))
    assert [one.entity for one in likely_targets(desk.layer, desk.layer.annotations["a5"])] == ["e2", "e3", "e4"]
    desk = talks(speakers=(Role("e1", acts_for="e2"),))
    assert [one.entity for one in likely_targets(desk.layer, desk.layer.annotations["a5"])] == ["e3", "e4"]
