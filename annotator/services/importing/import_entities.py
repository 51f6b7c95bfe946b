"""The entities and topics of an imported document, by the keys and names under which its source calls them."""

from dataclasses import replace

from annotator.formats.exchange.read_document import ReadDocument, ReadEntity
from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.model.entity import Entity
from annotator.model.identifiers import new_id
from annotator.model.name_key import folded
from annotator.model.topic import Topic
from annotator.model.vocabulary import ENTITY_TYPES


class Entities:
    """Entities by key or name; one that the source does not describe is made when it is first named."""

    def __init__(self, read: ReadDocument) -> None:
        self.records: dict[str, Entity] = {}
        self._by_name: dict[str, str] = {}
        self._language = str(read.info.get("language") or "")
        self._by_key = {entity.key: self._new(_described(entity, self._language)) for entity in read.entities}
        for entity in read.entities:
            if entity.member_of:
                identifier = self._by_key[entity.key]
                members = tuple(self.named(name) for name in entity.member_of)
                self.records[identifier] = replace(self.records[identifier], member_of=members)

    def named(self, name: str, type_wanted: str = "") -> str:
        """Give the id of an entity by its key or name; a new one gets the type wanted, or a guessed one."""
        bare = " ".join(name.split())
        found = self._by_key.get(name) or self._by_name.get(folded(bare))
        if found:
            return found
        known = type_wanted if type_wanted in ENTITY_TYPES else guess_entity_type(bare, self._language)
        return self._new(Entity("", bare, known))

    def _new(self, entity: Entity) -> str:
        identifier = new_id("e", self.records)
        self.records[identifier] = replace(entity, id=identifier)
        for name in entity.names:
            self._by_name.setdefault(folded(name), identifier)
        return identifier


class Topics:
    """Topics by name."""

    def __init__(self, read: ReadDocument) -> None:
        self.records: dict[str, Topic] = {}
        self._by_name: dict[str, str] = {}
        for topic in read.topics:
            identifier = self.named(topic.name)
            self.records[identifier] = replace(self.records[identifier], code=topic.code, note=topic.note)
        for topic in read.topics:
            if topic.broader:
                identifier = self.named(topic.name)
                self.records[identifier] = replace(self.records[identifier], broader=self.named(topic.broader))

    def named(self, name: str) -> str:
        """Give the id of a topic by its name, made when it is first named."""
        bare = " ".join(name.split())
        if found := self._by_name.get(folded(bare)):
            return found
        identifier = new_id("t", self.records)
        self.records[identifier] = Topic(identifier, bare)
        self._by_name[folded(bare)] = identifier
        return identifier


def _described(read: ReadEntity, language: str | None) -> Entity:
    known = read.type in ENTITY_TYPES
    kind = read.type if known else "other" if read.type else guess_entity_type(read.name, language)
    note = read.note if known else f"{read.note}\n{read.type}".strip()
    return Entity("", read.name, kind, read.aliases, (), dict(read.external_ids), note)
