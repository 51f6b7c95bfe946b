"""Saying who takes part in a claim or an agreement, on which evidence, and for whom."""

import pytest

from annotator.model.annotation import Role
from annotator.model.span import Span
from annotator.services.editing.roles import (
    add_role,
    change_role,
    is_mention,
    nearest_mention,
    proposed_for,
    remove_role,
)
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import NOW, Drafting, quoted


def talks() -> Drafting:
    """Mori is named before the claim (a1), in it (a4), behind it (a5); Norland in it, Ostia never."""
    return Drafting(
        quoted("a1", "actor", "Aiko Mori", entities=("e1",)),
        quoted("a2", "claim", "Mori said that Norland", speakers=(Role("e3"),)),
        quoted("a3", "agreement", "train together"),
        quoted("a4", "actor", "Mori", 1, entities=("e1",)),
        quoted("a5", "actor", "She", entities=("e1",)),
        quoted("a6", "actor", "Norland", 1, entities=("e2",)),
        entities=[
            Entity("e1", "Mori", member_of=("e2",)), Entity("e2", "Norland"), Entity("e3", "Ostia"),
            Entity("e4", "Both", member_of=("e2", "e3")), Entity("e5", "Lost", member_of=("gone",)),
        ],
    )  # fmt: skip


def test_a_speaker_rests_on_the_nearest_mention_and_acts_for_the_only_group() -> None:
    desk = talks()
    assert add_role(desk.draft, "a2", "speakers", "e1")
    assert desk.held("a2").speakers == (Role("e3"), Role("e1", "a4", "e2"))
    assert desk.held("a2").modified == NOW
    assert add_role(desk.draft, "a3", "parties", "e1")
    assert desk.held("a3").parties == (Role("e1", "a4", "e2"),)


@pytest.mark.parametrize("field", ["targets", "via"])
def test_only_speakers_and_parties_act_for_somebody(field: str) -> None:
    desk = talks()
    assert add_role(desk.draft, "a2", field, "e1")
    assert getattr(desk.held("a2"), field) == (Role("e1", "a4"),)


def test_the_mention_that_is_given_is_taken_where_it_is_an_actor() -> None:
    for given, taken in (("a1", "a1"), ("a3", "a4"), ("gone", "a4")):
        desk = talks()
        assert add_role(desk.draft, "a2", "targets", "e1", given)
        assert desk.held("a2").targets == (Role("e1", taken),)


@pytest.mark.parametrize(
    ("annotation", "field", "entity"),
    [("a2", "speakers", "e3"), ("a2", "parties", "e1"), ("a3", "targets", "e1"), ("a1", "speakers", "e2"),
     ("gone", "speakers", "e1"), ("a2", "speakers", "gone")],
)  # fmt: skip
def test_a_role_is_added_once_where_there_is_such_a_role(annotation: str, field: str, entity: str) -> None:
    desk = talks()
    assert not add_role(desk.draft, annotation, field, entity)
    assert not desk.changed()


def test_a_mention_inside_comes_before_one_before_and_that_before_one_behind() -> None:
    desk = talks()
    claim = desk.held("a2")
    assert nearest_mention(desk.draft, claim, "e1") == "a4"
    desk.draft.remove("annotations", "a4")
    assert nearest_mention(desk.draft, claim, "e1") == "a1"
    desk.draft.put(quoted("a7", "actor", "Carlo Bianchi", entities=("e1",)))
    assert nearest_mention(desk.draft, claim, "e1") == "a7"
    desk.draft.remove("annotations", "a1")
    desk.draft.remove("annotations", "a7")
    assert nearest_mention(desk.draft, claim, "e1") == "a5"
    desk.draft.remove("annotations", "a5")
    assert nearest_mention(desk.draft, claim, "e1") is None


def test_the_first_of_several_mentions_inside_is_taken_and_the_nearest_behind() -> None:
    desk = talks()
    desk.draft.put(quoted("a7", "actor", "said", entities=("e2",)))
    assert nearest_mention(desk.draft, desk.held("a2"), "e2") == "a7"
    desk.draft.put(quoted("a8", "actor", "left", entities=("e1",)))
    assert nearest_mention(desk.draft, desk.held("a3"), "e1") == "a4"
    desk.draft.remove("annotations", "a1")
    desk.draft.remove("annotations", "a4")
    assert nearest_mention(desk.draft, desk.held("a2"), "e1") == "a5"


def test_what_is_not_placed_or_only_takes_part_is_no_evidence() -> None:
    desk = talks()
    desk.draft.put(desk.held("a6")._replace(fragments=()))
    desk.draft.put(desk.held("a3")._replace(parties=(Role("e2"),)))
    assert nearest_mention(desk.draft, desk.held("a2"), "e2") is None


def test_what_is_not_there_or_no_actor_is_no_mention() -> None:
    desk = talks()
    assert [is_mention(desk.draft, key) for key in ("a1", "a2", "a3", "gone", None)] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_the_only_group_that_is_there_is_proposed() -> None:
    draft = talks().draft
    asked = [("speakers", "e1"), ("parties", "e1"), ("targets", "e1"), ("via", "e1"), ("speakers", "e2")]
    assert [proposed_for(draft, *one) for one in asked] == ["e2", "e2", None, None, None]
    assert [proposed_for(draft, "speakers", key) for key in ("e4", "e5", "gone")] == [None, None, None]


def test_a_group_is_not_proposed_where_those_close_before_act_for_nobody() -> None:
    desk = talks()
    claim = desk.held("a2")
    desk.draft.put(claim._replace(speakers=(Role("e1"),)))
    behind = claim._replace(id="a9", fragments=(Span(claim.end + 5, claim.end + 9),), speakers=())
    assert proposed_for(desk.draft, "speakers", "e1", behind) is None
    desk.draft.put(claim._replace(speakers=(Role("e1", acts_for="e2"),)))
    assert proposed_for(desk.draft, "speakers", "e1", behind) == "e2"


def test_one_role_is_changed_to_what_is_there() -> None:
    desk = talks()
    add_role(desk.draft, "a2", "speakers", "e1")
    assert change_role(desk.draft, "a2", "speakers", 1, mention="a1", acts_for="e3")
    assert desk.held("a2").speakers == (Role("e3"), Role("e1", "a1", "e3"))
    assert change_role(desk.draft, "a2", "speakers", 0, entity="e2")
    assert change_role(desk.draft, "a2", "speakers", 1, mention=None, acts_for=None)
    assert desk.held("a2").speakers == (Role("e2"), Role("e1"))


@pytest.mark.parametrize(
    ("index", "values"),
    [(0, {"entity": "gone"}), (0, {"acts_for": "gone"}), (0, {"mention": "gone"}), (0, {"mention": "a3"}),
     (1, {"entity": "e1"}), (-1, {"entity": "e1"})],
)  # fmt: skip
def test_a_role_names_nothing_that_is_not_there(index: int, values: dict[str, str]) -> None:
    desk = talks()
    assert not change_role(desk.draft, "a2", "speakers", index, **values)
    assert not change_role(desk.draft, "gone", "speakers", 0, entity="e1")
    assert not desk.changed()


def test_one_role_is_removed() -> None:
    desk = talks()
    add_role(desk.draft, "a2", "speakers", "e1")
    for index in (2, -1):
        remove_role(desk.draft, "a2", "speakers", index)
    assert len(desk.held("a2").speakers) == 2
    remove_role(desk.draft, "a2", "speakers", 0)
    assert [role.entity for role in desk.held("a2").speakers] == ["e1"]
    remove_role(desk.draft, "gone", "speakers", 0)
    remove_role(desk.draft, "a2", "speakers", 0)
    assert desk.held("a2").speakers == ()
