"""One annotation made two, two made one, and nothing of what they say lost."""

from pathlib import Path

import pytest

from annotator.model.codebook import Code, Codebook
from annotator.services.editing.links import link
from annotator.services.editing.splitting import join, split
from tests.unit.making import Desk

TEXT = "Mori said taxes fall, and  fees rise 🤝 soon. Ostia agreed. Norland did not."
CODES = Codebook(codes=tuple(Code(name, "claim", name, "mood", one_of_group=True) for name in ("offer", "threat")))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, TEXT)


def test_both_parts_say_what_the_whole_did(desk: Desk) -> None:
    claim = desk.annotate("claim", "taxes fall, and  fees rise 🤝 soon")
    desk.role(claim, "speakers", "Mori")
    desk.set(claim, topic="Taxes should fall", stance="agree", note="both")
    draft = desk.session.draft()
    second = split(draft, desk.document, claim.id, TEXT.index("  fees"))
    desk.session.commit(draft, "Split")
    first = desk.layer.annotations[claim.id]
    assert second is not None
    other = desk.layer.annotations[second.id]
    assert (first.quote, other.quote) == (("taxes fall, and",), ("fees rise 🤝 soon",))
    same = ("type", "speakers", "topic", "stance", "note")
    assert [getattr(first, name) for name in same] == [getattr(other, name) for name in same]
    assert other.before.endswith("taxes fall, and  ")
    desk.session.undo()
    assert next(iter(desk.layer.annotations.values())).text == "taxes fall, and  fees rise 🤝 soon"


@pytest.mark.parametrize("place", ["taxes", "soon", "Ostia"])
def test_there_are_words_on_both_sides(desk: Desk, place: str) -> None:
    claim = desk.annotate("claim", "taxes fall")
    draft = desk.session.draft()
    assert split(draft, desk.document, claim.id, TEXT.index(place)) is None
    assert not draft.transaction("").edits


def test_what_one_lacks_the_other_gives(desk: Desk) -> None:
    one, other = desk.annotate("claim", "taxes fall,"), desk.annotate("claim", "and  fees rise")
    ostia, actor = desk.annotate("claim", "Ostia agreed"), desk.annotate("actor", "Mori")
    desk.role(one, "speakers", "Mori")
    desk.role(other, "speakers", "Mori", "Ostia")
    desk.set(one, stance="agree", codes=("offer",), note="first")
    desk.set(other, stance="disagree", certainty="likely", codes=("threat", "aside"), note="second")
    draft = desk.session.draft()
    link(draft, other.id, ostia.id, "supports")
    link(draft, one.id, other.id, "elaborates")
    desk.session.commit(draft, "Link")
    draft = desk.session.draft()
    assert join(draft, desk.document, one.id, other.id, CODES)
    desk.session.commit(draft, "Join")
    whole = desk.layer.annotations[one.id]
    assert other.id not in desk.layer.annotations
    assert (whole.quote, whole.stance, whole.certainty) == (("taxes fall, and  fees rise",), "agree", "likely")
    assert (whole.codes, whole.note) == (("offer", "aside"), "first\nsecond")
    names = [desk.layer.entities[role.entity].name for role in whole.speakers]
    assert names == ["Mori", "Ostia"]
    assert [(found.source, found.target) for found in desk.layer.links.values()] == [(one.id, ostia.id)]
    draft = desk.session.draft()
    assert join(draft, desk.document, one.id, actor.id) is None


def test_roles_rest_on_what_an_actor_became(desk: Desk) -> None:
    mori, other = desk.annotate("actor", "Mori"), desk.annotate("actor", "Ostia")
    claim = desk.annotate("claim", "Ostia agreed")
    desk.role(claim, "speakers", "Ostia", mention=other.id)
    draft = desk.session.draft()
    join(draft, desk.document, mori.id, other.id)
    desk.session.commit(draft, "Join")
    whole = desk.layer.annotations[mori.id]
    assert whole.quote == ("Mori", "Ostia")
    assert len(whole.entities) == 2
    assert desk.layer.annotations[claim.id].speakers[0].mention == mori.id
