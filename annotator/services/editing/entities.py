"""Finding, making, renaming and merging the entities behind actor annotations."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.rules import rules_of
from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.name_key import folded
from annotator.model.typed_text import plain_name
from annotator.model.vocabulary import ACTOR, ROLES_OF_TYPE
from annotator.services.editing.draft import Draft


def find_entity(entities: Iterable[Entity], name: str) -> Entity | None:
    """Give the entity that has a name or alias, white space and case folded; a name wins over an alias."""
    wanted = folded(name)
    by_alias: Entity | None = None
    for entity in entities:
        if folded(entity.name) == wanted:
            return entity
        if by_alias is None and any(folded(alias) == wanted for alias in entity.aliases):
            by_alias = entity
    return by_alias


def edit_entity(draft: Draft, entity_id: str, **fields: object) -> bool:
    """Set name, aliases, type, member_of, external_ids or note of an entity; a former name is kept as an alias.

    Tells whether it could: groups have to be there, and nobody is a member of itself.
    """
    entity = draft.entity(entity_id)
    if entity is None:
        return False
    changed = replace(entity, **fields)  # type: ignore[arg-type]
    if not draft.may_put(changed) or (entity_id in changed.member_of and entity_id not in entity.member_of):
        return False
    if folded(changed.name) != folded(entity.name) and "aliases" not in fields:
        changed = replace(changed, aliases=_distinct((*entity.aliases, entity.name), changed.name))
    draft.put(changed)
    return True


def merge_entities(draft: Draft, keep_id: str, merged_ids: Iterable[str]) -> None:
    """Make several entities one: names become aliases, and everything that named the others names the one kept."""
    kept = draft.entity(keep_id)
    gone = [entity for entity in map(draft.entity, dict.fromkeys(merged_ids)) if entity and entity.id != keep_id]
    if kept is None or not gone:
        return
    same = {entity.id: keep_id for entity in gone}
    names = [name for entity in gone for name in entity.names]
    groups = [same.get(group, group) for entity in (kept, *gone) for group in entity.member_of]
    notes = [entity.note for entity in (kept, *gone) if entity.note]
    draft.put(
        replace(
            kept,
            aliases=_distinct((*kept.aliases, *names), kept.name),
            member_of=tuple(group for group in dict.fromkeys(groups) if group != keep_id),
            external_ids={key: value for entity in (*gone, kept) for key, value in entity.external_ids.items()},
            note="\n".join(dict.fromkeys(notes)),
        )
    )
    _repoint(draft, same)
    for entity in gone:
        draft.remove(edits.ENTITIES, entity.id)


def delete_unused_entity(draft: Draft, entity_id: str) -> bool:
    """Delete an entity that no annotation names; tells whether it could."""
    if draft.references.with_entity(entity_id):
        return False
    for entity in list(draft.entities()):
        if entity_id in entity.member_of:
            draft.put(replace(entity, member_of=tuple(group for group in entity.member_of if group != entity_id)))
    draft.remove(edits.ENTITIES, entity_id)
    return True


def set_entities(draft: Draft, annotation_id: str, entity_ids: Iterable[str]) -> bool:
    """Say which entities an actor annotation stands for; one made for its words alone and now unused goes away.

    The words of the annotation become an alias of a single entity that does not have them as a name yet. Tells whether
    it could: only actors stand for entities.
    """
    annotation = draft.annotation(annotation_id)
    if annotation is None or annotation.type != ACTOR:
        return False
    wanted = tuple(entity_id for entity_id in dict.fromkeys(entity_ids) if draft.entity(entity_id))
    draft.put(annotation._replace(entities=wanted))
    for entity_id in annotation.entities:
        entity = draft.entity(entity_id)
        unused = not draft.references.with_entity(entity_id)
        if unused and entity and _is_bare(entity, annotation, draft):
            draft.remove(edits.ENTITIES, entity_id)
    only = draft.entity(wanted[0]) if len(wanted) == 1 else None
    if only and _may_be_alias(annotation.text, draft.document.language):
        draft.put(replace(only, aliases=_distinct((*only.aliases, plain_name(annotation.text)), only.name)))
    return True


def follow_words(draft: Draft, before: Annotation, after: Annotation) -> None:
    """Rename an entity that was made for an annotation's words alone when the annotation's ends move."""
    entity = draft.entity(before.entities[0]) if len(before.entities) == 1 else None
    if entity is None or draft.references.with_entity(entity.id) != (before.id,):
        return
    if before.text != after.text and _is_bare(entity, before, draft):
        name = plain_name(after.text)
        draft.put(replace(entity, name=name, type=guess_entity_type(name, draft.document.language)))


def _is_bare(entity: Entity, annotation: Annotation, draft: Draft) -> bool:
    named = any(entity.id in other.member_of for other in draft.entities())
    return folded(entity.name) == folded(annotation.text) and not (entity.aliases or entity.note or named)


def _may_be_alias(words: str, tag: str | None) -> bool:
    # "Kishi" is another name; "the minister" and "he" are not, and would catch other people later.
    if not words[:1].isupper() or len(words.split()) > 6:
        return False
    language = rules_of(tag)
    return words.split(maxsplit=1)[0].lower() not in (*language.pronouns, *language.articles)


def _distinct(names: Iterable[str], name: str) -> tuple[str, ...]:
    by_form = {folded(alias): alias for alias in reversed(list(names))}
    by_form.pop(folded(name), None)
    return tuple(reversed(by_form.values()))


def _repoint(draft: Draft, same: dict[str, str]) -> None:
    for entity in list(draft.entities()):
        if entity.id not in same and any(group in same for group in entity.member_of):
            groups = dict.fromkeys(same.get(group, group) for group in entity.member_of)
            draft.put(replace(entity, member_of=tuple(group for group in groups if group != entity.id)))
    users = dict.fromkeys(user for gone in same for user in draft.references.with_entity(gone))
    for user in users:
        if annotation := draft.annotation(user):
            draft.put(with_entities(annotation, same))


def with_entities(annotation: Annotation, same: dict[str, str]) -> Annotation:
    """Give an annotation with other entities in the places of some, each once in a role."""
    roles = {
        field: _distinct_roles(
            role._replace(
                entity=same.get(role.entity, role.entity), acts_for=same.get(role.acts_for or "", role.acts_for)
            )
            for role in getattr(annotation, field)
        )
        for field in ROLES_OF_TYPE.get(annotation.type, ())
    }
    entities = tuple(dict.fromkeys(same.get(entity, entity) for entity in annotation.entities))
    return annotation._replace(entities=entities, **roles)  # type: ignore[arg-type]


def _distinct_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    kept: dict[tuple[str, str | None], Role] = {}
    for role in roles:
        kept.setdefault((role.entity, role.acts_for), role)
    return tuple(kept.values())
