"""The first guess at what a name names."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.model.vocabulary import ENTITY_TYPES
from tests.places import GOLDEN, RESOURCES

LANGUAGES = sorted(path.stem for path in (RESOURCES / "languages").glob("*.json"))
KNOWN: dict[str, list[str]] = json.loads((GOLDEN / "entity-types.json").read_text(encoding="utf-8"))
"""What names were taken for when they were still typed into the program, by type."""


@pytest.mark.parametrize("language", [None, "en", "en-GB", "xx"])
def test_every_name_of_the_first_version_is_taken_for_what_it_was(language: str | None) -> None:
    guessed = {(name, kind): guess_entity_type(name, language) for kind, names in KNOWN.items() for name in names}
    assert {key: kind for key, kind in guessed.items() if key[1] != kind} == {}


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Deutschland", "de", "state"),
        ("Japon", "fr-CA", "state"),
        ("l’Allemagne", "fr", "state"),
        ("Japan", "fr", "state"),
        ("日本", "ja", "state"),
        ("中國", "zh-TW", "state"),
        ("भारत", "hi", "state"),
        ("Norge", "nb", "state"),
        ("Grönland", "de", "place"),
        ("Puerto Rico", "en", "place"),
        ("Vereinte Nationen", "de", "igo"),
        ("国連", "ja", "igo"),
        ("Verteidigungsministerium", "de", "organization"),
        ("防衛省", "ja", "organization"),
        ("株式会社IHI", "ja", "organization"),
        ("岸信夫防衛相", "ja", "person"),
        ("les ministres européens", "fr", "group"),
        ("die EU-Außenminister", "de", "other"),
        ("die europäischen Minister", "de", "group"),
        ("Mar Rojo", "es", "place"),
        ("nations at odds", "en", "other"),
    ],
)
def test_a_name_in_the_language_of_the_document(name: str, language: str, expected: str) -> None:
    assert guess_entity_type(name, language) == expected


@pytest.mark.parametrize("name", ["日本", "ドイツ", "भारत", "США", "اليابان", "대한민국", "Ελλάδα"])
def test_a_state_in_a_script_of_few_languages_is_known_in_any_document_without_a_language(name: str) -> None:
    assert guess_entity_type(name) == "state"
    assert guess_entity_type(name, "de") == "other"


def test_a_name_of_another_language_in_the_same_script_is_not_known() -> None:
    assert guess_entity_type("Deutschland") == "other"
    assert guess_entity_type("Monaco", "en") == "state"


@pytest.mark.parametrize("language", ["../schema/language.schema", "index", "", "-", "a" * 500, "DE_at"])
def test_any_text_may_stand_where_a_language_should(language: str) -> None:
    assert guess_entity_type("Japan", language) == "state"


@given(st.text(max_size=40), st.sampled_from([*LANGUAGES, None]))
def test_any_name_gets_a_type(name: str, language: str | None) -> None:
    assert guess_entity_type(name, language) in ENTITY_TYPES


def test_a_guess_is_quick_once_the_words_were_read() -> None:
    guess_entity_type("Japan", "de")
    start = time.perf_counter()
    for _ in range(100):
        guess_entity_type("Nobody Whosoever", "de")
    assert time.perf_counter() - start < 0.5
