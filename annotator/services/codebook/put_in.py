"""Entities and topics of a document put into the folder's codebook, with all that they bring."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.model.codebook_layer import CodebookLayer
from annotator.model.edits import EditError
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded, name_key
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction
from annotator.services.codebook.authority_files import apart
from annotator.services.codebook.codebook_desk import CodebookDesk, open_codebook
from annotator.services.editing.draft import Draft
from annotator.services.editing.topics import broader_topics
from annotator.services.running.progress import Counter, Progress, no_progress

_BY_ID, _BY_NAME, _BY_ALIAS = "id", "name", "alias"
CHANGED_SINCE: Final = "The codebook was changed there since, so it stays as it is."


@dataclass(slots=True)
class PutIn:
    """The names that came into a codebook, and those that were there and got something more."""

    added: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CodebookStep:
    """A step that was made in a folder's codebook, and the codebook as it is then."""

    folder: Path
    transaction: Transaction
    codebook: Codebook
    put: PutIn


def put_in(
    folder: Path,
    author: str,
    layer: Layer,
    entities: Sequence[str] = (),
    topics: Sequence[str] = (),
    *,
    progress: Progress = no_progress,
) -> CodebookStep | None:
    """Put entities and topics of a layer, by their ids, into a folder's codebook as one step, and save it.

    An entity brings type, aliases, external ids and note and the groups that it belongs to, a topic its code, note and
    the broader ones. What has an external id, or name and type, of one that is there is joined with it. Gives None
    where the codebook has it all. Raises CodebookError where the codebook cannot be used, SaveError where it cannot be
    saved, Cancelled where ``progress`` does. May be called in any thread.
    """
    desk = _usable(folder, author)
    putting = _Putting(desk.session.draft(), layer)
    counter = Counter(len(entities) + len(topics), progress)
    for entity_id in entities:
        putting.put_entity(entity_id, {})
        counter.step(folder)
    for topic_id in topics:
        putting.put_topic(topic_id, set())
        counter.step(folder)
    transaction = putting.draft.transaction(_label(layer, entities, topics))
    return CodebookStep(folder, transaction, _saved(desk, transaction), putting.put) if transaction.edits else None


def put_alias(folder: Path, author: str, names: Iterable[str], entity_id: str) -> CodebookStep | None:
    """Give an entity of a folder's codebook further names, as ``put_in`` puts others in."""
    desk = _usable(folder, author)
    draft = desk.session.draft()
    entity = draft.entity(entity_id)
    names = tuple(names)
    if entity is None:
        return None
    draft.put(replace(entity, aliases=apart((*entity.aliases, *names), entity.name)))
    transaction = draft.transaction(f"Put “{', '.join(names)}” into the codebook as “{entity.name}”")
    put = PutIn(joined=[entity.name])
    return CodebookStep(folder, transaction, _saved(desk, transaction), put) if transaction.edits else None


def make_again(folder: Path, author: str, transaction: Transaction) -> Codebook:
    """Make a step in a folder's codebook once more, or one that takes it back, and save it.

    Raises CodebookError with a sentence where what it changes is another one by now, SaveError where it cannot be
    saved.
    """
    desk = _usable(folder, author)
    try:
        desk.session.apply(transaction)
    except EditError:
        raise CodebookError(CHANGED_SINCE) from None
    if _names_who_went(desk.layer, transaction):
        raise CodebookError(CHANGED_SINCE)
    desk.save()
    return desk.codebook


def _usable(folder: Path, author: str) -> CodebookDesk:
    desk = open_codebook(folder, author)
    if desk.session.read_only:
        raise CodebookError(desk.session.read_only)
    return desk


def _saved(desk: CodebookDesk, transaction: Transaction) -> Codebook:
    desk.session.apply(transaction)
    desk.save()
    return desk.codebook


def _names_who_went(layer: CodebookLayer, transaction: Transaction) -> bool:
    """Tell whether something in a codebook names what a step took out of it."""
    gone = {edit.key for edit in transaction.edits if edit.after is None}
    named = {key for entity in layer.entities.values() for key in entity.member_of}
    named |= {topic.broader for topic in layer.topics.values() if topic.broader}
    named |= {leads_to for _word, leads_to in layer.book.words}
    return not gone.isdisjoint(named.union(*layer.book.distinct))


def _label(layer: Layer, entities: Sequence[str], topics: Sequence[str]) -> str:
    names = [layer.entities[key].name for key in entities if key in layer.entities]
    names += [layer.topics[key].name for key in topics if key in layer.topics]
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return f"Put “{' '.join(names[0].split())[:40]}”{more} into the codebook" if names else ""


class _There:
    """The records of a codebook under their keys, of several under one the first in its order."""

    def __init__(self, records: Iterable[Entity | Topic], keys: Callable[[Any], Iterable[Hashable]]) -> None:
        self._keys = keys
        self._places: dict[str, int] = {}
        self._ids: dict[Hashable, str] = {}
        for record in records:
            self.put(record)

    def put(self, record: Entity | Topic) -> None:
        """Take in a record that is new, or has become another one."""
        place = self._places.setdefault(record.id, len(self._places))
        for key in self._keys(record):
            known = self._ids.get(key)
            if known is None or place < self._places[known]:
                self._ids[key] = record.id

    def find(self, *keys: Hashable) -> str | None:
        """Give the id of the first record that has one of some keys."""
        return min((known for key in keys if (known := self._ids.get(key))), key=self._places.__getitem__, default=None)


class _Putting:
    """Puts records of a layer into the draft of a codebook."""

    def __init__(self, draft: Draft, layer: Layer) -> None:
        self.draft, self.put = draft, PutIn()
        self._layer = layer
        self._entities = _There(draft.entities(), _keys_of)
        self._topics = _There(draft.topics(), lambda topic: (folded(topic.name),))

    def put_entity(self, entity_id: str, done: dict[str, str]) -> str | None:
        """Put an entity in behind its groups, and give its id there; ``done`` knows those of the same step."""
        wanted = self._layer.entities.get(entity_id)
        if wanted is None or entity_id in done:
            return done.get(entity_id)
        known = self._known(wanted)
        identifier = done[entity_id] = known.id if known else self.draft.new_id(edits.ENTITIES)
        groups = [self.put_entity(group, done) for group in wanted.member_of]
        if known is None:
            entity = replace(wanted, id=identifier, member_of=(), extra=())
        else:
            entity = replace(
                known,
                aliases=apart((*known.aliases, *wanted.names), known.name),
                external_ids={**wanted.external_ids, **known.external_ids},
                note=known.note or wanted.note,
            )
        members = dict.fromkeys((*entity.member_of, *(group for group in groups if group and group != identifier)))
        entity = replace(entity, member_of=tuple(members))
        if entity != known:
            (self.put.joined if known else self.put.added).append(entity.name)
            self.draft.put(entity)
            self._entities.put(entity)
        return identifier

    def put_topic(self, topic_id: str, above: set[str]) -> str | None:
        """Put a topic in behind the broader ones, and give its id there."""
        wanted = self._layer.topics.get(topic_id)
        if wanted is None or topic_id in above:
            return None
        known = self.draft.topic(self._topics.find(folded(wanted.name)))
        broader = self.put_topic(wanted.broader, above | {topic_id}) if wanted.broader else None
        if known is None:
            topic = replace(wanted, id=self.draft.new_id(edits.TOPICS), broader=broader, extra=())
        else:
            topic = _joined(self.draft, known, wanted, broader)
        if topic != known:
            (self.put.joined if known else self.put.added).append(topic.name)
            self.draft.put(topic)
            self._topics.put(topic)
        return topic.id

    def _known(self, wanted: Entity) -> Entity | None:
        """Give the entity that is one of a document's: by an external id, else by name and type, else by an alias."""
        find = self._entities.find
        found = (
            find(*((_BY_ID, *identifier) for identifier in wanted.external_ids.items()))
            or find((_BY_NAME, wanted.type, name_key(wanted.name)))
            or find((_BY_ALIAS, wanted.type, folded(wanted.name)))
        )
        return self.draft.entity(found)


def _keys_of(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Give under what an entity is found."""
    yield from ((_BY_ID, *identifier) for identifier in entity.external_ids.items())
    yield _BY_NAME, entity.type, name_key(entity.name)
    yield from ((_BY_ALIAS, entity.type, folded(name)) for name in entity.names)


def _joined(draft: Draft, known: Topic, wanted: Topic, broader: str | None) -> Topic:
    joined = replace(known, code=known.code or wanted.code, note=known.note or wanted.note)
    under = replace(joined, broader=known.broader or broader)
    # In the codebook it may be the broader one of the two.
    return joined if any(topic.id == known.id for topic in broader_topics(draft, under)) else under
