"""Carries colleagues' annotations into the adjudicated layer, with the entities, topics and links that they need.

Ids of colleagues may collide, so everything gets a fresh one; entities are found again by external id, name or alias,
topics by name.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.fields import ROLE, ROLES, Field, Fields, annotation_fields
from annotator.model.link import Link
from annotator.model.name_key import folded
from annotator.model.vocabulary import SAME_EVENT
from annotator.services.comparing.colleagues import Colleague
from annotator.services.comparing.correspondence import KEYS_OF, Key
from annotator.services.editing.draft import Draft
from annotator.services.editing.roles import is_mention

TargetOf = Callable[[str], str | None]
"""Leads from a colleague's annotation, as ``annotator:annotation``, to the adjudicated one that stands for it."""
Kin = Mapping[tuple[str, str], Sequence[Entity]]
"""For a colleague's entity, as (annotator, entity), those of other colleagues that are taken for the same one."""
IsSettled = Callable[[str, str], bool]
"""Tells of a colleague's entity, as ``annotator:entity``, whether it was decided what it has in a field."""


class Carrier:
    """Adds to one draft. ``contested`` are links, as ``annotator:link``, that are not carried along."""

    def __init__(
        self,
        draft: Draft,
        target_of: TargetOf,
        kin: Kin | None = None,
        contested: Container[str] = (),
        is_settled: IsSettled = lambda _source, _attribute: False,
    ) -> None:
        self.draft = draft
        self._target_of = target_of
        self._kin = kin or {}
        self._contested = contested
        self._is_settled = is_settled
        self._entities = _EntityNames(draft.entities())
        self._topics = {folded(topic.name): topic.id for topic in draft.topics()}
        self._found: dict[tuple[str, str, str], str | None] = {}
        self._targets: dict[str, str] = {}

    def target(self, source: str) -> str | None:
        """Give the adjudicated annotation that stands for a colleague's, where there is one."""
        found = self._targets.get(source) or self._target_of(source)
        return found if found and self.draft.annotation(found) else None

    def annotation(self, colleague: Colleague, theirs: Annotation) -> str:
        """Copy an annotation under a fresh id, which is given, with its roles pointing at what is carried already."""
        identifier = self.draft.new_id(edits.ANNOTATIONS)
        self.draft.put(self.fields_of(colleague, theirs)._replace(id=identifier, origin="adjudicated"))
        self.stands_for(colleague, theirs, identifier)
        return identifier

    def stands_for(self, colleague: Colleague, theirs: Annotation, target: str) -> None:
        """Let an adjudicated annotation stand for a colleague's; roles that rest on it and its links are completed."""
        self._targets[colleague.ref(theirs.id)] = target
        references = colleague.layer.references
        for user_id in references.with_mention(theirs.id):
            self._point_at(colleague, user_id, theirs.id, target)
        for link_id in references.links_of(theirs.id):
            link = colleague.layer.links.get(link_id)
            if link and colleague.ref(link_id) not in self._contested:
                self.link(colleague, link)

    def fields_of(self, colleague: Colleague, source: Annotation) -> Annotation:
        """Give a colleague's annotation in terms of the adjudicated layer: its entities, its topic, its mentions."""
        carried = {
            field.attribute: self.value(colleague, field, getattr(source, field.attribute))
            for field in _referring(annotation_fields(source.type))
        }
        return source._replace(**carried)

    def value(self, colleague: Colleague, field: Field, value: Any) -> Any:
        """Give a field's value in terms of the adjudicated layer; what leads nowhere is left out."""
        if field.shape == ROLES:
            return tuple(made for role in value if (made := self._role(colleague, field.key, role)) is not None)
        if not field.refers or value is None:
            return value
        if field.is_list:
            found = dict.fromkeys(self._reference(colleague, field.refers, identifier) for identifier in value)
            return tuple(identifier for identifier in found if identifier is not None)
        return self._reference(colleague, field.refers, value)

    def _reference(self, colleague: Colleague, table: str, identifier: str) -> str | None:
        if table == edits.ENTITIES:
            return self.entity(colleague, identifier)
        return self.topic(colleague, identifier) if table == edits.TOPICS else self._mention(colleague, identifier)

    def _mention(self, colleague: Colleague, annotation_id: str) -> str | None:
        """Give the adjudicated mention that stands for a colleague's; what was taken as no actor is nobody's."""
        target = self.target(colleague.ref(annotation_id))
        return target if is_mention(self.draft, target) else None

    def _role(self, colleague: Colleague, name: str, role: Role) -> Role | None:
        """Give a role in terms of the adjudicated layer; None where its entity is not in the colleague's file."""
        made: dict[str, Any] = {
            field.attribute: self._reference(colleague, field.refers, identifier)
            for field in _referring(ROLE[name])
            if (identifier := getattr(role, field.attribute)) is not None
        }
        return role._replace(**made) if made["entity"] is not None else None

    def entity(self, colleague: Colleague, entity_id: str) -> str | None:
        """Give the adjudicated entity that stands for a colleague's, made where there is none yet."""
        return self._once("entity", colleague, entity_id, self._entity)

    def topic(self, colleague: Colleague, topic_id: str | None) -> str | None:
        """Give the adjudicated topic of the same name, made where there is none yet."""
        return self._once("topic", colleague, topic_id, self._topic) if topic_id else None

    def link(self, colleague: Colleague, link: Link) -> None:
        """Carry a link, unless its ends are not both there or are linked so already."""
        source, target = (self.target(colleague.ref(end)) for end in (link.source, link.target))
        if source is None or target is None or source == target or self.linked(link.type, source, target):
            return
        self.draft.put(replace(link, id=self.draft.new_id(edits.LINKS), source=source, target=target))

    def linked(self, link_type: str, source: str, target: str) -> str | None:
        """Give the id of the link of a type between two adjudicated annotations, or None."""
        ends = [(source, target), (target, source)] if link_type == SAME_EVENT else [(source, target)]
        for pair in ends:
            for link in map(self.draft.link, self.draft.references.links_of(pair[0])):
                if link and (link.type, link.source, link.target) == (link_type, *pair):
                    return link.id
        return None

    def _once(
        self, kind: str, colleague: Colleague, identifier: str, find: Callable[[Colleague, str], str | None]
    ) -> str | None:
        key = (kind, colleague.id, identifier)
        if key not in self._found:
            self._found[key] = None  # a group that is a member of itself ends here
            self._found[key] = find(colleague, identifier)
        return self._found[key]

    def _entity(self, colleague: Colleague, entity_id: str) -> str | None:
        theirs = colleague.layer.entities.get(entity_id)
        if theirs is None:
            return None
        source = colleague.ref(entity_id)
        alike = (theirs, *self._kin.get((colleague.id, entity_id), ()))
        known = self.draft.entity(next(filter(None, map(self._entities.find, alike)), None))
        is_old = known is not None
        if known is None:
            known = replace(theirs, id=self.draft.new_id(edits.ENTITIES), member_of=())
        else:
            known = self._with_names_of(known, theirs, source)
        self.draft.put(known)
        self._entities.add(known)
        theirs_too = () if is_old and self._is_settled(source, "member_of") else theirs.member_of
        groups = dict.fromkeys((*known.member_of, *(self.entity(colleague, group) for group in theirs_too)))
        self.draft.put(replace(known, member_of=tuple(group for group in groups if group and group != known.id)))
        return known.id

    def _topic(self, colleague: Colleague, topic_id: str) -> str | None:
        theirs = colleague.layer.topics.get(topic_id)
        if theirs is None:
            return None
        if known := self._topics.get(folded(theirs.name)):
            return known
        made = replace(theirs, id=self.draft.new_id(edits.TOPICS), broader=None)
        self.draft.put(made)
        self._topics[folded(made.name)] = made.id
        if broader := self.topic(colleague, theirs.broader):
            self.draft.put(replace(made, broader=broader))
        return made.id

    def _with_names_of(self, known: Entity, theirs: Entity, source: str) -> Entity:
        """Keep what else the colleague calls an entity, unless somebody else is called so or it was settled."""
        if not self._is_settled(source, "aliases"):
            aliases = [name for name in theirs.names if not self._entities.is_taken(name)]
            known = replace(known, aliases=(*known.aliases, *dict.fromkeys(aliases)))
        if not self._is_settled(source, "external_ids"):
            known = replace(known, external_ids={**theirs.external_ids, **known.external_ids})
        return known

    def _point_at(self, colleague: Colleague, user_id: str, mention: str, target: str) -> None:
        theirs = colleague.layer.annotations.get(user_id)
        ours = self.draft.annotation(self.target(colleague.ref(user_id)))
        if theirs is None or ours is None or not is_mention(self.draft, target):
            return
        for field, role in theirs.roles():
            if role.mention == mention:
                entity = self.entity(colleague, role.entity)
                roles = tuple(
                    held._replace(mention=target) if held.entity == entity and held.mention is None else held
                    for held in getattr(ours, field)
                )
                ours = ours._replace(**{field: roles})  # type: ignore[arg-type]
        self.draft.put(ours)


@cache
def _referring(wanted: Fields) -> tuple[Field, ...]:
    """Give the fields that name other records, in roles too."""
    return tuple(field for field in wanted if field.refers or field.shape == ROLES)


class _EntityNames:
    """Finds an entity by external id, then by name, then by alias, one of the same type before others."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._first: dict[tuple[int, Key], str] = {}
        for entity in entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        for key in _keys(entity):
            self._first.setdefault(key, entity.id)

    def find(self, entity: Entity) -> str | None:
        return next((self._first[key] for key in _keys(entity) if key in self._first), None)

    def is_taken(self, name: str) -> bool:
        return (len(KEYS_OF) - 1, (folded(name),)) in self._first


def _keys(entity: Entity) -> Iterator[tuple[int, Key]]:
    return ((rank, key) for rank, keys in enumerate(KEYS_OF) for key in keys(entity))
