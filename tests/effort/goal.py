"""What is to be reached: a reference by names alone, so that ids of two files can be compared."""

from dataclasses import dataclass
from unicodedata import normalize

from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ROLES_OF_TYPE

Who = tuple[str, str]
"""A type and a name."""


@dataclass(frozen=True)
class Part:
    """Somebody in a role."""

    who: Who
    acts_for: Who | None = None
    attitude: str | None = None
    side: int | None = None


@dataclass(frozen=True)
class Goal:
    """One annotation of the reference."""

    type: str
    fragments: tuple[Span, ...]
    entities: tuple[Who, ...]
    roles: tuple[tuple[str, tuple[Part, ...]], ...]
    topic: str | None
    stance: str | None
    status: str | None

    def parts(self, field: str) -> tuple[Part, ...]:
        """Give those in a role."""
        return dict(self.roles).get(field, ())


def goal_of(layer: Layer, annotation: Annotation) -> Goal:
    """Give an annotation by names."""
    topic = layer.topics.get(annotation.topic or "")
    roles = tuple((field, tuple(_part(layer, role) for role in getattr(annotation, field)))
                  for field in ROLES_OF_TYPE.get(annotation.type, ()))  # fmt: skip
    return Goal(
        annotation.type,
        annotation.fragments,
        tuple(who(layer, key) for key in annotation.entities),
        roles,
        written(topic.name) if topic else None,
        annotation.stance,
        annotation.status,
    )


def who(layer: Layer, key: str) -> Who:
    """Give an entity by type and name."""
    entity = layer.entities[key]
    return entity.type, written(entity.name)


def written(name: str) -> str:
    """Give a name as it is compared: an accent may be a mark of its own in one file and none in the other."""
    return normalize("NFC", name)


def memberships(layer: Layer) -> dict[Who, frozenset[Who]]:
    """Give the groups of each entity that takes part somewhere."""
    used = {key for one in layer.annotations.values() for key in one.entities_involved()}
    return {
        who(layer, key): frozenset(who(layer, one) for one in layer.entities[key].member_of if one in layer.entities)
        for key in used
    }


def goals(layer: Layer) -> list[Goal]:
    """Give all of a layer, by place."""
    return [goal_of(layer, one) for one in layer.in_order() if one.fragments]


def missing(layer: Layer, wanted: list[Goal]) -> list[Goal]:
    """Give what is not there as it is wanted; the order of those in a role does not count."""
    there = {_plain(goal) for goal in goals(layer)}
    return [goal for goal in wanted if _plain(goal) not in there]


def _plain(goal: Goal) -> tuple[object, ...]:
    roles = tuple((field, frozenset(parts)) for field, parts in goal.roles)
    return (goal.type, goal.fragments, frozenset(goal.entities), roles, goal.topic, goal.stance, goal.status)


def _part(layer: Layer, role: Role) -> Part:
    acts_for = who(layer, role.acts_for) if role.acts_for else None
    return Part(who(layer, role.entity), acts_for, role.attitude, role.side)
