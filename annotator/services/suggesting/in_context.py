"""What a text says of its names besides their words: one name for "U.K." and "Britain", and what an unknown one is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.territories import names_by_code
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.services.suggesting.names import Named
from annotator.services.suggesting.reading import Reading

_UNKNOWN: Final = "other"
_BRACKETS: Final = re.compile(r"\s*[(（]((?:[^\W\d_]|[ ・·]){1,40})[)）]")
_NEAR: Final = 3
"""So many names on each side may be joined to one."""
_SHARED: Final = ("organization", "person")
"""What is joined to one of these by "and" or a comma is one as well."""


def in_context(reading: Reading, named: Sequence[Named]) -> list[Named]:
    """Give names with the name that the text has for a territory in full, and a kind where that is plain from it."""
    called = territories_called(reading, named)
    governed = _seats_of_states(reading.tag)
    found: list[Named] = []
    for one in named:
        name = folded(one.whole)
        if name in governed and not _is_a_place(reading, one):
            state = governed[name]
            found.append(replace(one, whole=called.get(folded(state), state), type="state"))
        else:
            found.append(replace(one, whole=called.get(name, one.whole)))
    kinds = _kinds(reading, found)
    return [replace(one, type=kinds.get(one.whole, one.type)) if one.type == _UNKNOWN else one for one in found]


def territories_called(reading: Reading, named: Sequence[Named]) -> dict[str, str]:
    """Give for each form of a territory's name in a text, folded, the one by which it is best called there.

    That is a form that is written out, the one used most; where all are abbreviations, the first name of Unicode CLDR.
    """
    codes = codes_of_names(reading.tag)
    forms: dict[str, Counter[str]] = {}
    for one in named:
        if code := codes.get(folded(one.whole)):
            forms.setdefault(code, Counter())[one.whole] += 1
    called: dict[str, str] = {}
    for code, counts in forms.items():
        written_out = [form for form in counts if not is_abbreviation(form)]
        name = max(written_out, key=lambda form: counts[form]) if written_out else _first_names(reading.tag)[code]
        called |= {folded(form): name for form in counts}
    return called


@cache
def _first_names(tag: str | None) -> dict[str, str]:
    return {code: names[0] for code, names in names_by_code(tag or "en").items()}


@cache
def _seats_of_states(tag: str | None) -> dict[str, str]:
    """Give the first name of a state by the name of its capital, folded."""
    names = names_by_code(tag or "en")
    return {folded(name): names[code][0] for name, code in pack_of(tag).capitals.items() if code in names}


def _is_a_place(reading: Reading, one: Named) -> bool:
    """Tell whether a capital stands where something is or goes: "in Tokyo". "Tokyo and Rome" are their states."""
    at = one.run[0] - 1
    same = at >= 0 and reading.sentence_of[at] == reading.sentence_of[one.run[0]]
    word = reading.lower[at] if same else ""
    return word in reading.pack.prepositions or word in reading.pack.places or word == ","


@cache
def codes_of_names(tag: str | None) -> dict[str, str]:
    """Give the code of a territory by each of its names in a language, folded."""
    return {folded(form): code for code, forms in names_by_code(tag or "en").items() for form in forms}


def written_otherwise(reading: Reading, named: Sequence[Named]) -> list[tuple[Span, Named]]:
    """Give what stands in brackets right behind a name in another script, with the name: "Nobuo Kishi (岸信夫)"."""
    found = []
    for one in named:
        end = reading.spans[one.run[1] - 1][1]
        match = _BRACKETS.match(reading.text, end)
        if match and not any(letter.isascii() or "LATIN" in unicodedata.name(letter, "") for letter in match[1]):
            found.append((Span(*match.span(1)), one))
    return found


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is made of initials: "U.K.", "EU"."""
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 4


def _kinds(reading: Reading, named: Sequence[Named]) -> dict[str, str]:
    """Give the kinds of names that nothing is known of, each by what stands around it at one place or another."""
    found: dict[str, str] = {}
    for number, one in enumerate(named):
        if one.type == _UNKNOWN and one.whole not in found and (kind := _kind(reading, named, number)):
            found[one.whole] = kind
    return found


def _kind(reading: Reading, named: Sequence[Named], number: int) -> str:
    one = named[number]
    if len(one.whole) > 1 and is_abbreviation(one.whole):
        return "organization"
    near = named[max(0, number - _NEAR) : number + _NEAR + 1]
    for other in near:
        if other is not one and other.type in _SHARED and _are_joined(reading, near, one, other):
            return other.type
    before = reading.lower[one.run[0] - 1] if one.run[0] else ""
    return "place" if before in reading.pack.places and one.run[1] - one.run[0] == 1 else ""


def _are_joined(reading: Reading, named: Sequence[Named], one: Named, other: Named) -> bool:
    """Tell whether nothing stands between two names but other names, commas and "and"."""
    low, high = sorted((one, other), key=lambda name: name.run)
    within = {at for name in named if low.run[1] <= name.run[0] < high.run[0] for at in range(*name.run)}
    between = [reading.lower[at] for at in range(low.run[1], high.run[0]) if at not in within]
    return bool(between) and all(word == "," or word in reading.pack.and_words for word in between)
