"""What an entity may be said to be: another name, a group that it is a member of, a type; the likeliest first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.rules import base_code, rules_of
from annotator.formats.languages.territories import names_by_code
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.vocabulary import ACTOR, ENTITY_TYPES
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import edit_entity, find_entity, merge_entities
from annotator.services.editing.named import entity_for_name
from annotator.services.suggesting.in_context import codes_of_names, is_abbreviation

NAME: Final = "name"
GROUP: Final = "member_of"
TYPE: Final = "type"
GROUPS: Final = ("state", "igo")
"""Types of entities whose members mostly act for them."""
_MAY_BELONG: Final = ("person", "organization", "group", "other")
_LIKELY: Final = {
    "person": ("organization", "group", "place"), "organization": ("igo", "group", "person"),
    "state": ("place", "igo", "organization"), "igo": ("organization", "group"), "group": ("organization", "person"),
    "place": ("organization", "state"), "other": ("organization", "person", "place", "group"),
}  # fmt: skip
_BODY: Final = 3
"""A name of fewer words is rarely that of a body of a state: "China Mobile", "Georgia Meloni"."""
_POSSESSIVES: Final = ("its", "their", "his", "her")


_MINISTRY: Final = re.compile("ministr(y|ies)$", re.IGNORECASE)
_OFFICES: Final = {
    "defence": ("Defence", "National Defence"), "defense": ("Defense", "National Defense"),
    "foreign": ("Foreign Affairs",), "finance": ("Finance",), "interior": ("the Interior", "Internal Affairs"),
    "justice": ("Justice",), "health": ("Health",), "trade": ("Trade", "Commerce"), "economy": ("Economy",),
    "education": ("Education",), "energy": ("Energy",), "environment": ("the Environment",),
    "transport": ("Transport",), "agriculture": ("Agriculture",), "culture": ("Culture",),
}  # fmt: skip
"""What ministries are for, by the word that says so: "the interior ministry" is the Ministry of the Interior."""
_USUAL_OFFICES: Final = ("Foreign Affairs", "Defence")


@dataclass(frozen=True, slots=True)
class Being:
    """One thing that may be said of an entity: ``field`` is ``name``, ``member_of`` or ``type``."""

    field: str
    value: str

    def put(self, draft: Draft, entity_id: str, codebook: Codebook) -> bool:
        """Say it of an entity of the document, which becomes one with whoever has that name; tells whether it could."""
        entity = draft.entity(entity_id)
        if entity is None:
            return False
        if self.field == TYPE:
            return edit_entity(draft, entity_id, type=self.value)
        if self.field == GROUP:
            group = entity_for_name(draft, self.value, codebook)
            return edit_entity(draft, entity_id, member_of=(*entity.member_of, group.id))
        if draft.entity_named(self.value) or find_entity(codebook.entities, self.value):
            merge_entities(draft, entity_for_name(draft, self.value, codebook).id, (entity_id,))
            return True
        kind = type_of(self.value, entity.type, draft.document.language)
        return edit_entity(draft, entity_id, name=self.value, type=kind)


def likely_beings(
    name: str, kind: str, groups: Iterable[str], tag: str | None, *, is_member: bool = False
) -> list[Being]:
    """Give what an entity of a name and type likely is besides, in the language of ``tag``.

    ``groups`` are the names of states and the like that it may be a member of, the likeliest first. What nothing is
    known of is told a type before a group.
    """
    named = [Being(NAME, each) for each in fuller_names(name, tag)]
    known = list(groups)
    known = list(dict.fromkeys([*_groups_in_name(name, known, tag), *known]))
    wanted = [Being(GROUP, each) for each in known if kind in _MAY_BELONG and not is_member and each != name]
    likely = _LIKELY.get(kind, ())
    types = [Being(TYPE, each) for each in (*likely, *ENTITY_TYPES) if each != kind]
    types = list(dict.fromkeys(types))
    if kind == "other":
        return [*named, *types[:2], *wanted, *types[2:]]
    return [*named, *wanted, *types]


def _groups_in_name(name: str, known: Sequence[str], tag: str | None) -> list[str]:
    """Give the state whose name a body's begins or ends with: "Japan Coast Guard", "Embassy of Japan in Rome"."""
    codes, words = codes_of_names(tag), name.split()
    behind = [words[at + 1 :] for at, word in enumerate(words) if word.lower() == "of"]
    if not behind and len(words) < _BODY:
        return []
    parts = [begin[:count] for begin in (words, *behind) for count in (3, 2, 1)]
    found = [code for part in parts if part and (code := codes.get(folded(" ".join(part))))]
    found += [code for code, adjectives in pack_of(tag).demonyms.items() if words[0].lower() in adjectives]
    by_code = {codes.get(folded(each)): each for each in known}
    names = names_by_code(tag or "en")
    return [by_code.get(code) or names[code][0] for code in dict.fromkeys(found) if code in names]


def fuller_names(name: str, tag: str | None) -> list[str]:
    """Give what a name stands for or is written like in full: a territory's names, whose seat it is, no article."""
    pack, key = pack_of(tag), folded(name)
    first, _space, rest = key.partition(" ")
    bare = name.partition(" ")[2] if rest and first in pack.articles else name
    key = folded(bare)
    code = codes_of_names(tag).get(key) or pack.capitals.get(key, "")
    forms = [form for form in names_by_code(tag or "en").get(code, ()) if not is_abbreviation(form)]
    found = [*([pack.seats[key]] if key in pack.seats else []), *forms, *([bare] if bare != name else [])]
    return [each for each in dict.fromkeys(found) if each != name]


def type_of(name: str, kind: str, tag: str | None) -> str:
    """Give the type that a name tells, else the one that there is."""
    guess = guess_entity_type(name, tag)
    return kind if guess == "other" else guess


def named_by_whose(words: str, whose: Sequence[str], tag: str | None) -> Iterator[tuple[str, str]]:
    """Give names for what is called by a possessive alone, and whose it is: "its mission to Y" is X's mission to Y."""
    first, _space, rest = words.partition(" ")
    if base_code(tag or "en") != "en":
        return
    if any(_MINISTRY.match(word) for word in words.split()):
        yield from _ministries(words, whose, tag)
        return
    if first.lower() not in _POSSESSIVES or not rest:
        return
    noun, _space, behind = rest.partition(" ")
    for each in whose:
        if behind:
            yield f"{noun[0].upper()}{noun[1:]} of {each} {behind}", each
        else:
            yield f"{each}'s {rest}", each


def _ministries(words: str, whose: Sequence[str], tag: str | None) -> Iterator[tuple[str, str]]:
    """Give ministries by what they are for and the adjectives of states: "the foreign ministries of X and Y"."""
    codes, demonyms = codes_of_names(tag), pack_of(tag).demonyms
    offices = next((_OFFICES[word] for word in words.lower().split() if word in _OFFICES), _USUAL_OFFICES)
    for state in whose:
        if adjectives := demonyms.get(codes.get(folded(state), "")):
            adjective = adjectives[0][:1].upper() + adjectives[0][1:]
            yield from ((f"{adjective} Ministry of {each}", state) for each in offices)


def is_description(words: str, tag: str | None) -> bool:
    """Tell whether an actor's words only describe or hint at somebody: "he", "the two ministers", "both sides"."""
    rules, pack = rules_of(tag), pack_of(tag)
    parts = words.lower().split()
    if not parts:
        return True
    if parts[0] in rules.pronouns or parts[0] in pack.pronouns or parts[0] in (*pack.possessives, *_POSSESSIVES):
        return True
    if (
        (parts[0] in pack.numbers or parts[0] in pack.determiners)
        and words.split()[1:]
        and not (words.split()[1][:1].isupper())
    ):
        return True
    return not any(part[:1].isupper() for part in words.split())


def groups_of_document(layer: Layer) -> list[str]:
    """Give the names of states and the like of a document, those marked most often first."""
    found = [entity for entity in layer.entities.values() if entity.type in GROUPS]
    found.sort(key=lambda entity: -len(layer.references.with_entity(entity.id)))
    return [entity.name for entity in found]


def states_meant(layer: Layer, annotation: Annotation) -> list[str]:
    """Give the names of states whose something is: those marked within the words, or whose member is; then before."""
    inside = [one for one in layer.between(annotation.start, annotation.end) if one.type == ACTOR]
    within = [key for one in inside if one.id != annotation.id for key in one.entities if key in layer.entities]
    found = []
    for key in (*within, *marked_before(layer, annotation)):
        entity = layer.entities[key]
        groups = [layer.entities[group] for group in entity.member_of if group in layer.entities]
        found += [one.name for one in (entity, *groups) if one.type in GROUPS]
    return list(dict.fromkeys(found))


def kind_of_description(words: str, tag: str | None) -> str:
    """Give the type of whom words such as "his country" or "the allies" describe, "" where they do not tell."""
    plurals = pack_of(tag).plural_mentions
    noun = words.lower().split()[-1] if words.split() else ""
    forms = (noun, f"{noun}s", f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es")
    return next((plurals[form] for form in forms if plurals.get(form)), "")


def marked_before(layer: Layer, annotation: Annotation, reach: int = 2000) -> list[str]:
    """Give the ids of entities marked before an actor, the nearest first."""
    near = layer.between(max(0, annotation.start - reach), annotation.start)
    keys = (key for one in reversed(near) if one.type == ACTOR and one.id != annotation.id for key in one.entities)
    return [key for key in dict.fromkeys(keys) if key in layer.entities and key not in annotation.entities]
