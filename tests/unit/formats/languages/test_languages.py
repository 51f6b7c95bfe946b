"""The words and rules of languages, and the names of territories, as they come with the program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from annotator.formats.languages.rules import base_code, known_rules, rules_of
from annotator.formats.languages.territories import languages_written_like, territories_in
from annotator.model.language import Language
from tests.places import RESOURCES, ROOT

FILES = sorted((RESOURCES / "languages").glob("*.json"))
TERRITORIES = RESOURCES / "territories"
LARGEST = 60_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_keeps_to_its_schema_and_its_name(path: Path) -> None:
    schema = json.loads((RESOURCES / "schema" / "language.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    read = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(read)] == []
    assert read["language"] == path.stem
    assert set(schema["properties"]) == set(Language.__dataclass_fields__)
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_all_that_stands_in_a_file_is_read(path: Path) -> None:
    rules = known_rules(path.stem)
    assert rules is not None
    for key, value in json.loads(path.read_text(encoding="utf-8")).items():
        held = getattr(rules, key)
        if isinstance(value, dict):
            assert {name: list(words) for name, words in held.items()} == value
        else:
            assert held == (value if isinstance(value, bool | str) else type(held)(value))
    for pattern in (rules.joiner, rules.prefix, rules.abbreviation):
        assert pattern.search("") is None or pattern is rules.prefix


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_words_that_are_compared_in_lower_case_are_written_so(path: Path) -> None:
    rules = known_rules(path.stem)
    assert rules is not None
    compared = (*rules.titles, *rules.offices, *rules.openers, *rules.articles, *rules.pronouns)
    assert [word for word in compared if word != word.lower()] == []


def test_a_document_without_rules_of_its_language_gets_those_of_english() -> None:
    assert rules_of("de-AT").language == "de"
    assert {rules_of(tag).language for tag in ("en-GB", "xx", "tlh", "", None, "../en", "EN")} == {"en"}
    assert known_rules("../en") is None


def test_a_tag_is_cut_to_its_language() -> None:
    assert [base_code(tag) for tag in ("de-AT", "de_AT", " DE ", "", None)] == ["de", "de", "de", "", ""]


def test_territories_have_names_by_language_with_the_type_of_entity() -> None:
    german = dict(territories_in("de-AT"))
    assert (german["Japan"], german["Vereinte Nationen"], german["Grönland"]) == ("state", "igo", "place")
    assert german["Großbritannien"] == "state"
    assert dict(territories_in("zh"))["美国"] == dict(territories_in("zh"))["美國"] == "state"
    assert dict(territories_in("nn")) == dict(territories_in("no"))
    assert list(territories_in("index")) == list(territories_in("xx")) == []


def test_no_further_name_repeats_one_of_cldr() -> None:
    twice = {}
    for path in FILES:
        by_cldr: dict[str, list[str]] = json.loads((TERRITORIES / path.name).read_text(encoding="utf-8"))
        known = {form for forms in by_cldr.values() for form in forms}
        further = json.loads(path.read_text(encoding="utf-8")).get("territories", {})
        twice[path.stem] = sorted({name for names in further.values() for name in names} & known)
    assert {language: names for language, names in twice.items() if names} == {}


def test_scripts_tell_languages_but_the_latin_one() -> None:
    assert languages_written_like("日本") == ["ja", "zh"]
    assert languages_written_like("(भारत)") == ["hi"]
    assert languages_written_like("Deutschland") == languages_written_like("") == languages_written_like("42") == []


def test_the_names_are_those_that_the_script_writes(tmp_path: Path) -> None:
    script = ROOT / "packaging" / "data" / "territories.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, timeout=120)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in TERRITORIES.iterdir()}
