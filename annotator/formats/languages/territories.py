"""What territories are called in a language: by Unicode CLDR, and by the further names that resources/languages has."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import orjson

from annotator.formats.languages.rules import base_code, known_rules
from annotator.formats.resource_files import resource

STATE: Final = "state"
# In the index, which gives the codes of those that are no states.
_OTHERS: Final = ("igo", "place")
_SAME: Final = {"nb": "no", "nn": "no"}


def territories_in(tag: str | None) -> Iterator[tuple[str, str]]:
    """Give the names of territories in a language, each with the type of entity it is: state, igo or place."""
    kinds = {territory: kind for kind in _OTHERS for territory in _index()[kind]}
    for territory, forms in names_by_code(tag).items():
        yield from ((form, kinds.get(territory, STATE)) for form in forms)


def names_by_code(tag: str | None) -> dict[str, list[str]]:
    """Give the names of territories in a language by their code, those of CLDR first."""
    code = base_code(tag)
    code = _SAME.get(code, code)
    found = {territory: list(forms) for territory, forms in _names(code).items()}
    rules = known_rules(code)
    for territory, forms in (rules.territories if rules else {}).items():
        found.setdefault(territory, []).extend(forms)
    return found


def languages_written_like(name: str) -> list[str]:
    """Give the languages whose script a name is in; none for Latin, which is the script of too many."""
    letter = next(filter(str.isalpha, name), "a")
    found: list[str] = _index()["scripts"].get(unicodedata.name(letter, "").partition(" ")[0], [])
    return found


@cache
def _index() -> dict[str, Any]:
    return dict(orjson.loads((resource("territories") / "index.json").read_bytes()))


def _names(code: str) -> dict[str, list[str]]:
    path = resource("territories") / f"{code}.json"
    return orjson.loads(path.read_bytes()) if code in _index()["languages"] else {}
