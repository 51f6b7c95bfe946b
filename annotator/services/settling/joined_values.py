"""What several annotators have in one field, put together."""

from collections.abc import Iterable, Sequence

from annotator.model.annotation import Annotation, Role
from annotator.model.vocabulary import TARGETS


def joined(field: str, ours: Annotation, theirs: Sequence[Annotation]) -> object:
    """Give a field that holds what several annotators have in it."""
    values = [getattr(annotation, field) for annotation in theirs]
    if field == "note":
        return "\n".join(dict.fromkeys(filter(None, values)))
    if field in ("entities", "codes"):
        return tuple(dict.fromkeys(value for held in values for value in held))
    if values and isinstance(values[0], tuple):
        return _roles(getattr(ours, field), [role for held in values for role in held], field)
    return values[0]


def _roles(ours: Iterable[Role], theirs: Iterable[Role], field: str) -> tuple[Role, ...]:
    known = {(role.entity, role.acts_for): role for role in ours}
    joined: dict[tuple[str, str | None], Role] = {}
    for role in theirs:
        key = (role.entity, role.acts_for)
        if key not in joined:
            # Attitudes are differences of their own, and may be settled already.
            joined[key] = known[key] if field == TARGETS and key in known else role
    return tuple(joined.values())


def with_attitude(roles: Iterable[Role], entity: str | None, attitude: str | None) -> tuple[Role, ...]:
    """Give roles with the attitude towards one entity changed."""
    return tuple(role._replace(attitude=attitude) if role.entity == entity else role for role in roles)
