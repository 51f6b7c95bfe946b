"""In what annotators differ: typed, so that each difference can be filtered, counted and settled by itself."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from annotator.model.annotation import Annotation
from annotator.model.link import Link
from annotator.model.vocabulary import PARTIES, ROLES_OF_TYPE, SAME_EVENT, TARGETS
from annotator.services.comparing.align import Alignment, Group, source
from annotator.services.running.progress import Progress, no_progress

MISSING: Final = "missing"
BOUNDARY: Final = "boundary"
TYPE: Final = "type"
ENTITY: Final = "entity"
ROLE: Final = "role"
ATTITUDE: Final = "attitude"
TOPIC: Final = "topic"
STANCE: Final = "stance"
STATUS: Final = "status"
ATTRIBUTION: Final = "attribution"
CERTAINTY: Final = "certainty"
DATE: Final = "date"
CODE: Final = "code"
LINK: Final = "link"
NOTE: Final = "note"
KINDS: Final = (
    MISSING, BOUNDARY, TYPE, ENTITY, ROLE, ATTITUDE, TOPIC, STANCE, STATUS, ATTRIBUTION, CERTAINTY, DATE, CODE, LINK,
    NOTE,
)  # fmt: skip
"""The kinds in the order in which lists show them."""

_PLAIN_FIELDS: Final = (STANCE, STATUS, ATTRIBUTION, CERTAINTY, DATE)
_TOLD_EVERY: Final = 1000
_plain_values = attrgetter(*_PLAIN_FIELDS)


class Opinion(NamedTuple):
    """What one annotator has: a value that equals a colleague's where both agree, and the records it stands on.

    ``annotation`` and ``link`` are ids in the annotator's layer, None where he or she has none. Values are: for a
    boundary the fragments, for an entity, role or code a frozenset, else a plain value; None where nothing is set.
    """

    value: Hashable
    annotation: str | None = None
    link: str | None = None


class Difference(NamedTuple):
    """One thing on which annotators differ, at ``[start, end)``; -1 where nothing is placed.

    ``opinions`` has every annotator who could have one, by id; ``group`` is what was compared, for a link the group of
    its first end. ``field`` is the annotation's field that differs ("" for missing ones and links); ``about`` is the
    key of the entity whose attitude it is.
    """

    kind: str
    start: int
    end: int
    opinions: Mapping[str, Opinion]
    sources: tuple[str, ...]
    group: Group
    field: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        """What stays the same when files come again: the kind, the field, and the records compared."""
        return " ".join((self.kind, *filter(None, (self.field, self.about)), *self.sources))


def differences(alignment: Alignment, progress: Progress = no_progress) -> list[Difference]:
    """Give every difference between the annotators of an alignment, by place, then by kind."""
    found: list[Difference] = []
    for number, group in enumerate(alignment.groups):
        if number % _TOLD_EVERY == 0:
            progress(number, len(alignment.groups), "Listing the differences")
        found.extend(_of_group(alignment, group))
    found.extend(_links(alignment))
    rank = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda d: (d.start, d.end, rank[d.kind], d.field, d.about, d.sources))


def _of_group(alignment: Alignment, group: Group) -> Iterator[Difference]:
    members = group.members
    if len(members) < len(alignment.layers):
        yield _missing(alignment, group)
    if len(members) < 2:
        return
    annotations = members.values()
    yield from _differing(group, BOUNDARY, "fragments", [a.fragments for a in annotations])
    types = [a.type for a in annotations]
    yield from _differing(group, TYPE, "type", types)
    if len(set(types)) == 1:
        yield from _within_type(alignment, group, types[0])
    yield from _differing(group, NOTE, "note", [a.note.strip() or None for a in annotations])


def _within_type(alignment: Alignment, group: Group, annotation_type: str) -> Iterator[Difference]:
    """Compare what only annotations of one type have in common; where the type is open, that comes first."""
    same, members = alignment.same, group.members.items()
    yield from _differing(group, ENTITY, "entities", [same.entities(who, a) for who, a in members])
    for role in ROLES_OF_TYPE.get(annotation_type, ()):
        yield from _differing(group, ROLE, role, [_holders(alignment, role, who, a) for who, a in members])
    yield from _attitudes(alignment, group)
    yield from _differing(group, TOPIC, "topic", [same.topic(who, a.topic) or None for who, a in members])
    plain = [_plain_values(a) for _who, a in members]
    if plain.count(plain[0]) < len(plain):
        for name, values in zip(_PLAIN_FIELDS, zip(*plain, strict=True), strict=True):
            yield from _differing(group, name, name, values)
    yield from _differing(group, CODE, "codes", [frozenset(a.codes) for _who, a in members])


def _missing(alignment: Alignment, group: Group) -> Difference:
    members = group.members
    opinions = {
        annotator: Opinion(members[annotator].type, members[annotator].id) if annotator in members else Opinion(None)
        for annotator in alignment.annotators
    }
    return Difference(MISSING, group.start, group.end, opinions, group.sources, group)


def _differing(group: Group, kind: str, name: str, values: Sequence[Hashable]) -> Sequence[Difference]:
    """Give the difference in a field of which every member has a value, where they are not all equal."""
    if values.count(values[0]) == len(values):
        return ()
    opinions = {who: Opinion(value, a.id) for (who, a), value in zip(group.members.items(), values, strict=True)}
    return (Difference(kind, group.start, group.end, opinions, group.sources, group, name),)


def _holders(alignment: Alignment, role: str, annotator: str, annotation: Annotation) -> Hashable:
    """Give who holds a role; parties together with who stands on whose side, however sides are numbered."""
    held = alignment.same.roles(annotator, annotation, role)
    if role != PARTIES:
        return held
    sides: dict[int, set[str]] = {}
    for party in annotation.parties:
        if party.side is not None:
            sides.setdefault(party.side, set()).add(alignment.same.entity(annotator, party.entity))
    return held, frozenset(frozenset(side) for side in sides.values() if len(side) > 1)


def _attitudes(alignment: Alignment, group: Group) -> Iterator[Difference]:
    """Compare attitudes towards those whom several take for a target; that one has no such target is a role's."""
    towards: dict[str, dict[str, Opinion]] = {}
    for annotator, annotation in group.members.items():
        for role in annotation.targets:
            entity = alignment.same.entity(annotator, role.entity)
            towards.setdefault(entity, {})[annotator] = Opinion(role.attitude, annotation.id)
    for entity, opinions in sorted(towards.items()):
        if len({opinion.value for opinion in opinions.values()}) > 1:
            yield Difference(ATTITUDE, group.start, group.end, opinions, group.sources, group, TARGETS, entity)


_Ends = tuple[str, int, int]


def _links(alignment: Alignment) -> Iterator[Difference]:
    """Compare links between what corresponds, among those who have annotations at both ends."""
    group_of = {
        (annotator, annotation.id): number
        for number, group in enumerate(alignment.groups)
        for annotator, annotation in group.members.items()
    }
    drawn: dict[_Ends, dict[str, Link]] = {}
    for annotator, layer in alignment.layers.items():
        for link in layer.links.values():
            ends = (group_of.get((annotator, link.source)), group_of.get((annotator, link.target)))
            if ends[0] is not None and ends[1] is not None:
                first, last = sorted((ends[0], ends[1])) if link.type == SAME_EVENT else (ends[0], ends[1])
                drawn.setdefault((link.type, first, last), {}).setdefault(annotator, link)
    for (_type, first, last), links in sorted(drawn.items()):
        both = alignment.groups[first].members.keys() & alignment.groups[last].members.keys()
        if both - links.keys():
            yield _link_difference(alignment.groups[first], links, sorted(both))


def _link_difference(group: Group, links: Mapping[str, Link], annotators: Iterable[str]) -> Difference:
    opinions = {
        annotator: Opinion(links[annotator].type, group.members[annotator].id, links[annotator].id)
        if annotator in links
        else Opinion(None, group.members[annotator].id)
        for annotator in annotators
    }
    sources = tuple(source(annotator, link.id) for annotator, link in sorted(links.items()))
    return Difference(LINK, group.start, group.end, opinions, sources, group)
