"""Finding, making, renaming and merging topics."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.model.name_key import folded
from annotator.model.topic import Topic
from annotator.model.typed_text import plain_name
from annotator.services.editing.draft import Draft


def find_topic(topics: Iterable[Topic], name: str) -> Topic | None:
    """Give the topic of a name, white space and case folded."""
    wanted = folded(name)
    return next((topic for topic in topics if folded(topic.name) == wanted), None)


def topic_for_name(draft: Draft, name: str, codebook: Codebook | None = None) -> Topic:
    """Give the topic of a name: the layer's, a copy of the codebook's, or a new one."""
    name = plain_name(name)
    if known := find_topic(draft.topics(), name):
        return known
    registered = find_topic(codebook.topics, name) if codebook else None
    identifier = draft.new_id(edits.TOPICS)
    topic = replace(registered, id=identifier, broader=None, extra=()) if registered else Topic(identifier, name)
    draft.put(topic)
    return topic


def edit_topic(draft: Draft, topic_id: str, **fields: object) -> bool:
    """Set name, broader, code or note of a topic; tells whether it could: no topic may be broader than itself."""
    topic = draft.topic(topic_id)
    if topic is None:
        return False
    changed = replace(topic, **fields)  # type: ignore[arg-type]
    is_circle = changed.broader != topic.broader and any(
        wider.id == topic_id for wider in broader_topics(draft, changed)
    )
    if is_circle or not draft.may_put(changed):
        return False
    draft.put(changed)
    return True


def broader_topics(draft: Draft, topic: Topic) -> Iterator[Topic]:
    """Give the topics above one, the nearest first, each once."""
    seen: set[str] = set()
    above = draft.topic(topic.broader)
    while above is not None and above.id not in seen:
        yield above
        seen.add(above.id)
        above = draft.topic(above.broader)


def merge_topics(draft: Draft, keep_id: str, merged_ids: Iterable[str]) -> None:
    """Make several topics one; annotations and narrower topics move to the one kept."""
    gone = {identifier for identifier in merged_ids if identifier != keep_id and draft.topic(identifier)}
    kept = draft.topic(keep_id)
    if kept is None or not gone:
        return
    if any(wider.id in gone for wider in broader_topics(draft, kept)):
        # What stands between them is narrower than both from now on.
        draft.put(replace(kept, broader=None))
    for topic in list(draft.topics()):
        if topic.broader in gone and topic.id not in gone and topic.id != keep_id:
            draft.put(replace(topic, broader=keep_id))
    for identifier in sorted(gone):
        for user in map(draft.annotation, draft.references.with_topic(identifier)):
            if user:
                draft.put(user._replace(topic=keep_id))
        draft.remove(edits.TOPICS, identifier)


def delete_unused_topic(draft: Draft, topic_id: str) -> bool:
    """Delete a topic that no annotation is about; tells whether it could."""
    if draft.references.with_topic(topic_id):
        return False
    for topic in list(draft.topics()):
        if topic.broader == topic_id:
            draft.put(replace(topic, broader=None))
    draft.remove(edits.TOPICS, topic_id)
    return True
