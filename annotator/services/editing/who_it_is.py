"""What an entity may be said to be: another name, a group that it is a member of, a type; the likeliest first."""

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
from annotator.model.vocabulary import ENTITY_TYPES
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
_POSSESSIVES: Final = ("its", "their", "his", "her")


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
    wanted = [Being(GROUP, each) for each in groups if kind in _MAY_BELONG and not is_member and each != name]
    likely = _LIKELY.get(kind, ())
    types = [Being(TYPE, each) for each in (*likely, *ENTITY_TYPES) if each != kind]
    types = list(dict.fromkeys(types))
    if kind == "other":
        return [*named, *types[:2], *wanted, *types[2:]]
    return [*named, *wanted, *types]


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


def named_by_whose(words: str, whose: Sequence[str], tag: str | None) -> Iterator[str]:
    """Give names for what is called by a possessive alone: "its mission to Y" is the mission of X to Y."""
    first, _space, rest = words.partition(" ")
    if base_code(tag or "en") != "en" or first.lower() not in _POSSESSIVES or not rest:
        return
    noun, _space, behind = rest.partition(" ")
    for each in whose:
        if behind:
            yield f"{noun[0].upper()}{noun[1:]} of {each} {behind}"
        else:
            yield f"{each}'s {rest}"


def is_description(words: str, tag: str | None) -> bool:
    """Tell whether an actor's words only describe or hint at somebody: "he", "the two ministers", "both sides"."""
    rules, pack = rules_of(tag), pack_of(tag)
    parts = words.lower().split()
    if not parts:
        return True
    if parts[0] in rules.pronouns or parts[0] in pack.pronouns or parts[0] in (*pack.possessives, *_POSSESSIVES):
        return True
    begins = parts[0] in pack.numbers or (parts[0] in pack.determiners and len(parts) > 1)
    if begins and not any(part[:1].isupper() for part in words.split()[1:]):
        return True
    return not any(part[:1].isupper() for part in words.split())


def groups_of_document(layer: Layer) -> list[str]:
    """Give the names of states and the like of a document, those marked most often first."""
    found = [entity for entity in layer.entities.values() if entity.type in GROUPS]
    found.sort(key=lambda entity: -len(layer.references.with_entity(entity.id)))
    return [entity.name for entity in found]


def marked_before(layer: Layer, annotation: Annotation, reach: int = 2000) -> list[str]:
    """Give the ids of entities marked before an actor, the nearest first."""
    near = layer.between(max(0, annotation.start - reach), annotation.start)
    keys = (key for one in reversed(near) if one.type == "actor" and one.id != annotation.id for key in one.entities)
    return [key for key in dict.fromkeys(keys) if key in layer.entities and key not in annotation.entities]
