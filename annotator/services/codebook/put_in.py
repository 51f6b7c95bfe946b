"""Entities and topics of a document put into the folder's codebook, with all that they bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

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
from annotator.services.editing.topics import broader_topics, find_topic

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
    folder: Path, author: str, layer: Layer, entities: Sequence[str] = (), topics: Sequence[str] = ()
) -> CodebookStep | None:
    """Put entities and topics of a layer, by their ids, into a folder's codebook as one step, and save it.

    An entity brings type, aliases, external ids and note and the groups that it belongs to, a topic its code, note and
    the broader ones. What has an external id, or name and type, of one that is there is joined with it. Gives None
    where the codebook has it all. Raises CodebookError where the codebook cannot be used, SaveError where it cannot be
    saved.
    """
    desk, put = _usable(folder, author), PutIn()
    draft = desk.session.draft()
    for entity_id in entities:
        _put_entity(draft, layer, entity_id, put, {})
    for topic_id in topics:
        _put_topic(draft, layer, topic_id, put, set())
    transaction = draft.transaction(_label(layer, entities, topics))
    return CodebookStep(folder, transaction, _saved(desk, transaction), put) if transaction.edits else None


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


def _put_entity(draft: Draft, layer: Layer, entity_id: str, put: PutIn, done: dict[str, str]) -> str | None:
    """Put an entity in behind its groups, and give its id in the codebook; ``done`` knows those of the same step."""
    wanted = layer.entities.get(entity_id)
    if wanted is None or entity_id in done:
        return done.get(entity_id)
    known = _known(draft, wanted)
    identifier = done[entity_id] = known.id if known else draft.new_id(edits.ENTITIES)
    groups = [_put_entity(draft, layer, group, put, done) for group in wanted.member_of]
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
        (put.joined if known else put.added).append(entity.name)
        draft.put(entity)
    return identifier


def _known(draft: Draft, wanted: Entity) -> Entity | None:
    """Give the entity of a codebook that is one of a document: by an external id, else by name and type, else alias."""
    there = list(draft.entities())
    ids = set(wanted.external_ids.items())
    by_id = (entity for entity in there if ids & set(entity.external_ids.items()))
    of_type = [entity for entity in there if entity.type == wanted.type]
    key = name_key(wanted.name)
    by_name = (entity for entity in of_type if name_key(entity.name) == key)
    by_folded = (entity for entity in of_type if folded(wanted.name) in map(folded, entity.names))
    return next(by_id, None) or next(by_name, None) or next(by_folded, None)


def _put_topic(draft: Draft, layer: Layer, topic_id: str, put: PutIn, above: set[str]) -> str | None:
    """Put a topic in behind the broader ones, and give its id in the codebook."""
    wanted = layer.topics.get(topic_id)
    if wanted is None or topic_id in above:
        return None
    known = find_topic(draft.topics(), wanted.name)
    broader = _put_topic(draft, layer, wanted.broader, put, above | {topic_id}) if wanted.broader else None
    if known is None:
        topic = replace(wanted, id=draft.new_id(edits.TOPICS), broader=broader, extra=())
    else:
        topic = _joined(draft, known, wanted, broader)
    if topic != known:
        (put.joined if known else put.added).append(topic.name)
        draft.put(topic)
    return topic.id


def _joined(draft: Draft, known: Topic, wanted: Topic, broader: str | None) -> Topic:
    joined = replace(known, code=known.code or wanted.code, note=known.note or wanted.note)
    under = replace(joined, broader=known.broader or broader)
    # In the codebook it may be the broader one of the two.
    return joined if any(topic.id == known.id for topic in broader_topics(draft, under)) else under
