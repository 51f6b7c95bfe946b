"""All places of an entity's names, and marking them in one step."""

import pytest

from annotator.services.editing.occurrences import Occurrence, annotate_all, occurrences
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import NOW, Drafting, at, quoted

TEXT = "Mori met Dr Mori inside Mori Bank. The Moris and Mori's\nAiko\n Mori left the East Sea. aiko mori stayed."


def spans(desk: Drafting, *entities: Entity) -> list[tuple[str, str]]:
    return [
        (desk.document.text[found.span.start : found.span.end], found.longer_name)
        for found in occurrences(desk.document, desk.layer, entities)
    ]


def test_names_and_aliases_are_found_as_whole_words_in_order_the_longest_first() -> None:
    desk = Drafting(text=TEXT)
    found = spans(desk, Entity("e1", "Mori", "person", ("Aiko Mori",)))
    assert [words for words, _longer in found] == ["Mori", "Mori", "Mori", "Mori", "Aiko\n Mori"]


def test_a_name_that_is_part_of_a_longer_one_is_found_and_not_proposed() -> None:
    desk = Drafting(text=TEXT)
    found = occurrences(desk.document, desk.layer, [Entity("e1", "Mori", "person")])
    assert [(one.longer_name, one.is_proposed) for one in found[:3]] == [("", True), ("", True), ("Mori Bank", False)]
    assert spans(desk, Entity("e2", "Sea", "place")) == [("Sea", "East Sea")]


def test_what_an_actor_covers_is_left_out_and_what_a_claim_covers_is_not() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Norland", entities=("e2",)), quoted("a2", "claim", "Norland and Ostia"),
        quoted("a3", "actor", "Mori said", entities=("e1",)),
    )  # fmt: skip
    assert [one.span for one in occurrences(desk.document, desk.layer, [Entity("e2", "Norland")])] == [at("Norland", 1)]
    assert [one.span for one in occurrences(desk.document, desk.layer, [Entity("e1", "Mori")])] == [at("Mori")]


@pytest.mark.parametrize("words", ["Aiko", "Mori", "Mori met"])
def test_an_actor_that_covers_a_part_of_the_name_does_not_cover_it(words: str) -> None:
    desk = Drafting(quoted("a1", "actor", words, entities=("e1",)))
    found = occurrences(desk.document, desk.layer, [Entity("e2", "Aiko Mori")])
    assert [one.span for one in found] == [at("Aiko Mori")]


def test_signs_in_a_name_are_no_pattern_and_no_name_is_nowhere() -> None:
    desk = Drafting(text="A.B met AxB (the A.B).")
    assert [words for words, _longer in spans(desk, Entity("e1", "A.B"))] == ["A.B", "A.B"]
    assert spans(desk, Entity("e1", " ", aliases=("",))) == []
    assert spans(desk) == []


def test_all_places_are_marked_as_actors_that_stand_for_the_entities() -> None:
    desk = Drafting(entities=[Entity("e1", "Norland"), Entity("e2", "Ostia")])
    found = [Occurrence(at("Norland")), Occurrence(at("Norland", 1))]
    made = annotate_all(desk.draft, desk.document, ("e1", "e2"), [one.span for one in found])
    assert [(one.type, one.fragments, one.entities, one.origin, one.created) for one in made] == [
        ("actor", (at("Norland", number),), ("e1", "e2"), "all-occurrences", NOW) for number in (0, 1)
    ]
    assert set(desk.make().annotations) == {one.id for one in made}
