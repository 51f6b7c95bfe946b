"""What is known of a language, as patterns."""

import pytest

from annotator.model.language import Language, any_of

RULES = Language(
    "xx", abbreviations=("Dr", "e.g"), joiners=("of", "von der", "von", "&"), particles=("al-", "d'", "de")
)


@pytest.mark.parametrize("between", [" ", " of ", " von der ", " of von ", " de ", "-", "/"])
def test_what_may_stand_between_the_words_of_a_name(between: str) -> None:
    assert RULES.joiner.fullmatch(between)


@pytest.mark.parametrize("between", ["", "  ", " & ", " and ", " of of of ", " of", "of ", " al- "])
def test_what_parts_two_names(between: str) -> None:
    assert RULES.joiner.fullmatch(between) is None


def test_the_longest_joiner_is_found_first() -> None:
    found = RULES.joiner.match(" von der Leyen")
    assert found is not None
    assert found.group() == " von der "


def test_a_particle_is_written_together_with_its_name_or_there_is_none() -> None:
    found = [RULES.prefix.match(text) for text in ("al-Assad", "d'Estaing", "de Gaulle", "Assad")]
    assert [match.end() if match else None for match in found] == [3, 2, 0, 0]


@pytest.mark.parametrize(
    ("text", "numbers", "is_one"),
    [
        ("said Dr.", False, True), ("said Dr. ", False, True), ("e.g.", False, True), ("J.", False, True),
        ("said exg.", False, False), ("said.", False, False), ("Dr", False, False), ("WHDr.", False, False),
        ("the 3.", False, False),
        ("the 3.", True, True), ("the 30.", True, True), ("in 2022.", True, False), ("said.", True, False),
    ],
)  # fmt: skip
def test_what_has_a_full_stop_and_ends_no_sentence(text: str, numbers: bool, is_one: bool) -> None:
    language = Language("xx", abbreviations=("Dr", "e.g"), ordinals=numbers)
    assert bool(language.abbreviation.search(text)) is is_one


def test_a_language_of_no_words_finds_none() -> None:
    bare = Language("xx")
    assert any_of([]) == "(?:(?!))"
    assert bare.joiner.fullmatch(" ")
    assert bare.joiner.fullmatch(" of ") is None
    assert not bare.abbreviation.search("said Dr.")
    assert (bare.name, bare.ordinals, bare.head_first, bare.words, bare.names, bare.territories) == (
        "",
        False,
        False,
        {},
        {},
        {},
    )
    assert bare.words is not Language("yy").words
