"""Who or what was picked from a list: it is there, is described elsewhere, or is made of the name that was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.name_key import name_key
from annotator.model.typed_text import plain_name
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import find_entity


class NamedEntity(Protocol):
    """Somebody who was picked."""

    @property
    def name(self) -> str:
        """What they are called."""

    def put(self, draft: Draft, codebook: Codebook) -> Entity:
        """Give them as an entity of the draft, which is added where it is not there."""


@dataclass(frozen=True, slots=True)
class ByName:
    """Whoever has a name: in the document, in the codebook, or nobody yet."""

    name: str

    def put(self, draft: Draft, codebook: Codebook) -> Entity:
        """Give the entity of the name."""
        return entity_for_name(draft, self.name, codebook)


@dataclass(frozen=True, slots=True)
class InLayer:
    """An entity of the document, by its id: another one may have its name."""

    id: str
    name: str

    def put(self, draft: Draft, codebook: Codebook) -> Entity:
        """Give the entity, or that of the name where it went meanwhile."""
        return draft.entity(self.id) or entity_for_name(draft, self.name, codebook)


@dataclass(frozen=True, slots=True)
class Described:
    """An entity as the codebook or the folder's documents describe it; groups are described by types and names."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    member_of: tuple[tuple[str, str], ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def put(self, draft: Draft, _codebook: Codebook) -> Entity:
        """Give the document's entity of this name and type, else a copy with an id of its own, and its groups."""
        if known := _of_type(draft, self.type, self.name):
            return known
        identifier = draft.new_id(edits.ENTITIES)
        entity = Entity(identifier, self.name, self.type, self.aliases, (), dict(self.external_ids), self.note)
        draft.put(entity)
        groups = [_group(draft, *group) for group in self.member_of]
        entity = replace(entity, member_of=tuple(dict.fromkeys(group for group in groups if group != identifier)))
        draft.put(entity)
        return entity


def entity_for_name(draft: Draft, name: str, codebook: Codebook | None = None) -> Entity:
    """Give the entity of a name: the layer's, a copy of the codebook's with its groups, or one of a guessed type."""
    name = plain_name(name)
    if known := draft.entity_named(name):
        return known
    if codebook and (registered := find_entity(codebook.entities, name)):
        return described(registered, codebook).put(draft, codebook)
    entity = Entity(draft.new_id(edits.ENTITIES), name, guess_entity_type(name, draft.document.language))
    draft.put(entity)
    return entity


def described(entity: Entity, codebook: Codebook) -> Described:
    """Describe an entity of a codebook."""
    by_id = {other.id: other for other in codebook.entities}
    groups = tuple((group.type, group.name) for key in entity.member_of if (group := by_id.get(key)))
    return Described(entity.name, entity.type, entity.aliases, groups, entity.external_ids, entity.note)


def _of_type(draft: Draft, kind: str, name: str) -> Entity | None:
    key = name_key(name)
    return next((entity for entity in draft.entities() if entity.type == kind and name_key(entity.name) == key), None)


def _group(draft: Draft, kind: str, name: str) -> str:
    known = _of_type(draft, kind, name)
    if known is None:
        known = Entity(draft.new_id(edits.ENTITIES), name, kind)
        draft.put(known)
    return known.id
