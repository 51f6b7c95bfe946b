"""In what annotators differ: found group by group, field by field."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from annotator.model.annotation import Annotation, Role
from annotator.model.fields import ANNOTATION_OF_UNKNOWN_TYPE, ROLES, UNKNOWN, Field, annotation_fields
from annotator.model.vocabulary import PARTIES, VIA
from annotator.services.comparing.align import Alignment, Group
from annotator.services.comparing.comparable import comparable
from annotator.services.comparing.detail_differences import detail_differences
from annotator.services.comparing.difference import (
    BOUNDARY,
    CODE,
    KINDS,
    MENTION,
    MISSING,
    TYPE,
    Difference,
    Opinion,
    details_of_role,
)
from annotator.services.comparing.link_differences import GroupOf, groups_by_member, link_differences
from annotator.services.running.progress import Progress, no_progress

_TOLD_EVERY = 1000


def differences(alignment: Alignment, progress: Progress = no_progress) -> list[Difference]:
    """Give every difference between the annotators of an alignment, by place, then by kind."""
    group_of = groups_by_member(alignment)
    comparing = _Comparing(alignment, group_of)
    found: list[Difference] = []
    for number, group in enumerate(alignment.groups):
        if number % _TOLD_EVERY == 0:
            progress(number, len(alignment.groups), "Listing the differences")
        found.extend(comparing.group(group))
    found.extend(link_differences(alignment, group_of))
    found.extend(detail_differences(alignment))
    rank = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda d: (d.start, d.end, rank[d.kind], d.field, d.about, d.sources))


class _Compared(NamedTuple):
    """The fields of a type that are compared: those that refer to other records or hold roles, and plain ones."""

    referring: tuple[Field, ...]
    plain: tuple[Field, ...]
    plain_values: Callable[[Annotation], tuple[Any, ...]]


@cache
def _compared(annotation_type: str | None) -> _Compared:
    """Give the fields of a type; None stands for several types, which have only some in common."""
    whole = ANNOTATION_OF_UNKNOWN_TYPE if annotation_type is None else annotation_fields(annotation_type)
    # What a code means depends on the type, which comes first where it is open.
    left_out = (BOUNDARY, TYPE) if annotation_type is not None else (BOUNDARY, TYPE, CODE)
    wanted = (*(field for field in whole.opinions if field.difference not in left_out), UNKNOWN)
    referring = tuple(field for field in wanted if field.refers or field.shape == ROLES)
    plain = tuple(field for field in wanted if field not in referring)
    return _Compared(referring, plain, attrgetter(*(field.attribute for field in plain)))


class _Comparing:
    def __init__(self, alignment: Alignment, group_of: GroupOf) -> None:
        self._alignment = alignment
        self._same = alignment.same
        self._group_of = group_of

    def group(self, group: Group) -> Iterator[Difference]:
        members = group.members
        if len(members) < len(self._alignment.layers):
            yield self._missing(group)
        if len(members) < 2:
            return
        annotations = members.values()
        yield from _differing(group, BOUNDARY, "fragments", [a.fragments for a in annotations])
        types = [a.type for a in annotations]
        yield from _differing(group, TYPE, "type", types)
        yield from self._fields(group, _compared(types[0] if len(set(types)) == 1 else None))

    def _missing(self, group: Group) -> Difference:
        members = group.members
        opinions = {who: Opinion(None) for who in self._alignment.annotators}
        opinions |= {who: Opinion(annotation.type, annotation.id) for who, annotation in members.items()}
        return Difference(MISSING, group.start, group.end, opinions, group.sources, group)

    def _fields(self, group: Group, compared: _Compared) -> Iterator[Difference]:
        for field in compared.referring:
            yield from self._roles(group, field) if field.shape == ROLES else self._values(group, field)
        plain = [compared.plain_values(annotation) for annotation in group.members.values()]
        # Nearly always they are all alike, and need not be looked at one by one.
        if plain.count(plain[0]) < len(plain):
            for field in compared.plain:
                yield from self._values(group, field)

    def _values(self, group: Group, field: Field) -> Sequence[Difference]:
        values = [comparable(self._same, who, a, field) for who, a in group.members.items()]
        return _differing(group, field.difference, field.attribute, values)

    def _roles(self, group: Group, field: Field) -> Iterator[Difference]:
        name = field.attribute
        if not any(getattr(annotation, name) for annotation in group.members.values()):
            return
        values = [self._holders(who, annotation, name) for who, annotation in group.members.items()]
        yield from _differing(group, field.difference, name, values)
        held: dict[str, dict[str, Role]] = {}
        for who, annotation in group.members.items():
            for role in getattr(annotation, name):
                held.setdefault(self._same.entity(who, role.entity), {})[who] = role
        for entity, roles in sorted(held.items()):
            # That somebody does not hold the role is said already.
            if len(roles) > 1:
                yield from self._of_holder(group, name, entity, roles)

    def _holders(self, annotator: str, annotation: Annotation, name: str) -> Hashable:
        """Give who holds a role on whose behalf; a chain of reporting in its order, parties with who is on whose side.

        Sides count by who shares one, however they are numbered.
        """
        same = self._same
        if name == VIA:
            return tuple(same.entity(annotator, role.entity) for role in annotation.via)
        held = same.roles(annotator, annotation, name)
        if name != PARTIES:
            return held
        sides: dict[int, set[str]] = {}
        for party in annotation.parties:
            if party.side is not None:
                sides.setdefault(party.side, set()).add(same.entity(annotator, party.entity))
        return held, frozenset(frozenset(side) for side in sides.values() if len(side) > 1)

    def _of_holder(self, group: Group, name: str, entity: str, roles: dict[str, Role]) -> Iterator[Difference]:
        for detail in details_of_role(name):
            opinions = {
                who: Opinion(self._detail(who, role, detail, roles), group.members[who].id)
                for who, role in roles.items()
            }
            if len({opinion.value for opinion in opinions.values()}) > 1:
                kind = detail.difference
                yield Difference(kind, group.start, group.end, opinions, group.sources, group, name, entity)

    def _detail(self, annotator: str, role: Role, detail: Field, roles: dict[str, Role]) -> Hashable:
        if detail.difference != MENTION:
            return comparable(self._same, annotator, role, detail)
        number = self._group_of.get((annotator, role.mention or ""))
        if number is None:
            return None
        # A mention that a colleague has not marked at all is a missing annotation, and settled with that.
        mentioned = self._alignment.groups[number]
        return mentioned.sources if roles.keys() <= mentioned.members.keys() else None


def _differing(group: Group, kind: str, name: str, values: Sequence[Hashable]) -> Sequence[Difference]:
    """Give the difference in a field of which every member has a value, where they are not all equal."""
    if values.count(values[0]) == len(values):
        return ()
    opinions = {who: Opinion(value, a.id) for (who, a), value in zip(group.members.items(), values, strict=True)}
    return (Difference(kind, group.start, group.end, opinions, group.sources, group, name),)
