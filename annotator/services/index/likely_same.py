"""Which entities of a folder a name likely means, and why; nothing is joined by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from annotator.formats.languages.same_territory import names_of, territories_called
from annotator.model.name_key import folded
from annotator.services.index.labels import initials, letters
from annotator.services.index.names import Known, Names
from annotator.services.index.starts import as_typed

SAME_NAME: Final = "same-name"
ALIAS: Final = "alias"
TERRITORY: Final = "territory"
LAST_NAME: Final = "last-name"
INITIALS: Final = "initials"
STEM: Final = "stem"
_ORDER: Final = (SAME_NAME, ALIAS, TERRITORY, LAST_NAME, INITIALS, STEM)
_PERSON: Final = "person"
_PERSONS: Final = (_PERSON, "other")
_MOST_INITIALS: Final = 6
_LEAST_STEM: Final = 4
_MOST_ENDING: Final = 4


@dataclass(frozen=True, slots=True)
class Likely:
    """An entity that a name may mean; ``reason`` is one of those above, ``why`` a sentence for the screen."""

    known: Known
    reason: str
    why: str


def likely_same(names: Names, name: str, kind: str = "", limit: int = 5, language: str = "") -> list[Likely]:
    """Give the entities that a name of a type likely means, the surest first; "" stands for no known type.

    The entity that has just this name and type is not among them. ``language`` is that of the document.
    """
    own = names.entity_table.find(" ".join(name.split()), kind)
    best: dict[int, tuple[int, str]] = {}
    for number, reason, why in (*_found(names, name, kind), *_by_territory(names, name, kind, language)):
        rank = _ORDER.index(reason)
        if number != own and rank < best.get(number, (len(_ORDER), ""))[0]:
            best[number] = rank, why
    there = [(rank, -names.entity(number).documents, number, why) for number, (rank, why) in best.items()]
    found = ((names.entity(number), rank, why) for rank, _documents, number, why in sorted(there)[:limit])
    return [
        Likely(known, _ORDER[rank], why) for known, rank, why in found
        if known.documents or names.is_registered(known.number)
    ]  # fmt: skip


def _found(names: Names, name: str, kind: str) -> Iterator[tuple[int, str, str]]:
    wanted = as_typed(name)
    if not wanted:
        return
    for number, label, rank in names.labels.exactly(name):
        other = names.entity(number)
        if rank:
            if _may_be_person(kind) and other.type in _PERSONS:
                yield number, LAST_NAME, f"“{name}” is the last name of {other.name}."
        elif label.is_alias:
            yield number, ALIAS, f"“{name}” is another name of {other.name}."
        else:
            yield number, SAME_NAME, _same_name(name, other)
    words = wanted.split()
    if len(words) > 1 and _may_be_person(kind):
        for number, label, rank in names.labels.exactly(words[-1]):
            other = names.entity(number)
            if not rank and label.name == words[-1] and other.type in _PERSONS and not label.is_alias:
                yield number, LAST_NAME, f"“{other.name}” is the last name of {name}."
    yield from _by_initials(names, name, words)
    yield from _by_stem(names, name, wanted)


def _by_territory(names: Names, name: str, kind: str, language: str) -> Iterator[tuple[int, str, str]]:
    """Give Japan for Japanese, and the United Kingdom for Britain."""
    if kind == _PERSON:
        return
    for territory, is_of_it in territories_called(name, language).items():
        for other_name in names_of(territory, name, language):
            for number, _label, rank in names.labels.exactly(other_name):
                other = names.entity(number)
                if not rank and other.type != _PERSON:
                    of_one = f"“{name}” is said of {other.name}."
                    yield number, TERRITORY, of_one if is_of_it else f"“{name}” and {other.name} are one territory."


def _by_initials(names: Names, name: str, words: list[str]) -> Iterator[tuple[int, str, str]]:
    """Give U.K. for UK and United Kingdom, and the other way round."""
    short = letters(words[0]) if len(words) == 1 else initials(" ".join(words))
    if not 2 <= len(short) <= _MOST_INITIALS:
        return
    for number, label, rank in names.labels.short(short):
        other = names.entity(number)
        if other.type == _PERSON or len(words) > 1 <= rank:
            continue
        if rank:
            yield number, INITIALS, f"“{name}” are the initials of {other.name}."
        elif len(words) > 1:
            yield number, INITIALS, f"“{other.name}” are the initials of {name}."
        elif label.name != words[0]:
            yield number, SAME_NAME, f"{other.name} has the same name, written otherwise."


def _by_stem(names: Names, name: str, wanted: str) -> Iterator[tuple[int, str, str]]:
    """Give names that begin alike and differ in their endings, as Japan and Japanese do."""
    if " " in wanted or len(wanted) <= _LEAST_STEM:
        return
    stem = wanted[: max(_LEAST_STEM, len(wanted) - _MOST_ENDING)]
    for number, label, rank in names.labels.beginning(stem):
        if rank or " " in label.name or label.name == wanted or len(label.name) > len(wanted) + _MOST_ENDING:
            continue
        other = names.entity(number)
        if other.type != _PERSON and (wanted.startswith(label.name) or label.name.startswith(wanted)):
            yield number, STEM, f"“{name}” and {other.name} begin alike."


def _same_name(name: str, other: Known) -> str:
    if folded(name) == folded(other.name):
        return f"{other.name} ({other.type}) has the same name."
    return f"{other.name} has the same name but for accents."


def _may_be_person(kind: str) -> bool:
    return kind in ("", *_PERSONS)
