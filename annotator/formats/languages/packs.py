"""What suggestions know of a language: who reports with which words, who agrees, and who is called what.

A pack is a folder of ``resources/language`` named by the language's code; docs/language-packs.md says how to write one.
Its files are ``speaking.json``, ``agreeing.json`` and ``naming.json``; each may be missing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from annotator.formats.languages.rules import base_code
from annotator.formats.resource_files import resource
from annotator.model.language import Words

FILES: Final = ("speaking", "agreeing", "naming")
SAY: Final = "say"
THINK: Final = "think"
WISH: Final = "wish"
JUDGE: Final = "judge"
_CODE: Final = re.compile(r"[a-z]{2,3}")
_QUOTATION: Final = (("“", "”"), ("„", "“"), ('"', '"'), ("«", "»"), ("»", "«"), ("「", "」"), ("『", "』"))
_NOTHING: Final[frozenset[str]] = frozenset()


class Verb(NamedTuple):
    """A reporting verb: the word it is listed under, and its class."""

    lemma: str
    kind: str


@dataclass(frozen=True, eq=False)
class LanguagePack:
    """The words of a pack, in lower case; docs/language-packs.md says what each is for. Any may be missing."""

    language: str = ""
    spaced: bool = True
    reporting: Mapping[str, Words] = field(default_factory=dict)
    not_verbs: frozenset[str] = _NOTHING
    addressing: frozenset[str] = _NOTHING
    inverting: frozenset[str] = _NOTHING
    infinitive: frozenset[str] = _NOTHING
    stating: frozenset[str] = _NOTHING
    particles: Mapping[str, Words] = field(default_factory=dict)
    asking: frozenset[str] = _NOTHING
    question_words: frozenset[str] = _NOTHING
    minds: frozenset[str] = _NOTHING
    only_with_particle: frozenset[str] = _NOTHING
    predicates: Mapping[str, Words] = field(default_factory=dict)
    to_words: frozenset[str] = _NOTHING
    that: frozenset[str] = _NOTHING
    attributions: Words = ()
    attributions_behind: Words = ()
    auxiliaries: frozenset[str] = _NOTHING
    adverbs: frozenset[str] = _NOTHING
    adverb_endings: Words = ()
    modals: frozenset[str] = _NOTHING
    clause_words: frozenset[str] = _NOTHING
    subordinators: frozenset[str] = _NOTHING
    prepositions: frozenset[str] = _NOTHING
    relatives: frozenset[str] = _NOTHING
    articles: frozenset[str] = _NOTHING
    and_words: frozenset[str] = _NOTHING
    determiners: frozenset[str] = _NOTHING
    subjects: frozenset[str] = _NOTHING
    passive: frozenset[str] = _NOTHING
    wondering: frozenset[str] = _NOTHING
    possessives: frozenset[str] = _NOTHING
    pronouns: Mapping[str, str] = field(default_factory=dict)
    quotation: tuple[tuple[str, str], ...] = _QUOTATION
    speaker_marks: Words = ()
    says: Words = ()
    agreeing: Mapping[str, str] = field(default_factory=dict)
    strong: frozenset[str] = _NOTHING
    together: Words = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    joint_verbs: frozenset[str] = _NOTHING
    negations: frozenset[str] = _NOTHING
    plural_mentions: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    between: frozenset[str] = _NOTHING
    with_words: frozenset[str] = _NOTHING
    about: frozenset[str] = _NOTHING
    places: frozenset[str] = _NOTHING
    objects: frozenset[str] = _NOTHING
    days: frozenset[str] = _NOTHING
    months: Words = ()
    calendar: frozenset[str] = _NOTHING
    not_names: frozenset[str] = _NOTHING
    name_joiners: frozenset[str] = _NOTHING
    nouns_capitalised: bool = False
    titles_behind: Words = ()
    demonyms: Mapping[str, Words] = field(default_factory=dict)
    capitals: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = _NOTHING
    not_actors: frozenset[str] = _NOTHING
    of_names: frozenset[str] = _NOTHING
    publishers: frozenset[str] = _NOTHING
    regions: frozenset[str] = _NOTHING
    of_storms: frozenset[str] = _NOTHING
    more_titles: frozenset[str] = _NOTHING
    possessive_names: frozenset[str] = _NOTHING
    on_names: frozenset[str] = _NOTHING
    soft_titles: frozenset[str] = _NOTHING
    title_beginnings: frozenset[str] = _NOTHING
    adjective_titles: frozenset[str] = _NOTHING
    matters: frozenset[str] = _NOTHING
    name_ends: frozenset[str] = _NOTHING
    compass: frozenset[str] = _NOTHING
    dated: frozenset[str] = _NOTHING
    opening: frozenset[str] = _NOTHING
    opening_endings: Words = ()
    thing_endings: Words = ()
    contractions: frozenset[str] = _NOTHING
    adjective_beginnings: frozenset[str] = _NOTHING
    adjective_endings: frozenset[str] = _NOTHING

    @cached_property
    def verbs(self) -> Mapping[str, Verb]:
        """Every form of a reporting verb; the first word of a line is the one it is listed under."""
        return {
            form: Verb(line.split()[0], kind)
            for kind, lines in self.reporting.items()
            for line in lines
            for form in line.split()
        }

    @cached_property
    def phrases(self) -> Mapping[str, tuple[Words, ...]]:
        """The phrases such as "according to" as words, by their first one."""
        found: dict[str, tuple[Words, ...]] = {}
        for phrase in self.attributions:
            words = tuple(phrase.split())
            found[words[0]] = (*found.get(words[0], ()), words)
        return found


NO_PACK: Final = LanguagePack()
"""Of a language without a pack: quotation marks are all that is known."""


def pack_of(tag: str | None) -> LanguagePack:
    """Give the pack of a document's language; English where the language is not known, ``NO_PACK`` without one."""
    return _read(base_code(tag) or "en") if _CODE.fullmatch(base_code(tag) or "en") else NO_PACK


@cache
def _read(code: str) -> LanguagePack:
    import msgspec

    folder = resource("language") / code
    if not folder.is_dir():
        return NO_PACK
    words: dict[str, Any] = {"language": code}
    for name in FILES:
        path = folder / f"{name}.json"
        if path.is_file():
            words |= msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    return msgspec.convert(words, type=LanguagePack)
