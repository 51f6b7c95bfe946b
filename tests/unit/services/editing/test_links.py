"""Typed relations between two annotations: one at most between any two."""

from annotator.model import edits
from annotator.services.editing.links import link, unlink
from tests.unit.colleagues import Link
from tests.unit.editing_desk import NOW, Drafting, quoted


def talks() -> Drafting:
    return Drafting(
        quoted("a1", "claim", "Norland"), quoted("a2", "claim", "Ostia"), quoted("a3", "claim", "left"),
        links=[Link("l1", "supports", "a1", "a2", "lrossi", "2020", "n")],
    )  # fmt: skip


def test_two_annotations_are_linked_by_the_author_now() -> None:
    desk = talks()
    made = link(desk.draft, "a2", "a3", "opposes")
    assert made == Link(made.id, "opposes", "a2", "a3", "mkato", NOW) == desk.draft.link(made.id)  # type: ignore[union-attr]
    assert made.id.startswith("l")


def test_a_known_link_of_the_two_gets_the_other_type_and_direction() -> None:
    desk = talks()
    assert link(desk.draft, "a2", "a1", "elaborates") == Link("l1", "elaborates", "a2", "a1", "lrossi", "2020", "n")
    assert desk.changed(edits.LINKS) == {"l1"}
    assert link(desk.draft, "a1", "a2", "supports").id == "l1"  # type: ignore[union-attr]
    assert not desk.changed(edits.LINKS)


def test_a_link_made_in_the_same_draft_is_known() -> None:
    desk = talks()
    first = link(desk.draft, "a1", "a3", "supports")
    second = link(desk.draft, "a3", "a1", "opposes")
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert set(desk.make().links) == {"l1", first.id}


def test_nothing_is_linked_with_itself_or_with_what_is_not_there() -> None:
    desk = talks()
    for ends in (("a1", "a1"), ("a1", "gone"), ("gone", "a1")):
        assert link(desk.draft, *ends, "supports") is None
    assert not desk.draft.transaction("").edits


def test_a_link_is_removed() -> None:
    desk = talks()
    unlink(desk.draft, "l1")
    unlink(desk.draft, "gone")
    assert not desk.make().links
