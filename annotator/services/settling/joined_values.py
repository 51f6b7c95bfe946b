"""What several annotators have in one field, put together."""

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.model.annotation import Annotation, Role
from annotator.model.fields import ATTRIBUTES, EXTRA, ROLES, TEXT_MAP, TEXTS, Field
from annotator.model.name_key import distinct_names
from annotator.services.comparing.difference import details_of_role

NOTE = "note"


def joined(field: Field, ours: Annotation, theirs: Sequence[Annotation]) -> object:
    """Give a field of an annotation that holds what several annotators have in it."""
    values = [getattr(annotation, field.attribute) for annotation in theirs]
    if field.shape == ROLES:
        return _roles(getattr(ours, field.attribute), [role for held in values for role in held], field)
    return joined_values(field, values)


def joined_values(field: Field, values: Sequence[Any]) -> object:
    """Give what several have in a field, the first one's where it can hold but one value."""
    if field.attribute == NOTE:
        return "\n".join(dict.fromkeys(filter(None, values)))
    if field.shape == TEXTS:
        return distinct_names(value for held in values for value in held)
    if field.shape in (ATTRIBUTES, TEXT_MAP):
        return {name: value for held in reversed(values) for name, value in held.items()}
    if field.shape == EXTRA:
        return tuple({item[1]: item for held in reversed(values) for item in held}.values())
    return values[0]


def _roles(ours: Iterable[Role], theirs: Iterable[Role], field: Field) -> tuple[Role, ...]:
    known = {(role.entity, role.acts_for): role for role in ours}
    details = [detail.attribute for detail in details_of_role(field.key)]
    joined: dict[tuple[str, str | None], Role] = {}
    for role in theirs:
        key = (role.entity, role.acts_for)
        if key not in joined:
            # What differs for one holder is a difference of its own, and may be settled already.
            kept: Any = {name: getattr(known[key], name) for name in details} if key in known else {}
            joined[key] = role._replace(**kept)
    return tuple(joined.values())


def with_detail(roles: Iterable[Role], entity: str | None, name: str, value: Any) -> tuple[Role, ...]:
    """Give roles with one field changed for one entity."""
    return tuple(role._replace(**{name: value}) if role.entity == entity else role for role in roles)
