"""Which names are of one territory: Britain, the U.K. and the United Kingdom; and which words say who is of it."""

from collections.abc import Iterable, Iterator
from functools import cache

from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.rules import ENGLISH, base_code
from annotator.formats.languages.territories import languages_written_like, names_by_code
from annotator.model.name_key import folded


def territories_called(name: str, language: str | None = None) -> dict[str, bool]:
    """Give the codes of the territories that a name may mean, with whether it only says who is of one: "Japanese".

    A name may be English too; where the document's language is not known, one in the name's script.
    """
    wanted = folded(name)
    found: dict[str, bool] = {}
    for code in _languages(name, language):
        for territory in _territories(code).get(wanted, ()):
            found[territory] = False
        for territory in _demonyms(code).get(wanted, ()):
            found.setdefault(territory, True)
    return found


def names_of(territory: str, name: str, language: str | None = None) -> Iterator[str]:
    """Give what a territory, and who is of it, is called in the languages in which a name may be."""
    for code in _languages(name, language):
        yield from names_by_code(code).get(territory, ())
        yield from pack_of(code).demonyms.get(territory, ())


def _languages(name: str, language: str | None) -> tuple[str, ...]:
    own = [base_code(language)] if language else languages_written_like(name)
    return tuple(dict.fromkeys((ENGLISH, *own)))


@cache
def _territories(code: str) -> dict[str, list[str]]:
    return _by_name(names_by_code(code).items())


@cache
def _demonyms(code: str) -> dict[str, list[str]]:
    return _by_name(pack_of(code).demonyms.items())


def _by_name(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for territory, names in named:
        for name in names:
            found.setdefault(folded(name), []).append(territory)
    return found
