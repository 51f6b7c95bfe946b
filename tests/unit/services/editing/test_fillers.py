"""Who fits a role: those named nearest, and those whose names match what was typed."""

import pytest

from annotator.model.annotation import Role
from annotator.model.codebook import Codebook
from annotator.services.editing.fillers import Filler, fillers, matching_entities, matching_topics, parties_inside
from tests.unit.colleagues import Entity, Topic
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


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("mori", ["Mori", "Moriarty", "Aiko Mori", "Memoria"]),
        ("aiko mori", ["Aiko Mori"]),
        ("x", []),
        ("", ["Aiko Mori", "Moriarty", "Memoria", "Mori"]),
    ],
)
def test_whole_names_come_first_then_beginnings_of_names_of_words_and_the_rest(typed: str, names: list[str]) -> None:
    known = [Entity(f"e{n}", name) for n, name in enumerate(("Aiko Mori", "Moriarty", "Memoria", "Mori"))]
    desk = Drafting(entities=known)
    assert [entity.name for entity in matching_entities(desk.layer, typed)] == names


def test_those_preferred_come_first_among_equals_and_the_codebooks_last() -> None:
    desk = Drafting(entities=[Entity("e1", "Mora"), Entity("e2", "Mori", aliases=("Mo",)), Entity("e3", "Moro")])
    book = Codebook(entities=(Entity("c1", "MORA"), Entity("c2", "A Mox"), Entity("c3", "Mox")))
    found = matching_entities(desk.layer, "mo", ("e3", "e1"), book)
    assert [entity.id for entity in found] == ["e2", "e3", "e1", "c3", "c2"]


def test_topics_match_recently_made_ones_first_and_the_codebooks_last() -> None:
    desk = Drafting(topics=[Topic("t1", "Fees should fall"), Topic("t2", "Fees should rise"), Topic("t3", "No fees")])
    book = Codebook(topics=(Topic("c1", "fees should FALL"), Topic("c2", "Fees are high")))
    assert [topic.id for topic in matching_topics(desk.layer, "fees", book)] == ["t2", "t1", "c2", "t3"]
    assert [topic.id for topic in matching_topics(desk.layer, "fees should fall", book)] == ["t1"]


def test_names_and_topics_are_found_however_they_are_typed() -> None:
    desk = Drafting(entities=[Entity("e1", "José O’Neill")], topics=[Topic("t1", "Tax\u00a0cuts")])
    book = Codebook(entities=(Entity("c1", "Jose\u0301 O'Neill"),), topics=(Topic("c2", "Tax  cu\u00adts"),))
    assert [entity.id for entity in matching_entities(desk.layer, "jose\u0301 o'n", codebook=book)] == ["e1"]
    assert [topic.id for topic in matching_topics(desk.layer, "tax cuts", book)] == ["t1"]
