"""What is done to a codebook besides what is done to a document's entities and topics: codes, and pairs kept apart."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.model import edits
from annotator.model.codebook import Code
from annotator.model.name_key import folded
from annotator.model.typed_text import plain_name
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import delete_unused_entity, merge_entities
from annotator.services.editing.topics import merge_topics


def code_for_name(draft: Draft, name: str, annotation_type: str) -> Code:
    """Give a type's code of a name: the codebook's, or a new one."""
    name = plain_name(name)
    known = (code for code in draft.codes() if code.type == annotation_type and folded(code.name) == folded(name))
    if found := next(known, None):
        return found
    code = Code(draft.new_id(edits.CODES), annotation_type, name)
    draft.put(code)
    return code


def edit_code(draft: Draft, code_id: str, **fields: object) -> bool:
    """Set fields of a code; tells whether it could: a type has no two codes of one name."""
    code = draft.code(code_id)
    if code is None:
        return False
    changed = replace(code, **fields)  # type: ignore[arg-type]
    others = (other for other in draft.codes() if other.id != code_id and other.type == changed.type)
    if any(folded(other.name) == folded(changed.name) for other in others):
        return False
    draft.put(changed)
    return True


def merge_codes(draft: Draft, keep_id: str, merged_ids: Iterable[str]) -> bool:
    """Make several codes of one type one, with all their examples; tells whether it could."""
    kept = draft.code(keep_id)
    gone = [code for code in map(draft.code, dict.fromkeys(merged_ids)) if code and code.id != keep_id]
    if kept is None or any(code.type != kept.type for code in gone):
        return False
    examples = dict.fromkeys(example for code in (kept, *gone) for example in code.examples)
    definitions = dict.fromkeys(code.definition for code in (kept, *gone) if code.definition)
    draft.put(replace(kept, examples=tuple(examples), definition="\n".join(definitions)))
    for code in gone:
        draft.remove(edits.CODES, code.id)
    _change_words(draft, {code.id: keep_id for code in gone})
    return True


def merge_registered_topics(draft: Draft, keep_id: str, merged_ids: Iterable[str]) -> None:
    """Make several topics of a codebook one, to which the words of all of them lead."""
    gone = [key for key in dict.fromkeys(merged_ids) if key != keep_id and draft.topic(key)]
    merge_topics(draft, keep_id, gone)
    _change_words(draft, dict.fromkeys(gone, keep_id))


def set_words(draft: Draft, identifier: str, words: Iterable[str]) -> None:
    """Set the words that may lead to a topic or a code of a codebook, and are lit up in its folder's articles."""
    head = draft.codebook_head
    if head is None:
        return
    others = [pair for pair in head.words if pair[1] != identifier]
    own = [(word, identifier) for word in dict.fromkeys(filter(None, map(plain_name, words)))]
    draft.put(replace(head, words=(*others, *own)))


def _change_words(draft: Draft, heirs: dict[str, str]) -> None:
    if head := draft.codebook_head:
        pairs = ((word, heirs.get(leads_to, leads_to)) for word, leads_to in head.words)
        draft.put(replace(head, words=tuple(dict.fromkeys(pairs))))


def merge_registered(draft: Draft, keep_id: str, merged_ids: Iterable[str]) -> None:
    """Make several entities of a codebook one; what was kept apart from one of them is apart from the one kept."""
    if draft.entity(keep_id) is None:
        return
    gone = dict.fromkeys(key for key in merged_ids if key != keep_id and draft.entity(key))
    merge_entities(draft, keep_id, gone)
    _change_distinct(draft, dict.fromkeys(gone, keep_id))


def delete_registered(draft: Draft, entity_id: str) -> bool:
    """Delete an entity of a codebook; tells whether it could."""
    could = delete_unused_entity(draft, entity_id)
    if could:
        _change_distinct(draft, {entity_id: entity_id})
    return could


def _change_distinct(draft: Draft, same: dict[str, str]) -> None:
    """Name others in the pairs that are kept apart; a pair of one, or one that names who goes without heir, goes."""
    head = draft.codebook_head
    if head is None:
        return
    heirless = {key for key, heir in same.items() if key == heir}
    pairs = [
        (same.get(one, one), same.get(other, other)) for one, other in head.distinct if not {one, other} & heirless
    ]
    by_members = {frozenset(pair): pair for pair in reversed(pairs) if pair[0] != pair[1]}
    draft.put(replace(head, distinct=tuple(reversed(by_members.values()))))
