"""Saying who takes part in a claim or an agreement, and how."""

from typing import Any

from annotator.model.annotation import Annotation, Role
from annotator.model.vocabulary import ACTOR, ROLES_OF_TYPE, ROLES_THAT_ACT
from annotator.services.editing.draft import Draft

_REACH = 4000
"""So many code points before an annotation tell whether somebody acts for a group there."""


def add_role(draft: Draft, annotation_id: str, field: str, entity_id: str, mention: str | None = None) -> bool:
    """Add an entity in a role; tells whether the type has that role and the entity was not in it yet.

    Without a mention, the fitting one nearest before the annotation's end is taken as evidence. A speaker or party
    who is a member of exactly one group acts for it until the analyst says otherwise.
    """
    annotation = draft.annotation(annotation_id)
    if annotation is None or field not in ROLES_OF_TYPE.get(annotation.type, ()) or draft.entity(entity_id) is None:
        return False
    roles: tuple[Role, ...] = getattr(annotation, field)
    if any(role.entity == entity_id for role in roles):
        return False
    evidence = mention if is_mention(draft, mention) else nearest_mention(draft, annotation, entity_id)
    role = Role(entity_id, evidence, proposed_for(draft, field, entity_id, annotation))
    draft.put(annotation._replace(**{field: (*roles, role)}))  # type: ignore[arg-type]
    return True


def change_role(draft: Draft, annotation_id: str, field: str, index: int, **values: Any) -> bool:
    """Set entity, mention, acts_for, attitude or side of one role; tells whether it could.

    The entities that it names have to be there, and its mention has to be an actor.
    """
    annotation = draft.annotation(annotation_id)
    roles = list(getattr(annotation, field)) if annotation else []
    if annotation is None or not 0 <= index < len(roles):
        return False
    roles[index] = roles[index]._replace(**values)
    changed = annotation._replace(**{field: tuple(roles)})  # type: ignore[arg-type]
    if not draft.may_put(changed):
        return False
    draft.put(changed)
    return True


def remove_role(draft: Draft, annotation_id: str, field: str, index: int) -> None:
    """Take one entity out of a role."""
    annotation = draft.annotation(annotation_id)
    roles = list(getattr(annotation, field)) if annotation else []
    if annotation and 0 <= index < len(roles):
        del roles[index]
        draft.put(annotation._replace(**{field: tuple(roles)}))  # type: ignore[arg-type]


def is_mention(draft: Draft, annotation_id: str | None) -> bool:
    """Tell whether an annotation can be the evidence of a role: only an actor is somebody's mention."""
    annotation = draft.annotation(annotation_id)
    return annotation is not None and annotation.type == ACTOR


def nearest_mention(draft: Draft, annotation: Annotation, entity_id: str) -> str | None:
    """Give the id of the mention of an entity that is the likeliest evidence, or None when it is never mentioned.

    A mention inside the annotation comes first, then the nearest before it, then the nearest behind it.
    """
    users = map(draft.annotation, draft.references.with_entity(entity_id))
    mentions = [user for user in users if user and user.type == ACTOR and entity_id in user.entities and user.fragments]

    def distance(mention: Annotation) -> tuple[int, int]:
        if annotation.start <= mention.start < annotation.end:
            return (0, mention.start)
        if mention.start < annotation.start:
            return (1, annotation.start - mention.start)
        return (2, mention.start - annotation.start)

    return min(mentions, key=distance).id if mentions else None


def proposed_for(draft: Draft, field: str, entity_id: str, annotation: Annotation | None = None) -> str | None:
    """Give the group on whose behalf an entity speaks or agrees, when it is a member of exactly one.

    None where those who take part close before an annotation mostly act for nobody though they are members of a group.
    """
    group = _only_group(draft, entity_id) if field in ROLES_THAT_ACT else None
    if group is None or annotation is None:
        return group
    near = draft.annotations_between(max(0, annotation.start - _REACH), annotation.start)
    held = [role for one in near for name in ROLES_OF_TYPE.get(one.type, ()) if name in ROLES_THAT_ACT
            for role in getattr(one, name)]  # fmt: skip
    acting = [role.acts_for is not None for role in held if _only_group(draft, role.entity)]
    return group if 2 * sum(acting) >= len(acting) else None


def _only_group(draft: Draft, entity_id: str) -> str | None:
    entity = draft.entity(entity_id)
    groups = entity.member_of if entity else ()
    return groups[0] if len(groups) == 1 and draft.entity(groups[0]) else None
