"""What an entity may be said to be, and what that does to the document."""

import pytest

from annotator.model.codebook import Codebook
from annotator.services.editing.who_it_is import (
    GROUP,
    NAME,
    TYPE,
    Being,
    fuller_names,
    groups_of_document,
    is_description,
    kind_of_description,
    likely_beings,
    marked_before,
    named_by_whose,
)
from tests.unit.making import Desk


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Britain", "United Kingdom"),
        ("the Netherlands", "Netherlands"),
        ("Pentagon", "United States Department of Defense"),
        ("Manila", "Philippines"),
    ],
)
def test_a_name_is_said_in_full(name: str, first: str) -> None:
    assert fuller_names(name, "en")[0] == first


def test_nothing_is_fuller_than_an_unknown_name_nor_than_itself() -> None:
    assert fuller_names("Aiko Mori", "en") == []
    assert "United Kingdom" not in fuller_names("United Kingdom", "en")


def test_a_person_is_a_member_first_and_an_unknown_one_has_a_type_first() -> None:
    assert likely_beings("Aiko Mori", "person", ["Japan"], "en")[0] == Being(GROUP, "Japan")
    assert likely_beings("Aiko Mori", "person", ["Japan"], "en", is_member=True)[0].field == TYPE
    assert likely_beings("Komeito", "other", ["Japan"], "en")[0] == Being(TYPE, "organization")
    assert Being(GROUP, "Japan") not in likely_beings("Japan", "state", ["Japan"], "en")


@pytest.mark.parametrize(
    ("name", "group"),
    [("United States Department of Defense", "United States"), ("Japanese Ministry of Defence", "Japan"),
     ("Mission of China to the Union", "China"), ("Britain Coast Guard", "Britain")],
)  # fmt: skip
def test_a_body_is_a_member_of_the_state_in_its_name_first(name: str, group: str) -> None:
    assert next(
        one for one in likely_beings(name, "organization", ["Spain", "Britain"], "en") if one.field == GROUP
    ) == (Being(GROUP, group))


@pytest.mark.parametrize(
    ("words", "first"),
    [("the defence ministries of Japan and China", "Japanese Ministry of Defence"),
     ("its foreign ministry", "Japanese Ministry of Foreign Affairs")],
)  # fmt: skip
def test_a_ministry_is_named_by_its_office_and_state(words: str, first: str) -> None:
    assert next(named_by_whose(words, ["Japan", "China"], "en")) == (first, "Japan")


def test_words_tell_what_they_describe() -> None:
    assert [kind_of_description(words, "en") for words in ("his country", "the allies", "both ministers", "it")] == [
        "state", "state", "person", "",
    ]  # fmt: skip


def test_what_is_only_somebodys_has_whose_it_is_in_its_name() -> None:
    assert list(named_by_whose("its neighbours", ["China"], "en")) == [("China's neighbours", "China")]
    mission = ("Mission of China to the Union", "China")
    assert list(named_by_whose("Its mission to the Union", ["China"], "en")) == [mission]
    assert not list(named_by_whose("its neighbours", ["China"], "de"))
    assert not list(named_by_whose("Tokyo", ["China"], "en"))


@pytest.mark.parametrize("words", ["They", "the two ministers", "both countries", "Three countries", "his country"])
def test_words_that_only_describe(words: str) -> None:
    assert is_description(words, "en")


@pytest.mark.parametrize("words", ["Nobuo Kishi", "The Times", "the Philippines", "Two Rivers Inc"])
def test_words_that_name(words: str) -> None:
    assert not is_description(words, "en")


def entity(desk: Desk, name: str) -> str:
    return next(one.id for one in desk.layer.entities.values() if name in one.names)


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("who"), "Britain and Aiko Mori of Japan met; Japan said so.", "met.txt")
    for name in ("Britain", "Aiko Mori", "Japan"):
        made.annotate("actor", name)
    return made


def say(desk: Desk, name: str, being: Being) -> None:
    draft = desk.session.draft()
    assert being.put(draft, entity(desk, name), Codebook())
    desk.session.commit(draft, "said")


def test_another_name_keeps_the_first_and_a_name_that_is_there_makes_them_one(desk: Desk) -> None:
    say(desk, "Britain", Being(NAME, "United Kingdom"))
    told = desk.layer.entities[entity(desk, "Britain")]
    assert (told.name, told.aliases, told.type) == ("United Kingdom", ("Britain",), "state")
    say(desk, "Aiko Mori", Being(NAME, "Japan"))
    assert entity(desk, "Aiko Mori") == entity(desk, "Japan")


def test_a_group_and_a_type(desk: Desk) -> None:
    say(desk, "Aiko Mori", Being(GROUP, "Japan"))
    say(desk, "Aiko Mori", Being(TYPE, "organization"))
    told = desk.layer.entities[entity(desk, "Aiko Mori")]
    assert (told.type, told.member_of) == ("organization", (entity(desk, "Japan"),))
    assert groups_of_document(desk.layer)[0] in ("Britain", "Japan")


def test_those_marked_before_are_the_nearest_first(desk: Desk) -> None:
    last = max(desk.layer.annotations.values(), key=lambda one: one.start)
    before = [desk.layer.entities[key].name for key in marked_before(desk.layer, last)]
    assert before == ["Aiko Mori", "Britain"]
