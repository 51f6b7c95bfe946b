"""Carries colleagues' annotations into the adjudicated layer, with the entities, topics and links that they need.

Ids of colleagues may collide, so everything gets a fresh one; entities are found again by external id, name or alias,
topics by name.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity, folded
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.vocabulary import ROLES_OF_TYPE, SAME_EVENT
from annotator.services.comparing.colleagues import Colleague
from annotator.services.comparing.correspondence import KEYS_OF, Key
from annotator.services.editing.draft import Draft

TargetOf = Callable[[str], str | None]
"""Leads from a colleague's annotation, as ``annotator:annotation``, to the adjudicated one that stands for it."""
Kin = Mapping[tuple[str, str], Sequence[Entity]]
"""For a colleague's entity, as (annotator, entity), those of other colleagues that are taken for the same one."""


class Carrier:
    """Adds to one draft. ``contested`` are links, as ``annotator:link``, that are not carried along."""

    def __init__(
        self, draft: Draft, target_of: TargetOf, kin: Kin | None = None, contested: Container[str] = ()
    ) -> None:
        self.draft = draft
        self._target_of = target_of
        self._kin = kin or {}
        self._contested = contested
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
        self.draft.put(self.fields_of(colleague, theirs)._replace(id=identifier, origin="adjudicated", extra=()))
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
        roles = {
            field: tuple(
                carried for role in getattr(source, field) if (carried := self.role(colleague, role)) is not None
            )
            for field in ROLES_OF_TYPE.get(source.type, ())
        }
        entities = dict.fromkeys(self.entity(colleague, entity_id) for entity_id in source.entities)
        return source._replace(
            entities=tuple(entity_id for entity_id in entities if entity_id is not None),
            topic=self.topic(colleague, source.topic),
            **roles,  # type: ignore[arg-type]
        )

    def role(self, colleague: Colleague, role: Role) -> Role | None:
        """Give a role in terms of the adjudicated layer; None where its entity is not in the colleague's file."""
        entity = self.entity(colleague, role.entity)
        if entity is None:
            return None
        mention = self.target(colleague.ref(role.mention)) if role.mention else None
        acts_for = self.entity(colleague, role.acts_for) if role.acts_for else None
        return role._replace(entity=entity, mention=mention, acts_for=acts_for, extra=())

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
        made = self.draft.new_id(edits.LINKS)
        self.draft.put(replace(link, id=made, source=source, target=target, extra=()))

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
        alike = (theirs, *self._kin.get((colleague.id, entity_id), ()))
        known = self.draft.entity(next(filter(None, map(self._entities.find, alike)), None))
        if known is None:
            known = replace(theirs, id=self.draft.new_id(edits.ENTITIES), member_of=(), extra=())
        else:
            known = _with_names_of(known, theirs, self._entities)
        self.draft.put(known)
        self._entities.add(known)
        groups = dict.fromkeys((*known.member_of, *(self.entity(colleague, group) for group in theirs.member_of)))
        self.draft.put(replace(known, member_of=tuple(group for group in groups if group and group != known.id)))
        return known.id

    def _topic(self, colleague: Colleague, topic_id: str) -> str | None:
        theirs = colleague.layer.topics.get(topic_id)
        if theirs is None:
            return None
        if known := self._topics.get(folded(theirs.name)):
            return known
        made = Topic(self.draft.new_id(edits.TOPICS), theirs.name, None, theirs.code, theirs.note)
        self.draft.put(made)
        self._topics[folded(made.name)] = made.id
        if broader := self.topic(colleague, theirs.broader):
            self.draft.put(replace(made, broader=broader))
        return made.id

    def _point_at(self, colleague: Colleague, user_id: str, mention: str, target: str) -> None:
        theirs = colleague.layer.annotations.get(user_id)
        ours = self.draft.annotation(self.target(colleague.ref(user_id)))
        if theirs is None or ours is None:
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


def _with_names_of(known: Entity, theirs: Entity, names: _EntityNames) -> Entity:
    """Keep what else the colleague calls an entity, unless somebody else is called so."""
    aliases = [name for name in theirs.names if not names.is_taken(name)]
    return replace(
        known,
        aliases=(*known.aliases, *dict.fromkeys(aliases)),
        external_ids={**theirs.external_ids, **known.external_ids},
    )
