"""Language packs: every file has what the program knows, and nothing that it does not."""

import json
from dataclasses import fields

import pytest

from annotator.formats.languages.packs import FILES, NO_PACK, LanguagePack, pack_of
from annotator.formats.resource_files import resource
from annotator.model.vocabulary import STATUSES

PACKS = sorted(folder.name for folder in resource("language").iterdir() if folder.is_dir())


@pytest.mark.parametrize("code", PACKS)
def test_a_pack_holds_known_fields_alone(code: str) -> None:
    known = {field.name for field in fields(LanguagePack)} - {"language"}
    for path in (resource("language") / code).iterdir():
        assert path.stem in FILES
        assert set(json.loads(path.read_text(encoding="utf-8"))) <= known
    assert pack_of(code).language == code


@pytest.mark.parametrize("code", PACKS)
def test_words_are_in_small_letters_and_statuses_are_known(code: str) -> None:
    pack = pack_of(code)
    assert all(form == form.lower() for form in pack.verbs)
    assert set(pack.agreeing.values()) | set(pack.statuses.values()) <= set(STATUSES)


def test_a_language_that_is_not_known_is_taken_for_english_and_one_without_a_pack_has_none() -> None:
    assert pack_of(None) is pack_of("en")
    assert pack_of("de-AT") is pack_of("de")
    assert pack_of("fr") is NO_PACK
    assert pack_of("../en") is NO_PACK
